import { error, fail, redirect } from '@sveltejs/kit';
import { message } from '#lib/messages.ts';
import { ApiError } from '#lib/server/api-problem.ts';
import { batchOf, takeBack } from '#lib/server/batches.ts';
import { readingOf } from '#lib/server/batches-reading.ts';
import { sourceTitle } from '#lib/server/imports-page.ts';
import { canReread, uploadOfBatch } from '#lib/server/reread.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	const found = await batchOf(params.batch).catch((cause: unknown) => {
		if (cause instanceof ApiError) error(cause.status, cause.message);
		throw cause;
	});
	const { row, report } = found;
	return {
		title: message('imports.batch.title', { file: row.file }),
		batch: { ...row, source_title: sourceTitle(row.source) },
		report,
		reading: readingOf(row.reading),
		canReread: canReread(row)
	};
};

export const actions: Actions = {
	reread: async ({ params, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const upload = await uploadOfBatch(params.batch).catch((cause: unknown) => {
			if (cause instanceof ApiError) error(cause.status, cause.message);
			throw cause;
		});
		redirect(303, `/imports/mapping/${upload}?batch=${params.batch}`);
	},
	undo: async ({ params, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		try {
			await takeBack(params.batch);
		} catch (cause) {
			if (!(cause instanceof ApiError)) throw cause;
			return fail(cause.status, { why: cause.message });
		}
		redirect(303, `/imports/${params.batch}`);
	}
};

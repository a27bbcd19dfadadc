import { error, fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { message } from '#lib/messages.ts';
import {
	apply,
	preview,
	readChanges,
	takeBackChange,
	voluntaryPage
} from '#lib/server/voluntary.ts';
import { findingOf } from '#lib/voluntary/finding.ts';
import type { Actions, PageServerLoad } from './$types';

const removal = z.object({ change: z.coerce.number().int().positive() });

export const load: PageServerLoad = async ({ locals, depends }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	depends('autonometer:rules');
	const found = await voluntaryPage();
	return { title: message('voluntary.title'), finding: findingOf(found), ...found };
};

export const actions: Actions = {
	preview: async ({ request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const changes = readChanges(await request.formData());
		if (changes === null) return fail(422, { why: message('voluntary.no_change') });
		const outcome = await preview(changes);
		if ('why' in outcome) return fail(422, { why: outcome.why });
		return { preview: outcome.done, changes: JSON.stringify(changes) };
	},
	apply: async ({ request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const changes = readChanges(await request.formData());
		if (changes === null) return fail(422, { why: message('voluntary.no_change') });
		const outcome = await apply(changes);
		if ('why' in outcome) return fail(422, { why: outcome.why });
		redirect(303, '/voluntary');
	},
	undo: async ({ request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const read = removal.safeParse(Object.fromEntries(await request.formData()));
		if (!read.success) return fail(422, { why: message('voluntary.no_change') });
		const outcome = await takeBackChange(read.data.change);
		if ('why' in outcome) return fail(422, { why: outcome.why });
		redirect(303, '/voluntary');
	}
};

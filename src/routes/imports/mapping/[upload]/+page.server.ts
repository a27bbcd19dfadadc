import { error, fail, redirect } from '@sveltejs/kit';
import { ApiError } from '#lib/server/api-problem.ts';
import { encodingChoices, timeZones, yearChoices } from '#lib/server/imports-page.ts';
import { startImport } from '#lib/server/jobs-here.ts';
import { mappingFromForm } from '#lib/server/mapping-form.ts';
import {
	allMappings,
	ImportError,
	keepMapping,
	mappingOf,
	mappingPage
} from '#lib/server/mapping-page.ts';
import type { Mapping } from '#lib/server/mapping-page.ts';
import { mappingOfBatch } from '#lib/server/reread.ts';
import { message } from '#lib/messages.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was foreseen becomes a page or a sentence; any other fault is passed on. */
async function orError<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (cause) {
		if (cause instanceof ApiError) error(cause.status, cause.message);
		if (cause instanceof ImportError) error(422, cause.message);
		throw cause;
	}
}

interface Asked {
	readonly name: string | null;
	readonly source: string;
	readonly batch: string | null;
}

/** What the page begins with: a saved mapping, how an earlier import read the file, a source, or a suggestion. */
async function givenBy({ name, source, batch }: Asked): Promise<Partial<Mapping> | null> {
	if (name !== null) return mappingOf(name).mapping;
	if (batch !== null) return mappingOfBatch(batch);
	return source === '' ? null : { source };
}

export const load: PageServerLoad = async ({ params, url, locals }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	const name = url.searchParams.get('by');
	const source = url.searchParams.get('source') ?? '';
	const batch = url.searchParams.get('batch');
	const given = await orError(givenBy({ name, source, batch }));
	return {
		title: message('mapping.title'),
		upload: params.upload,
		look: await orError(mappingPage(params.upload, given)),
		saved: allMappings().map((one) => one.name),
		zones: timeZones(),
		encodings: encodingChoices(),
		years: yearChoices()
	};
};

async function looked(upload: string, request: Request) {
	const { given, open } = mappingFromForm(await request.formData());
	return mappingPage(upload, given, open);
}

const why = (cause: unknown): string => {
	if (cause instanceof ImportError || cause instanceof ApiError) return cause.message;
	throw cause;
};

/** Why a mapping was not kept; null where it was. */
function kept(mapping: Mapping & { readonly name: string }): string | null {
	try {
		keepMapping(mapping);
		return null;
	} catch (cause) {
		return why(cause);
	}
}

export const actions: Actions = {
	look: async ({ params, request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const look = await looked(params.upload, request).catch(why);
		return typeof look === 'string' ? fail(422, { why: look }) : { look };
	},
	save: async ({ params, request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const look = await looked(params.upload, request).catch(why);
		if (typeof look === 'string') return fail(422, { why: look });
		const { name } = look.mapping;
		if (name === undefined) return fail(422, { why: message('mapping.nameless'), look });
		const fault = kept({ ...look.mapping, name });
		return fault === null ? { look, kept: name } : fail(422, { why: fault, look });
	},
	import: async ({ params, request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const look = await looked(params.upload, request).catch(why);
		if (typeof look === 'string') return fail(422, { why: look });
		if (look.preview.refusal !== null)
			return fail(422, { why: look.preview.refusal.message, look });
		const cell = look.preview.openDate;
		if (cell !== null) return fail(422, { why: message('mapping.dates.asks', { cell }), look });
		const { name } = look.mapping;
		const fault = name === undefined ? null : kept({ ...look.mapping, name });
		if (fault !== null) return fail(422, { why: fault, look });
		await orError(startImport({ upload: params.upload, mapping: look.mapping }));
		redirect(303, '/imports');
	}
};

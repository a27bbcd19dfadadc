import { error, fail, redirect } from '@sveltejs/kit';
import { message } from '#lib/messages.ts';
import { sourceTitle } from '#lib/server/imports-page.ts';
import { allMappings, dropMapping, takeIn } from '#lib/server/mapping-page.ts';
import type { Actions, PageServerLoad } from './$types';

const largest = 1_000_000;

export const load: PageServerLoad = ({ locals }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	const saved = allMappings();
	return {
		title: message('mapping.list.title'),
		finding: message('mapping.list.finding', { n: saved.length }),
		saved: saved.map(({ name, mapping, savedBy, savedAt }) => ({
			name,
			savedBy,
			savedAt,
			source: sourceTitle(mapping.source),
			columns: Object.values(mapping.columns).filter((heading) => heading !== '').length
		}))
	};
};

export const actions: Actions = {
	forget: async ({ request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		dropMapping(String((await request.formData()).get('name')));
		redirect(303, '/imports/mappings');
	},
	take: async ({ request, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const file = (await request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0 || file.size > largest)
			return fail(422, { why: message('mapping.no_json') });
		const outcome = takeIn(await file.text());
		if ('why' in outcome) return fail(422, { why: outcome.why });
		redirect(303, '/imports/mappings');
	}
};

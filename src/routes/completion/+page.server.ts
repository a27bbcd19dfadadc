import { message } from '#lib/messages.ts';
import { readMarks } from '#lib/server/marks.ts';
import { completion } from '#lib/server/pages/completion.ts';
import { readPage } from '#lib/server/read-page.ts';
import { unlessRefused } from '#lib/server/unless-refused.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent, depends }) => {
	depends('autonometer:data');
	const filters = readPage(url);
	const { asOf } = await parent();
	const marks = await readMarks();
	return {
		title: message('completion.title'),
		filters,
		completion:
			asOf === null ? null : await unlessRefused(completion(locals.viewer, filters, marks))
	};
};

import { message } from '#lib/messages.ts';
import { readMarks } from '#lib/server/marks.ts';
import { overview } from '#lib/server/pages/overview.ts';
import { readPage } from '#lib/server/read-page.ts';
import { unlessRefused } from '#lib/server/unless-refused.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent, depends }) => {
	depends('autonometer:data');
	const filters = readPage(url);
	const { asOf } = await parent();
	const marks = await readMarks();
	return {
		title: message('overview.title'),
		filters,
		overview: asOf === null ? null : await unlessRefused(overview(locals.viewer, filters, marks))
	};
};

import { message } from '#lib/messages.ts';
import { measuresBySection, supportOfTypes } from '#lib/server/definitions-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const sections = await measuresBySection();
	const measures = sections.flatMap((section) => section.measures);
	const ready = measures.filter(({ missing }) => missing === null).length;
	const all = measures.length;
	return {
		title: message('definitions.title'),
		finding:
			ready === all
				? message('definitions.finding_all', { all })
				: message('definitions.finding', { ready, all }),
		sections,
		support: await supportOfTypes()
	};
};

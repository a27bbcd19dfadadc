import { lastYear } from '#lib/filters/periods.ts';
import { answersTo } from '#lib/server/ask.ts';
import { heldBackNote } from '#lib/server/extent.ts';
import { survivorshipNote } from '#lib/server/people.ts';
import { unitsOf } from '#lib/server/units.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('autonometer:data');
	const { byUnit } = await answersTo(locals.viewer, {
		byUnit: { metric: 'initiation_mix', by: ['org_unit'] }
	});
	return {
		theme: locals.theme,
		isAnalyst: locals.viewer.role === 'analyst',
		asOf: byUnit.as_of,
		heldBack: heldBackNote(byUnit),
		survivorship: byUnit.as_of === null ? null : await survivorshipNote(locals.viewer),
		units: unitsOf(byUnit),
		periods: lastYear(byUnit.as_of)
	};
};

import { isDrawn, type Figure } from '#lib/charts/figure.ts';
import type { FunnelLimit, FunnelPlotData } from '#lib/charts/funnel-plot.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { funnelLimits, placeIn, type Spreading } from '#lib/findings/funnel.ts';
import { youngOf } from '#lib/findings/young.ts';
import { effectiveCases } from '#lib/findings/compare.ts';
import { message } from '#lib/messages.ts';
import type { Answer } from '../ask.ts';
import { figureOf } from './head.ts';
import { cells } from './rate-over-time.ts';
import { estimateOf } from './rows.ts';

/** Organisation units against the whole, with the limits within which chance alone would leave them. */
export function unitsOnFunnel(
	filters: Filters,
	question: Question,
	byUnit: Answer,
	overall: Answer
): Figure<FunnelPlotData> {
	const whole = estimateOf(overall.rows[0]);
	const spreading = spreadingOf(whole);
	const units = byUnit.rows
		.flatMap((row) => {
			const label = row['org_unit'];
			const estimate = estimateOf(row);
			if (typeof label !== 'string' || !estimate) return [];
			const isStated = label !== 'not_stated';
			return [{ ...estimate, isStated, label: isStated ? label : message('unit.not_stated') }];
		})
		.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1) || (a.label < b.label ? -1 : 1))
		.map((unit, row) => ({
			...unit,
			row,
			isChosen: unit.label === filters.unit,
			place:
				spreading && unit.value !== null && unit.n !== null
					? placeIn(spreading, unit.value, unit.n)
					: ('within' as const)
		}));
	const largest =
		Math.max(10, ...units.map((unit) => (unit.value === null ? 0 : (unit.n ?? 0)))) * 1.04;
	const limits: FunnelLimit[] = spreading ? funnelLimits(spreading, largest) : [];
	const shown = units.filter((unit) => unit.value !== null && unit.isStated);
	const outside = shown.filter((unit) => unit.place.startsWith('far')).length;
	return figureOf({
		id: 'units-funnel',
		title:
			shown.length === 0 || !spreading
				? message(youngOf(byUnit) ? 'title.young' : 'funnel.title.none')
				: message('funnel.title.some', { outside, units: shown.length }),
		measure: message('funnel.measure', { count: message(`voluntary.${filters.count}`) }),
		filters: { ...filters, unit: '' },
		question,
		answer: byUnit,
		beside: { hasTotal: true },
		hasDrawing: units.some(isDrawn),
		n: whole?.n == null ? null : { count: whole.n, of: 'enrolments' },
		table: {
			columns: [
				{ label: message('table.unit'), isNumber: false },
				{ label: message('table.finished'), isNumber: true },
				{ label: message('table.likely'), isNumber: true },
				{ label: message('table.enrolments'), isNumber: true },
				{ label: message('table.place'), isNumber: false }
			],
			rows: units.map((unit) => [
				unit.label,
				...cells(unit),
				unit.value === null ? '' : message(`funnel.place.${unit.place}`)
			])
		},
		shown: { overall: whole?.value ?? null, units, limits, largest }
	});
}

function spreadingOf(whole: ReturnType<typeof estimateOf>): Spreading | null {
	if (!whole || whole.value === null || whole.n === null) return null;
	const effective =
		whole.lo === null || whole.hi === null ? null : effectiveCases(whole.value, whole.lo, whole.hi);
	return {
		rate: whole.value,
		designEffect: effective === null ? 1 : Math.max(1, whole.n / effective)
	};
}

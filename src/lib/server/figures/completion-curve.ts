import type { CompletionCurveData, CurvePoint } from '#lib/charts/completion-curve.ts';
import type { Figure, Tone } from '#lib/charts/figure.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { curveTitle } from '#lib/findings/time.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { Answer } from '../ask.ts';
import { cells } from './rate-over-time.ts';
import { figureOf } from './head.ts';
import { estimateOf, pick } from './rows.ts';

/** How fast things get finished: the share finished by each day after the enrolment. */
export function completionCurve(
	filters: Filters,
	question: Question,
	answer: Answer
): Figure<CompletionCurveData> {
	const kinds = [
		{
			tone: 'self_initiated' as Tone,
			variant: filters.count as string,
			label: message(`voluntary.${filters.count}`)
		},
		{
			tone: 'assigned_required' as Tone,
			variant: 'assigned_required',
			label: message('assigned.required')
		}
	];
	const days = [
		...new Set(pick(answer, { measure: 'cif' }).flatMap((row) => row.horizon ?? []))
	].toSorted((a, b) => a - b);
	const curves = kinds.map(({ tone, variant, label }) => ({
		tone,
		label,
		points: days.flatMap((day, row): CurvePoint[] => {
			const estimate = estimateOf(pick(answer, { measure: 'cif', variant, horizon: day })[0]);
			return estimate ? [{ ...estimate, day, row }] : [];
		})
	}));
	const chosen = curves[0]?.points ?? [];
	return figureOf({
		id: 'time-to-complete',
		title: curveTitle(chosen, quarterDay(answer, filters.count)),
		measure: message('curve.measure'),
		filters,
		question,
		answer,
		n: {
			count: curves.reduce((sum, curve) => sum + (curve.points[0]?.n ?? 0), 0),
			of: 'enrolments'
		},
		table: {
			columns: [
				{ label: message('table.day'), isNumber: true },
				...kinds.flatMap(({ label }) => [
					{ label, isNumber: true },
					{ label: message('table.likely'), isNumber: true },
					{ label: message('table.enrolments'), isNumber: true }
				])
			],
			rows: days.map((day) => [
				message('curve.by_day', { day: formatCount(day) }),
				...curves.flatMap((curve) => cells(curve.points.find((point) => point.day === day)))
			])
		},
		shown: { lastDay: days.at(-1) ?? 180, curves }
	});
}

/** The day by which a quarter has finished, or null where that many never do. */
export function quarterDay(answer: Answer, variant: string): number | null {
	return (
		estimateOf(pick(answer, { measure: 'day_25', variant, period_start: null })[0])?.value ?? null
	);
}

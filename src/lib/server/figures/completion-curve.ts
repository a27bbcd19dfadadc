import type { CompletionCurveData, CurvePoint } from '#lib/charts/completion-curve.ts';
import { isDrawn, type Figure, type Tone } from '#lib/charts/figure.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { curveTitle } from '#lib/findings/time.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { Answer, ResultRow } from '../ask.ts';
import { figureOf } from './head.ts';
import { cells } from './rate-over-time.ts';
import { estimateOf, pick } from './rows.ts';

const lastDay = 180;
/** Finer steps cannot be seen, and nobody reads 180 rows. */
const everyDays = 5;

/** How fast things get finished: the share finished by each day after the enrolment. */
export function completionCurve(
	filters: Filters,
	question: Question,
	chosen: Answer,
	required: Answer
): Figure<CompletionCurveData> {
	const steps = [chosen, required].map(stepsOf);
	const days = Array.from({ length: lastDay / everyDays + 1 }, (_, index) => index * everyDays);
	const kinds: { tone: Tone; label: string }[] = [
		{ tone: 'self_initiated', label: message(`voluntary.${filters.count}`) },
		{ tone: 'assigned_required', label: message('assigned.required') }
	];
	const curves = kinds.map((kind, index) => ({
		...kind,
		points: carriedForward(steps[index] ?? new Map(), days)
	}));
	return figureOf({
		id: 'time-to-complete',
		title: curveTitle(curves[0]?.points ?? [], dayReached(chosen, 'day_25')),
		measure: message('curve.measure'),
		filters,
		question,
		answer: chosen,
		drawn: [
			...[chosen, required].flatMap(stepRows),
			...pick(chosen, { measure: 'day_25', period_start: null })
		],
		beside: { variant: 'assigned_required' },
		hasDrawing: curves.some((curve) => curve.points.some(isDrawn)),
		n: {
			count: curves.reduce((sum, curve) => sum + (curve.points[0]?.n ?? 0), 0),
			of: 'enrolments'
		},
		table: {
			columns: [
				{ label: message('table.day'), isNumber: false },
				...kinds.flatMap(({ label }) => [
					{ label, isNumber: true },
					{ label: message('table.likely'), isNumber: true },
					{ label: message('table.enrolments'), isNumber: true }
				])
			],
			rows: days.map((day, row) => [
				message('curve.by_day', { day: formatCount(day) }),
				...curves.flatMap((curve) => cells(curve.points[row]))
			])
		},
		shown: { lastDay, curves }
	});
}

/** The steps of a curve that lie within its drawing. */
const stepRows = (answer: Answer): readonly ResultRow[] =>
	pick(answer, { measure: 'cif' }).filter(({ horizon }) => horizon !== null && horizon <= lastDay);

function stepsOf(answer: Answer): Map<number, Omit<CurvePoint, 'day' | 'row'>> {
	const steps = new Map<number, Omit<CurvePoint, 'day' | 'row'>>();
	for (const row of stepRows(answer)) {
		const estimate = estimateOf(row);
		if (row.horizon !== null && estimate) steps.set(row.horizon, estimate);
	}
	return steps;
}

/** A curve on the days that are drawn: between its steps it stays where it was. */
function carriedForward(
	steps: ReadonlyMap<number, Omit<CurvePoint, 'day' | 'row'>>,
	days: readonly number[]
): CurvePoint[] {
	const known = [...steps].toSorted(([a], [b]) => a - b);
	const first = known[0]?.[1];
	if (!first) return [];
	const start = first.isHidden ? first : { ...first, value: 0, lo: null, hi: null };
	return days.map((day, row) => {
		const [at, step] = known.findLast(([stepDay]) => stepDay <= day) ?? [day, start];
		return at === day ? { ...step, day, row } : { ...step, lo: null, hi: null, day, row };
	});
}

/** The day by which a share has finished, or null where that many have not. */
export function dayReached(answer: Answer, measure: 'day_25' | 'day_50'): number | null {
	const row = pick(answer, { measure, period_start: null })[0];
	return estimateOf(row)?.value ?? null;
}

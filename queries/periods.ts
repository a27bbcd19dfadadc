import type { Cell } from './compute.ts';
import { periodNumber } from './grain.ts';
import type { Grain } from './grain.ts';
import { message } from './messages.ts';
import type { HiddenReason } from './hidden-reason.ts';
import { AskError } from './request.ts';
import type { Question, Viewer } from './request.ts';

/**
 * The question as it is answered to others than analysts: by the one grain of the metric, if it has such (`told_by`). Throws
 * AskError `bad_request` for another.
 */
function atToldGrain(question: Question): Question {
	const only: Grain = question.metric.told_by ?? null;
	if (only === null || question.grain === only) return question;
	if (question.grain === null) return { ...question, grain: only };
	throw new AskError(
		'bad_request',
		message('ask.told_by', { metric: question.metric.id, known: only, asked: question.grain })
	);
}

/**
 * Whether patterns or cells of a matrix may be told: the small ones never left the select, so a shorter time beside the whole
 * would give them away.
 */
export const tellsPatterns = ({ metric, grain, from, to }: Question): boolean =>
	!metric.is_told_whole || (grain === null && from === null && to === null);

type Period = Pick<Question, 'from' | 'to' | 'grain'>;

/** The first number of a period and the one after its last; open ends are infinite. */
function numbersOf({ from, to, grain }: Period): readonly [number, number] {
	const unit = grain ?? 'quarter';
	return [
		from === null ? -Infinity : (periodNumber(unit, from) ?? NaN),
		to === null ? Infinity : (periodNumber(unit, to) ?? NaN)
	];
}

/** Whether the asked time consists of whole periods of its grain, or of whole quarters where it is told as one number. */
export const isWholePeriods = (question: Period): boolean =>
	!numbersOf(question).some((number) => Number.isNaN(number));

const isMonthEnd = (day: string): boolean =>
	new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).getUTCDate() === 1;

/**
 * The question as a viewer may ask it. Two periods or states that differ by days would single out whoever did something on
 * those days.
 */
export function askedBy(viewer: Viewer, asked: Question): Question {
	if (viewer.role === 'analyst') return asked;
	const question = atToldGrain(asked);
	if (!isWholePeriods(question))
		throw new AskError(
			'bad_request',
			message('ask.odd_period', { grain: question.grain ?? 'quarter' })
		);
	if (question.asOf !== null && !isMonthEnd(question.asOf))
		throw new AskError('bad_request', message('ask.odd_state'));
	return question;
}

/** The cells of a table that lie in the asked time. */
export function cutToPeriod(table: readonly Cell[], question: Question): readonly Cell[] {
	const [first, end] = numbersOf(question);
	return table.filter(({ period_no: period }) => period >= first && period < end);
}

const quartersOfYear = 4;

interface Quarter {
	readonly period: number;
	readonly persons: number;
	readonly isDark: boolean;
}

/** Whether hidden quarters can hide behind each other: there are none, or two with at least k people in one of them. */
function isCovered(quarters: readonly Quarter[], k: number): boolean {
	const dark = quarters.filter(({ isDark }) => isDark);
	return dark.length === 0 || (dark.length >= 2 && dark.some(({ persons }) => persons >= k));
}

/** Spans in a row, put together into parts of which each is covered; one part where no cut is possible. */
function coveredParts(spans: readonly (readonly Quarter[])[], k: number): readonly Quarter[][] {
	const parts: Quarter[][] = [];
	let part: Quarter[] = [];
	for (const span of spans) {
		part = [...part, ...span];
		if (!isCovered(part, k)) continue;
		parts.push(part);
		part = [];
	}
	while (part.length > 0 && parts.length > 0 && !isCovered(part, k))
		part = [...(parts.pop() ?? []), ...part];
	return part.length > 0 ? [...parts, part] : parts;
}

const yearOf = ({ period }: Quarter): number => Math.floor(period / quartersOfYear);

/**
 * The quarters at whose start a period may begin or end: what lies between two of them tells of no hidden quarter. A year is
 * cut only where it is a part of its own, because its quarters and the year itself can be asked for.
 */
function safeStarts(quarters: readonly Quarter[], k: number): ReadonlySet<number> {
	const parts = coveredParts([...Map.groupBy(quarters, yearOf).values()], k).flatMap((part) =>
		new Set(part.map(yearOf)).size === 1
			? coveredParts(
					part.map((quarter) => [quarter]),
					k
				)
			: [part]
	);
	return new Set(parts.slice(1).flatMap(([first]) => first?.period ?? []));
}

/**
 * METRICS.md §I rule 4 for periods that are told as one number: two of them with an end in common differ by whole quarters,
 * which must not be such that were hidden. Takes the protected table by quarter over all time; the answer says for a cell
 * of the same axes whether the asked period may be told.
 */
export function tellsPeriod(
	table: readonly Cell[],
	hides: (cell: Cell) => HiddenReason | null,
	question: Question
): (cell: Cell) => boolean {
	const k = question.metric.smallest_group;
	const [first, end] = numbersOf(question);
	const lines = new Map<string, Map<number, Quarter>>();
	for (const cell of table) {
		const id = `${cell.layer} ${cell.keys.join('/')}`;
		const line = lines.get(id) ?? new Map<number, Quarter>();
		lines.set(id, line);
		if (!line.has(cell.period_no))
			line.set(cell.period_no, {
				period: cell.period_no,
				persons: cell.persons,
				isDark: hides(cell) !== null
			});
	}
	const safe = new Map<string, boolean>();
	const isSafe = (id: string): boolean => {
		const quarters = [...(lines.get(id)?.values() ?? [])].toSorted((a, b) => a.period - b.period);
		const starts = safeStarts(quarters, k);
		const isEnd = (number: number): boolean => {
			const next = quarters.find(({ period }) => period >= number);
			return next === undefined || next === quarters[0] || starts.has(next.period);
		};
		return isEnd(first) && isEnd(end);
	};
	return (cell) =>
		cell.layer.split('+').every((layer) => {
			const id = `${layer} ${cell.keys.join('/')}`;
			const known = safe.get(id) ?? isSafe(id);
			safe.set(id, known);
			return known;
		});
}

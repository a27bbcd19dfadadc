import type { DuckDBConnection } from '@duckdb/node-api';
import type { Answer, ResultRow } from './ask.ts';
import { refuseDifferences } from './differencing.ts';
import { roundCount } from './present.ts';
import { AskError } from './request.ts';
import type { Question, Viewer } from './request.ts';

/** What a number makes of an episode: counted and reached, counted and not reached, or left out. */
export type Counted = 'numerator' | 'denominator' | 'out';

/** Episodes of one reason before anything is hidden. */
export interface Count {
	readonly counted: Counted;
	readonly reason: string;
	/** The measure whose rate counts them, where a metric compares two; null for what neither counts. */
	readonly arm: string | null;
	readonly episodes: number;
	/** How many of them a line of a file tells of; only people without any record have none. */
	readonly lines: number;
	/** Null where what is counted tells of nobody, such as points of a checklist or lines of a cost sheet. */
	readonly persons: number | null;
}

export interface Shown {
	readonly counted: Counted;
	readonly reason: string;
	/** Given only where a metric compares two rates and one of them counts the episodes. */
	readonly arm?: string;
	readonly episodes: number | null;
}

/** A count by its place and reason, without what only protection needs. */
export function shownAs({ counted, reason, arm }: Count, episodes: number | null): Shown {
	return { counted, reason, ...(arm !== null && { arm }), episodes };
}

interface Told {
	readonly answer: Answer;
	/** What the metric can make of an episode. */
	readonly places: readonly Counted[];
	readonly filters: Readonly<Record<string, string | number | null>>;
	readonly counts: readonly Count[];
	readonly explained: { readonly variant: string | null };
}

/** The reason of what is hidden: which reasons occur among few people is what those people did or said. */
const hiddenReason = 'hidden';

/** Would what the filters leave out be so few people that two explanations tell on them? METRICS.md §I rule 4. */
async function singlesOut(
	connection: DuckDBConnection,
	question: Question,
	{ answer, filters }: Told
): Promise<boolean> {
	if (question.metric.population === 'employed' || question.metric.rows !== 'episode') return false;
	const ids = [1, 2, 3].map((slot) => filters[`id_${slot}`]).filter((id) => typeof id === 'number');
	const everybody = { ...question, metric: { ...question.metric, population: 'begun' as const } };
	try {
		await refuseDifferences(connection, everybody, answer.as_of ?? '', ids);
		return false;
	} catch (cause) {
		if (cause instanceof AskError && cause.code === 'refused') return true;
		throw cause;
	}
}

/**
 * Whether a hidden row of the answer may hide what a count tells. Changes of type count by first state, so a row of another one,
 * or of other quarters than neighbouring ones, tells nothing of them, and a band tells how many there are.
 */
function concerns({ variant, measure, suppressed }: ResultRow, { reason }: Count): boolean {
	const [, state] = /^from_(.*)$/.exec(reason) ?? [];
	if (state === undefined) return true;
	return suppressed && measure === 'share' && variant?.startsWith(`${state} → `) === true;
}

const peopleOf = ({ persons }: Count): number => persons ?? Infinity;
const nameOf = ({ reason, arm }: Count): string => `${reason} ${arm ?? ''}`;

/**
 * Counts as others than analysts may see them: to base 5; hidden where fewer people than the smallest group stand behind
 * one, where the answer itself is hidden or holds an earlier state of the data (rule 5), and next to such a count so that the
 * total does not give it away. Where anything is hidden, each place ends with a line that may stand for nothing, so that no
 * reason is told by being there.
 */
export async function hideCounts(
	connection: DuckDBConnection,
	viewer: Viewer,
	question: Question,
	told: Told
): Promise<Shown[]> {
	const k = question.metric.smallest_group;
	const { variant: asked } = told.explained;
	const dark = told.answer.rows.filter(
		({ variant, suppressed, reason }) =>
			(asked === null || variant === asked) && (suppressed || reason === 'band')
	);
	const isDark = (count: Count): boolean => dark.some((row) => concerns(row, count));
	const isFrozen = told.answer.hidden.some(({ rule }) => rule === 'frozen');
	const isOutDark = await singlesOut(connection, question, told);
	const isHouse = asked === null && told.counts.every(({ persons }) => persons === null);
	const hidden = new Set(
		told.counts.filter(
			(count) =>
				isFrozen ||
				peopleOf(count) < k ||
				(count.counted === 'out' ? isOutDark : isDark(count) && !isHouse)
		)
	);
	const open = told.counts
		.filter((count) => !hidden.has(count))
		.toSorted((a, b) => peopleOf(a) - peopleOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
	for (const next of open) {
		if (hidden.size === 0) break;
		if (hidden.size >= 2 && [...hidden].some((count) => peopleOf(count) >= k)) break;
		hidden.add(next);
	}
	const shown = told.counts
		.filter((count) => !hidden.has(count))
		.map((count) => shownAs(count, roundCount(count.episodes, viewer)));
	if (hidden.size === 0) return shown;
	return told.places.flatMap((counted) => [
		...shown.filter((one) => one.counted === counted),
		{ counted, reason: hiddenReason, episodes: null }
	]);
}

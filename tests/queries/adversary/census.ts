import type { AskRequest, ResultRow } from '#queries/ask.ts';
import type { Atom } from './atoms.ts';
import { periodOf } from './calendar.ts';

/** Whom a metric counts, worked out beside the product: its atoms, and which of them stand behind a row. */
export interface Census {
	readonly atoms: readonly Atom[];
	readonly smallest: number;
	/** How long its answers take, where not as long as those of most: of quick ones more are asked, of slow ones fewer. */
	readonly pace?: 'quick' | 'slow';
	/** It has one answer, but for the state that is asked for, so that a few questions are all that there are. */
	readonly isSingle?: boolean;
	/** No period can be asked for. */
	readonly isTimeless?: boolean;
	/** Questions that are asked before any drawn ones: those that told of few people once. */
	readonly first?: readonly Omit<AskRequest, 'metric'>[];
	readonly dimensions: readonly string[];
	readonly grains: readonly (AskRequest['grain'] | undefined)[];
	readonly horizons?: readonly number[];
	/** Month's ends whose state is asked for, too. */
	readonly states?: readonly string[];
	readonly variants?: readonly string[];
	/** How often one of the variants is asked for, where not as often as of others. */
	readonly variantChance?: number;
	/** The grain of an answer for which none is asked. */
	readonly usualGrain?: 'quarter' | 'year';
	/** Does an atom of the asked time and place stand behind a row? Null for a row that is told of nobody or of everybody. */
	readonly behind: (row: ResultRow, asked: AskRequest) => ((atom: Atom) => boolean) | null;
	/** What a row tells of its people, where a measure tells several things: only numbers about the same are held against each other. */
	readonly about?: (row: ResultRow, asked: AskRequest) => string;
	/** Further sets of people that a row tells of by its number of cases. */
	readonly beside?: (
		row: ResultRow,
		asked: AskRequest,
		rows: readonly ResultRow[]
	) => ((atom: Atom) => boolean) | null;
}

export const anyGrain = ['month', 'quarter', 'year', undefined] as const;

/** What the measures of people in posts may be asked by. */
export const ofPosts = {
	dimensions: ['org_unit', 'job_family', 'location', 'grade'],
	grains: anyGrain
} as const;

/** Whether an atom is of the time and the place of a row; what counts in other times than its own says in which. */
export function standsIn(
	row: ResultRow,
	{ by = [], where = {}, from = '', to = '9', grain }: AskRequest,
	usualGrain?: 'quarter' | 'year',
	isInTime?: (atom: Atom) => boolean
): (atom: Atom) => boolean {
	const filters = Object.entries(where);
	const isOfPeriod = ({ from: day }: Atom): boolean =>
		from <= day &&
		day < to &&
		row.period_start ===
			periodOf(day, row.period_start === null ? undefined : (grain ?? usualGrain));
	const isThen = isInTime ?? isOfPeriod;
	return (atom) =>
		isThen(atom) &&
		filters.every(([on, value]) => atom.keys[on] === value) &&
		by.every((on) => atom.keys[on] === row[on]);
}

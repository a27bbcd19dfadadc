import type { AskRequest, ResultRow } from '#queries/ask.ts';
import type { Atom } from './atoms.ts';

/** Whom a metric counts, worked out beside the product: its atoms, and which of them stand behind a row. */
export interface Census {
	readonly atoms: readonly Atom[];
	readonly smallest: number;
	/** Its answers take long, so that fewer are asked. */
	readonly isSlow?: boolean;
	readonly dimensions: readonly string[];
	readonly grains: readonly (AskRequest['grain'] | undefined)[];
	readonly horizons?: readonly number[];
	/** Month's ends whose state is asked for, too. */
	readonly states?: readonly string[];
	readonly variants?: readonly string[];
	/** The grain of an answer for which none is asked. */
	readonly usualGrain?: 'quarter';
	/** Does an atom of the asked time and place stand behind a row? Null for a row that is told of nobody or of everybody. */
	readonly behind: (row: ResultRow, asked: AskRequest) => ((atom: Atom) => boolean) | null;
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

import type { Definition, Estimate } from './figure.ts';

/** One key number of a page. */
export interface Tile {
	readonly id: string;
	readonly label: string;
	/** The number in words, as it is printed large. */
	readonly value: string;
	/** False where words stand in place of a number. */
	readonly hasNumber: boolean;
	/** Its interval in words, or why there is none. */
	readonly interval: string;
	/** What is counted, within which time, and how far the data reach. */
	readonly scope: string;
	/**
	 * How the newest quarter stands to what eight or more usually vary between, else what changed since the same period a year
	 * ago, in words; grey unless it lies outside, or the interval of the change excludes zero.
	 */
	readonly change: string | null;
	readonly isClear: boolean;
	readonly points: readonly Estimate[];
	readonly traceHref: string;
	readonly definition: Definition;
}

import type { Estimate, Mark, Tone } from './figure.ts';

export interface RatePoint extends Estimate {
	/** First day of the period. */
	readonly date: string;
	/** The row of the table that says the same. */
	readonly row: number;
	/** Too young to be compared: some of its enrolments still have time to be finished. */
	readonly isPartial: boolean;
}

export interface RateSeries {
	readonly tone: Tone;
	readonly label: string;
	readonly points: readonly RatePoint[];
}

/** One or more rates by period. */
export interface RateOverTimeData {
	readonly grain: 'month' | 'quarter';
	readonly series: readonly RateSeries[];
	readonly marks: readonly Mark[];
}

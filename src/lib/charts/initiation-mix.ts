import type { Estimate, Mark, Tone } from './figure.ts';

export interface MixPeriod {
	/** First day of the period. */
	readonly date: string;
	readonly isHidden: boolean;
	/** Shares by class, in the order in which they are stacked. */
	readonly parts: readonly { readonly tone: Tone; readonly share: number }[];
	/** The share of the first class with its interval, which the whisker draws. */
	readonly chosen: Estimate;
}

/** How learning came about, by period: shares that sum to one. */
export interface InitiationMixData {
	readonly grain: 'month' | 'quarter';
	readonly labels: Readonly<Record<Tone, string>>;
	readonly periods: readonly MixPeriod[];
	readonly marks: readonly Mark[];
}

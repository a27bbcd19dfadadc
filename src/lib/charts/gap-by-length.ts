import type { Estimate } from './figure.ts';

export interface GapBand {
	readonly label: string;
	readonly row: number;
	readonly voluntary: Estimate;
	readonly assigned: Estimate;
	/** The difference in words: "−12 points", "too small to tell". */
	readonly verdict: string;
	readonly isClear: boolean;
}

/** Two rates side by side for items of like length. */
export interface GapByLengthData {
	readonly bands: readonly GapBand[];
	readonly labels: { readonly voluntary: string; readonly assigned: string };
}

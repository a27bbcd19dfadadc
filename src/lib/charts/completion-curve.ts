import type { Estimate, Tone } from './figure.ts';

export interface CurvePoint extends Estimate {
	/** Days since the enrolment. */
	readonly day: number;
	readonly row: number;
}

/** How many had finished by each day, for each kind of enrolment. */
export interface CompletionCurveData {
	readonly lastDay: number;
	readonly curves: readonly {
		readonly tone: Tone;
		readonly label: string;
		readonly points: readonly CurvePoint[];
	}[];
}

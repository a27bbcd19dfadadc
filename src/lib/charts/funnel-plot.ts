import type { Estimate } from './figure.ts';

export interface FunnelUnit extends Estimate {
	readonly label: string;
	readonly row: number;
	/** The unit that the page is filtered to. */
	readonly isChosen: boolean;
	/** Where the unit stands against the limits. */
	readonly place: 'within' | 'above' | 'below' | 'far_above' | 'far_below';
}

export interface FunnelLimit {
	readonly n: number;
	readonly inner: readonly [number, number];
	readonly outer: readonly [number, number];
}

/** Units against the whole: what chance alone would leave between the limits. */
export interface FunnelPlotData {
	readonly overall: number | null;
	readonly units: readonly FunnelUnit[];
	readonly limits: readonly FunnelLimit[];
	readonly largest: number;
}

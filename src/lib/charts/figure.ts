/** A number with what is known about its certainty. Null where it does not apply or where it is hidden. */
export interface Estimate {
	readonly value: number | null;
	readonly lo: number | null;
	readonly hi: number | null;
	/** Cases that the number stands on, where they may be shown. */
	readonly n: number | null;
	/** Hidden to protect few people; the words then say by which rule. */
	readonly isHidden: boolean;
	/** The ends of what is possible when some cases could not be classed; then the value is not shown. */
	readonly range: readonly [number, number] | null;
	/** The words that stand in place of a number: "at most 5 %" where it would say the same of everybody, or why it is hidden. */
	readonly words: string | null;
}

/** The ends to draw: of what is possible where classes are unknown, else of the interval. */
export function endsOf(estimate: Estimate): readonly [number, number] | null {
	if (estimate.range !== null) return estimate.range;
	return estimate.lo === null || estimate.hi === null ? null : [estimate.lo, estimate.hi];
}

/** Where a label of a number stands: at the value, or in the middle of its range. */
export function middleOf(estimate: Estimate | undefined): number {
	if (!estimate) return 0;
	if (estimate.value !== null) return estimate.value;
	return estimate.range === null ? 0 : (estimate.range[0] + estimate.range[1]) / 2;
}

/** True where there is a number or a range to draw. */
export function isDrawn(estimate: Estimate): boolean {
	return estimate.value !== null || estimate.range !== null;
}

/** What a chart shows, as a table; its rows are also what the arrow keys step through. */
export interface Table {
	readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
	readonly rows: readonly (readonly string[])[];
}

/** A metric's own definition, as its file states it. */
export interface Definition {
	readonly id: string;
	readonly name: string;
	readonly question: string;
	readonly version: number;
	readonly parts: readonly { readonly label: string; readonly text: string }[];
	/** What can be asked for, and whether it is told unasked. */
	readonly variants: readonly {
		readonly name: string;
		readonly text: string;
		readonly isUsual: boolean;
	}[];
	/** What an answer tells; without a name the number itself. */
	readonly told: readonly {
		readonly name: string | null;
		readonly text: string;
		readonly unit: string;
	}[];
	readonly caveats: readonly string[];
	readonly sql: string;
}

/** A day to remember on a time axis. */
export interface Mark {
	readonly date: string;
	readonly text: string;
}

/** Everything that stands around a chart, and what it draws. */
export interface Figure<Shown> {
	/** Names the figure on its page. */
	readonly id: string;
	/** The finding. */
	readonly title: string;
	/** Measure, unit, population and period. */
	readonly subtitle: string;
	/** How many cases, and the day up to which the data reach. */
	readonly note: string;
	/** What is hidden and why, or null. */
	readonly hiddenNote: string | null;
	/** What stands in place of a drawing without anything to draw, or null. */
	readonly blank: string | null;
	readonly table: Table;
	readonly definition: Definition;
	readonly csvHref: string;
	readonly traceHref: string;
	readonly shown: Shown;
}

/** The roles of colour; each means the same everywhere. */
export type Tone =
	'self_initiated' | 'prompted' | 'assigned_other' | 'assigned_required' | 'unknown';

const colours: Readonly<Record<Tone, string>> = {
	self_initiated: 'var(--self-initiated)',
	prompted: 'var(--prompted)',
	assigned_other: 'var(--assigned-other)',
	assigned_required: 'var(--assigned-required)',
	unknown: 'var(--unknown)'
};

/** The colour of a role, as a custom property that knows light from dark. */
export function colourOf(tone: Tone): string {
	return colours[tone];
}

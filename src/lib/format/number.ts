const locale = 'en-GB';
const nbsp = '\u00a0';
const minus = '\u2212';

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(locale, {
	minimumFractionDigits: 1,
	maximumFractionDigits: 1
});
const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

const hundredth = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

/** A number that is no share, to two places: 5.77, 1.98, 12.5. */
export function formatDecimal(value: number): string {
	return hundredth.format(value).replace('-', minus);
}

/** A whole number with thousands separated: 12,345. */
export function formatCount(value: number): string {
	return whole.format(value).replace('-', minus);
}

/** A percentage that never reads as all or nothing where it is neither: 99.8 and 0.2 instead of 100 and 0. */
function percentText(value: number, format: Intl.NumberFormat): string {
	const percent = value * 100;
	const isEdge = (text: string): boolean =>
		(value < 1 - 1e-9 && /^100(\.0)?$/.test(text)) || (value > 1e-9 && /^0(\.0)?$/.test(text));
	const text = format.format(percent);
	if (!isEdge(text)) return text;
	const finer = tenth.format(percent);
	if (!isEdge(finer)) return finer;
	return value < 0.5 ? `<${nbsp}0.1` : `>${nbsp}99.9`;
}

/** A share of 0 to 1 as a percentage of at most three digits: 12.4 %. Whole below a hundred cases, where more would be a pretence. */
export function formatShare(value: number, cases: number | null = null): string {
	return `${percentText(value, cases !== null && cases < 100 ? whole : short)}${nbsp}%`;
}

/** A share as a column of a table writes it, so that decimals stand under each other: 12.0 %, whole below a hundred cases. */
export function formatShareCell(value: number, cases: number | null): string {
	return `${percentText(value, cases !== null && cases < 100 ? whole : tenth)}${nbsp}%`;
}

/** The whole percentage of a share, for sentences: 44 %. */
export function formatPercent(value: number): string {
	return `${percentText(value, whole)}${nbsp}%`;
}

/** The whole percentage without its sign, for the first end of a range. */
export function formatPercentNumber(value: number): string {
	return percentText(value, whole);
}

/** Percentage points of a difference, signed: −3, +12, 0. */
export function formatPoints(value: number): string {
	const points = Math.round(value * 100);
	if (points === 0) return '0';
	return `${points < 0 ? minus : '+'}${whole.format(Math.abs(points))}`;
}

/** Percentage points without a sign. */
export function pointsOf(value: number): number {
	return Math.abs(Math.round(value * 100));
}

/** A duration in minutes: 2 h 40 min. */
export function formatMinutes(minutes: number): string {
	const rounded = Math.round(minutes);
	const hours = Math.floor(rounded / 60);
	const rest = rounded % 60;
	if (hours === 0) return `${rest}${nbsp}min`;
	return rest === 0
		? `${whole.format(hours)}${nbsp}h`
		: `${whole.format(hours)}${nbsp}h${nbsp}${rest}${nbsp}min`;
}

const locale = 'en-GB';
const zone = { timeZone: 'UTC' } as const;

const day = new Intl.DateTimeFormat(locale, {
	...zone,
	day: 'numeric',
	month: 'short',
	year: 'numeric'
});
const month = new Intl.DateTimeFormat(locale, { ...zone, month: 'short', year: 'numeric' });
const shortMonth = new Intl.DateTimeFormat(locale, { ...zone, month: 'short' });

/** An ISO day as midnight UTC, the only zone in which pages know a day. */
export function dayOf(iso: string): Date {
	return new Date(`${iso.slice(0, 10)}T00:00:00Z`);
}

/** The ISO day of a date. */
export function isoOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}

/** 30 Jun 2025. */
export function formatDay(iso: string): string {
	return day.format(dayOf(iso));
}

/** The name of the month or quarter that begins on a day: Jan 2025, Q1 2025. */
export function formatPeriod(iso: string, grain: 'month' | 'quarter'): string {
	const date = dayOf(iso);
	if (grain === 'month') return month.format(date);
	return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
}

/** The tick under an axis: the year where a year begins, else the short month or quarter. */
export function formatTick(date: Date, grain: 'month' | 'quarter', isFirst = false): string {
	const index = date.getUTCMonth();
	const name = grain === 'month' ? shortMonth.format(date) : `Q${Math.floor(index / 3) + 1}`;
	return index === 0 || isFirst ? `${name} ${date.getUTCFullYear()}` : name;
}

/** The first day of the month or quarter after one that begins on a day. */
export function nextPeriod(iso: string, grain: 'month' | 'quarter', steps = 1): string {
	const date = dayOf(iso);
	date.setUTCMonth(date.getUTCMonth() + steps * (grain === 'month' ? 1 : 3));
	return isoOf(date);
}

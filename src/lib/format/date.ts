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

/** The ticks under a time axis by their days: the year stands wherever it changes. */
export function nameTicks(
	dates: readonly string[],
	grain: 'month' | 'quarter'
): ReadonlyMap<string, string> {
	const names = dates.map((iso, index): [string, string] => {
		const date = dayOf(iso);
		const name =
			grain === 'month' ? shortMonth.format(date) : `Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
		const isNewYear = iso.slice(0, 4) !== dates[index - 1]?.slice(0, 4);
		return [iso, isNewYear ? `${name} ${iso.slice(0, 4)}` : name];
	});
	return new Map(names);
}

/** The first day of the month or quarter after one that begins on a day. */
export function nextPeriod(iso: string, grain: 'month' | 'quarter', steps = 1): string {
	const date = dayOf(iso);
	date.setUTCMonth(date.getUTCMonth() + steps * (grain === 'month' ? 1 : 3));
	return isoOf(date);
}

/** True where a period had ended, and everything in it had its days to be finished, by the day up to which the data reach. */
export function isWhole(
	iso: string,
	grain: 'month' | 'quarter',
	asOf: string | null,
	days: number
): boolean {
	if (asOf === null) return false;
	const end = dayOf(nextPeriod(iso, grain)).getTime() + (days - 1) * 86_400_000;
	return end <= dayOf(asOf).getTime();
}

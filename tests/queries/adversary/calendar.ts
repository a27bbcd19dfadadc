/** The day so many days later, or earlier. */
export const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The first day of the month so many months later, or earlier. */
export function monthAfter(day: string, months: number): string {
	const number = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
	return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}-01`;
}

export const daysBetween = (from: string, to: string): number =>
	(Date.parse(to) - Date.parse(from)) / 86_400_000;

const knownPeriods = new Map<string, Map<string, string>>();

/** The first day of the period that holds a day; asked for every atom and row, so that known answers are kept. */
export function periodOf(day: string, grain: string | undefined): string | null {
	if (grain === undefined) return null;
	const known = knownPeriods.get(grain) ?? new Map<string, string>();
	knownPeriods.set(grain, known);
	const found = known.get(day) ?? firstOf(day, grain);
	known.set(day, found);
	return found;
}

function firstOf(day: string, grain: string): string {
	if (grain === 'year') return `${day.slice(0, 4)}-01-01`;
	const months = grain === 'month' ? 1 : 3;
	return monthAfter(day, -((Number(day.slice(5, 7)) - 1) % months));
}

/** The band of lengths that an item of so many minutes stands in. */
export function lengthBand(minutes: number): string {
	if (minutes <= 30) return 'up_to_30_min';
	if (minutes <= 120) return '31_to_120_min';
	if (minutes <= 480) return '2_to_8_h';
	return minutes < 1200 ? '8_to_20_h' : '20_h_and_more';
}

/** The days that people have for an item of so many minutes. */
export function horizonOf(minutes: number): number {
	if (minutes <= 30) return 30;
	return minutes >= 1200 ? 180 : 90;
}

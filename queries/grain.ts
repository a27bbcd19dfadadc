/** How finely a table parts time; null for all time as one. */
export type Grain = 'month' | 'quarter' | 'year' | null;

/** How many months a period has; periods start with the first month of the year. */
export const monthsIn = { month: 1, quarter: 3, year: 12 } as const;

const grains: readonly Grain[] = ['month', 'quarter', 'year', null];

/** The grains that add up what a grain parts, itself first. */
export const coarserGrains = (grain: Grain): readonly Grain[] =>
	grains.slice(grains.indexOf(grain));

/** The number of the longer period that holds a period; all time is number 0. */
export const periodHolding = (period: number, grain: Grain, longer: Grain): number =>
	grain === null || longer === null ? 0 : Math.floor((period * monthsIn[grain]) / monthsIn[longer]);

/** The number of the period that starts on a day (ISO), as the macro period_number counts; null where none does. */
export function periodNumber(grain: Grain, day: string): number | null {
	if (grain === null || !day.endsWith('-01')) return null;
	const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
	return months % monthsIn[grain] === 0 ? months / monthsIn[grain] : null;
}

/** The first day (ISO) of a period by its number; null for all time. */
export function periodStart(grain: Grain, period: number): string | null {
	if (grain === null) return null;
	const month = period * monthsIn[grain];
	const year = String(Math.floor(month / 12)).padStart(4, '0');
	return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

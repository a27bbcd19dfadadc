import type { AskRequest } from '#queries/ask.ts';
import type { Census } from './census.ts';

const starts = ['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01'];
const ends = ['2024-10-01', '2025-01-01', '2025-04-01'];
const mostAxes = 3;

/** A question that a lead may try: a breakdown, filters by what the data hold, a grain, a period, a variant, a horizon, a state. */
export function drawQuestion(metric: string, census: Census, random: () => number): AskRequest {
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const several = (list: readonly string[], fewer: number): string[] =>
		list.length === 0 ? [] : Array.from({ length: Math.floor(random() * fewer) }, () => pick(list));
	const {
		dimensions,
		atoms,
		variants = [],
		variantChance = 0.7,
		horizons = [],
		states = [],
		isTimeless
	} = census;
	const by = [...new Set(several(dimensions, mostAxes))];
	const free = dimensions.filter((dimension) => !by.includes(dimension));
	const where = Object.fromEntries(
		several(free, mostAxes + 1 - by.length).map((on) => [on, pick(atoms).keys[on] ?? ''])
	);
	const grain = pick(census.grains);
	const maybe = <T>(name: string, chance: number, list: readonly T[]): Record<string, T> =>
		list.length > 0 && random() < chance ? { [name]: pick(list) } : {};
	return {
		metric,
		by,
		where,
		...(grain !== undefined && { grain }),
		...maybe('from', 0.25, isTimeless ? [] : starts),
		...maybe('to', 0.25, isTimeless ? [] : ends),
		...maybe('variant', variantChance, variants),
		...maybe('horizon', 0.15, horizons),
		...maybe('as_of', 0.1, states)
	} as AskRequest;
}

import type { Column, Sql } from './columns.ts';
import { column, none, quote } from './columns.ts';
import { normaliseHeader } from './headers.ts';

/** A column that counts only for rows in one of these states, such as a day of completion on a row that failed. */
export const onlyIn = (senses: readonly string[], state: Column, column: Column): Column => ({
	...column,
	cast: (reading) => {
		const cast = column.cast(reading);
		if (cast.value === 'null') return cast;
		const isIn = `coalesce(${state.cast(reading).value} in (${senses.map(quote).join(', ')}), false)`;
		const { refuses } = cast;
		return {
			...cast,
			value: `case when ${isIn} then ${cast.value} end`,
			...(refuses && {
				refuses: { ...refuses, when: (value) => `(${isIn} and ${refuses.when(value)})` }
			})
		};
	}
});

/** The first of these columns that holds a value, for a field that some layouts split by unit or date. */
export const firstOf = (...columns: Column[]): Column => ({
	headers: columns.flatMap(({ headers }) => headers),
	...(columns.some(({ isNumber }) => isNumber) && { isNumber: true as const }),
	lengths: columns.flatMap(({ lengths }) => lengths ?? []),
	cast: (reading) => {
		const casts = columns
			.map((column) => column.cast(reading))
			.filter(({ value }) => value !== 'null');
		const [first] = casts;
		if (first === undefined || casts.length === 1) return first ?? none;
		return { ...first, value: `coalesce(${casts.map(({ value }) => value).join(', ')})` };
	}
});

/**
 * Codes of which a whole word tells the meaning, as pairs of a pattern and ours, the first that fits. A code that fits
 * none becomes `otherwise` and is counted as a repair.
 */
export function patterns(
	headers: readonly string[],
	rules: readonly (readonly [pattern: string, sense: string])[],
	otherwise: string
): Column {
	return column(headers, (cell) => {
		const cases = rules.map(
			([pattern, sense]) =>
				`when regexp_matches(lower(${cell}), ${quote(pattern)}) then ${quote(sense)}`
		);
		return {
			value: `case ${cases.join(' ')} when ${cell} is not null then ${quote(otherwise)} end`,
			mends: {
				when: (sense) => `${sense} = ${quote(otherwise)}`,
				code: `unknown_word:${normaliseHeader(headers[0] ?? '')}`
			}
		};
	});
}

/** The first of two readings of a state that is known; a layout may state it as a code, as yes or no, or both. */
export const knownOf = (first: Column, second: Column, unknown: string): Column => ({
	headers: [...first.headers, ...second.headers],
	cast: (reading) => {
		const [one, two] = [first.cast(reading), second.cast(reading)];
		const known = (value: Sql) => `nullif(${value}, ${quote(unknown)})`;
		const value = `coalesce(${known(one.value)}, ${known(two.value)}, ${quote(unknown)})`;
		return one.mends ? { value, mends: one.mends } : { value };
	}
});

import { bareHeading, normaliseHeader } from '../headers.ts';
import type { Shape, Shown } from '../source.ts';

/** The cells under the first of these headings that are not blank, also where an export writes the heading otherwise. */
export const cellsUnder = (
	{ header, rows }: Shown,
	columns: readonly string[],
	writing: Parameters<typeof bareHeading>[1] = {}
): readonly string[] => {
	const names = new Set(columns.map(normaliseHeader));
	const isNamed = (plain: string) => names.has(plain) || names.has(bareHeading(plain, writing));
	const at = header.findIndex((heading) => isNamed(normaliseHeader(heading)));
	if (at < 0) return [];
	return rows.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== '');
};

/** Most cells of a column are written in one way, and at least one is. */
export const valuesLike = (columns: readonly string[], pattern: RegExp, says: string): Shape => ({
	says,
	holds: (shown) => {
		const cells = cellsUnder(shown, columns);
		return (
			cells.length > 0 && cells.filter((cell) => pattern.test(cell)).length >= cells.length * 0.8
		);
	}
});

/** None of these columns stand in the file: they belong to another export of the same system. */
export const without = (columns: readonly string[], says: string): Shape => ({
	says,
	isNeeded: true,
	holds: ({ header }) => {
		const names = new Set(columns.map(normaliseHeader));
		return !header.some((heading) => names.has(normaliseHeader(heading)));
	}
});

import type { Sql } from './columns.ts';

const form = '^="([^"]*)"$';
const guarded = new RegExp(form);

/** The text of a cell that is written as a formula, ="00123", so that a spreadsheet keeps its zeros; any other as it is. */
export const unguarded = (cell: string): string => guarded.exec(cell.trim())?.[1] ?? cell;

/** The same in SQL. */
export const unguardedIn = (cell: Sql): Sql => `regexp_replace(${cell}, '${form}', '\\1')`;

/** The places of the columns in which some of the first cells are written so. */
export const guardedPlaces = (rows: readonly (readonly string[])[]): readonly number[] => [
	...new Set(
		rows.flatMap((row) =>
			row.flatMap((cell, index) => (cell.startsWith('="') && guarded.test(cell) ? [index] : []))
		)
	)
];

import type { Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';

/** Words that stand in a row of sums below a table, in the languages in which exports come. */
const sums = [
	'(grand |sub[ -]?)?totals?',
	'total (general|général|générale)',
	'(gesamt|zwischen)?summe',
	'gesamt',
	'suma( total)?',
	'sous-total'
].join('|');

/** Columns in which such a word is looked for. */
const columnsLookedAt = 30;

/** Whether a row is one of sums: one of its first cells says so. It is asked of rows that cannot be used, and of no others. */
export const isRowOfSums = (cells: readonly Sql[]): Sql =>
	`(${cells
		.slice(0, columnsLookedAt)
		.map((cell) => `coalesce(regexp_full_match(lower(trim(${cell})), '(${sums}) ?:?'), false)`)
		.join(' or ')})`;

/** Whether a row is the header again, as where pages or files were put together; null where too few headings tell. */
export function isHeaderAgain(headings: readonly string[], cells: readonly Sql[]): Sql | null {
	const told = headings
		.flatMap((heading, index) => {
			const cell = cells[index];
			return heading.trim() === '' || cell === undefined
				? []
				: [`${cell} = ${quote(heading.trim())}`];
		})
		.slice(0, 3);
	return told.length < 3 ? null : `(${told.join(' and ')})`;
}

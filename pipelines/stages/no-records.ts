import type { Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';

/** Words that stand in a row of sums below a table, in the languages in which exports come. */
const sums = [
	'(grand |sub[ -]?|overall )?totals?',
	'total (general|général|générale|result)',
	'(gesamt|zwischen)summe',
	'summe',
	'gesamt(ergebnis)?',
	'insgesamt',
	'resultado total',
	'(sous-)?(total|totaux)',
	'(overall |class |grand )?(average|mean)',
	'(gesamt)?durchschnitt',
	'mittelwert',
	'moyenne( générale)?',
	'promedio( general)?'
];

/** As a word of a row of sums, and as a name that somebody bears. */
const names = ['suma( total)?'];

/** Counts: "Total users: 45", "Anzahl Mitarbeiter (45)", "45 apprenants". */
const counts = [
	'(total|count|number|anzahl|summe|gesamt|nombre|número|suma)( [\\p{L}]+){0,3} ?[:=]? ?\\(?\\d+\\)?',
	'\\d+ (users|learners|people|persons|employees|participants|records|rows|benutzer|nutzer|lernende|personen|mitarbeiter|mitarbeitende|teilnehmer|teilnehmende|zeilen|datensätze|utilisateurs|apprenants|personnes|salariés|lignes|usuarios|alumnos|personas|empleados|participantes|filas|registros)'
];

const isOneOf = (cell: Sql, words: readonly string[]): Sql =>
	`coalesce(regexp_full_match(lower(trim(${cell})), '(${words.join('|')}) ?:?'), false)`;

/** Columns in which such a word is looked for. */
const columnsLookedAt = 30;

/**
 * Whether a row is one of sums: one of its first cells says so. It is asked of rows that cannot be used, and of no others. The
 * words are written once for all cells, because DuckDB takes as long to read them as a small file takes to be converted.
 */
export const isRowOfSums = (cells: readonly Sql[]): Sql =>
	`len(list_filter([${cells.slice(0, columnsLookedAt).join(', ')}], lambda cell_: ${isOneOf('cell_', [...sums, ...names, ...counts])})) > 0`;

/** What a row says of a person: addresses, other keys, names; values that may be null. */
export interface PersonCells {
	readonly addresses: readonly Sql[];
	readonly keys: readonly Sql[];
	readonly names: readonly Sql[];
}

/**
 * Whether a row that could be used is one of sums: such a word stands where the person should, and nothing beside it but
 * numbers names anybody. Whoever has an address, or a key and a name that somebody bears, is a person.
 */
export function isSumAsPerson({ addresses, keys, names: called }: PersonCells): Sql {
	if (keys.length + called.length === 0) return 'false';
	const isSum = (cell: Sql) => isOneOf(cell, [...sums, ...counts]);
	const isName = (cell: Sql) => isOneOf(cell, names);
	const isNumber = (cell: Sql) => `regexp_full_match(${cell}, '[\\d.,% ]+')`;
	const saysNobody = (cell: Sql) => `(${cell} is null or ${isSum(cell)} or ${isNumber(cell)})`;
	const all = (cells: readonly Sql[], isSo: (cell: Sql) => Sql): Sql =>
		cells.length === 0 ? 'true' : cells.map(isSo).join(' and ');
	const any = (cells: readonly Sql[], isSo: (cell: Sql) => Sql): Sql =>
		cells.length === 0 ? 'false' : cells.map(isSo).join(' or ');
	const isUnnamed = all(keys, saysNobody);
	const isNamed = all(keys, (cell) => `(${cell} is null or ${isName(cell)})`);
	const found = `case when ${any([...keys, ...called], isSum)} then ${isUnnamed} when ${any(keys, isName)} then ${isNamed} else false end`;
	const sum = `case when ${found} then ${all(called, saysNobody)} else false end`;
	return addresses.length === 0
		? sum
		: `case when coalesce(${addresses.join(', ')}) is null then ${sum} else false end`;
}

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

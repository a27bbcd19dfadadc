import type { Sql } from './columns.ts';

/** A way of writing a date beside ISO and numeric ones. */
export interface NotationRule {
	/** Whether a cell of the first rows is written so. */
	readonly shows: RegExp;
	/** Whether the cell is written so, as SQL. */
	readonly when: (cell: Sql) => Sql;
	/** The cell as a timestamp. */
	readonly read: (cell: Sql) => Sql;
	/** Whether the stamp is absolute, so that no zone applies. */
	readonly isAbsolute: boolean;
	/** Whether such a cell has no time of day. */
	readonly isDay: (cell: Sql) => Sql;
	/** Whether such a cell says that there is no date, so that having none is no fault. */
	readonly saysNone?: (cell: Sql) => Sql;
}

const matches =
	(pattern: string) =>
	(cell: Sql): Sql =>
		`regexp_full_match(${cell}, '${pattern}')`;

const never = (): Sql => 'false';
const always = (): Sql => 'true';

/** First letters of the names of months in English, German, Spanish and French, without accents. */
const months: readonly (readonly string[])[] = [
	['jan', 'ene'],
	['feb', 'fev'],
	['mar'],
	['apr', 'abr', 'avr'],
	['may', 'mai'],
	['jun', 'juin'],
	['jul', 'juil'],
	['aug', 'ago', 'aou'],
	['sep', 'set'],
	['oct', 'okt'],
	['nov'],
	['dec', 'dez', 'dic']
];

const monthName = `\\p{L}{3,10}`;
const dayFirst = `(\\d{1,2})(?:st|nd|rd|th|er|\\.)?(?: de | of |[- ])(${monthName})\\.?,?(?: de | del | of |[- ])(\\d{4})`;
const monthFirst = `(${monthName})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`;
const clock = `(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?([AaPp])\\.?[Mm]\\.?)?`;

const part = (cell: Sql, pattern: string, group: number): Sql =>
	`nullif(regexp_extract(${cell}, '${pattern}', ${group}), '')`;

const either = (cell: Sql, inDayFirst: number, inMonthFirst: number): Sql =>
	`coalesce(${part(cell, dayFirst, inDayFirst)}, ${part(cell, monthFirst, inMonthFirst)})`;

function monthNumber(name: Sql): Sql {
	const plain = `strip_accents(lower(${name}))`;
	const cases = months.flatMap((starts, index) =>
		starts.map((start) => `when starts_with(${plain}, '${start}') then ${index + 1}`)
	);
	return `case ${cases.join(' ')} end`;
}

function readWords(cell: Sql): Sql {
	const half = `lower(${part(cell, clock, 4)})`;
	const hour = `(${part(cell, clock, 1)}::integer)`;
	const hours = `coalesce(case when ${half} = 'p' and ${hour} < 12 then ${hour} + 12 when ${half} = 'a' and ${hour} = 12 then 0 else ${hour} end, 0)`;
	return `try_cast(printf('%s-%02d-%02d %02d:%s:%s', ${either(cell, 3, 3)}, ${monthNumber(either(cell, 2, 1))},
		${either(cell, 1, 2)}::integer, ${hours}, coalesce(${part(cell, clock, 2)}, '00'), coalesce(${part(cell, clock, 3)}, '00')) as timestamp)`;
}

/** Every such notation; a file is read with those that its source is known for and those that its first rows show. */
export const notations = {
	/** Words that say there is no date. */
	none: {
		shows: /^(-{1,3}|–|n\/a|never|none|null|0000-00-00.*)$/i,
		when: never,
		read: () => 'null::timestamp',
		isAbsolute: true,
		isDay: never,
		saysNone: (cell) =>
			`lower(${cell}) in ('-', '--', '---', '–', 'n/a', 'never', 'none', 'null') or starts_with(${cell}, '0000-00-00')`
	},
	/** Seconds since 1970; 0 is none. */
	unix: {
		shows: /^1\d{9}$/,
		when: matches('0|\\d{9,10}(\\.\\d+)?'),
		read: (cell) => `make_timestamp((nullif(${cell}::double, 0) * 1000000)::bigint)`,
		isAbsolute: true,
		isDay: never,
		saysNone: (cell) => `${cell} = '0'`
	},
	/** Milliseconds since 1970. */
	unixMilliseconds: {
		shows: /^1\d{12}$/,
		when: matches('\\d{12,13}'),
		read: (cell) => `make_timestamp(${cell}::bigint * 1000)`,
		isAbsolute: true,
		isDay: never
	},
	/** `/Date(1403563220000-0500)/`, as .NET writes JSON: UTC milliseconds; the zone behind them is for show. */
	dotnet: {
		shows: /^\/Date\(-?\d+([+-]\d{4})?\)\/$/,
		when: matches('/Date\\(-?\\d+([+-]\\d{4})?\\)/'),
		read: (cell) => `make_timestamp(regexp_extract(${cell}, '\\((-?\\d+)', 1)::bigint * 1000)`,
		isAbsolute: true,
		isDay: never
	},
	/** 20250331. */
	compact: {
		shows: /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
		when: matches('(19|20)\\d{6}'),
		read: (cell) => `try_strptime(${cell}, '%Y%m%d')`,
		isAbsolute: false,
		isDay: always
	},
	/** Days since 1899-12-30, as spreadsheets keep dates; 2000 to 2079, so that no year is taken for one. */
	serial: {
		shows: /^(3[6-9]|[45]\d|6[0-4])\d{3}([.,]\d+)?$/,
		when: matches('(3[6-9]|[45]\\d|6[0-4])\\d{3}([.,]\\d+)?'),
		read: (cell) =>
			`(timestamp '1899-12-30' + to_seconds(round(replace(${cell}, ',', '.')::double * 86400)))`,
		isAbsolute: false,
		isDay: (cell) => `(length(${cell}) = 5)`
	},
	/** "3 March 2025, 9:15 AM", "Montag, 3. März 2025, 09:15", "3 de marzo de 2025", "Mar 3, 2025". */
	words: {
		shows:
			/^(\p{L}+,? )?(\d{1,2}(st|nd|rd|th|er|\.)?( de | of |[- ])\p{L}{3,10}\.?,?( de | del | of |[- ])\d{4}|\p{L}{3,10}\.? \d{1,2}(st|nd|rd|th)?,? \d{4})\b/u,
		when: (cell) => `regexp_matches(${cell}, '\\p{L}{3}.*\\d{4}')`,
		read: readWords,
		isAbsolute: false,
		isDay: (cell) => `(not contains(${cell}, ':'))`
	}
} as const satisfies Readonly<Record<string, NotationRule>>;

export type Notation = keyof typeof notations;

const names = Object.keys(notations) as readonly Notation[];

/** The rule of a notation. */
export const notationRule = (notation: Notation): NotationRule => notations[notation];

/** The notations that some of these cells are written in. */
export const notationsShown = (cells: readonly string[]): readonly Notation[] =>
	names.filter((name) => cells.some((cell) => notationRule(name).shows.test(cell)));

import type { Notation } from './dates.ts';
import type { TimeUnit } from './durations.ts';

/** SQL text. Made only from this file's templates, header positions and quoted constants, never from a file's values. */
export type Sql = string;

/** A source's word → ours; null for a word that is known to say nothing. */
export type Vocabulary = Readonly<Record<string, string | null>>;

/** What a column needs to know about the file that it is compiled for. */
export interface Reading {
	/** Order of day and month in the file's numeric dates. */
	readonly dateOrder: 'ymd' | 'dmy' | 'mdy';
	/** The strptime formats that its first rows show, tried before all others. */
	readonly dateFormats: readonly string[];
	/** Notations of dates that the file uses beside ISO and numeric ones. */
	readonly notations: readonly Notation[];
	/** The year of dates that state none, of this row. */
	readonly year: Sql;
	/** Zone of stamps that state none. */
	readonly timeZone: string;
	/** Zone at whose noon a date without a time of day stands; `timeZone` where none is named. */
	readonly noonZone?: string;
	/** What the whole file is about (`TableSource.about`), as a constant. */
	readonly about: string | null;
	/** What the file is called. */
	readonly fileName: string;
	/** Every column with its headings, for exports whose columns are questions. */
	readonly table: readonly TableColumn[];
	/** The trimmed text of the first of these columns that the file has, or null where it has none. */
	readonly cell: (headers: readonly string[]) => Sql | null;
	/** The item of a wide table that the row is about (`TableSource.items`). */
	readonly item: ItemCells;
	/** Words of the file and what the analyst reads in them, for the field that is cast. */
	readonly meanings?: Vocabulary;
	/** Which sign parts the decimals of a number that does not show it itself, such as 1,234; a point where none is named. */
	readonly decimals?: 'comma' | 'point';
	/** Nothing tells that sign, so that every number that could be read both ways is counted. */
	readonly isSignOpen?: boolean;
	/** What plain lengths of time count in the first of these columns that the file has, where a person or its heading says. */
	readonly unitOf: (headers: readonly string[]) => TimeUnit | null;
	/** What a text means by all rows of the file (`TableSource.learns`); null where they do not tell. */
	readonly learned: (text: Sql) => Sql;
	/** The name of a value that several expressions need, so that it is computed once per row. */
	readonly once: (value: Sql) => Sql;
}

/** What a row of a wide table says of its item; every part is null in other tables. */
export interface ItemCells {
	readonly cell: Sql;
	readonly beside: Sql;
	readonly title: Sql;
	readonly code: Sql;
	readonly due: Sql;
	readonly points: Sql;
}

/** One column of the file: what stands over it, and its trimmed text. */
export interface TableColumn {
	readonly heading: string;
	/** What stands below the heading in further header rows. */
	readonly below: readonly string[];
	readonly cell: Sql;
}

/** One canonical field of one row: its value, and when its cell refuses or repairs the row. */
export interface Cast {
	readonly value: Sql;
	/** True where the row cannot be used, given the name of the value once it is computed; with the reason code. */
	readonly refuses?: {
		readonly when: (value: Sql) => Sql;
		readonly reason: string;
		readonly cell: Sql;
	};
	/** True where the value was mended; with the repair code. */
	readonly mends?: { readonly when: (value: Sql) => Sql; readonly code: string };
}

/** How one canonical field is read from the columns of an export. */
export interface Column {
	/** The spellings of its column, most usual first; empty for a value derived from other columns. */
	readonly headers: readonly string[];
	/** The columns that a derived value draws on, for the preview of the mapping. */
	readonly uses?: readonly string[];
	/** Whether a column that no heading names feeds it too. */
	readonly takes?: (column: TableColumn, table: readonly TableColumn[]) => boolean;
	readonly cast: (reading: Reading) => Cast;
	/** Whether its cells are numbers, whose decimal sign has to be told. */
	readonly isNumber?: true;
	/** Its columns of lengths of time, each with the unit that the export is known for; null where it is anybody's. */
	readonly lengths?: readonly {
		readonly headers: readonly string[];
		readonly unit: TimeUnit | null;
	}[];
	/** The words that the source knows, where the field is read from words. */
	readonly vocabulary?: Vocabulary;
	/** What a word can mean. */
	readonly senses?: readonly string[];
	/** What a text means that no vocabulary lists whole, because a part of it decides; null where nothing in it does. */
	readonly reads?: (text: string) => string | null;
}

/** True where a cell holds something that did not become a value; a dash or "n/a" says that there is none. */
export const unread =
	(cell: Sql) =>
	(value: Sql): Sql =>
		`(${value} is null and ${cell} is not null and lower(${cell}) not in ('-', '--', '–', 'n/a'))`;

/** A constant or a column name as SQL text, which a character zero would cut off. */
export const quote = (text: string): Sql =>
	`'${text.replaceAll("'", "''").replaceAll('\0', '\uFFFD')}'`;

/** What a field is in a file that lacks its column. */
export const none: Cast = { value: 'null' };

/** A field of the first of these columns that the file has. */
export function column(
	headers: readonly string[],
	cast: (cell: Sql, reading: Reading) => Cast
): Column {
	return {
		headers,
		cast: (reading) => {
			const cell = reading.cell(headers);
			return cell === null ? none : cast(cell, reading);
		}
	};
}

/** Text as it stands, trimmed; blank is null. */
export const text = (...headers: string[]): Column => column(headers, (cell) => ({ value: cell }));

/** Text without which a row says nothing; the row is refused with `missing_<name>`. */
export const required = (name: string, ...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: cell,
		refuses: { when: (value) => `${value} is null`, reason: `missing_${name}`, cell }
	}));

/** What systems and people write where they have no value; as a key it would make many people one. */
const placeholders = [
	'0',
	'-',
	'--',
	'n/a',
	'na',
	'none',
	'null',
	'unknown',
	'tbd',
	'x',
	'.',
	'#n/a'
].map(quote);

/** No placeholder is longer, so that most keys need not be compared with any. */
const longestPlaceholder = 7;

const keyIn = (cell: Sql): Sql =>
	`case when (length(${cell}) > ${longestPlaceholder} or lower(${cell}) not in (${placeholders.join(', ')})) and (not prefix(${cell}, '0') or ltrim(${cell}, '0') <> '') then ${cell} end`;

/** A key of a person, trimmed; a placeholder is no key. */
export const key = (...headers: string[]): Column =>
	column(headers, (cell) => ({ value: keyIn(cell) }));

/** A key where a system shows people by user name or by full name, as its settings are: a blank makes it a name, which is no key. */
export const keyUnlessName = (...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: `case when not contains(${cell}, ' ') then ${keyIn(cell)} end`
	}));

/** The name of a person from such a column. */
export const nameUnlessKey = (...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: `case when contains(${cell}, ' ') and not contains(${cell}, '@') then ${cell} end`
	}));

/** An e-mail address in lower case; what has no @ is left out, because the row may have another key. */
export const email = (...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: `case when contains(${cell}, '@') then lower(${cell}) end`
	}));

/** One sign with three digits behind it, such as 1,234: thousands or decimals. */
const isOpenNumber = (cell: Sql): Sql =>
	`regexp_full_match(${cell}, '[+-]?[1-9]\\d{0,2}[,.]\\d{3}')`;

/**
 * The text of a number as DuckDB reads it: with a decimal point and without signs between thousands. A number that shows
 * itself which sign is which is read so, whatever holds for the file: 1,020.5 and 1.020,5, 1,234,567, 12,5.
 */
export function plainNumber(cell: Sql, { decimals = 'point' }: Reading): Sql {
	const bare = (sign: string): Sql => `replace(${cell}, '${sign}', '')`;
	const withPoint = (text: Sql): Sql => `replace(${text}, ',', '.')`;
	const byFile = decimals === 'comma' ? withPoint(bare('.')) : bare(',');
	const either = decimals === 'comma' ? `contains(${cell}, '.')` : `${cell} like '%.%.%'`;
	return `case when not (contains(${cell}, ',') or ${either}) then ${cell}
		when ${isOpenNumber(cell)} then ${byFile}
		when regexp_full_match(${cell}, '[+-]?[1-9]\\d{0,2}(,\\d{2,3})*,\\d{3}(\\.\\d*)?') then ${bare(',')}
		when regexp_full_match(${cell}, '[+-]?[1-9]\\d{0,2}(\\.\\d{3})+(,\\d*)?') then ${withPoint(bare('.'))}
		else ${withPoint(cell)} end`;
}

/** Counts the numbers that could be read both ways, where nothing tells which sign parts the decimals. */
export const countsOpen = (cell: Sql, { isSignOpen = false }: Reading): Pick<Cast, 'mends'> =>
	isSignOpen
		? {
				mends: {
					when: () =>
						`case when contains(${cell}, ',') or contains(${cell}, '.') then ${isOpenNumber(cell)} end`,
					code: 'decimals_assumed'
				}
			}
		: {};

/** A column whose cells are numbers. */
export const numeric = (
	headers: readonly string[],
	cast: (cell: Sql, reading: Reading) => Cast
): Column => ({ ...column(headers, cast), isNumber: true });

/** A number with a point or a decimal comma; text that is none refuses the row with `not_a_number`. */
export function number(...headers: string[]): Column {
	return numeric(headers, (cell, reading) => ({
		value: `try_cast(${plainNumber(cell, reading)} as double)`,
		refuses: { when: unread(cell), reason: 'not_a_number', cell },
		...countsOpen(cell, reading)
	}));
}

/** A whole number; anything else refuses the row with `not_a_number`. */
export const whole = (...headers: string[]): Column =>
	numeric(headers, (cell, reading) => {
		const plain = reading.once(`try_cast(${plainNumber(cell, reading)} as double)`);
		return {
			value: `case when ${plain} = round(${plain}) then try_cast(${plain} as integer) end`,
			refuses: { when: unread(cell), reason: 'not_a_number', cell }
		};
	});

/** A percentage without its sign; most cells have none, and looking is cheaper than cutting. */
const withoutSign = (cell: Sql): Sql =>
	`case when suffix(${cell}, '%') or suffix(${cell}, ' ') then rtrim(${cell}, ' %') else ${cell} end`;

/** A percentage, "45", "45 %" or "45.5%", as a share from 0 to 1; above 100 it is cut and counted as a repair. */
export function percent(...headers: string[]): Column {
	return numeric(headers, (cell, reading) => {
		const plain = reading.once(`try_cast(${plainNumber(withoutSign(cell), reading)} as double)`);
		return {
			value: `case when ${plain} is not null then least(greatest(${plain} / 100, 0), 1) end`,
			refuses: { when: unread(cell), reason: 'not_a_number', cell },
			mends: {
				when: (value) => `case when ${value} in (0, 1) then ${plain} > 100 or ${plain} < 0 end`,
				code: 'percent_out_of_range'
			}
		};
	});
}

/** The share from 0 to 1 that a cell is written as, also "50%", as spreadsheets show 0.5; null where it is none, which least() would pass over. */
export function shareOf(cell: Sql): Sql {
	const plain = `try_cast(replace(${withoutSign(cell)}, ',', '.') as double)`;
	const share = `(${plain} / if(suffix(${cell}, '%'), 100, 1))`;
	return `case when ${plain} is not null then least(greatest(${share}, 0), 1) end`;
}

/** A share from 0 to 1 that is written as one, or as a percentage with its sign; above 1 it is cut. */
export const fraction = (...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: shareOf(cell),
		refuses: { when: unread(cell), reason: 'not_a_number', cell }
	}));

/** A value that the source derives from several columns by its own SQL. */
export const derived = (
	cast: (reading: Reading) => Cast,
	uses: readonly string[] = []
): Column => ({ headers: [], uses, cast });

/** The same column with its value changed by a piece of SQL. */
export const changed = (column: Column, change: (value: Sql) => Sql): Column => ({
	...column,
	cast: (reading) => {
		const cast = column.cast(reading);
		return cast.value === 'null' ? cast : { ...cast, value: change(cast.value) };
	}
});

/** A constant for every row of the source. */
export const always = (value: Sql): Column => derived(() => ({ value }));

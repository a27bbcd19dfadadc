import type { Sql } from './columns.ts';

/** A way of writing a date beside ISO and numeric ones. */
export interface NotationRule {
	/** Whether a cell of the first rows is written so. */
	readonly shows: RegExp;
	/** Whether the cell is written so, as SQL. */
	readonly when: (cell: Sql) => Sql;
	/** The cell as a timestamp; of one that states no year, in that year. */
	readonly read: (cell: Sql, year: Sql) => Sql;
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

/** The number of a month from its name, 1 to 12; null where it is none. */
export function monthNumberOf(name: string): number | null {
	const plain = name.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
	const at = months.findIndex((starts) => starts.some((start) => plain.startsWith(start)));
	return at < 0 ? null : at + 1;
}

const monthName = `\\p{L}{3,10}`;
const dayFirst = `(\\d{1,2})(?:st|nd|rd|th|er|\\.)?(?: de | of |[- ])(${monthName})\\.?,?(?: de | del | of |[- ])(\\d{4})`;
const monthFirst = `(${monthName})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`;
const clock = `(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?([AaPp])\\.?[Mm]\\.?)?`;

/** The first three letters decide, but for June and July in French. */
function monthNumber(name: Sql): Sql {
	const plain = `strip_accents(lower(${name}))`;
	const short = months.flatMap((starts, index) =>
		starts.filter((start) => start.length === 3).map((start) => `when '${start}' then ${index + 1}`)
	);
	return `case substr(${plain}, 1, 3) ${short.join(' ')} when 'jui' then case when starts_with(${plain}, 'juil') then 7 else 6 end end`;
}

/** Every part is found once and bound to a name, because the expression stands in several places of a query. */
const readWords = (cell: Sql): Sql => `list_transform(
	[{'first': regexp_extract(${cell}, '${dayFirst}', ['day', 'month', 'year']),
		'second': regexp_extract(${cell}, '${monthFirst}', ['month', 'day', 'year']),
		'clock': regexp_extract(${cell}, '${clock}', ['hour', 'minute', 'second', 'half'])}],
	lambda found: try_cast(printf('%s-%02d-%s %02d:%s:%s',
		case when found.first.day = '' then found.second.year else found.first.year end,
		${monthNumber("case when found.first.day = '' then found.second.month else found.first.month end")},
		lpad(case when found.first.day = '' then found.second.day else found.first.day end, 2, '0'),
		coalesce(try_cast(found.clock.hour as integer), 0)
			+ case lower(found.clock.half) when 'p' then case when found.clock.hour = '12' then 0 else 12 end
				when 'a' then case when found.clock.hour = '12' then -12 else 0 end else 0 end,
		case when found.clock.minute = '' then '00' else found.clock.minute end,
		case when found.clock.second = '' then '00' else found.clock.second end) as timestamp))[1]`;

const dayAndMonth = `\\d{1,2}(?:st|nd|rd|th|er|\\.)?(?: de | of |[- ])\\p{L}{3,10}\\.?|\\p{L}{3,10}\\.? \\d{1,2}(?:st|nd|rd|th)?`;
const timeOfDay = `\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[AaPp]\\.?[Mm]\\.?)?`;

/** A day and the name of a month, with the year put behind them. */
const readWithoutYear = (cell: Sql, year: Sql): Sql => `list_transform(
	[regexp_extract(${cell}, '^(?:\\p{L}+,? )?(${dayAndMonth})(?:,? (${timeOfDay}))?$', ['day', 'clock'])],
	lambda part: ${readWords(`concat_ws(' ', part.day, ${year}, part.clock)`)})[1]`;

/**
 * Minutes east of Greenwich of the zones that stamps name in letters, as Europe and North America mean them; CST and BST are
 * other zones elsewhere, and those are not meant.
 */
const namedOffsets = {
	Z: 0,
	UTC: 0,
	GMT: 0,
	WET: 0,
	WEST: 60,
	BST: 60,
	CET: 60,
	CEST: 120,
	MEZ: 60,
	MESZ: 120,
	EET: 120,
	EEST: 180,
	EST: -300,
	EDT: -240,
	CST: -360,
	CDT: -300,
	MST: -420,
	MDT: -360,
	PST: -480,
	PDT: -420,
	AKST: -540,
	AKDT: -480,
	HST: -600
} as const;
const zoneNames = Object.keys(namedOffsets).join('|');
const yearFirst = `(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?`;
const half = ` ?([AaPp])\\.?\\s?[Mm]\\.?`;
const offset = `(?:${zoneNames})?(?:[+-]\\d{1,2}(?::?\\d{2})?)?`;

/** A stamp that begins with the year, with AM or PM, a zone or both; without a zone it is as it stands. */
function readYearFirst(cell: Sql): Sql {
	const named = Object.entries(namedOffsets).map(
		([name, minutes]) => `when '${name}' then ${minutes}`
	);
	const clockwise = `try_cast(found.hour as integer) % case when found.half = '' then 100 else 12 end
		+ case when lower(found.half) = 'p' then 12 else 0 end`;
	return `list_transform(
	[regexp_extract(${cell}, '^${yearFirst}(?:${half})? ?(${zoneNames})?(?:([+-])(\\d{1,2}):?(\\d{2})?)?$',
		['year', 'month', 'day', 'hour', 'minute', 'second', 'half', 'zone', 'sign', 'hours', 'minutes'])],
	lambda found: try_cast(printf('%s-%s-%s %02d:%s:%s', found.year, found.month, found.day, ${clockwise},
		found.minute, case when found.second = '' then '00' else found.second end) as timestamp)
	- to_minutes(case found.zone ${named.join(' ')} else 0 end
		+ case found.sign when '-' then -1 else 1 end
			* (coalesce(try_cast(found.hours as integer), 0) * 60 + coalesce(try_cast(found.minutes as integer), 0))))[1]`;
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
	/** "2025-03-31-08:00", "2025-03-31Z": a day as XML writes it, with the offset of the place where it is that day. */
	dayInZone: {
		shows: /^\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)$/,
		when: matches('\\d{4}-\\d\\d-\\d\\d(Z|[+-]\\d\\d:\\d\\d)'),
		read: (cell) => `try_cast(left(${cell}, 10) as timestamp)`,
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
	/** "2025/03/31 9:15:00 AM GMT+2", "2025-03-31 09:15:00 +0200", "2025-03-31T09:15Z"; what ISO writes with seconds is read without. */
	yearFirstInZone: {
		shows: new RegExp(
			`^(?!\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z| UTC|[+-]\\d\\d(:?\\d\\d)?)$)${yearFirst}(?:${half})? ?(?=[A-Z+-])${offset}$`
		),
		when: matches(
			`${yearFirst}(?:${half})? ?(?:(?:${zoneNames})(?:[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{1,2}(?::?\\d{2})?)`
		),
		read: readYearFirst,
		isAbsolute: true,
		isDay: never
	},
	/** "2025/03/31 9:15:00 AM". */
	yearFirstByHalves: {
		shows: new RegExp(`^${yearFirst}${half}$`),
		when: matches(`${yearFirst}${half}`),
		read: readYearFirst,
		isAbsolute: false,
		isDay: never
	},
	/** "3 March 2025, 9:15 AM", "Montag, 3. März 2025, 09:15", "3 de marzo de 2025", "Mar 3, 2025". */
	words: {
		shows:
			/^(\p{L}+,? )?(\d{1,2}(st|nd|rd|th|er|\.)?( de | of |[- ])\p{L}{3,10}\.?,?( de | del | of |[- ])\d{4}|\p{L}{3,10}\.? \d{1,2}(st|nd|rd|th)?,? \d{4})\b/u,
		when: (cell) => `regexp_matches(${cell}, '\\p{L}{3}.*\\d{4}')`,
		read: readWords,
		isAbsolute: false,
		isDay: (cell) => `(not contains(${cell}, ':'))`
	},
	/** "13-Mar-24", "13-MAR-01 10:05": the short year of spreadsheets and databases, 1970 to 2069. */
	wordsWithShortYear: {
		shows: /^\d{1,2}[- ]\p{L}{3,10}\.?[- ]\d{2}(,? \d{1,2}:\d{2}.*)?$/u,
		when: matches(`\\d{1,2}[- ]${monthName}\\.?[- ]\\d{2}(?:,? ${timeOfDay})?`),
		read: (cell) =>
			readWords(
				`regexp_replace(${cell}, '^(\\d{1,2}[- ]${monthName}\\.?[- ])', '\\1' || case when regexp_matches(${cell}, '^\\d{1,2}[- ]${monthName}\\.?[- ][7-9]') then '19' else '20' end)`
			),
		isAbsolute: false,
		isDay: (cell) => `(not contains(${cell}, ':'))`
	},
	/** "7 September, 21:40", "7 de septiembre, 21:40", "7 September": the year is asked for. */
	wordsWithoutYear: {
		shows:
			/^(\p{L}+,? )?(\d{1,2}(st|nd|rd|th|er|\.)?( de | of |[- ])\p{L}{3,10}\.?(,? \d{1,2}:\d{2}.*)?|\p{L}{3,10}\.? \d{1,2}(st|nd|rd|th)?,? \d{1,2}:\d{2}.*)$/u,
		when: matches(`(?:\\p{L}+,? )?(?:${dayAndMonth})(?:,? ${timeOfDay})?`),
		read: readWithoutYear,
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

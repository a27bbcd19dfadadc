import { normalisedColumns, rawShown } from '../readers/normalise-delimited.ts';
import type { Cast, Reading, Sql, TableColumn } from '../sources/columns.ts';
import { none, quote } from '../sources/columns.ts';
import { bareHeading, normaliseHeader } from '../sources/headers.ts';
import { stamp } from '../sources/dates.ts';
import { unguardedIn } from '../sources/guarded.ts';
import { dayAlone, isAnyTimed } from '../sources/midnight.ts';
import type { TableSource } from '../sources/source.ts';
import type { PersonCells } from './no-records.ts';
import { isHeaderAgain, isRowOfSums, isSumAsPerson } from './no-records.ts';
import { cutIntoItems, itemCells, noItem, ruledByRecord } from './map-wide.ts';
import type { TableReading } from './read-table.ts';
import { needsPerson, stagedColumns } from './staged.ts';

/** Where the bytes of a table lie for DuckDB: as they came, or normalised by us with a leading line number. */
export interface TableFile {
	readonly path: string;
	readonly layout: 'original' | 'normalised';
	/** No field begins or ends with a blank, so that none needs to be trimmed. */
	readonly isTrimmed: boolean;
}

/** Which column of the export feeds which canonical field, for preview. */
export interface MappedColumn {
	readonly column: string;
	readonly field: string | null;
}

const place = (index: number): Sql => `c${index}`;

/** The first place in the header that has one of these spellings. */
function placeOf(header: readonly string[], source: TableSource, names: readonly string[]): number {
	const plain = header.map(normaliseHeader);
	const bare = plain.map((heading) => bareHeading(heading, source));
	for (const name of names.map(normaliseHeader)) {
		const whole = plain.indexOf(name);
		if (whole >= 0) return whole;
		const short = bare.indexOf(name);
		if (short >= 0) return short;
	}
	return -1;
}

const tableOf = ({ header, below }: TableReading): readonly TableColumn[] =>
	header.map((heading, index) => ({
		heading,
		below: below.map((row) => row[index] ?? ''),
		cell: place(index)
	}));

/** The columns of the file with the fields that they feed. */
export function mappedColumns(source: TableSource, reading: TableReading): readonly MappedColumn[] {
	const { header, headings } = reading;
	const table = tableOf(reading);
	const fields = new Map<number, string[]>();
	for (const [field, column] of Object.entries(source.columns)) {
		const read = placeOf(header, source, column.headers);
		const used = (column.uses ?? []).map((name) => placeOf(header, source, [name]));
		const taken = table.flatMap((one, index) => (column.takes?.(one, table) ? [index] : []));
		for (const at of new Set([read, ...used, ...taken])) {
			if (at >= 0) fields.set(at, [...(fields.get(at) ?? []), field]);
		}
	}
	for (const { at, beside } of reading.items ?? []) {
		for (const place of [at, beside]) if (place !== undefined) fields.set(place, ['item']);
	}
	return headings.map((column, index) => ({
		column,
		field: fields.get(index)?.join(', ') ?? null
	}));
}

/** What says that something was completed: its day, or the state of the enrolment. */
const ofCompletion = ['completed_at', 'status'];

/**
 * Whether a file of enrolments can tell that anything was completed: by a column that it has, or by a value that its source makes
 * of others or states of every row; and a log, by a column that says what happened. What no row says although a column could is
 * not meant.
 */
export function tellsCompletion(source: TableSource, reading: TableReading): boolean {
	if (reading.items !== null) return true;
	const fed = mappedColumns(source, reading).flatMap(({ field }) => field?.split(', ') ?? []);
	if (source.entity === 'event') return fed.includes('kind');
	if (source.entity !== 'enrolment') return true;
	return ofCompletion.some((name) => {
		const column = source.columns[name];
		if (column === undefined) return false;
		const isMade = column.headers.length === 0 && (column.uses ?? []).length === 0;
		return (isMade && !column.takes) || fed.includes(name);
	});
}

/**
 * DuckDB's read of the file as text columns c0, c1 …, with an explicit dialect. The kind of line end is left to it: naming
 * '\\r\\n' together with strict_mode reads no row and says nothing (DuckDB 1.5.5).
 */
function readFile(file: TableFile, reading: TableReading): Sql {
	const own = reading.header.map((_, index) => place(index));
	const names = file.layout === 'normalised' ? [...normalisedColumns, ...own] : own;
	const columns = names.map((column) => `${quote(column)}: 'varchar'`).join(', ');
	const delimiter = file.layout === 'normalised' ? ',' : reading.delimiter;
	const skip = file.layout === 'normalised' ? 0 : reading.headerLines;
	return `read_csv(${quote(file.path)}, compression = 'none', auto_detect = false, header = false, skip = ${skip}, delim = ${quote(delimiter)},
		quote = '"', escape = '"', columns = {${columns}}, max_line_size = 4194304)`;
}

/**
 * The year of a row whose dates state none: that of the first row, and others where rows in the order of time pass from
 * December to January, or back.
 */
function yearOf({ year, dates, items }: TableReading, once: Reading['once']): Sql {
	if (year === null || dates.yearless === null) return 'null::integer';
	if (items !== null || dates.yearless.places.length !== 1) return String(year);
	const turns = `list_filter(getvariable('year_turns'), lambda turn: turn.place <= ${once('row_number() over ()')})`;
	return once(
		`(${year} + coalesce(list_sum(list_transform(${turns}, lambda turn: turn.step)), 0))::integer`
	);
}

function readingOf(source: TableSource, reading: TableReading, once: Reading['once']): Reading {
	return {
		dateOrder: reading.dates.dateOrder,
		dateFormats: reading.dates.formats,
		notations: reading.dates.notations,
		year: yearOf(reading, once),
		timeZone: reading.dates.timeZone,
		noonZone: reading.dates.noonZone,
		about: reading.about,
		fileName: reading.fileName,
		table: tableOf(reading),
		decimals: reading.numbers.decimals,
		isSignOpen: !reading.numbers.isTold,
		unitOf: (names) => reading.durations.unitAt(placeOf(reading.header, source, names)),
		once,
		learned: (text) => `getvariable('learned')[${shelfOf(text)} + 1][${text}]`,
		cell: (names) => {
			const at = placeOf(reading.header, source, names);
			return at < 0 ? null : place(at);
		},
		item: reading.items ? itemCells : noItem
	};
}

/** The heading of a cell in the file, the first of several, for the reject that names it. */
function headingOf(cell: Sql, header: readonly string[]): Sql {
	if (cell.includes(itemCells.cell) || cell.includes(itemCells.beside)) return 'item.heading';
	const at = /\bc(\d+)\b/.exec(cell)?.[1];
	return at === undefined ? 'null' : quote(header[Number(at)]?.trim() ?? '');
}

type Casts = ReadonlyMap<string, Cast>;

/** The repairs of one row as a list, null where there were none; a cell that several fields are read from is mended once. */
function repairsOf(casts: Casts, isNormalised: boolean): Sql {
	const told = new Map<string, Sql[]>();
	for (const [field, { mends }] of casts)
		if (mends) told.set(mends.code, [...(told.get(mends.code) ?? []), mends.when(computed(field))]);
	const own = [...told].map(([code, cases]) => ({
		code,
		when: cases.map((when) => `coalesce(${when}, false)`).join(' or ')
	}));
	const codes = own.map(({ when, code }) => `case when ${when} then ${quote(code)} end`);
	if (isNormalised) codes.push('repairs');
	if (codes.length === 0) return 'null::varchar[]';
	const any = [...own.map(({ when }) => when), ...(isNormalised ? ['repairs is not null'] : [])];
	return `case when ${any.join(' or ')} then list_filter([${codes.join(', ')}], lambda code: code is not null) end`;
}

/** How each field is read from this file; a value that a person fixed for the whole file goes before, a day at its noon. */
function castsOf(source: TableSource, reading: TableReading, once: Reading['once']): Casts {
	const own = readingOf(source, reading, once);
	const casts = new Map<string, Cast>(
		Object.entries(source.columns).map(([field, column]) => [field, column.cast(own)])
	);
	const staged = stagedColumns(source.entity);
	for (const [field, value] of Object.entries(reading.fixed)) {
		const type = staged[field];
		if (type === undefined) continue;
		const isDay = type === 'timestamp' && /^\d{4}-\d{2}-\d{2}$/.test(value);
		const said = isDay ? `${value} 12:00:00` : value;
		casts.set(field, { value: `try_cast(${quote(said)} as ${type})` });
		if (isDay && field === 'enrolled_at' && staged['is_date_only'] !== undefined)
			casts.set('is_date_only', { value: 'true' });
	}
	return casts;
}

/** A cell, trimmed; a text without the formula around it. */
function bareCell(index: number, { guarded }: TableReading, { isTrimmed }: TableFile): Sql {
	const cell = place(index);
	const trimmed = isTrimmed ? cell : `nullif(trim(${cell}), '')`;
	return guarded.includes(index) ? `nullif(${unguardedIn(trimmed)}, '')` : trimmed;
}

/** The cells of a record, and days without the midnight behind them. */
const cleanCells = (reading: TableReading, file: TableFile): Sql[] =>
	reading.header.map((_, index) => {
		const cell = place(index);
		const bare = bareCell(index, reading, file);
		const clean = reading.dates.midnights.includes(index) ? dayAlone(bare) : bare;
		return clean === cell ? cell : `${clean} as ${cell}`;
	});

/** The columns taken for days that hold times of day by all rows of a file: a list of places, or null where none was taken so. */
export function findTimes(reading: TableReading, file: TableFile): Sql | null {
	const { midnights } = reading.dates;
	if (midnights.length === 0) return null;
	const found = midnights.map(
		(index) => `case when ${isAnyTimed(bareCell(index, reading, file))} then ${index} end`
	);
	return `select list_filter([${found.join(', ')}], lambda place: place is not null) from ${readFile(file, reading)}`;
}

/** What a file taught lies on shelves by the hash of its text: DuckDB looks through all entries of a map for each row. */
const shelves = 4096;
const shelfOf = (text: Sql): Sql => `(hash(${text}) % ${shelves})::bigint`;

/** The statement that learns from all rows what `mapTable` reads a text as; none for a source that learns nothing. */
function learnMeanings(source: TableSource, reading: TableReading, file: TableFile): Sql | null {
	const pair = source.learns?.(readingOf(source, reading, (value) => value));
	if (pair === undefined) return null;
	return `set variable learned = (
		with cells as (select ${cleanCells(reading, file).join(', ')} from ${readFile(file, reading)}),
		told as (select distinct ${pair.text} as text, ${pair.means} as means from cells),
		single as (
			select text, means from told where text is not null and means is not null
			qualify count(*) over (partition by text) = 1 and count(*) over (partition by means) = 1
		),
		shelf as (select ${shelfOf('text')} as place, map_from_entries(list((text, means))) as entries from single group by all)
		select list(entries order by range) from range(${shelves}) left join shelf on place = range)`;
}

/** Half a year, in days of months that all have 31: whoever goes further at once passed the end of a year. */
const halfYear = 186;

/** The statement that learns where a file in the order of time passes the end of a year. */
function learnYears(source: TableSource, reading: TableReading, file: TableFile): Sql | null {
	const [at, ...others] = reading.dates.yearless?.places ?? [];
	if (at === undefined || others.length > 0 || reading.items !== null) return null;
	const own = { ...readingOf(source, reading, (value) => value), year: '2000', timeZone: 'UTC' };
	const cell = place(at);
	return `set variable year_turns = (
		with cells as (select row_number() over () as place, nullif(trim(${cell}), '') as ${cell} from ${readFile(file, reading)}),
		dated as (select place, ${stamp(cell, own)} as day from cells),
		step as (
			select place, ((month(day) - lag(month(day)) over by_place) * 31 + day(day) - lag(day(day)) over by_place) as days
			from dated where day is not null window by_place as (order by place)
		),
		told as (
			select count(*) filter (days between 1 and ${halfYear}) as onward, count(*) filter (days between -${halfYear} and -1) as back
			from step
		)
		select coalesce(list({'place': place, 'step': case when days < 0 then 1 else -1 end} order by place), []::struct(place bigint, step integer)[])
		from step cross join told where days < -${halfYear} and back = 0 or days > ${halfYear} and onward = 0)`;
}

/** The statements that learn from all rows of a file what `mapTable` needs to read one. */
export const learnFromTable = (
	source: TableSource,
	reading: TableReading,
	file: TableFile
): readonly Sql[] =>
	[learnMeanings(source, reading, file), learnYears(source, reading, file)].filter(
		(statement) => statement !== null
	);

/**
 * One select that turns the file into staged records, one per record of the file and in its order: casts with reasons,
 * and nothing filtered, so that the count of what comes out is the count of what went in. A wide table yields a row per
 * record and item, told apart by the column in their line (record-place.ts), and one for a refused record.
 */
export function mapTable(source: TableSource, reading: TableReading, file: TableFile): Sql {
	const shared = new Map<Sql, string>();
	const once = (value: Sql): Sql => {
		const name = shared.get(value) ?? `s_${shared.size}`;
		shared.set(value, name);
		return name;
	};
	const casts = castsOf(source, reading, once);
	const isNormalised = file.layout === 'normalised';
	const cells = cleanCells(reading, file);
	if (isBroad(reading)) cells.push(`${cellsShown(reading)} as record`);
	const values = [...casts].map(([field, { value }]) => `${value} as ${computed(field)}`);
	const staged = Object.entries(stagedColumns(source.entity)).map(
		([field, type]) => `(${stagedValue(casts, field)})::${type} as ${field}`
	);
	const extra = isNormalised ? 'line::bigint as line, repairs, fault, raw, ' : '';
	const raw = rawOf(reading, isNormalised);
	const items = reading.items
		? `, entries as (${cutIntoItems(reading.items, reading.headings, place, 'cells', source.skipsBlankCells === true)})`
		: '';
	const ruled = reading.items ? `, ruled as (${ruledByRecord('judged')})` : '';
	return `with cells as (select ${extra}${cells.join(', ')} from ${readFile(file, reading)})${items},
	shared as (select *${[...shared].map(([value, name]) => `, ${value} as ${name}`).join('')} from ${reading.items ? 'entries' : 'cells'}),
	valued as (select *, ${values.join(', ')} from shared),
	judged as (select *, ${refusalOf(source, reading, casts, isNormalised)} as found, ${unlessSums(reading, casts)} as refusal from valued)${ruled}
	select ${isNormalised ? 'line' : 'null::bigint'} as line, refusal.column_name as reject_column, refusal.value as reject_value,
		refusal.reason as reject_reason, case when refusal is not null then ${raw} end as raw,
		${repairsOf(casts, isNormalised)} as repairs, ${staged.join(', ')} from ${reading.items ? 'ruled' : 'judged'}`;
}

/** The staged columns that are empty in every row of this file, because it has no column for them. */
export function absentColumns(source: TableSource, reading: TableReading): readonly string[] {
	const casts = castsOf(source, reading, (value) => value);
	const isAbsent = (field: string) => (casts.get(field) ?? none).value === none.value;
	return Object.keys(stagedColumns(source.entity)).filter((field) =>
		field === 'display_name'
			? ['display_name', 'first_name', 'last_name'].every(isAbsent)
			: isAbsent(field)
	);
}

/** Where the value of a field stands once it is computed, so that judging it does not compute it again. */
const computed = (field: string): Sql => `v_${field}`;

function stagedValue(casts: Casts, field: string): Sql {
	const has = (name: string) => (casts.has(name) ? computed(name) : 'null');
	if (field !== 'display_name') return has(field);
	return `coalesce(${has('display_name')}, nullif(concat_ws(' ', ${has('first_name')}, ${has('last_name')}), ''))`;
}

const cellsOf = ({ header }: TableReading): readonly Sql[] =>
	header.map((_, index) => place(index));

/** What a row says of a person, once it is computed. */
function personOf(casts: Casts): PersonCells {
	const computedOf = (...fields: string[]) =>
		fields.filter((field) => (casts.get(field) ?? none).value !== none.value).map(computed);
	return {
		addresses: computedOf('email', 'email_sha1'),
		keys: computedOf('username', 'employee_number', 'account', 'response_key'),
		names: computedOf('display_name', 'first_name', 'last_name')
	};
}

/**
 * What was found against a row; of one of sums that it is one. A row that can be used is not asked: of two terms joined by
 * `and` DuckDB tries either first, and the words of sums take as long as all casts together.
 */
const unlessSums = (reading: TableReading, casts: Casts): Sql =>
	`case when case when found is not null then ${isRowOfSums(cellsOf(reading))} else false end or ${isSumAsPerson(personOf(casts))}
		then {'column_name': null::varchar, 'value': null::varchar, 'reason': 'row_of_sums'} else found end`;

/** The first thing that makes a row unusable: column, value and reason; null for a usable one. */
function refusalOf(
	source: TableSource,
	reading: TableReading,
	casts: Casts,
	isNormalised: boolean
): Sql {
	const refuse = (column: Sql, value: Sql, reason: Sql) =>
		`{'column_name': ${column}, 'value': ${value}, 'reason': ${reason}}`;
	const nothing = 'null::varchar';
	const clauses = [...casts].flatMap(([field, { refuses }]) =>
		refuses
			? [
					`when ${refuses.when(computed(field))} then ${refuse(headingOf(refuses.cell, reading.headings), `left(${refuses.cell}, 200)`, quote(refuses.reason))}`
				]
			: []
	);
	if (source.needsPerson === true || needsPerson(source.entity)) {
		clauses.unshift(
			`when ${personMissing(casts)} then ${refuse(nothing, nothing, quote('missing_person'))}`
		);
	}
	const again = isHeaderAgain(reading.headings, cellsOf(reading));
	if (again !== null)
		clauses.unshift(`when ${again} then ${refuse(nothing, nothing, quote('header_again'))}`);
	if (isNormalised)
		clauses.unshift(`when fault is not null then ${refuse(nothing, nothing, 'fault')}`);
	if (clauses.length === 0)
		return 'null::struct(column_name varchar, value varchar, reason varchar)';
	return `case ${clauses.join(' ')} end`;
}

/**
 * Whether a table has so many columns that they are put into a list at once: each column takes 32 kB of memory in every
 * step through which it is carried, also where no row is refused and none is asked for.
 */
const isBroad = ({ header }: TableReading): boolean => header.length > 100;

/** The cells of a row as a list, as far as they can be shown: each takes two quotes and a comma at least. */
const cellsShown = ({ header }: TableReading): Sql =>
	`[${header
		.slice(0, Math.ceil(rawShown / 3))
		.map((_, index) => place(index))
		.join(', ')}]`;

/** The text of a refused row: as it stood where we cut it ourselves, else put together again from its cells. */
function rawOf(reading: TableReading, isNormalised: boolean): Sql {
	const cells = isBroad(reading) ? 'record' : cellsShown(reading);
	const joined = `left(array_to_string(list_transform(${cells}, lambda cell: '"' || replace(coalesce(cell, ''), '"', '""') || '"'), ','), ${rawShown})`;
	return isNormalised ? `coalesce(raw, ${joined})` : joined;
}

/** A row without any key of a person cannot be attributed. */
function personMissing(casts: Casts): Sql {
	const keys = ['email', 'email_sha1', 'username', 'employee_number', 'account'].filter((field) =>
		casts.has(field)
	);
	return keys.length === 0 ? 'true' : `coalesce(${keys.map(computed).join(', ')}) is null`;
}

import { normalisedColumns } from '../readers/normalise-delimited.ts';
import type { Cast, Reading, Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
import { normaliseHeader } from '../sources/headers.ts';
import type { TableSource } from '../sources/source.ts';
import type { TableReading } from './recognise.ts';
import { stagedColumns } from './staged.ts';

/** Where the bytes of a table lie for DuckDB: as they came, or normalised by us with a leading line number. */
export interface TableFile {
	readonly path: string;
	readonly layout: 'original' | 'normalised';
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
	const bare = plain.map((heading) =>
		source.prefix ? heading.replace(source.prefix, '') : heading
	);
	for (const name of names.map(normaliseHeader)) {
		const whole = plain.indexOf(name);
		if (whole >= 0) return whole;
		const short = bare.indexOf(name);
		if (short >= 0) return short;
	}
	return -1;
}

/** The columns of the file with the fields that they feed. */
export function mappedColumns(
	source: TableSource,
	header: readonly string[]
): readonly MappedColumn[] {
	const fields = new Map<number, string[]>();
	for (const [field, column] of Object.entries(source.columns)) {
		const read = placeOf(header, source, column.headers);
		const used = (column.uses ?? []).map((name) => placeOf(header, source, [name]));
		for (const at of new Set([read, ...used])) {
			if (at >= 0) fields.set(at, [...(fields.get(at) ?? []), field]);
		}
	}
	return header.map((column, index) => ({ column, field: fields.get(index)?.join(', ') ?? null }));
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
	return `read_csv(${quote(file.path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quote(delimiter)},
		quote = '"', escape = '"', columns = {${columns}}, max_line_size = 4194304)`;
}

function readingOf(source: TableSource, reading: TableReading): Reading {
	return {
		dateOrder: reading.dates.dateOrder,
		dateFormats: reading.dates.formats,
		timeZone: reading.dates.timeZone,
		about: reading.about,
		cell: (names) => {
			const at = placeOf(reading.header, source, names);
			return at < 0 ? null : place(at);
		}
	};
}

/** The heading of a cell in the file, the first of several, for the reject that names it. */
function headingOf(cell: Sql, header: readonly string[]): Sql {
	const at = /\bc(\d+)\b/.exec(cell)?.[1];
	return at === undefined ? 'null' : quote(header[Number(at)]?.trim() ?? '');
}

function displayName(casts: ReadonlyMap<string, Cast>): Sql {
	const parts = ['first_name', 'last_name'].map((field) => casts.get(field)?.value ?? 'null');
	return `coalesce(${casts.get('display_name')?.value ?? 'null'}, nullif(concat_ws(' ', ${parts.join(', ')}), ''))`;
}

/** The repairs of one row as a list, null where there were none. */
function repairsOf(casts: readonly Cast[], isNormalised: boolean): Sql {
	const own = casts.flatMap(({ mends }) => (mends ? [mends] : []));
	const codes = own.map(({ when, code }) => `case when ${when} then ${quote(code)} end`);
	if (isNormalised) codes.push("nullif(repairs, '')");
	if (codes.length === 0) return 'null::varchar[]';
	const any = [
		...own.map(({ when }) => `coalesce(${when}, false)`),
		...(isNormalised ? ['repairs is not null'] : [])
	];
	return `case when ${any.join(' or ')} then list_filter([${codes.join(', ')}], lambda code: code is not null) end`;
}

/**
 * One select that turns the file into staged records, one per record of the file and in its order: casts with reasons,
 * and nothing filtered, so that the count of what comes out is the count of what went in.
 */
export function mapTable(source: TableSource, reading: TableReading, file: TableFile): Sql {
	const casts = new Map(
		Object.entries(source.columns).map(([field, column]) => [
			field,
			column.cast(readingOf(source, reading))
		])
	);
	const isNormalised = file.layout === 'normalised';
	const cells = reading.header.map(
		(_, index) => `nullif(trim(${place(index)}), '') as ${place(index)}`
	);
	const staged = Object.entries(stagedColumns(source.entity)).map(([field, type]) => {
		const value =
			field === 'display_name' ? displayName(casts) : (casts.get(field)?.value ?? 'null');
		return `(${value})::${type} as ${field}`;
	});
	const refusals = [...casts.values()].flatMap(({ refuses }) => (refuses ? [refuses] : []));
	const first = refusals.map(
		({ when, reason, cell }) =>
			`when ${when} then {'column_name': ${headingOf(cell, reading.header)}, 'value': left(${cell}, 200), 'reason': ${quote(reason)}}`
	);
	const fault = isNormalised
		? "when fault is not null then {'column_name': null::varchar, 'value': null::varchar, 'reason': fault}"
		: '';
	const needsPerson = source.entity === 'enrolment' ? personMissing(casts) : '';
	const clauses = [fault, needsPerson, ...first].filter((clause) => clause !== '');
	const refusal =
		clauses.length === 0
			? 'null::struct(column_name varchar, value varchar, reason varchar)'
			: `case ${clauses.join(' ')} end`;
	const record = reading.header
		.map((_, index) => `'"' || replace(coalesce(${place(index)}, ''), '"', '""') || '"'`)
		.join(`, `);
	const raw = `case when refusal is not null then ${isNormalised ? 'coalesce(raw, ' : ''}left(concat_ws(',', ${record}), 4096)${isNormalised ? ')' : ''} end`;
	return `with cells as (select ${isNormalised ? 'line::bigint as line, repairs, fault, raw, ' : ''}${cells.join(', ')} from ${readFile(file, reading)}),
	judged as (select *, ${refusal} as refusal from cells)
	select ${isNormalised ? 'line' : 'null::bigint'} as line, refusal.column_name as reject_column, refusal.value as reject_value,
		refusal.reason as reject_reason, ${raw} as raw, ${repairsOf([...casts.values()], isNormalised)} as repairs,
		${staged.join(', ')} from judged`;
}

/** A row without any key of a person cannot be attributed. */
function personMissing(casts: ReadonlyMap<string, Cast>): Sql {
	const keys = ['email', 'email_sha1', 'username', 'employee_number', 'account'].flatMap(
		(field) => {
			const value = casts.get(field)?.value;
			return value === undefined || value === 'null' ? [] : [value];
		}
	);
	const none = keys.length === 0 ? 'true' : `coalesce(${keys.join(', ')}) is null`;
	return `when ${none} then {'column_name': null::varchar, 'value': null::varchar, 'reason': 'missing_person'}`;
}

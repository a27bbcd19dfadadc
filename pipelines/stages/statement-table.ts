import { message } from '#queries/messages.ts';
import type { Head } from '../readers/head.ts';
import { recogniseJson } from '../readers/json-recognise.ts';
import type { TableHead } from '../readers/table-head.ts';
import type { Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
import { statementFromCells, statementPlaces } from '../sources/xapi/columns.ts';
import { normalisedColumns } from '../readers/normalise-delimited.ts';

/** A delimited table whose rows are statements: one column holds their JSON, or each column a part of them. */
export interface StatementTable {
	readonly delimiter: string;
	readonly header: readonly string[];
	readonly headerLines: number;
	/** The column that holds whole statements; null where the headings name their parts. */
	readonly column: number | null;
	/** A phrase for people. */
	readonly evidence: string;
}

const rowsLookedAt = 20;

/** The column in which most cells hold statements as JSON. */
function columnOfStatements(rows: readonly (readonly string[])[]): number | null {
	const width = Math.max(0, ...rows.map((row) => row.length));
	for (let column = 0; column < width; column++) {
		const cells = rows.flatMap((row) => (row[column]?.trim().startsWith('{') ? row[column] : []));
		if (cells.length === 0 || cells.length * 2 < rows.length) continue;
		if (recogniseJson(cells.join('\n')).kind === 'xapi') return column;
	}
	return null;
}

function statementsUnder(table: TableHead, row: number): StatementTable | null {
	const header = table.rows[row] ?? [];
	const below = table.rows.slice(row + 1, row + 1 + rowsLookedAt);
	const place = {
		delimiter: table.delimiter,
		header,
		headerLines: (table.lines[row + 1] ?? 2) - 1
	};
	if (header.length > 1 && statementPlaces(header))
		return {
			...place,
			column: null,
			evidence: message('import.its_headings_name_parts_xapi_statements')
		};
	const column = columnOfStatements(below);
	if (column === null || header.some((cell) => cell.trim().startsWith('{'))) return null;
	const heading = header[column]?.trim() ?? '';
	return {
		...place,
		column,
		evidence: message('import.its_column_holds_xapi_statements_as', { heading })
	};
}

/** Statements as record stores export them to tables (Ralph, lrsql, Learning Locker); null for any other table. */
export function findStatementTable(
	head: Head,
	tables: readonly TableHead[]
): StatementTable | null {
	if (!/verb|actor/i.test(head.text)) return null;
	for (const table of tables) {
		for (const row of [0, 1, 2]) {
			const found = statementsUnder(table, row);
			if (found) return found;
		}
	}
	return null;
}

/**
 * A select of line and JSON over the table as `normaliseDelimited` wrote it, every record once; a record that could not
 * be cut stands as `!{"reason", "raw"}`, as `normaliseJson` writes it.
 */
export function selectStatementRows(path: string, table: StatementTable): Sql {
	const cell = (index: number): Sql => `nullif(trim(c${index}), '')`;
	const columns = [...normalisedColumns, ...table.header.map((_, index) => `c${index}`)]
		.map((column) => `${quote(column)}: 'varchar'`)
		.join(', ');
	const places = statementPlaces(table.header) ?? [];
	const json = table.column === null ? statementFromCells(places, cell) : cell(table.column);
	return `select line::bigint as line,
		case when fault is not null then '!' || json_object('reason', fault, 'raw', raw)::varchar
			else coalesce(${json}, '{}') end as json, null::varchar[] as repairs
		from read_csv(${quote(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
			columns = {${columns}}, max_line_size = 4194304)`;
}

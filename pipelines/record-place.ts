/**
 * Where a row of the warehouse stands in its file. A record of a wide table, one person with many items, becomes many rows;
 * so that each has a `line` of its own within its batch, the number of its column stands above the 40 bits of the line,
 * as the macros record_line and record_column of queries/macros/record.sql read it. Column 0 is the whole record.
 */
export interface RecordPlace {
	readonly line: number;
	/** The column counted from 1; null where the row is the whole record. */
	readonly column: number | null;
}

const lines = 2 ** 40;

/** A line and a column stay one exact number in JavaScript up to here. */
export const mostColumns = 2 ** 13 - 1;

/** The line and column that a row's `line` names. */
export function recordPlace(line: number): RecordPlace {
	const column = Math.floor(line / lines);
	return { line: line % lines, column: column === 0 ? null : column };
}

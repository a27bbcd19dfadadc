import Papa from 'papaparse';
import type { Head } from './head.ts';

/** The first records of a delimited text under one delimiter. */
export interface TableHead {
	readonly delimiter: string;
	/** The sheet of a workbook that the rows stand on; null for text. */
	readonly sheet: string | null;
	readonly rows: readonly (readonly string[])[];
	/** The physical line on which each row begins; one more than there are rows, for the end of the last. */
	readonly lines: readonly number[];
}

const delimiters = [',', ';', '\t', '|'] as const;
const rowsRead = 1000;

function lineStarts(rows: readonly (readonly string[])[]): number[] {
	const starts = [1];
	for (const row of rows) {
		const inside = row.reduce((sum, value) => sum + (value.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
		starts.push((starts.at(-1) ?? 1) + 1 + inside);
	}
	return starts;
}

/** A preamble with other line ends than the table leaves a carriage return at the end of each row. */
const withoutCarriageReturn = (row: readonly string[]): readonly string[] =>
	row.map((cell, index) => (index === row.length - 1 ? cell.replace(/\r$/, '') : cell));

/** The head read with each of the delimiters that exports use, widest tables first. The last row may be cut off. */
export function readTableHeads(head: Head): readonly TableHead[] {
	const read = delimiters.map((delimiter): TableHead => {
		const { data } = Papa.parse<string[]>(head.text, {
			delimiter,
			preview: rowsRead + 1,
			skipEmptyLines: false
		});
		const isCut = !head.isWhole && data.length <= rowsRead;
		const rows = data.slice(0, isCut ? -1 : rowsRead).map(withoutCarriageReturn);
		return { delimiter, sheet: null, rows, lines: lineStarts(rows) };
	});
	return read.toSorted((a, b) => usualWidth(b.rows) - usualWidth(a.rows));
}

/** How many fields most rows have. */
export function usualWidth(rows: readonly (readonly string[])[]): number {
	const counts = new Map<number, number>();
	for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
	const [usual] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
	return usual?.[0] ?? 0;
}

import type { Head } from './head.ts';
import type { JsonTable } from './json-table.ts';
import { lookAtAnswer } from './json-answer.ts';
import { cutFields, findEnd } from './normalise-delimited.ts';

/** The first records of a delimited text under one delimiter. */
export interface TableHead {
	readonly delimiter: string;
	/** The sheet of a workbook that the rows stand on; null for text. */
	readonly sheet: string | null;
	/** The records of a JSON file, whose header is the keys and whose lines are their places in the file. */
	readonly json?: JsonTable;
	/** Whether blanks stand before quotations, as in `"a", "b"`. */
	readonly blanksLead?: boolean;
	readonly rows: readonly (readonly string[])[];
	/** The physical line on which each row begins; one more than there are rows, for the end of the last. */
	readonly lines: readonly number[];
}

const delimiters = [',', ';', '\t', '|'] as const;
const rowsRead = 1000;

/** Whether some line begins with a quotation and goes on, behind the delimiter and blanks, with another one. */
const doBlanksLead = (text: string, delimiter: string): boolean =>
	new RegExp(
		`^"[^"\\r\\n]*"[ \\t]*\\${delimiter}${delimiter === '\t' ? ' ' : '[ \\t]'}+"`,
		'm'
	).test(text);

/** The first records by the same rules as all later ones; a damaged one over several lines is its first line only. */
function cutHead(
	text: string,
	delimiter: string
): Required<Pick<TableHead, 'rows' | 'lines' | 'blanksLead'>> {
	const bytes = Buffer.from(text);
	const blanksLead = doBlanksLead(text, delimiter);
	const rows: string[][] = [];
	const lines = [1];
	let start = 0;
	while (start < bytes.length && rows.length <= rowsRead) {
		const found = findEnd(bytes, start, delimiter.charCodeAt(0), blanksLead);
		const end = found.end < 0 ? bytes.length : found.end;
		const record = bytes.toString('utf8', start, end).replace(/\r$/, '');
		const { fields, fault } = cutFields(record, delimiter, { blanksLead, backslash: false });
		const [first = ''] = record.split(/\r\n|\r|\n/, 1);
		const isAlone = fault !== null && first.length < record.length;
		const own = isAlone ? start + Buffer.byteLength(first) : end;
		const isPair = bytes[own] === 13 && bytes[own + 1] === 10;
		rows.push(fault === null ? fields : first.split(delimiter));
		lines.push((lines.at(-1) ?? 1) + (isAlone ? 1 : Math.max(1, found.lines)));
		start = own + (isPair ? 2 : 1);
	}
	return { rows, lines, blanksLead };
}

/** The head read with each of the delimiters that exports use, widest tables first. The last row may be cut off. */
export function readTableHeads(head: Head): readonly TableHead[] {
	const read = delimiters.map((delimiter): TableHead => {
		const { rows, lines, blanksLead } = cutHead(head.text, delimiter);
		const isCut = !head.isWhole && rows.length <= rowsRead;
		const kept = rows.slice(0, isCut ? -1 : rowsRead);
		return {
			delimiter,
			sheet: null,
			blanksLead,
			rows: kept,
			lines: lines.slice(0, kept.length + 1)
		};
	});
	return read.toSorted((a, b) => usualWidth(b.rows) - usualWidth(a.rows));
}

/** The records of a JSON file as the one table that they are; null where it holds none. */
export async function readJsonHead(path: string, head: Head): Promise<TableHead | null> {
	if (!/^\s*[{[]/.test(head.text)) return null;
	const json = await lookAtAnswer(path, { encoding: head.encoding, mark: head.mark });
	if (json === null) return null;
	const rows = [json.header, ...json.rows];
	return { delimiter: ',', sheet: null, json, rows, lines: [...rows.keys(), rows.length] };
}

/** How many fields most rows of the later half have: the parameters of a report stand above its table. */
export function usualWidth(rows: readonly (readonly string[])[]): number {
	const counts = new Map<number, number>();
	for (const row of rows.slice(rows.length >> 1))
		counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
	const [usual] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
	return usual?.[0] ?? 0;
}

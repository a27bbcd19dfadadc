import type { Export } from './csv.ts';
import { csvLine, withMark } from './csv.ts';

/** A list as a spreadsheet saves it: comma, CRLF, a byte order mark where it was made in one. */
export function table(
	file: string,
	header: readonly string[],
	rows: readonly (readonly (string | number | null)[])[],
	isMarked = false
): Export {
	const text = [header, ...rows].map((row) => csvLine(row, '\r\n')).join('');
	return { file, rows: rows.length, bytes: isMarked ? withMark(text) : Buffer.from(text, 'utf8') };
}

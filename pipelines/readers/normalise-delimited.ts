import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Dialect } from './delimited.ts';
import { longestRecord } from './delimited.ts';
import type { Encoding } from './encodings.ts';
import { textOfBytes } from './head.ts';

/** One record of a damaged or unusual file, cut out by our own rules. */
interface Cut {
	readonly line: number;
	readonly bytes: Buffer;
	readonly fields: readonly string[];
	readonly fault: string | null;
	/** Nothing but blanks, delimiters and empty quotations. */
	readonly isBlank: boolean;
	readonly repairs: readonly string[];
}

/** Characters of a refused record that are kept. */
export const rawShown = 4096;
const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Where the record that begins at `start` ends, or -1 where the bytes end first; `lines` counts its line ends. */
export function findEnd(
	bytes: Buffer,
	start: number,
	delimiter: number
): { end: number; next: number; lines: number } {
	let inQuotes = false;
	let atStart = true;
	let lines = 0;
	for (let index = start; index < bytes.length; index++) {
		const byte = bytes[index] as number;
		const isEnd = byte === LF || byte === CR;
		if (isEnd && byte === CR && index + 1 === bytes.length) break;
		const next = byte === CR && bytes[index + 1] === LF ? index + 2 : index + 1;
		if (inQuotes) {
			if (byte === QUOTE) {
				if (bytes[index + 1] === QUOTE) index++;
				else inQuotes = false;
			} else if (isEnd) {
				lines++;
				index = next - 1;
			}
			continue;
		}
		if (isEnd) return { end: index, next, lines: lines + 1 };
		if (byte === QUOTE && atStart) inQuotes = true;
		atStart = byte === delimiter;
	}
	return { end: -1, next: -1, lines };
}

/** The fields of one record, and why it cannot be read as such. */
export function cutFields(
	record: string,
	delimiter: string
): { fields: string[]; fault: string | null; repaired: boolean } {
	const fields: string[] = [];
	let repaired = false;
	let index = 0;
	for (;;) {
		if (record[index] === '"') {
			let value = '';
			let close = index;
			for (;;) {
				const quote = record.indexOf('"', close + 1);
				if (quote < 0) return { fields, fault: 'unclosed_quote', repaired };
				value += record.slice(close + 1, quote);
				close = quote;
				if (record[quote + 1] !== '"') break;
				value += '"';
				close = quote + 1;
			}
			index = close + 1;
			if (index < record.length && record[index] !== delimiter)
				return { fields, fault: 'text_after_quote', repaired };
			fields.push(value);
		} else {
			const end = record.indexOf(delimiter, index);
			const value = record.slice(index, end < 0 ? record.length : end);
			if (value.includes('"')) repaired = true;
			fields.push(value);
			index = end < 0 ? record.length : end;
		}
		if (index >= record.length) return { fields, fault: null, repaired };
		index++;
		if (index === record.length) return { fields: [...fields, ''], fault: null, repaired };
	}
}

function judge(bytes: Buffer, line: number, dialect: Dialect, encoding: Encoding): Cut {
	const isText = isUtf8(bytes);
	const record = textOfBytes(bytes);
	const { fields, fault, repaired } = cutFields(record, dialect.delimiter);
	const repairs: string[] = [];
	if (!isText && encoding !== 'windows-1252') repairs.push('bytes_of_windows_1252');
	if (repaired) repairs.push('stray_quote');
	const count = fields.length - dialect.fields;
	const counted = count < 0 ? 'too_few_columns' : count > 0 ? 'too_many_columns' : null;
	return {
		line,
		bytes,
		fields,
		fault: bytes.includes(0) ? 'binary_data' : (fault ?? counted),
		isBlank: fault === null && fields.every((value) => value.trim() === ''),
		repairs
	};
}

async function* cut(
	path: string,
	dialect: Dialect,
	encoding: Encoding,
	signal?: AbortSignal
): AsyncGenerator<Cut> {
	const delimiter = dialect.delimiter.charCodeAt(0);
	let pending: Buffer = Buffer.alloc(0);
	let line = 1;
	let start = 0;
	let isInOverlong = false;

	/** Leaves the rest of a line whose record was refused as too long; false where the line goes on beyond these bytes. */
	const leaveOverlong = (): boolean => {
		const head = headOf(start, false);
		start = head?.next ?? pending.length;
		if (head === null) return false;
		line++;
		isInOverlong = false;
		return true;
	};

	const headOf = (from: number, isLast: boolean) => {
		const newline = pending.indexOf(LF, from);
		const lone = pending.indexOf(CR, from);
		const first = newline < 0 ? lone : lone < 0 ? newline : Math.min(newline, lone);
		if (first < 0) return isLast ? { end: pending.length, next: pending.length } : null;
		return {
			end: first,
			next: pending[first] === CR && pending[first + 1] === LF ? first + 2 : first + 1
		};
	};

	function* take(isLast: boolean): Generator<Cut> {
		if (isInOverlong && !leaveOverlong()) return;
		while (start < pending.length) {
			const found = findEnd(pending, start, delimiter);
			const isOpen = found.end < 0;
			const tooLong = (isOpen ? pending.length : found.end) - start > longestRecord;
			if (isOpen && !isLast && !tooLong) break;
			let { end, next, lines } = isOpen
				? { end: pending.length, next: pending.length, lines: found.lines + 1 }
				: found;
			if (isOpen && isLast && pending[end - 1] === CR) end--;
			let record = tooLong ? null : judge(pending.subarray(start, end), line, dialect, encoding);
			if (tooLong || (record?.fault && lines > 1)) {
				const head = headOf(start, isLast || tooLong);
				if (head === null) break;
				({ end, next } = head);
				const fault = tooLong && end - start > longestRecord ? 'record_too_long' : 'unclosed_quote';
				record = {
					line,
					bytes: pending.subarray(start, end),
					fields: [],
					fault,
					isBlank: end === start,
					repairs: []
				};
				isInOverlong = tooLong && end === next && !isLast;
				lines = isInOverlong ? 0 : 1;
			}
			if (record && line > dialect.headerLines) yield record;
			line += lines;
			start = next;
		}
	}

	let isFirst = true;
	const stream = createReadStream(path, { highWaterMark: 4 << 20, ...(signal && { signal }) });
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		const bytes = isFirst ? chunk.subarray(dialect.mark) : chunk;
		isFirst = false;
		pending = start < pending.length ? Buffer.concat([pending.subarray(start), bytes]) : bytes;
		start = 0;
		yield* take(false);
	}
	yield* take(true);
}

/** A value as one field of the normalised file; line breaks in it become spaces. */
export const csvField = (value: string): string => {
	const flat = value.replaceAll(/\r\n|\r|\n/g, ' ');
	return /[",]/.test(flat) ? `"${flat.replaceAll('"', '""')}"` : flat;
};

/** Columns of the normalised file before those of the export. */
export const normalisedColumns = ['line', 'repairs', 'fault', 'raw'] as const;

/**
 * Writes a file whose dialect or damage DuckDB must not be trusted with as clean CSV: one line per record, led by its
 * line number, the repairs made and, for a record that cannot be cut into its columns, the reason and the raw text.
 * A quote that is never closed costs its own line only. Returns the counts; records = lines written.
 */
export async function normaliseDelimited(
	path: string,
	outPath: string,
	dialect: Dialect,
	encoding: Encoding,
	options: { readonly signal?: AbortSignal; readonly onRows?: (rows: number) => void } = {}
): Promise<{ records: number; blankLines: number }> {
	const out = createWriteStream(outPath);
	let records = 0;
	let blankLines = 0;
	let waiting: string[] = [];
	const flush = async () => {
		const text = waiting.join('');
		waiting = [];
		if (text !== '' && !out.write(text)) await once(out, 'drain');
		options.onRows?.(records);
	};
	const empty = ','.repeat(dialect.fields - 1);
	for await (const record of cut(path, dialect, encoding, options.signal)) {
		if (record.isBlank) {
			blankLines++;
			continue;
		}
		records++;
		const lead = `${record.line},${record.repairs.join(' ')}`;
		if (record.fault !== null) {
			const raw = textOfBytes(record.bytes.subarray(0, rawShown)).replaceAll('\0', '\uFFFD');
			waiting.push(`${lead},${record.fault},${csvField(raw)},${empty}\n`);
		} else waiting.push(`${lead},,,${record.fields.map(csvField).join(',')}\n`);
		if (waiting.length >= 8192) await flush();
	}
	await flush();
	out.end();
	await once(out, 'close');
	return { records, blankLines };
}

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
const SPACE = 32;
const TAB = 9;

/**
 * Where the record that begins at `start` ends, or -1 where the bytes end first; `lines` counts its line ends. Where blanks
 * lead, a quotation may begin behind them.
 */
export function findEnd(
	bytes: Buffer,
	start: number,
	delimiter: number,
	blanksLead = false
): { end: number; next: number; lines: number } {
	let inQuotes = false;
	let atStart = true;
	let lines = 0;
	const isLed = blanksLead ? (byte: number) => byte === SPACE || byte === TAB : () => false;
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
		atStart = byte === delimiter || (atStart && isLed(byte));
	}
	return { end: -1, next: -1, lines };
}

/** How the quotations of a record are told from its text. */
interface Quoting {
	/** Whether a quotation may begin behind blanks, as in `"a", "b"`. */
	readonly blanksLead: boolean;
	/** Whether a backslash before a quotation mark makes it text, as in `"He said \"no\""`. */
	readonly backslash: boolean;
}

const usualQuoting: Quoting = { blanksLead: false, backslash: false };

/** The text of the quotation that begins at `open`, and where it is closed; null where it is not. */
function quotation(
	record: string,
	open: number,
	{ backslash }: Quoting
): { value: string; close: number } | null {
	let value = '';
	let close = open;
	for (;;) {
		const quote = record.indexOf('"', close + 1);
		if (quote < 0) return null;
		const part = record.slice(close + 1, quote);
		const slashes = backslash ? (/\\+$/.exec(part)?.[0].length ?? 0) : 0;
		if (slashes % 2 === 1) value += `${part.slice(0, -1)}"`;
		else if (record[quote + 1] === '"') value += `${part}"`;
		else return { value: value + part, close: quote };
		close = slashes % 2 === 1 ? quote : quote + 1;
	}
}

/** The place of the first sign from `index` on that is no blank; a delimiter is none. */
function passBlanks(record: string, index: number, delimiter: string): number {
	let at = index;
	while ((record[at] === ' ' || record[at] === '\t') && record[at] !== delimiter) at++;
	return at;
}

/** The fields of one record, and why it cannot be read as such. */
export function cutFields(
	record: string,
	delimiter: string,
	quoting: Quoting = usualQuoting
): { fields: string[]; fault: string | null; repaired: boolean } {
	const fields: string[] = [];
	let repaired = false;
	let index = 0;
	for (;;) {
		const open = quoting.blanksLead ? passBlanks(record, index, delimiter) : index;
		if (record[open] === '"') {
			const found = quotation(record, open, quoting);
			if (found === null) return { fields, fault: 'unclosed_quote', repaired };
			index = passBlanks(record, found.close + 1, delimiter);
			if (index < record.length && record[index] !== delimiter)
				return { fields, fault: 'text_after_quote', repaired };
			fields.push(found.value);
		} else {
			const end = record.indexOf(delimiter, index);
			const value = record.slice(index, end < 0 ? record.length : end);
			if (value.includes('"') && !/^="[^"]*"$/.test(value.trim())) repaired = true;
			fields.push(value);
			index = end < 0 ? record.length : end;
		}
		if (index >= record.length) return { fields, fault: null, repaired };
		index++;
		if (index === record.length) return { fields: [...fields, ''], fault: null, repaired };
	}
}

/** The fields of a record whose quotations do not close, where they do by the backslashes in it; null where they do not. */
function cutByBackslash(record: string, dialect: Dialect): readonly string[] | null {
	if (!record.includes('\\"')) return null;
	const { fields, fault } = cutFields(record, dialect.delimiter, {
		blanksLead: dialect.blanksLead ?? false,
		backslash: true
	});
	return fault === null && fields.length === dialect.fields ? fields : null;
}

function judge(bytes: Buffer, line: number, dialect: Dialect, encoding: Encoding): Cut {
	const isText = isUtf8(bytes);
	const record = textOfBytes(bytes);
	const own = cutFields(record, dialect.delimiter, {
		blanksLead: dialect.blanksLead ?? false,
		backslash: false
	});
	const escaped = own.fault === null ? null : cutByBackslash(record, dialect);
	const fields = escaped ?? own.fields;
	const fault = escaped === null ? own.fault : null;
	const repairs: string[] = [];
	if (escaped !== null) repairs.push('backslash_before_quote');
	if (!isText && encoding !== 'windows-1252') repairs.push('bytes_of_windows_1252');
	if (escaped === null && own.repaired) repairs.push('stray_quote');
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
			const found = findEnd(pending, start, delimiter, dialect.blanksLead);
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
				const bytes = pending.subarray(start, end);
				const isOverlong = tooLong && end - start > longestRecord;
				const alone = isOverlong ? null : judge(bytes, line, dialect, encoding);
				record = alone?.repairs.includes('backslash_before_quote')
					? alone
					: {
							line,
							bytes,
							fields: [],
							fault: isOverlong ? 'record_too_long' : 'unclosed_quote',
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

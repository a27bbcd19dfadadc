import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { wholeCharacters } from './head.ts';

/** How a delimited file is cut into records and fields. */
export interface Dialect {
	readonly delimiter: string;
	/** Fields that every record must have: those of the header. */
	readonly fields: number;
	/** Physical lines up to and with the header. */
	readonly headerLines: number;
	/** Bytes of a byte-order mark. */
	readonly mark: number;
	/** Whether blanks stand before quotations, as in `"a", "b"`; the scan takes such a file for an unusual one. */
	readonly blanksLead?: boolean;
}

/** What a pass over all bytes of a delimited file found. */
export interface DelimitedScan {
	/** Records after the header; blank lines are none. */
	readonly records: number;
	readonly blankLines: number;
	/**
	 * True where DuckDB may read the file as it stands: UTF-8, one kind of line end, one line per record, as many fields
	 * as the header everywhere, no blank line between records. The line of a record is then its number plus the header.
	 */
	readonly isPlain: boolean;
	/** No field begins or ends with a space or a tab. */
	readonly isTrimmed: boolean;
	/** Some line is so short that it may hold blanks and empty quotations only, which make no record. */
	readonly mayBeBlank: boolean;
}

/** A record is at most this many bytes; a longer one is refused. */
export const longestRecord = 1 << 20;
/** Bytes for each field below which a line may hold blanks and empty quotations only. */
const shortLine = 4;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const isBlank = (byte: number): boolean => byte === 32 || byte === 9;

/**
 * Counts the records of a UTF-8 file by a state machine of our own, because a parallel CSV reader loses the tail of a
 * damaged file without a word. Reads chunk by chunk; `onChunk` sees every chunk in order.
 */
export async function scanDelimited(
	path: string,
	dialect: Dialect,
	options: {
		readonly signal?: AbortSignal;
		readonly onChunk?: (chunk: Buffer, rows: number) => void;
	} = {}
): Promise<DelimitedScan> {
	const scanner = delimitedScanner(dialect);
	const stream = createReadStream(path, {
		highWaterMark: 4 << 20,
		...(options.signal && { signal: options.signal })
	});
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		scanner.push(chunk);
		options.onChunk?.(chunk, scanner.records());
	}
	return scanner.end();
}

/** The state machine behind `scanDelimited`, for bytes that arrive from elsewhere. */
export function delimitedScanner(dialect: Dialect) {
	const delimiter = dialect.delimiter.charCodeAt(0);
	const special = new Uint8Array(256);
	for (const byte of [delimiter, LF, CR, QUOTE, 0]) special[byte] = 1;
	let line = 0;
	let fields = 1;
	let bytes = 0;
	let records = 0;
	let blanks = 0;
	let pendingBlanks = 0;
	let isPlain = true;
	let isTrimmed = true;
	let hasQuotes = false;
	let mayBeBlank = false;
	let last = LF;
	let inQuotes = false;
	let afterQuote = false;
	let atStart = true;
	let sawCr = false;
	let crlf = 0;
	let lf = 0;
	let offset = 0;
	let rest: Uint8Array = new Uint8Array(0);

	function endLine(): void {
		if (bytes > longestRecord) isPlain = false;
		line++;
		if (line > dialect.headerLines) {
			if (bytes < fields) {
				blanks++;
				pendingBlanks++;
				if (bytes > 0) isPlain = false;
			} else {
				records++;
				if (pendingBlanks > 0 || fields !== dialect.fields) isPlain = false;
				if (bytes < shortLine * fields && (hasQuotes || !isTrimmed)) mayBeBlank = true;
			}
		}
		fields = 1;
		bytes = 0;
		afterQuote = false;
		atStart = true;
	}

	function checkText(chunk: Buffer): void {
		const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
		const whole = wholeCharacters(joined);
		if (!isUtf8(whole)) isPlain = false;
		rest = joined.subarray(whole.length);
	}

	/** The first byte from here on that can end a field, a record or a quotation. */
	function skipPlain(chunk: Buffer, from: number): number {
		let index = from;
		while (index < chunk.length && special[chunk[index] as number] === 0) index++;
		return index;
	}

	/** The end of a quotation, or of the chunk; line breaks inside are counted as unusual. */
	function skipQuoted(chunk: Buffer, from: number): number {
		let index = from;
		while (index < chunk.length && chunk[index] !== QUOTE) {
			if (chunk[index] === LF || chunk[index] === CR) isPlain = false;
			index++;
		}
		return index;
	}

	function takeQuote(): void {
		hasQuotes = true;
		if (inQuotes) {
			inQuotes = false;
			afterQuote = true;
		} else if (afterQuote || atStart) inQuotes = true;
		else isPlain = false;
		bytes++;
		atStart = false;
	}

	function push(chunk: Buffer): void {
		const isStart = special[last] === 1 && (!inQuotes || last === QUOTE);
		if (isStart && isBlank(chunk[0] ?? LF)) isTrimmed = false;
		let index = offset < dialect.mark ? Math.min(dialect.mark - offset, chunk.length) : 0;
		offset += chunk.length;
		if (isPlain) checkText(chunk);
		while (index < chunk.length) {
			if (sawCr) {
				sawCr = false;
				if (chunk[index] === LF) {
					crlf++;
					index++;
				} else isPlain = false;
				endLine();
				continue;
			}
			const end = inQuotes ? skipQuoted(chunk, index) : skipPlain(chunk, index);
			if (end > index) {
				if (!inQuotes) {
					if (afterQuote) isPlain = false;
					atStart = false;
				}
				bytes += end - index;
				index = end;
				if (index === chunk.length) break;
			}
			const byte = chunk[index++] as number;
			if (isBlank(index > 1 ? (chunk[index - 2] as number) : last) || isBlank(chunk[index] ?? LF)) {
				isTrimmed = false;
			}
			if (byte === delimiter && !inQuotes) {
				fields++;
				bytes++;
				afterQuote = false;
				atStart = true;
			} else if (byte === LF && !inQuotes) {
				lf++;
				endLine();
			} else if (byte === CR && !inQuotes) sawCr = true;
			else if (byte === QUOTE) takeQuote();
			else {
				isPlain = false;
				bytes++;
			}
		}
		last = chunk.at(-1) ?? last;
	}

	return {
		push,
		records: () => records,
		end(): DelimitedScan {
			if (sawCr) {
				isPlain = false;
				endLine();
			} else if (bytes > 0) endLine();
			if (inQuotes || rest.length > 0) isPlain = false;
			if (crlf > 0 && lf > 0) isPlain = false;
			return { records, blankLines: blanks, isPlain, isTrimmed, mayBeBlank };
		}
	};
}

import { isUtf8 } from 'node:buffer';

/** Deepest nesting of a record; DuckDB's own JSON readers fall over on hostile depth (duckdb/duckdb#25967). */
export const maxRecordDepth = 64;
/** Longest record in bytes. */
export const maxRecordBytes = 4 * 1024 * 1024;
const rawBytes = 4096;

/** Why the scanner refused a piece of text by itself. */
export type JsonRefusal =
	| 'json_too_deep'
	| 'json_too_long'
	| 'json_unbalanced'
	| 'json_truncated'
	| 'malformed_json'
	| 'invalid_utf8'
	| 'stray_text'
	| 'not_an_object';

/** Hears of each record in file order; the bytes are valid only during the call, and none where nothing is captured. */
export interface JsonSink {
	readonly record: (line: number, parts: readonly Buffer[]) => void;
	readonly refuse: (line: number, reason: JsonRefusal, raw: string) => void;
}

/** What was seen so far. `isPlain`: each line is one usable record and nothing else, without control characters. */
export interface JsonSeen {
	records: number;
	refused: number;
	blankLines: number;
	arrays: number;
	pages: number;
	/** Pages that name a next one. */
	openPages: number;
	isPlain: boolean;
	isTruncated: boolean;
}

/** The count at the beginning. */
export const nothingSeen = (): JsonSeen => ({
	records: 0,
	refused: 0,
	blankLines: 0,
	arrays: 0,
	pages: 0,
	openPages: 0,
	isPlain: true,
	isTruncated: false
});

/** Collects the bytes of one record over chunk borders, never more than the longest record and one chunk. */
export function recordKeeper(sink: JsonSink, capture: boolean) {
	let reason: JsonRefusal | null = null;
	let start = 0;
	let line = 1;
	let length = 0;
	let parts: Buffer[] = [];
	let head: Buffer[] = [];
	let isHeld = false;

	function keep(chunk: Buffer, end: number, isLast: boolean) {
		const piece = chunk.subarray(start, end);
		if (length < rawBytes && (!isLast || reason !== null || piece.length > maxRecordBytes)) {
			head.push(Buffer.from(piece.subarray(0, rawBytes - length)));
		}
		length += piece.length;
		if (length > maxRecordBytes) parts = [];
		else if (capture) parts.push(isLast ? piece : Buffer.from(piece));
		start = 0;
	}

	return {
		begin(at: number, onLine: number, why: JsonRefusal | null) {
			reason = why;
			start = at;
			line = onLine;
			length = 0;
			parts = [];
			head = [];
		},
		/** The first fault of a record is the one that is told. */
		blame(why: JsonRefusal) {
			reason ??= why;
		},
		isSound: () => reason === null,
		/** The chunk ends, perhaps inside the record. */
		carry(chunk: Buffer, isInside: boolean) {
			if (isInside) keep(chunk, chunk.length, false);
			else if (isHeld) parts = parts.map((part) => Buffer.from(part));
		},
		/** The record ends before `end`; answers whether it can be used. With `hold` it waits for what else its line says. */
		finish(chunk: Buffer, end: number, hold: boolean): boolean {
			keep(chunk, end, true);
			if (length > maxRecordBytes) reason ??= 'json_too_long';
			const text = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
			if (reason === null && capture && !isUtf8(text)) reason = 'invalid_utf8';
			const isUsable = reason === null;
			isHeld = isUsable && hold;
			if (isHeld) return true;
			if (reason === null) sink.record(line, parts);
			else {
				const raw = Buffer.concat(head.length > 0 ? head : parts);
				sink.refuse(line, reason, raw.toString('utf8', 0, rawBytes).trimEnd());
			}
			parts = [];
			head = [];
			return isUsable;
		},
		/** Nothing else stands on the line of the held record. */
		release() {
			if (isHeld) sink.record(line, parts);
			isHeld = false;
		},
		/** Other text follows on the line of the held record, which is then one refused record as a whole. */
		spoil(at: number): boolean {
			if (!isHeld) return false;
			isHeld = false;
			reason = 'stray_text';
			start = at;
			head = [Buffer.from(Buffer.concat(parts).subarray(0, rawBytes))];
			return true;
		}
	};
}

import { isUtf8 } from 'node:buffer';

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
	isPlain: boolean;
	isTruncated: boolean;
	more: string | null;
}

/** Collects the bytes of one record over chunk borders, never more than the longest record and one chunk. */
export function recordKeeper(sink: JsonSink, capture: boolean) {
	let reason: JsonRefusal | null = null;
	let start = 0;
	let line = 1;
	let length = 0;
	let parts: Buffer[] = [];
	let head: Buffer[] = [];

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
		/** The chunk ends inside the record. */
		carry(chunk: Buffer) {
			keep(chunk, chunk.length, false);
		},
		/** The record ends before `end`; answers whether it can be used. */
		finish(chunk: Buffer, end: number): boolean {
			keep(chunk, end, true);
			if (length > maxRecordBytes) reason ??= 'json_too_long';
			if (
				reason === null &&
				capture &&
				!isUtf8(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
			) {
				reason = 'invalid_utf8';
			}
			const isUsable = reason === null;
			if (reason === null) sink.record(line, parts);
			else
				sink.refuse(
					line,
					reason,
					Buffer.concat(head.length > 0 ? head : parts)
						.toString('utf8', 0, rawBytes)
						.trimEnd()
				);
			parts = [];
			head = [];
			return isUsable;
		}
	};
}

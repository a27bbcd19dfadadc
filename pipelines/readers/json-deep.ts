import { byteClass, classOf, skipsInString } from './json-bytes.ts';

/** Where the reading stands, and the brackets that are open there. */
export interface DeepCursor {
	at: number;
	open: number;
	readonly brackets: Uint8Array;
}

/**
 * Passes over what lies below the first level of a record, the bulk of every file. Stops at the end of the bytes, inside a
 * string that is not over, where the first level begins again, or at a token that needs a closer look.
 */
export function passDeep(
	chunk: Buffer,
	cursor: DeepCursor,
	floor: number,
	deepest: number
): 'end' | 'string' | 'level' | 'token' {
	const { brackets } = cursor;
	const end = chunk.length;
	let { at, open } = cursor;
	let stop: 'end' | 'string' | 'level' | 'token' = 'end';
	while (at < end) {
		const byte = chunk[at] as number;
		const kind = classOf[byte] as number;
		if (kind === byteClass.quote) {
			let next = at + 1;
			while (next < end && skipsInString[chunk[next] as number] === 1) next++;
			while (next + 1 < end && chunk[next] === 0x5c && (chunk[next + 1] as number) >= 0x20) {
				next += 2;
				while (next < end && skipsInString[chunk[next] as number] === 1) next++;
			}
			const isOver = next < end && chunk[next] === 0x22;
			at = isOver ? next + 1 : next;
			if (isOver) continue;
			stop = 'string';
			break;
		}
		if (kind <= byteClass.colon) at++;
		else if (kind === byteClass.opener && open < deepest) {
			brackets[open++] = byte;
			at++;
		} else if (kind === byteClass.closer && brackets[open - 1] === (byte === 0x5d ? 0x5b : 0x7b)) {
			open--;
			at++;
			if (open > floor) continue;
			stop = 'level';
			break;
		} else {
			stop = 'token';
			break;
		}
	}
	cursor.at = at;
	cursor.open = open;
	return stop;
}

/** A short string that is remembered while it is passed; no length means that it is not. */
export interface Word {
	length: number;
	readonly bytes: Buffer;
}

/** The text of a word; empty where it was too long to remember. */
export const wordOf = ({ length, bytes }: Word): string =>
	length <= bytes.length ? bytes.toString('utf8', 0, length) : '';

/** Reads on inside a string: to its quote, to a raw control character, or to the end, which may split an escape. */
export function passString(
	chunk: Buffer,
	cursor: DeepCursor,
	word: Word
): 'quote' | 'control' | 'end' | 'escape' {
	const end = chunk.length;
	for (;;) {
		const run = cursor.at;
		let at = run;
		while (at < end && skipsInString[chunk[at] as number] === 1) at++;
		if (word.length >= 0) {
			if (word.length + at - run <= word.bytes.length) chunk.copy(word.bytes, word.length, run, at);
			word.length += at - run;
		}
		cursor.at = at;
		if (at >= end) return 'end';
		if (chunk[at] === 0x22) return 'quote';
		if (chunk[at] !== 0x5c) return 'control';
		cursor.at++;
		if (cursor.at >= end) return 'escape';
		if ((chunk[cursor.at] as number) >= 0x20) cursor.at++;
	}
}

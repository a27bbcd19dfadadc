import {
	beginsValue,
	byteClass,
	classOf,
	closeBracket,
	openBrace,
	openBracket,
	skipsShallow
} from './json-bytes.ts';
import { passDeep, passString, wordOf } from './json-deep.ts';
import type { JsonRefusal, JsonSink } from './json-record.ts';
import { maxRecordDepth, nothingSeen, recordKeeper } from './json-record.ts';

const [between, inRecord, inStray, inPage] = [0, 1, 2, 3];

/**
 * Finds the records of a JSON text in one pass over its bytes: the elements of arrays, of `{"statements":[…]}` pages, or
 * objects one after the other. With `lineMode` a line end closes whatever is open, so a broken line costs only itself.
 */
export function jsonMachine(
	sink: JsonSink,
	{ lineMode, capture }: { readonly lineMode: boolean; readonly capture: boolean }
) {
	const seen = nothingSeen();
	const keeper = recordKeeper(sink, capture);
	const brackets = new Uint8Array(maxRecordDepth + 8);
	const cursor = { at: 0, open: 0, brackets };
	const word = { length: -1, bytes: Buffer.alloc(4096) };
	let mode: number = between;
	let line = 1;
	let lineRecords = 0;
	let lineHasText = false;
	let depth = 0; // open brackets
	let base = 0; // those that hold the records
	let beyond = 0; // those too deep to remember
	let page = -1; // those around the page
	let inString = false;
	let isEscaped = false;
	let isAfterColon = false;
	let key = '';
	let more = '';

	function begin(at: number, next: number, why: JsonRefusal | null) {
		mode = next;
		lineHasText = true;
		key = more = '';
		if (next === inStray && keeper.spoil(at)) {
			seen.records--;
			return;
		}
		keeper.release();
		keeper.begin(at, line, why);
		if (++lineRecords > 1) seen.isPlain = false;
	}

	function finish(chunk: Buffer, end: number) {
		seen.records++;
		if (!keeper.finish(chunk, end, lineMode && base === 0)) {
			seen.refused++;
			seen.isPlain = false;
		}
		mode = between;
		depth = base;
		beyond = 0;
		inString = isEscaped = isAfterColon = false;
		word.length = -1;
		lineHasText = true;
	}

	/** An array or page that ends too early is a refused record of its own, so that the loss is seen. */
	function lose(why: JsonRefusal) {
		seen.records++;
		seen.refused++;
		seen.isPlain = false;
		sink.refuse(line, why, '');
		depth = base = 0;
		page = -1;
		mode = between;
	}

	function closeLevel(at: number, byte: number) {
		lineHasText = true;
		if (base === 0 || byte !== closeBracket) {
			begin(at, inStray, 'stray_text');
			return;
		}
		depth = --base;
		if (page < 0 || base !== page + 1) return;
		base = page;
		mode = inPage;
		key = '';
	}

	function closed(chunk: Buffer, at: number, byte: number) {
		if (beyond > 0) {
			beyond--;
			return;
		}
		const opener = byte === closeBracket ? openBracket : openBrace;
		const floor = mode === inPage ? page : base;
		let match = depth;
		while (match > floor && brackets[match - 1] !== opener) match--;
		if (match !== depth || match === floor) keeper.blame('json_unbalanced');
		if (match > floor) depth = match - 1;
		if (mode === inPage) {
			if (depth > floor) return;
			mode = between;
			page = -1;
		} else if (match > floor) {
			if (depth === base) finish(chunk, at + 1);
		} else if (base > 0 && brackets[base - 1] === opener) {
			finish(chunk, at);
			closeLevel(at, byte);
		}
	}

	function opened(at: number, byte: number) {
		if (mode === between) {
			if (byte === openBracket && depth === 0) {
				seen.arrays++;
				seen.isPlain = false;
				lineHasText = true;
				brackets[depth++] = byte;
				base = 1;
				return;
			}
			begin(at, inRecord, byte === openBracket ? 'not_an_object' : null);
		} else if (
			byte === openBracket &&
			isAfterColon &&
			key === 'statements' &&
			(mode === inPage || (page < 0 && keeper.isSound()))
		) {
			if (mode === inRecord) {
				seen.pages++;
				seen.isPlain = false;
				page = base;
				if (more !== '') seen.openPages++;
			}
			brackets[depth++] = byte;
			base = depth;
			mode = between;
			isAfterColon = false;
			return;
		}
		isAfterColon = false;
		key = '';
		if (depth - base >= maxRecordDepth) {
			beyond++;
			keeper.blame('json_too_deep');
		} else brackets[depth++] = byte;
	}

	function newline(chunk: Buffer, at: number) {
		if (mode === inRecord && lineMode) keeper.blame('json_unbalanced');
		if (mode === inStray || (mode === inRecord && lineMode)) finish(chunk, at);
		else if (mode === inRecord) seen.isPlain = false;
		if (lineMode && (base > 0 || mode === inPage)) lose('json_unbalanced');
		keeper.release();
		if (mode === between && !lineHasText) {
			seen.isPlain = false;
			if (base === 0) seen.blankLines++;
		}
		line++;
		lineRecords = 0;
		lineHasText = false;
	}

	function wordEnded() {
		const text = wordOf(word);
		word.length = -1;
		if (!isAfterColon) key = text;
		else if (key === 'more' && mode === inRecord) more = text;
		else if (key === 'more' && text !== '') seen.openPages++;
	}

	/** Reads on inside a string; answers where to go on. */
	function readString(chunk: Buffer, from: number): number {
		cursor.at = from;
		if (isEscaped && (chunk[from] ?? 0) >= 0x20) cursor.at++;
		const stop = passString(chunk, cursor, word);
		isEscaped = stop === 'escape';
		if (stop === 'quote') {
			inString = false;
			if (word.length >= 0) wordEnded();
			return cursor.at + 1;
		}
		if (stop !== 'control') return cursor.at;
		seen.isPlain = false;
		const isLineEnd = chunk[cursor.at] === 0x0a;
		keeper.blame(isLineEnd && lineMode ? 'json_unbalanced' : 'malformed_json');
		if (!isLineEnd) return cursor.at + 1;
		inString = false;
		word.length = -1;
		return cursor.at;
	}

	function readDeep(chunk: Buffer, from: number): number {
		cursor.at = from;
		cursor.open = depth;
		const stop = passDeep(
			chunk,
			cursor,
			(mode === inPage ? page : base) + 1,
			base + maxRecordDepth
		);
		depth = cursor.open;
		if (stop === 'string') {
			inString = true;
			word.length = -1;
		}
		return stop === 'token' ? readToken(chunk, cursor.at) : cursor.at;
	}

	function readInside(chunk: Buffer, from: number): number {
		const floor = (mode === inPage ? page : base) + 1;
		if (beyond === 0 && depth > floor) return readDeep(chunk, from);
		let at = from;
		while (at < chunk.length && skipsShallow[chunk[at] as number] === 1) at++;
		return at < chunk.length ? readToken(chunk, at) : at;
	}

	function readToken(chunk: Buffer, at: number): number {
		const byte = chunk[at] as number;
		const kind = classOf[byte];
		if (kind === byteClass.quote) {
			inString = true;
			word.length = beyond === 0 && depth === (mode === inPage ? page : base) + 1 ? 0 : -1;
		} else if (kind === byteClass.opener) opened(at, byte);
		else if (kind === byteClass.closer) closed(chunk, at, byte);
		else if (kind === byteClass.newline) newline(chunk, at);
		else if (kind === byteClass.colon) isAfterColon = true;
		else if (kind === byteClass.comma) isAfterColon = false;
		else if (kind !== byteClass.other) seen.isPlain = false;
		if (kind === byteClass.control) keeper.blame('malformed_json');
		return at + 1;
	}

	function readBetween(chunk: Buffer, at: number): number {
		const byte = chunk[at] as number;
		const kind = classOf[byte];
		if (kind === byteClass.opener) opened(at, byte);
		else if (kind === byteClass.closer) closeLevel(at, byte);
		else if (kind === byteClass.newline) newline(chunk, at);
		else if (kind === byteClass.blank) seen.isPlain = false;
		else if (kind === byteClass.comma) {
			lineHasText = true;
			if (base === 0) seen.isPlain = false;
		} else if (kind !== byteClass.space) {
			begin(at, inStray, beginsValue(byte) ? 'not_an_object' : 'stray_text');
			return at;
		}
		return at + 1;
	}

	function readStray(chunk: Buffer, at: number): number {
		const byte = chunk[at] as number;
		const isNext =
			byte === openBrace
				? base > 0 || !lineMode
				: base > 0 && (byte === 0x2c || byte === closeBracket);
		if (isNext) {
			finish(chunk, at);
			return at;
		}
		if (byte === 0x0a) newline(chunk, at);
		else if (byte === 0x22) inString = true;
		return at + 1;
	}

	return {
		seen,
		push(chunk: Buffer) {
			let at = 0;
			while (at < chunk.length) {
				if (inString) at = readString(chunk, at);
				else if (mode === inRecord || mode === inPage) at = readInside(chunk, at);
				else if (mode === between) at = readBetween(chunk, at);
				else at = readStray(chunk, at);
			}
			keeper.carry(chunk, mode === inRecord || mode === inStray);
		},
		end() {
			keeper.release();
			const nothing = Buffer.alloc(0);
			if (mode === inRecord) {
				seen.isTruncated = true;
				keeper.blame('json_truncated');
			}
			if (mode === inRecord || mode === inStray) finish(nothing, 0);
			else if (base > 0 || mode === inPage) {
				seen.isTruncated = true;
				lose('json_truncated');
			}
		}
	};
}

import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Encoding } from './encodings.ts';
import { isWide } from './encodings.ts';
import { foreignBytes, foreignText } from './foreign.ts';
import type { EncodingGuess } from './guess-encoding.ts';
import { foreignCells, guessEncoding, shiftedJapanese } from './guess-encoding.ts';

/** The beginning of a file as text, and how its bytes read. */
export interface Head {
	readonly text: string;
	readonly encoding: Encoding;
	/** Bytes of a byte-order mark. */
	readonly mark: number;
	/** False where the text is only the beginning. */
	readonly isWhole: boolean;
	/** How the encoding was found, where no mark, no UTF-16 and no UTF-8 tells it and nobody named it. */
	readonly guess: EncodingGuess | null;
	/** Whether a person named the encoding. */
	readonly isAsked: boolean;
}

const headBytes = 512 * 1024;
const chunkBytes = 4 * 1024 * 1024;

const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
	{ encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
	{ encoding: 'utf-16le', bytes: [0xff, 0xfe] },
	{ encoding: 'utf-16be', bytes: [0xfe, 0xff] }
];

const startsWith = (bytes: Uint8Array, with_: readonly number[]): boolean =>
	with_.every((byte, index) => bytes[index] === byte);

/** UTF-16 without a mark shows as text in which every other byte is zero. */
function guessUtf16(bytes: Uint8Array): Encoding | null {
	const sample = bytes.subarray(0, 4096);
	if (sample.length < 8) return null;
	const zeros = [0, 0];
	for (const [index, byte] of sample.entries())
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	const half = sample.length / 2;
	if ((zeros[1] ?? 0) > half * 0.7 && (zeros[0] ?? 0) < half * 0.1) return 'utf-16le';
	if ((zeros[0] ?? 0) > half * 0.7 && (zeros[1] ?? 0) < half * 0.1) return 'utf-16be';
	return null;
}

/** The bytes up to the end of their last whole UTF-8 character. */
export function wholeCharacters(bytes: Uint8Array): Uint8Array {
	for (let back = 1; back <= Math.min(4, bytes.length); back++) {
		const byte = bytes[bytes.length - back] ?? 0;
		if ((byte & 0xc0) === 0x80) continue;
		const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
		return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
	}
	return bytes;
}

const western = new TextDecoder('windows-1252');

/** One record, or more of them, of a file that is cut as it stands: UTF-8 where it is such, else Windows-1252. */
export const textOfBytes = (bytes: Buffer): string =>
	isUtf8(bytes) ? bytes.toString('utf8') : western.decode(bytes);

/** The lines of a text with their ends. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
	let start = 0;
	for (let at = 0; at < bytes.length; at++) {
		if (bytes[at] !== 10 && bytes[at] !== 13) continue;
		yield bytes.subarray(start, at + 1);
		start = at + 1;
	}
	yield bytes.subarray(start);
}

function decode(bytes: Buffer, encoding: Encoding): string {
	if (encoding !== 'utf-8' && encoding !== 'windows-1252')
		return new TextDecoder(encoding).decode(bytes);
	if (isUtf8(wholeCharacters(bytes))) return new TextDecoder('utf-8').decode(bytes);
	return [...linesOf(bytes)].map(textOfBytes).join('');
}

/** Whether most lines with other than ASCII are UTF-8: then it is that, with some bytes of another encoding in it. */
function isMostlyUtf8(bytes: Buffer): boolean {
	let more = 0;
	for (const line of linesOf(bytes)) if (!isAscii(line)) more += isUtf8(line) ? 1 : -1;
	return more > 0;
}

/** The sign that shifts from one set of characters to another in ISO-2022. */
const escape = 0x1b;
const isPlainAscii = (bytes: Buffer): boolean => isAscii(bytes) && !bytes.includes(escape);

/** The bytes from the first line with other than ASCII on, which may lie behind the beginning of the file. */
async function foreignPart(file: FileHandle, head: Buffer, isWhole: boolean): Promise<Buffer> {
	if (isWhole || !isPlainAscii(head)) return head;
	const buffer = Buffer.alloc(chunkBytes);
	for (let at = head.length; ;) {
		const { bytesRead } = await file.read(buffer, 0, chunkBytes, at);
		if (bytesRead === 0) return head;
		const bytes = buffer.subarray(0, bytesRead);
		if (!isPlainAscii(bytes)) {
			const from =
				bytes.lastIndexOf(
					10,
					bytes.findIndex((byte) => byte >= 0x80 || byte === escape)
				) + 1;
			const { bytesRead: read } = await file.read(buffer, 0, headBytes, at + from);
			return buffer.subarray(0, read);
		}
		at += bytesRead;
	}
}

/** JSON is UTF-8 by its standard, so that nothing is guessed in it. */
const isJsonText = (head: Buffer): boolean => /^\s*[{[]/.test(head.toString('latin1', 0, 4096));

interface Found {
	readonly encoding: Encoding;
	readonly mark: number;
	readonly guess: EncodingGuess | null;
}

async function encodingOf(file: FileHandle, head: Buffer, isWhole: boolean): Promise<Found> {
	const marked = marks.find((candidate) => startsWith(head, candidate.bytes));
	if (marked) return { encoding: marked.encoding, mark: marked.bytes.length, guess: null };
	const plain = { mark: 0, guess: null };
	const wide = guessUtf16(head);
	if (wide) return { encoding: wide, ...plain };
	const isJson = isJsonText(head);
	const bytes = await foreignPart(file, head, isWhole || isJson);
	const shifted = isJson || !isAscii(bytes) ? null : shiftedJapanese(bytes);
	if (shifted) return { encoding: shifted.encoding, mark: 0, guess: shifted };
	if (isUtf8(wholeCharacters(bytes))) return { encoding: 'utf-8', ...plain };
	if (isJson) return { encoding: 'windows-1252', ...plain };
	if (isMostlyUtf8(bytes)) return { encoding: 'utf-8', ...plain };
	const guess = await guessEncoding(foreignCells(bytes));
	return { encoding: guess.encoding, mark: 0, guess };
}

/**
 * Reads the first half megabyte of an unpacked file. Throws `empty_file`, `wrong_format` for what is known not to be
 * text, `not_text` for other binary files. `asked` is an encoding that a person named.
 */
export async function readHead(path: string, asked?: Encoding): Promise<Head> {
	const file = await open(path, 'r').catch((cause: unknown) => {
		throw new ImportError('not_readable', message('import.file_cannot_be_read'), {}, { cause });
	});
	try {
		const buffer = Buffer.alloc(headBytes);
		const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
		const bytes = buffer.subarray(0, bytesRead);
		if (bytesRead === 0)
			throw new ImportError('empty_file', message('import.file_empty_nothing_was_imported'));
		const known = foreignBytes(bytes);
		if (known)
			throw new ImportError('wrong_format', message('import.nothing_was_imported', { known }));
		const isWhole = bytesRead < headBytes;
		// Where a person named the encoding, only a mark at the beginning matters.
		const found = await encodingOf(file, bytes, isWhole || asked !== undefined);
		const encoding = asked ?? found.encoding;
		const mark = encoding === found.encoding ? found.mark : 0;
		const text = decode(bytes.subarray(mark), encoding);
		if (!isWide(encoding) && bytes.subarray(0, 4096).filter((byte) => byte === 0).length > 16) {
			throw new ImportError('not_text', message('import.file_not_text_nothing_was_imported'));
		}
		const markup = foreignText(text);
		if (markup)
			throw new ImportError('wrong_format', message('import.nothing_was_imported_2', { markup }));
		if (text.trim() === '')
			throw new ImportError('empty_file', message('import.file_holds_no_text_nothing_was'));
		const isAsked = asked !== undefined;
		return { text, encoding, mark, isWhole, guess: isAsked ? null : found.guess, isAsked };
	} finally {
		await file.close();
	}
}

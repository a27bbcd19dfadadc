import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import { foreignBytes, foreignText } from './foreign.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The beginning of a file as text, and how its bytes read. */
export interface Head {
	readonly text: string;
	readonly encoding: Encoding;
	/** Bytes of a byte-order mark. */
	readonly mark: number;
	/** False where the text is only the beginning. */
	readonly isWhole: boolean;
}

const headBytes = 512 * 1024;

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

function encodingOf(bytes: Uint8Array): { encoding: Encoding; mark: number } {
	const marked = marks.find((candidate) => startsWith(bytes, candidate.bytes));
	if (marked) return { encoding: marked.encoding, mark: marked.bytes.length };
	const wide = guessUtf16(bytes);
	if (wide) return { encoding: wide, mark: 0 };
	return { encoding: isUtf8(wholeCharacters(bytes)) ? 'utf-8' : 'windows-1252', mark: 0 };
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
		const guessed = encodingOf(bytes);
		const encoding = asked ?? guessed.encoding;
		const mark = encoding === guessed.encoding ? guessed.mark : 0;
		const text = new TextDecoder(encoding).decode(bytes.subarray(mark));
		if (
			encoding !== 'utf-16le' &&
			encoding !== 'utf-16be' &&
			bytes.subarray(0, 4096).filter((byte) => byte === 0).length > 16
		) {
			throw new ImportError('not_text', message('import.file_not_text_nothing_was_imported'));
		}
		const markup = foreignText(text);
		if (markup)
			throw new ImportError('wrong_format', message('import.nothing_was_imported_2', { markup }));
		if (text.trim() === '')
			throw new ImportError('empty_file', message('import.file_holds_no_text_nothing_was'));
		return { text, encoding, mark, isWhole: bytesRead < headBytes };
	} finally {
		await file.close();
	}
}

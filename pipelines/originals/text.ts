import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** Where the original of a batch is kept; it is gone once its batch was taken back. */
export const originalOf = (dataDir: string, sha256: string): string =>
	join(dataDir, 'originals', `${sha256}.zst`);

/** The end of a chain of streams, each destroyed with the others; what fails is told to whoever reads the end. */
function chained(first: Readable, ...rest: readonly Duplex[]): Readable {
	return rest.reduce<Readable>((from, to) => pipeline(from, to, () => undefined), first);
}

/** Whether the kept original came as gzip, by its first bytes. */
async function cameGzipped(path: string): Promise<boolean> {
	for await (const chunk of chained(createReadStream(path), createZstdDecompress())) {
		const bytes = chunk as Buffer;
		return bytes[0] === 0x1f && bytes[1] === 0x8b;
	}
	return false;
}

/** The kept original as text: unpacked from our zstd, and from gzip where it came so. */
export async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
	const own = [createZstdDecompress(), ...((await cameGzipped(path)) ? [createGunzip()] : [])];
	const decoder = new TextDecoder(encoding);
	for await (const chunk of chained(createReadStream(path), ...own))
		yield decoder.decode(chunk as Buffer, { stream: true });
	yield decoder.decode();
}

/** The longest text of a line that is shown. */
export const longestShown = 16_384;

/** Whether a quotation mark of this text of a table is still open. */
export const isOpen = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;

/** Lines of a text, ended by LF, CR LF or a lone CR, as the importer counts them; longer ones are cut to one character more. */
export async function* linesOf(
	text: AsyncIterable<string>,
	longest: number
): AsyncGenerator<string> {
	let line = '';
	let wasCr = false;
	for await (const chunk of text) {
		let from = 0;
		for (let at = 0; at < chunk.length; at++) {
			const code = chunk.charCodeAt(at);
			if (code === 10 && wasCr && at === from) from = at + 1;
			else if (code === 10 || code === 13) {
				yield (line + chunk.slice(from, at)).slice(0, longest + 1);
				line = '';
				from = at + 1;
			}
			wasCr = code === 13;
		}
		line = (line + chunk.slice(from)).slice(0, longest + 1);
	}
	if (line !== '') yield line;
}

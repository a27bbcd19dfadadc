import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createZstdCompress } from 'node:zlib';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Encoding } from './encodings.ts';

/** Text that unpacks to more than this many times its size is taken for a bomb. */
const highestRatio = 200;
const largestUnpacked = 200e9;

/** A file as it came: its fingerprint and size. */
export interface Received {
	readonly sha256: string;
	readonly bytes: number;
}

export interface ReceiveOptions {
	readonly signal?: AbortSignal;
	readonly onBytes?: (bytes: number) => void;
}

/** True for gzip, by its first bytes. Throws `not_readable` where the file cannot be opened. */
export async function isGzip(path: string): Promise<boolean> {
	const file = await open(path, 'r').catch((cause: unknown) => {
		throw new ImportError(
			'not_readable',
			message('import.file_cannot_be_read_nothing_was_2'),
			{},
			{ cause }
		);
	});
	try {
		const bytes = Buffer.alloc(2);
		await file.read(bytes, 0, 2, 0);
		return bytes[0] === 0x1f && bytes[1] === 0x8b;
	} finally {
		await file.close();
	}
}

/**
 * Fingerprints a file and keeps it, compressed and named by its SHA-256, in `originals`; a file that is kept already is
 * only fingerprinted.
 */
export async function receive(
	path: string,
	originals: string,
	options: ReceiveOptions = {}
): Promise<Received> {
	const hash = createHash('sha256');
	let bytes = 0;
	const meter = new Transform({
		highWaterMark: 4 << 20,
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			bytes += chunk.length;
			options.onBytes?.(bytes);
			done(null, chunk);
		}
	});
	const part = join(originals, `${randomUUID()}.part`);
	try {
		await pipeline(
			createReadStream(path, { highWaterMark: 4 << 20 }),
			meter,
			createZstdCompress({
				chunkSize: 1 << 20,
				params: { [constants.ZSTD_c_compressionLevel]: 1 }
			}),
			createWriteStream(part, { mode: 0o600 }),
			{ ...(options.signal && { signal: options.signal }) }
		);
		const sha256 = hash.digest('hex');
		const kept = join(originals, `${sha256}.zst`);
		if (existsSync(kept)) await rm(part);
		else await rename(part, kept);
		return { sha256, bytes };
	} catch (cause) {
		await rm(part, { force: true });
		throw cause;
	}
}

/**
 * Unpacks gzip into `target`, counting bytes on the way. Throws `too_large` for what unpacks beyond reason and
 * `wrong_format` for an archive that is cut off or damaged.
 */
export async function unpack(
	path: string,
	target: string,
	options: ReceiveOptions = {}
): Promise<void> {
	const { size } = await stat(path);
	const limit = Math.min(largestUnpacked, Math.max(size * highestRatio, 64e6));
	let bytes = 0;
	const meter = new Transform({
		highWaterMark: 4 << 20,
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			options.onBytes?.(bytes);
			if (bytes > limit)
				done(
					new ImportError(
						'too_large',
						message('import.archive_unpacks_more_than_times_its', { highest_ratio: highestRatio })
					)
				);
			else done(null, chunk);
		}
	});
	try {
		await pipeline(
			createReadStream(path),
			createGunzip(),
			meter,
			createWriteStream(target, { mode: 0o600 }),
			{
				...(options.signal && { signal: options.signal })
			}
		);
	} catch (cause) {
		if (cause instanceof ImportError || options.signal?.aborted) throw cause;
		throw new ImportError(
			'wrong_format',
			message('import.archive_cut_off_or_damaged_so'),
			{},
			{ cause }
		);
	}
	if (await isGzip(target))
		throw new ImportError('wrong_format', message('import.archive_in_an_archive'));
}

/**
 * Writes a file of another encoding as UTF-8 without a byte-order mark. Bytes that are no character become U+FFFD; returns
 * how many there are.
 */
export async function transcode(
	path: string,
	target: string,
	encoding: Encoding,
	options: ReceiveOptions = {}
): Promise<number> {
	const decoder = new TextDecoder(encoding);
	let bytes = 0;
	let unreadable = 0;
	const taken = (text: string): Buffer => {
		if (text.includes('\uFFFD')) unreadable += text.split('\uFFFD').length - 1;
		return Buffer.from(text, 'utf8');
	};
	const decode = new Transform({
		highWaterMark: 4 << 20,
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			options.onBytes?.(bytes);
			done(null, taken(decoder.decode(chunk, { stream: true })));
		},
		flush(done) {
			done(null, taken(decoder.decode()));
		}
	});
	await pipeline(
		createReadStream(path, { highWaterMark: 4 << 20 }),
		decode,
		createWriteStream(target, { mode: 0o600 }),
		{
			...(options.signal && { signal: options.signal })
		}
	);
	return unreadable;
}

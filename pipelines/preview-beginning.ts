import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isGzip } from './readers/receive.ts';

/** How much of a file a preview reads; packed bytes where it is packed. */
export const bytesPreviewed = 256 * 1024;

/** The beginning of the file, unpacked, cut at its last whole line where more follows; true where nothing does. */
export async function copyBeginning(path: string, target: string): Promise<boolean> {
	const isWhole = (await stat(path)).size < bytesPreviewed;
	const end = bytesPreviewed - 1;
	if (await isGzip(path)) {
		await pipeline(
			createReadStream(path, { end }),
			createGunzip({ finishFlush: 2 }),
			createWriteStream(target)
		).catch(() => undefined);
	} else await pipeline(createReadStream(path, { end }), createWriteStream(target));
	if (isWhole) return true;
	const file = await open(target, 'r+');
	try {
		const { size } = await file.stat();
		const bytes = Buffer.alloc(size);
		await file.read(bytes, 0, size, 0);
		const last = bytes.lastIndexOf(10);
		if (last > 0) await file.truncate(last + 1);
		return false;
	} finally {
		await file.close();
	}
}

import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { maxRecordBytes } from './readers/json-record.ts';
import { isGzip } from './readers/receive.ts';

/** How much of a file a preview reads; packed bytes where it is packed. */
export const bytesPreviewed = 256 * 1024;

/** Whether a packed file is not cut off: its last four bytes say how much it unpacks to. */
async function isUnpackedWhole(path: string, bytes: number, unpacked: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const end = Buffer.alloc(4);
		await file.read(end, 0, 4, Math.max(0, bytes - 4));
		return end.readUInt32LE(0) === (await stat(unpacked)).size;
	} finally {
		await file.close();
	}
}

/** Whether a file is JSON in the envelope of an answer, which is one record until it is opened, and is looked at whole. */
async function isAnswer(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const begin = Buffer.alloc(4096);
		const { bytesRead } = await file.read(begin, 0, begin.length, 0);
		const text = begin.toString('utf8', 0, bytesRead);
		return /^\uFEFF?\s*\{/.test(text) && !/"(statements|actor|verb)"/.test(text);
	} finally {
		await file.close();
	}
}

/** The beginning of the file, unpacked, cut at its last whole line where more follows; true where nothing does. */
export async function copyBeginning(path: string, target: string): Promise<boolean> {
	const packed = await isGzip(path);
	const { size: bytes } = await stat(path);
	const most = packed || !(await isAnswer(path)) ? bytesPreviewed : maxRecordBytes + 1;
	const end = most - 1;
	if (packed) {
		await pipeline(
			createReadStream(path, { end }),
			createGunzip({ finishFlush: 2 }),
			createWriteStream(target)
		).catch(() => undefined);
	} else await pipeline(createReadStream(path, { end }), createWriteStream(target));
	const isWhole = bytes < most && (!packed || (await isUnpackedWhole(path, bytes, target)));
	if (isWhole) return true;
	const file = await open(target, 'r+');
	try {
		const { size } = await file.stat();
		const text = Buffer.alloc(size);
		await file.read(text, 0, size, 0);
		const last = text.lastIndexOf(10);
		if (last > 0) await file.truncate(last + 1);
		return false;
	} finally {
		await file.close();
	}
}

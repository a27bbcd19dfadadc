import { statfsSync } from 'node:fs';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';

const gigabyte = 1e9;
const least = 512e6;

/** Bytes free on the disk of this folder. */
export function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/** Throws `disk_full` unless the disk has room for an import of this many unpacked bytes: three times that and 1 GB. */
export function requireRoom(folder: string, unpackedBytes: number): void {
	const free = freeBytes(folder);
	const needed = Math.max(least, 3 * unpackedBytes + (unpackedBytes > 100e6 ? gigabyte : 0));
	if (free >= needed) return;
	const inGb = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;
	throw new ImportError(
		'disk_full',
		message('import.disk_has_free_and_this_import', { free: inGb(free), needed: inGb(needed) })
	);
}

import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytes } from './disk.ts';

const reserved = 64 << 20;
/** What must stay free beside the reserve for it to be laid by. */
const least = 512e6;

const reserveFile = (dataDir: string): string => join(dataDir, 'reserve');

/**
 * Lays by a file that is given up when the disk is full, because a full disk leaves DuckDB no room even to shrink its own
 * file. Does nothing where it lies there already or the disk has little room.
 */
export function layByReserve(dataDir: string): void {
	const path = reserveFile(dataDir);
	if (existsSync(path) || freeBytes(dataDir) < least + reserved) return;
	const block = Buffer.alloc(8 << 20);
	const file = openSync(path, 'w', 0o600);
	try {
		for (let done = 0; done < reserved; done += block.length) writeSync(file, block);
	} catch {
		rmSync(path, { force: true });
	} finally {
		closeSync(file);
	}
}

/** Gives the reserve up, so that what is open can be brought to an end. */
export function giveUpReserve(dataDir: string): void {
	rmSync(reserveFile(dataDir), { force: true });
}

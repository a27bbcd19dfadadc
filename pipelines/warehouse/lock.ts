import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { message } from '#queries/messages.ts';
import { WarehouseError } from './warehouse-error.ts';

const holderShape = z.object({
	pid: z.number(),
	owner: z.string(),
	address: z.string().nullable(),
	token: z.string().nullable()
});

/** The process that holds a data folder; a server also says where it listens, and the token that hands it work. */
export type Holder = z.infer<typeof holderShape>;

/** The exclusive hold on a data folder. */
export interface Lock {
	readonly announce: (server: { readonly address: string; readonly token: string }) => void;
	readonly release: () => void;
}

const holderFile = (dataDir: string): string => join(dataDir, 'holder.json');

/** Who holds the data folder, as that process wrote it; null where nobody did. */
export function readHolder(dataDir: string): Holder | null {
	try {
		return holderShape.parse(JSON.parse(readFileSync(holderFile(dataDir), 'utf8')));
	} catch {
		return null;
	}
}

function writeHolder(dataDir: string, holder: Holder): void {
	writeFileSync(holderFile(dataDir), JSON.stringify(holder), { mode: 0o600 });
	chmodSync(holderFile(dataDir), 0o600);
}

/**
 * Takes the data folder for this process by an exclusive transaction on lock.sqlite: freed by the system when the process
 * dies, and, unlike DuckDB's own lock, not lost when a file handle is closed. Throws `held`, naming the process.
 */
export function takeLock(dataDir: string, owner: string): Lock {
	const database = new DatabaseSync(join(dataDir, 'lock.sqlite'));
	try {
		database.exec('pragma locking_mode = exclusive; pragma busy_timeout = 0; begin exclusive');
	} catch (cause) {
		database.close();
		const holder = readHolder(dataDir);
		const who = holder ? `process ${holder.pid} (${holder.owner})` : 'another process';
		const where = holder?.address ? ` It serves ${holder.address}.` : '';
		throw new WarehouseError(
			'held',
			message('import.data_folder_held_by_stop_or', { who, where }),
			{ cause }
		);
	}
	writeHolder(dataDir, { pid: process.pid, owner, address: null, token: null });
	return {
		announce: ({ address, token }) => {
			writeHolder(dataDir, { pid: process.pid, owner, address, token });
		},
		release: () => {
			rmSync(holderFile(dataDir), { force: true });
			database.exec('rollback');
			database.close();
		}
	};
}

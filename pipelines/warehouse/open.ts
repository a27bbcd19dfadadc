import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { defineMacros, macroDefinition } from '#queries/macros.ts';
import { forgetNextModels } from '#queries/models.ts';
import { message } from '#queries/messages.ts';
import { passFaultPoint } from '../fault-points.ts';
import type { Lock } from './lock.ts';
import { takeLock } from './lock.ts';
import { outOfMemory, warehouseMemory } from './memory.ts';
import { migrate } from './migrate.ts';
import { giveUpReserve, layByReserve } from './reserve.ts';
import { keepSetting, readSetting } from './setting.ts';
import { inTransaction, isDiskFull, isFatal, isOutOfMemory } from './transaction.ts';
import { WarehouseError } from './warehouse-error.ts';

/** The one open warehouse of this process. */
export interface Warehouse {
	readonly dataDir: string;
	/** Where imports put their files; the only folder beside the warehouse that DuckDB may read. */
	readonly stagingDir: string;
	/** A connection of its own for one query; `closeSync()` it after. */
	readonly connect: () => Promise<DuckDBConnection>;
	/**
	 * Runs the work on a connection of its own and closes it after; once more where DuckDB gave up on the instance and was opened
	 * again, so that work must bear to be begun anew.
	 */
	readonly read: <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;
	/** Runs the work alone among writers, in one transaction: it happened, or it did not. */
	readonly transaction: <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;
	/** Runs the work alone among writers, each of its statements a transaction of its own unless it begins one. */
	readonly alone: <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;
	/** Whether a writer waits for the one at work, which then had better come to an end. */
	readonly hasWaitingWriter: () => boolean;
	/** Says where this process serves, so that the command line can hand its work over. */
	readonly announce: Lock['announce'];
	readonly close: () => Promise<void>;
}

const noRight = (dataDir: string, cause: unknown) =>
	new WarehouseError(
		'no_right',
		message('import.data_folder_cannot_be_written_by', { data_dir: dataDir }),
		{ cause }
	);

function prepareFolder(dataDir: string, stagingDir: string): void {
	try {
		for (const folder of [dataDir, stagingDir, join(dataDir, 'originals'), join(dataDir, 'temp')]) {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
		}
		accessSync(dataDir, constants.R_OK | constants.W_OK);
	} catch (cause) {
		throw noRight(dataDir, cause);
	}
}

/** What an earlier process left half done. */
function sweep(folder: string): void {
	for (const name of readdirSync(folder))
		rmSync(join(folder, name), { recursive: true, force: true });
}

/** Originals that no batch names: the process ended before their import was committed. */
async function sweepOriginals(connection: DuckDBConnection, dataDir: string): Promise<void> {
	const reader = await connection.runAndReadAll('select distinct sha256 from batch');
	const known = new Set(reader.getRowsJS().map(([sha256]) => `${String(sha256)}.zst`));
	for (const name of readdirSync(join(dataDir, 'originals'))) {
		if (!known.has(name)) rmSync(join(dataDir, 'originals', name), { force: true });
	}
}

/** A fault that the person can do something about, in words. */
const plain = (cause: unknown): unknown => (isOutOfMemory(cause) ? outOfMemory(cause) : cause);

async function openInstance(dataDir: string): Promise<DuckDBInstance> {
	const threads = Math.max(2, availableParallelism());
	try {
		const instance = await DuckDBInstance.create(join(dataDir, 'warehouse.duckdb'), {
			memory_limit: warehouseMemory(),
			temp_directory: join(dataDir, 'temp'),
			threads: String(threads),
			preserve_insertion_order: 'false',
			autoinstall_known_extensions: 'false',
			autoload_known_extensions: 'false',
			allow_community_extensions: 'false',
			allow_persistent_secrets: 'false'
		});
		return instance;
	} catch (cause) {
		if (cause instanceof Error && cause.message.includes('lock')) {
			throw new WarehouseError('held', message('import.warehouse_file_held_by_another_program'), {
				cause
			});
		}
		const text = cause instanceof Error ? cause.message.slice(0, 200) : '';
		if (text.includes('Permission denied')) throw noRight(dataDir, cause);
		throw new WarehouseError(
			'damaged',
			message('import.warehouse_in_cannot_be_opened_move', { data_dir: dataDir, text }),
			{ cause }
		);
	}
}

/**
 * The macros stay in the warehouse, and making them takes as long as everything else of opening it, so only another version of
 * the program makes its own.
 */
async function bringMacros(connection: DuckDBConnection): Promise<void> {
	const own = macroDefinition();
	if ((await readSetting(connection, 'macro_definition')) === own) return;
	await inTransaction(connection, async () => {
		await defineMacros(connection);
		await keepSetting(connection, 'macro_definition', own);
	});
}

async function ready(instance: DuckDBInstance, dataDir: string, stagingDir: string): Promise<void> {
	const connection = await instance.connect();
	try {
		await connection.run("set global TimeZone = 'UTC'");
		await migrate(connection);
		await bringMacros(connection);
		await forgetNextModels(connection);
		await sweepOriginals(connection, dataDir);
		await connection.run(`set allowed_directories = ['${stagingDir.replaceAll("'", "''")}/']`);
		await connection.run('set enable_external_access = false');
		await connection.run('set lock_configuration = true');
	} finally {
		connection.closeSync();
	}
}

/**
 * The one way to DuckDB: takes the data folder for this process, opens the warehouse in it, brings it to the newest
 * schema and shuts it off from network, extensions and other files. `owner` is what a second process is told, such as
 * "the server"; one that stays open lays by a `hasReserve` for the moment at which the disk is full. Throws `held`,
 * `no_right`, `damaged` or `newer`.
 */
export async function openWarehouse(
	folder: string,
	owner: string,
	{ hasReserve = false }: { readonly hasReserve?: boolean } = {}
): Promise<Warehouse> {
	const dataDir = resolve(folder);
	const stagingDir = join(dataDir, 'staging');
	prepareFolder(dataDir, stagingDir);
	const lock = takeLock(dataDir, owner);
	let instance: DuckDBInstance;
	try {
		sweep(stagingDir);
		sweep(join(dataDir, 'temp'));
		instance = await openInstance(dataDir);
		await ready(instance, dataDir, stagingDir);
		if (hasReserve) layByReserve(dataDir);
	} catch (cause) {
		lock.release();
		throw cause;
	}
	let writing: Promise<unknown> = Promise.resolve();
	let writers = 0;

	const reopen = async () => {
		instance.closeSync();
		instance = await openInstance(dataDir);
		await ready(instance, dataDir, stagingDir);
	};

	/** After a full disk: the reserve is room enough to open the file again where DuckDB gave up, and to shrink it. */
	const recover = async (cause: unknown): Promise<void> => {
		if (!isFatal(cause) && !isDiskFull(cause)) return;
		giveUpReserve(dataDir);
		if (isFatal(cause)) await reopen();
		const connection = await instance.connect();
		await connection.run('checkpoint').catch(() => undefined);
		connection.closeSync();
	};

	const write = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
		const connection = await instance.connect();
		const outcome = await work(connection).then(
			(value) => ({ value }),
			(cause: unknown) => ({ cause })
		);
		connection.closeSync();
		if ('value' in outcome) {
			if (hasReserve) layByReserve(dataDir);
			return outcome.value;
		}
		await recover(outcome.cause);
		throw plain(outcome.cause);
	};

	const alone: Warehouse['alone'] = (work) => {
		writers++;
		const turn = writing.then(() => write(work)).finally(() => writers--);
		writing = turn.catch(() => undefined);
		return turn;
	};

	const readOnce: Warehouse['read'] = async (work) => {
		const connection = await instance.connect();
		try {
			return await work(connection);
		} finally {
			connection.closeSync();
		}
	};

	return {
		dataDir,
		stagingDir,
		announce: lock.announce,
		connect: () => instance.connect(),
		read: async (work) => {
			try {
				return await readOnce(work);
			} catch (cause) {
				if (!isFatal(cause)) throw plain(cause);
				await alone((connection) => connection.run('select 1')).catch(() => undefined);
			}
			return readOnce(work).catch((cause: unknown) => {
				throw plain(cause);
			});
		},
		alone,
		transaction: (work) => alone((connection) => inTransaction(connection, work)),
		hasWaitingWriter: () => writers > 1,
		close: async () => {
			writers++;
			await writing;
			const connection = await instance.connect();
			passFaultPoint('checkpoint');
			await connection.run('checkpoint').catch(() => undefined);
			connection.closeSync();
			instance.closeSync();
			lock.release();
		}
	};
}

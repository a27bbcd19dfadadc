import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import {
	definePopulations,
	forgetNextModels,
	publishModels,
	stageModels
} from '#queries/models.ts';
import { keepLedger } from '#queries/ledger.ts';
import { prepareCells } from '#queries/prepare.ts';
import { message } from '#queries/messages.ts';
import { readSql } from '#queries/repository.ts';
import { definitionVersions, keepVersions } from '#queries/versions.ts';
import { ImportError } from '../import-error.ts';
import { passFaultPoint } from '../fault-points.ts';
import type { Warehouse } from '../warehouse/open.ts';
import { lexiconVersion } from '../tone/learning-words.ts';
import { scoreWords, wordReading } from './score-words.ts';
import { readTones } from './tone.ts';
import { warehouseMemory } from '../warehouse/memory.ts';
import { inTransaction, isDiskFull } from '../warehouse/transaction.ts';
import { isOutOfMemoryError } from '../warehouse/warehouse-error.ts';

async function setting(connection: DuckDBConnection, name: string): Promise<string | null> {
	const reader = await connection.runAndReadAll('select value from setting where name = $name', {
		name
	});
	return (reader.getRowsJS()[0]?.[0] ?? null) as string | null;
}

async function setSetting(
	connection: DuckDBConnection,
	name: string,
	value: string
): Promise<void> {
	await connection.run('delete from setting where name = $name', { name });
	await connection.run('insert into setting values ($name, $value)', { name, value });
}

/** The number that grows with every change of the canonical rows; 0 where nothing was ever imported. */
export const dataVersion = async (connection: DuckDBConnection): Promise<number> =>
	Number((await setting(connection, 'data_version')) ?? 0);

/** The version of the rows that the models were last made of; files that are imported in one go find the same. */
export const modelVersion = async (connection: DuckDBConnection): Promise<number> =>
	Number((await setting(connection, 'model_version')) ?? 0);

/** Says, inside the caller's transaction, that the canonical rows changed. */
export async function raiseDataVersion(connection: DuckDBConnection): Promise<void> {
	await setSetting(connection, 'data_version', String((await dataVersion(connection)) + 1));
}

/**
 * What the models, their macros and populations are made of, what measures mean, and how words of scales and tones are read;
 * another program version has another one.
 */
function definition(): string {
	const hash = createHash('sha256').update(
		`${definitionVersions()}\ntone ${lexiconVersion}\n${wordReading}\n`
	);
	for (const folder of ['macros', 'models', 'populations']) {
		for (const [name, sql] of readSql(folder)) hash.update(`${folder}/${name}\n${sql}\n`);
	}
	return hash.digest('hex');
}

/**
 * Makes the models anew where they are older than the canonical rows or made by another version of the program. They are
 * built beside the earlier ones, which readers see until all of them change places in one transaction. After a process
 * was killed in between, the next start does it.
 */
export async function model(warehouse: Warehouse): Promise<void> {
	await warehouse.alone(async (connection) => {
		const version = (await setting(connection, 'data_version')) ?? '0';
		const made = definition();
		const isSameProgram = made === (await setting(connection, 'model_definition'));
		if (isSameProgram && version === (await setting(connection, 'model_version'))) return;
		try {
			if (!isSameProgram)
				await inTransaction(connection, async () => {
					await scoreWords(connection, 'all');
					await readTones(connection);
				});
			await stageModels(connection, () => {
				passFaultPoint('model');
			});
			await inTransaction(connection, async () => {
				await publishModels(connection);
				if (!isSameProgram) {
					await definePopulations(connection);
					await keepVersions(connection);
				}
				await setSetting(connection, 'data_version', version);
				await setSetting(connection, 'model_version', version);
				await setSetting(connection, 'model_definition', made);
				passFaultPoint('swap');
			});
			passFaultPoint('swapped');
		} catch (cause) {
			await forgetNextModels(connection).catch(() => undefined);
			throw cause;
		}
	});
}

/**
 * `model` before a command reads, where anything was imported: what another version of the program made, or a killed or
 * crowded import left behind, is made anew first.
 */
export async function modelForReading(warehouse: Warehouse): Promise<void> {
	if ((await warehouse.read(dataVersion)) > 0) await model(warehouse);
}

/** How often the work on usual answers looks whether a writer waits, in milliseconds. */
const givingWay = 50;

/** `model` at the end of an import: where disk or memory are full it says that the rows are in, and when they will be counted. */
export async function modelImported(warehouse: Warehouse): Promise<void> {
	try {
		await model(warehouse);
	} catch (cause) {
		if (isOutOfMemoryError(cause))
			throw new ImportError(
				'out_of_memory',
				message('import.out_of_memory_file_is_imported', { memory: warehouseMemory() }),
				{},
				{ cause }
			);
		if (!isDiskFull(cause)) throw cause;
		throw new ImportError('disk_full', message('import.disk_full_file_is_imported'), {}, { cause });
	}
}

/**
 * Keeps the answers to the usual questions ready, one after another, and then what is hidden in them, where they are not yet.
 * A writer that comes ends it at once, in the middle of a question; the next call takes it up again. Before each question it
 * waits for `quiet`.
 */
export async function keepUsualAnswers(
	warehouse: Warehouse,
	quiet: (isOver: () => boolean) => Promise<void> = () => Promise.resolve()
): Promise<void> {
	const work = warehouse.alone(async (connection) => {
		passFaultPoint('prepare');
		const watch = setInterval(() => {
			if (warehouse.hasWaitingWriter()) connection.interrupt();
		}, givingWay);
		try {
			const isWanted = async () => {
				await quiet(warehouse.hasWaitingWriter);
				return !warehouse.hasWaitingWriter();
			};
			await prepareCells(connection, isWanted);
			if (await isWanted()) await keepLedger(connection, isWanted);
		} finally {
			clearInterval(watch);
		}
	});
	await work.catch((cause: unknown) => {
		if (!(cause instanceof Error && cause.message.includes('Interrupted'))) throw cause;
	});
}

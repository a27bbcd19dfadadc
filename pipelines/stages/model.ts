import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import {
	definePopulations,
	forgetNextModels,
	modelSettings,
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
import { reasonReading, restateReasons } from './restate-reasons.ts';
import { scoreWords, wordReading } from './score-words.ts';
import { readTones } from './tone.ts';
import { warehouseMemory } from '../warehouse/memory.ts';
import { interruptible } from '../warehouse/interrupt.ts';
import { keepSetting, readSetting } from '../warehouse/setting.ts';
import { inTransaction, isDiskFull, unlessFatal } from '../warehouse/transaction.ts';
import { isOutOfMemoryError } from '../warehouse/warehouse-error.ts';

/** The number that grows with every change of the canonical rows; 0 where nothing was ever imported. */
export const dataVersion = async (connection: DuckDBConnection): Promise<number> =>
	Number((await readSetting(connection, 'data_version')) ?? 0);

/** The version of the rows that the models were last made of; files that are imported in one go find the same. */
export const modelVersion = async (connection: DuckDBConnection): Promise<number> =>
	Number((await readSetting(connection, 'model_version')) ?? 0);

/** Which rows and which models there are, to tell whether they became others meanwhile. */
export const versionsOf = async (connection: DuckDBConnection): Promise<string> =>
	`${await dataVersion(connection)} ${await modelVersion(connection)}`;

/** Says, inside the caller's transaction, that the canonical rows changed. */
export async function raiseDataVersion(connection: DuckDBConnection): Promise<void> {
	await keepSetting(connection, 'data_version', String((await dataVersion(connection)) + 1));
}

/**
 * Says, inside the caller's transaction, that the last change of the canonical rows was taken back before the models knew
 * of it. Where it was all that they did not know of, they are those of the rows again.
 */
export async function takeBackDataVersion(connection: DuckDBConnection): Promise<void> {
	const wereModelled = (await dataVersion(connection)) - (await modelVersion(connection)) === 1;
	await raiseDataVersion(connection);
	if (wereModelled)
		await keepSetting(connection, 'model_version', String(await dataVersion(connection)));
}

/**
 * What the models, their macros and populations are made of, what measures mean, and how words of scales, tones and reasons of
 * job histories are read; another program version has another one.
 */
function definition(): string {
	const hash = createHash('sha256').update(
		`${definitionVersions()}\ntone ${lexiconVersion}\n${wordReading}\n${reasonReading}\n`
	);
	for (const folder of ['macros', 'models', 'populations']) {
		for (const [name, sql] of readSql(folder)) hash.update(`${folder}/${name}\n${sql}\n`);
	}
	return hash.digest('hex');
}

/**
 * Makes the models anew where they are older than the canonical rows or made by another version of the program. They are
 * built beside the earlier ones, which readers see until all of them change places in one transaction. After a process
 * was killed in between, the next start does it. Cancelling leaves the earlier models in place, and the next call makes them
 * anew; once all of them change places, it comes too late.
 */
export async function model(warehouse: Warehouse, signal?: AbortSignal): Promise<void> {
	await warehouse.alone(async (connection) => {
		const version = (await readSetting(connection, 'data_version')) ?? '0';
		const program = definition();
		const isSameProgram = program === (await readSetting(connection, 'model_definition'));
		if (isSameProgram && version === (await readSetting(connection, 'model_version'))) return;
		try {
			if (!isSameProgram)
				await inTransaction(connection, () =>
					interruptible(connection, signal, async () => {
						await scoreWords(connection, 'all');
						await readTones(connection);
						await restateReasons(connection);
					})
				);
			const settings = await modelSettings(connection);
			const before = await readSetting(connection, 'model_settings');
			const made = await interruptible(connection, signal, () =>
				stageModels(
					connection,
					() => {
						passFaultPoint('model');
						signal?.throwIfAborted();
					},
					isSameProgram ? { hasSameSettings: settings === before } : null
				)
			);
			await inTransaction(connection, async () => {
				await publishModels(connection, made);
				if (!isSameProgram) {
					await definePopulations(connection);
					await keepVersions(connection);
				}
				await keepSetting(connection, 'data_version', version);
				await keepSetting(connection, 'model_version', version);
				await keepSetting(connection, 'model_definition', program);
				await keepSetting(connection, 'model_settings', settings);
				passFaultPoint('swap');
			});
			passFaultPoint('swapped');
		} catch (cause) {
			await forgetNextModels(connection).catch(unlessFatal);
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
export async function modelImported(warehouse: Warehouse, signal?: AbortSignal): Promise<void> {
	try {
		await model(warehouse, signal);
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

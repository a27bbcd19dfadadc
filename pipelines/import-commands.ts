import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { message } from '#queries/messages.ts';
import { withModels } from './batch-models.ts';
import type { BatchRow, RejectRow } from './batches.ts';
import { findBatch, listBatches, listRejects, undoBatch } from './batches.ts';
import type { CommandResult, Run } from './command.ts';
import { UsageError } from './command.ts';
import { describeBatches, describeCancelled, describeImport, describeRejects } from './describe.ts';
import { rejectsCsv } from './reject-list.ts';
import { exits, isWrongUse, unlessCancelled } from './failure.ts';
import { finishImport, keptOf } from './finish.ts';
import { cancelledImport, requireNotCancelled } from './import-error.ts';
import type { BatchReport, Progress } from './import.ts';
import { usualBadRowLimit } from './import.ts';
import type { PartError } from './import-parts.ts';
import { importParts } from './import-parts.ts';
import { namedMapping } from './mapping-commands.ts';
import { refusedFile } from './originals/refused.ts';
import { describeFailed, failedChecks } from './stages/check.ts';

function batchNumber(args: readonly string[]): number {
	const number = Number(args[0]);
	if (!Number.isInteger(number))
		throw new UsageError('Name the batch by its number; "batches" lists them.');
	return number;
}

/** The files named, with those of a named folder. */
function filesOf(paths: readonly string[], folder: string): readonly string[] {
	if (paths.length === 0) throw new UsageError('Name at least one file to import.');
	return paths.flatMap((path) => {
		const whole = resolve(folder, path);
		const found = statSync(whole, { throwIfNoEntry: false });
		if (!found?.isDirectory()) return [whole];
		return readdirSync(whole)
			.toSorted()
			.map((name) => join(whole, name))
			.filter((file) => statSync(file).isFile());
	});
}

const cancelledFile = (file: string, { code, message: text } = cancelledImport()): PartError => ({
	file,
	code,
	message: text,
	details: {}
});

/** `import PATH…`: every file is one transaction, and the models are made once. */
export const importFiles: Run = async (
	{ warehouse, by, folder, onProgress, signal },
	args,
	options
) => {
	const batches: BatchReport[] = [];
	const errors: PartError[] = [];
	const mapping =
		options.mapping === undefined
			? undefined
			: namedMapping(warehouse.dataDir, folder, options.mapping);
	const files = filesOf(args, folder);
	let begun = 0;
	let done = 0;
	const importAll = async () => {
		for (const path of files) {
			requireNotCancelled(signal);
			begun++;
			const name = basename(path);
			const parts = await importParts(
				warehouse,
				{ path, name },
				{
					source: options.source,
					sheet: options.sheet,
					mapping,
					encoding: options.encoding,
					timeZone: options.timeZone,
					year: options.year,
					dateOrder: options.dates,
					importedBy: by,
					isOneOfMany: true,
					...(signal && { signal }),
					...(options.dryRun && { dryRun: true }),
					...(options.strict && { strict: true }),
					badRowLimit: options.dryRun ? 1 : (options.badRows ?? usualBadRowLimit),
					...(onProgress && {
						onProgress: (progress: Progress) => {
							onProgress(name, progress);
						}
					})
				}
			);
			batches.push(...parts.batches);
			errors.push(...parts.errors);
			done++;
		}
	};
	let cancelled = await unlessCancelled(importAll);
	if (cancelled !== null) {
		batches.push(...keptOf(cancelled));
		for (const path of files.slice(done, begun))
			errors.push(cancelledFile(basename(path), cancelled));
	} else if (!options.dryRun) {
		cancelled = await unlessCancelled(() => finishImport(warehouse, batches, { signal }));
		if (cancelled !== null)
			errors.push(
				...batches.splice(keptOf(cancelled).length).map(({ file }) => cancelledFile(file))
			);
	}
	const reports = await warehouse.read((connection) =>
		Promise.all(batches.map((report) => withModels(connection, report)))
	);
	if (cancelled !== null) {
		const left = files.slice(begun).map((path) => basename(path));
		const kept = options.dryRun ? [] : reports;
		return {
			exit: exits.cancelled,
			json: { batches: reports, errors, not_begun: left },
			text: [describeImport(reports, errors), describeCancelled(kept, left)]
				.filter(Boolean)
				.join('\n')
		};
	}
	const failed = options.dryRun || batches.length === 0 ? [] : await failedChecks(warehouse);
	const wrong = errors.some(({ code }) => isWrongUse(code));
	return {
		exit: wrong ? exits.wrongUse : errors.length > 0 ? exits.failed : exits.done,
		json: {
			batches: reports,
			...(errors.length > 0 && { errors }),
			...(failed.length > 0 && { failed_checks: failed })
		},
		text: [describeImport(reports, errors), describeFailed(failed)].filter(Boolean).join('\n')
	};
};

/** `batches`. */
export const batches: Run = ({ warehouse }) =>
	warehouse.read(async (connection) => {
		const list = await listBatches(connection);
		return { exit: 0, json: { batches: list }, text: describeBatches(list) };
	});

/** The refused records as a file to correct and import again. */
async function refusedText(
	dataDir: string,
	batch: BatchRow,
	list: readonly RejectRow[]
): Promise<CommandResult> {
	const file = refusedFile(dataDir, batch, list);
	if (!file) throw new UsageError(message('api.nothing_refused'));
	const records = (await Array.fromAsync(file.text)).join('');
	return { exit: 0, json: { file: file.name, records }, text: records.replace(/\n$/, '') };
}

/** `rejects BATCH [--csv | --records]`. */
export const rejects: Run = ({ warehouse }, args, options) =>
	warehouse.read(async (connection) => {
		const batch = batchNumber(args);
		const found = await findBatch(connection, batch);
		if (!found) throw new UsageError(message('import.there_no_batch', { batch_id: batch }));
		const list = await listRejects(connection, batch);
		if (options.records) return refusedText(warehouse.dataDir, found, list);
		return {
			exit: 0,
			json: { batch_id: batch, rejects: list },
			text: options.csv ? rejectsCsv(list) : describeRejects(list)
		};
	});

/** `undo BATCH`. */
export const undo: Run = async ({ warehouse, by }, args) => {
	const undone = await undoBatch(warehouse, batchNumber(args), by);
	return {
		exit: 0,
		json: undone,
		text: `Batch ${undone.batch_id} was taken back: ${undone.rows_taken_back} rows.`
	};
};

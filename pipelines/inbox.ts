import { existsSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { RejectRow } from './batches.ts';
import { inTurn } from './beside-imports.ts';
import { toCsv } from './describe.ts';
import { rejectHeadings } from './reject-list.ts';
import type { InboxFile } from './inbox-files.ts';
import { lookAtInbox, rejectsEnd, reportEnd } from './inbox-files.ts';
import { inboxFolder } from './inbox-schedule.ts';
import type { ImportedParts } from './import-parts.ts';
import { importParts } from './import-parts.ts';
import { usualBadRowLimit } from './import.ts';
import { ImportError, requireNotCancelled } from './import-error.ts';
import { modelImported } from './stages/model.ts';
import type { Warehouse } from './warehouse/open.ts';
import { WarehouseError } from './warehouse/warehouse-error.ts';

/** What became of one file of the inbox. */
export interface InboxOutcome {
	readonly batches: ImportedParts['batches'];
	/** Parts that were not imported; the code is `fault` where nobody foresaw the reason. */
	readonly errors: readonly {
		readonly file: string;
		readonly code: string;
		readonly message: string;
	}[];
	readonly file: string;
	/** Where the file lies now. */
	readonly path: string;
	readonly isDone: boolean;
}

export interface InboxOptions {
	readonly importedBy: string;
	readonly now: () => Date;
	/** Leaves out what changed a moment ago and may still be written. */
	readonly onlyQuiet?: boolean;
	readonly signal?: AbortSignal;
	/** Hears what became of each file as soon as it is known. */
	readonly onTaken?: (outcome: InboxOutcome) => void;
	/** Only this file, also one that was refused before. */
	readonly only?: string;
	/** Takes what can be used, however many records cannot. */
	readonly isWhatever?: boolean;
}

/** Removes what was said of a file when it was tried, so that it is tried again. */
async function forgetTry(path: string): Promise<void> {
	for (const end of [reportEnd, rejectsEnd]) await rm(`${path}${end}`, { force: true });
}

/** Moves a file to those that are done, under its own name or the next that is free, dated by when it came in. */
async function putAway(
	dataDir: string,
	{ name, path }: InboxFile,
	now: () => Date
): Promise<string> {
	const done = join(inboxFolder(dataDir), 'done');
	await mkdir(done, { recursive: true, mode: 0o700 });
	const { name: stem, ext } = parse(name);
	let target = join(done, name);
	for (let number = 2; existsSync(target); number++)
		target = join(done, `${stem} (${number})${ext}`);
	await rename(path, target);
	const at = now();
	await utimes(target, at, at).catch(() => undefined);
	await forgetTry(path);
	return target;
}

async function takeOne(
	warehouse: Warehouse,
	file: InboxFile,
	{ importedBy, now, signal, isWhatever }: InboxOptions
): Promise<InboxOutcome> {
	const refused: (readonly (string | number | null)[])[] = [];
	const onRefused = (part: string, rejects: readonly RejectRow[]) => {
		for (const { line, column, value, reason, raw } of rejects)
			refused.push([part, line, column, value, reason, raw]);
	};
	await forgetTry(file.path);
	const parts: Pick<InboxOutcome, 'batches' | 'errors'> = await importParts(
		warehouse,
		{ path: file.path, name: file.name },
		{
			importedBy,
			badRowLimit: isWhatever ? 1 : usualBadRowLimit,
			isOneOfMany: true,
			now,
			onRefused,
			...(signal && { signal })
		}
	).catch((cause: unknown) => {
		if (cause instanceof ImportError || cause instanceof WarehouseError) throw cause;
		const text = cause instanceof Error ? cause.message.slice(0, 500) : String(cause);
		return { batches: [], errors: [{ file: file.name, code: 'fault', message: text }] };
	});
	const isDone = parts.errors.length === 0;
	if (isDone) {
		const path = await putAway(warehouse.dataDir, file, now);
		return { ...parts, file: file.name, path, isDone };
	}
	const { name, size, modified } = file;
	const report = { file: name, at: now().toISOString(), size, modified, ...parts };
	await writeFile(`${file.path}${reportEnd}`, `${JSON.stringify(report, null, '\t')}\n`, {
		mode: 0o600
	});
	if (refused.length > 0)
		await writeFile(`${file.path}${rejectsEnd}`, toCsv(['file', ...rejectHeadings], refused), {
			mode: 0o600
		});
	return { ...parts, file: name, path: file.path, isDone };
}

/** The models after files that were put away; cancelling leaves them to the next that needs them, and takes no file back. */
const modelTaken = (warehouse: Warehouse, signal: AbortSignal | undefined): Promise<void> =>
	modelImported(warehouse, signal).catch((cause: unknown) => {
		if (!signal?.aborted) throw cause;
	});

async function take(warehouse: Warehouse, options: InboxOptions): Promise<readonly InboxOutcome[]> {
	const outcomes: InboxOutcome[] = [];
	const { waiting, refused } = await lookAtInbox(warehouse.dataDir, options);
	const { only } = options;
	const files =
		only === undefined ? waiting : [...waiting, ...refused].filter(({ name }) => name === only);
	try {
		for (const file of files) {
			requireNotCancelled(options.signal);
			const outcome = await takeOne(warehouse, file, options);
			outcomes.push(outcome);
			options.onTaken?.(outcome);
		}
	} finally {
		if (outcomes.some(({ batches }) => batches.length > 0))
			await modelTaken(warehouse, options.signal);
	}
	return outcomes;
}

/**
 * Imports what lies in the inbox, one file after the other, by the same rules as any import. What came in whole moves to
 * `done`; a file of which something did not stays, with a report beside it and the refused records where these stopped it,
 * and is tried again when it changes, or when a mapping is saved after no source fitted it.
 */
export const takeInbox = (
	warehouse: Warehouse,
	options: InboxOptions
): Promise<readonly InboxOutcome[]> => inTurn(warehouse.dataDir, () => take(warehouse, options));

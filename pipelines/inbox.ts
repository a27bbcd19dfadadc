import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { z } from 'zod';
import { inboxFolder } from './inbox-schedule.ts';
import type { ImportedParts } from './import-parts.ts';
import { importParts } from './import-parts.ts';
import { usualBadRowLimit } from './import.ts';
import { ImportError } from './import-error.ts';
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
}

/** A file that did not change for so long is whole, in milliseconds. */
const quiet = 5_000;
/** How the report beside a refused file is called. */
const reportEnd = '.report.json';
/** Names under which browsers and copying programs keep what is not whole yet. */
const isUnfinished = /^\.|^~\$|\.(part|partial|tmp|crdownload|download|filepart)$/i;
/** What may come out otherwise without another file. */
const passing = new Set(['disk_full', 'file_changed', 'cancelled', 'not_readable']);

const reportShape = z.object({
	size: z.number(),
	modified: z.number(),
	errors: z.array(z.object({ code: z.string() }))
});

interface Waiting {
	readonly name: string;
	readonly path: string;
	readonly size: number;
	readonly modified: number;
}

/** True where this very file failed before, for a reason that another try would meet again. */
async function failedBefore({ path, size, modified }: Waiting): Promise<boolean> {
	const text = await readFile(`${path}${reportEnd}`, 'utf8').catch(() => null);
	if (text === null) return false;
	try {
		const report = reportShape.parse(JSON.parse(text));
		const isSame = report.size === size && report.modified === modified;
		return isSame && !report.errors.some(({ code }) => passing.has(code));
	} catch {
		return false;
	}
}

/** The files of the inbox that are to be imported, by name. */
export async function waitingFiles(
	dataDir: string,
	{ now, onlyQuiet = false }: Pick<InboxOptions, 'now' | 'onlyQuiet'>
): Promise<readonly Waiting[]> {
	const folder = inboxFolder(dataDir);
	const waiting: Waiting[] = [];
	for (const name of (await readdir(folder).catch(() => [])).toSorted()) {
		if (isUnfinished.test(name) || name.endsWith(reportEnd)) continue;
		const path = join(folder, name);
		const found = await stat(path).catch(() => null);
		if (!found?.isFile()) continue;
		const file = { name, path, size: found.size, modified: found.mtimeMs };
		const age = now().getTime() - found.mtimeMs;
		if (onlyQuiet && age >= 0 && age < quiet) continue;
		if (!(await failedBefore(file))) waiting.push(file);
	}
	return waiting;
}

/** Moves a file to those that are done, under its own name or the next that is free. */
async function putAway(dataDir: string, { name, path }: Waiting): Promise<string> {
	const done = join(inboxFolder(dataDir), 'done');
	await mkdir(done, { recursive: true, mode: 0o700 });
	const { name: stem, ext } = parse(name);
	let target = join(done, name);
	for (let number = 2; existsSync(target); number++)
		target = join(done, `${stem} (${number})${ext}`);
	await rename(path, target);
	await rm(`${path}${reportEnd}`, { force: true });
	return target;
}

async function takeOne(
	warehouse: Warehouse,
	file: Waiting,
	{ importedBy, now, signal }: InboxOptions
): Promise<InboxOutcome> {
	const parts: Pick<InboxOutcome, 'batches' | 'errors'> = await importParts(
		warehouse,
		{ path: file.path, name: file.name },
		{ importedBy, badRowLimit: usualBadRowLimit, isOneOfMany: true, now, ...(signal && { signal }) }
	).catch((cause: unknown) => {
		if (cause instanceof ImportError || cause instanceof WarehouseError) throw cause;
		const text = cause instanceof Error ? cause.message.slice(0, 500) : String(cause);
		return { batches: [], errors: [{ file: file.name, code: 'fault', message: text }] };
	});
	const isDone = parts.errors.length === 0;
	if (isDone) {
		const path = await putAway(warehouse.dataDir, file);
		return { ...parts, file: file.name, path, isDone };
	}
	const { name, size, modified } = file;
	const report = { file: name, at: now().toISOString(), size, modified, ...parts };
	await writeFile(`${file.path}${reportEnd}`, `${JSON.stringify(report, null, '\t')}\n`, {
		mode: 0o600
	});
	return { ...parts, file: name, path: file.path, isDone };
}

/**
 * Imports what lies in the inbox, one file after the other, by the same rules as any import. What came in whole moves to
 * `done`; a file of which something did not stays, with a report beside it, and is tried again when it changes.
 */
export async function takeInbox(
	warehouse: Warehouse,
	options: InboxOptions
): Promise<readonly InboxOutcome[]> {
	const outcomes: InboxOutcome[] = [];
	try {
		for (const file of await waitingFiles(warehouse.dataDir, options))
			outcomes.push(await takeOne(warehouse, file, options));
	} finally {
		if (outcomes.some(({ batches }) => batches.length > 0)) await modelImported(warehouse);
	}
	return outcomes;
}

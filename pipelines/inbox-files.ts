import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canBeMapped } from './import-error.ts';
import { inboxFolder } from './inbox-schedule.ts';
import { savedMappings } from './saved-mappings.ts';

/** A file that did not change for so long is whole, in milliseconds. */
const quiet = 5_000;
export const reportEnd = '.report.json';
export const rejectsEnd = '.rejects.csv';
/** Names under which browsers and copying programs keep what is not whole yet. */
const isUnfinished = /^\.|^~\$|\.(part|partial|tmp|crdownload|download|filepart)$/i;
/** What may come out otherwise without another file. */
const passing = new Set([
	'disk_full',
	'out_of_memory',
	'file_changed',
	'cancelled',
	'not_readable'
]);

const reportShape = z.object({
	at: z.iso.datetime(),
	size: z.number(),
	modified: z.number(),
	batches: z.array(z.unknown()),
	errors: z.array(
		z.object({
			file: z.string(),
			code: z.string(),
			message: z.string(),
			details: z.object({ kind: z.unknown().optional() }).optional()
		})
	)
});

/** What is said of a file that was tried: when, and why not all of it came in. */
export type InboxReport = z.infer<typeof reportShape>;

/** A file that lies in the inbox. */
export interface InboxFile {
	readonly name: string;
	readonly path: string;
	readonly size: number;
	/** When it was written, in milliseconds since 1970. */
	readonly modified: number;
}

/** A file that was tried and stays, because another try would meet the same. */
export interface RefusedFile extends InboxFile {
	readonly report: InboxReport;
	/** Where its refused records lie, to be corrected; null where it was refused for something else. */
	readonly rejects: string | null;
}

/** What lies in the inbox. */
export interface InboxLook {
	readonly waiting: readonly InboxFile[];
	readonly refused: readonly RefusedFile[];
	/** Names of files that are still being written. */
	readonly unfinished: readonly string[];
	/** Files that came in and are kept for a while. */
	readonly done: { readonly files: number; readonly oldest: number | null };
}

async function reportOf({ path }: InboxFile): Promise<InboxReport | null> {
	const text = await readFile(`${path}${reportEnd}`, 'utf8').catch(() => null);
	if (text === null) return null;
	try {
		return reportShape.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

/** Whether another try would meet the same: the file did not change, and no mapping was saved since that might fit it. */
function meetsTheSame(file: InboxFile, report: InboxReport, mappedAt: string): boolean {
	const isSame = report.size === file.size && report.modified === file.modified;
	if (!isSame || report.errors.some(({ code }) => passing.has(code))) return false;
	return !(report.errors.some(canBeMapped) && mappedAt > report.at);
}

/** True for what we wrote ourselves beside a file. */
const isBeside = (name: string, names: ReadonlySet<string>): boolean =>
	name.endsWith(reportEnd) ||
	(name.endsWith(rejectsEnd) && names.has(name.slice(0, -rejectsEnd.length)));

async function doneFiles(dataDir: string): Promise<InboxLook['done']> {
	const folder = join(inboxFolder(dataDir), 'done');
	const times: number[] = [];
	for (const name of await readdir(folder).catch(() => [])) {
		const found = await stat(join(folder, name)).catch(() => null);
		if (found?.isFile()) times.push(found.mtimeMs);
	}
	return { files: times.length, oldest: times.length === 0 ? null : Math.min(...times) };
}

/**
 * What lies in the inbox, by name: what is to be imported, what was refused, what is not whole yet. With `onlyQuiet` a file
 * that changed a moment ago counts as not whole.
 */
export async function lookAtInbox(
	dataDir: string,
	{ now, onlyQuiet = false }: { readonly now: () => Date; readonly onlyQuiet?: boolean }
): Promise<InboxLook> {
	const folder = inboxFolder(dataDir);
	const names = (await readdir(folder).catch(() => [])).toSorted();
	const all = new Set(names);
	const mappedAt = savedMappings(dataDir).reduce(
		(latest, { savedAt }) => (savedAt > latest ? savedAt : latest),
		''
	);
	const waiting: InboxFile[] = [];
	const refused: RefusedFile[] = [];
	const unfinished: string[] = [];
	for (const name of names) {
		if (isBeside(name, all)) continue;
		const path = join(folder, name);
		const found = await stat(path).catch(() => null);
		if (!found?.isFile()) continue;
		const file = { name, path, size: found.size, modified: found.mtimeMs };
		const age = now().getTime() - found.mtimeMs;
		const report = await reportOf(file);
		if (isUnfinished.test(name) || (onlyQuiet && age >= 0 && age < quiet)) unfinished.push(name);
		else if (report && meetsTheSame(file, report, mappedAt)) {
			const rejects = all.has(`${name}${rejectsEnd}`) ? `${path}${rejectsEnd}` : null;
			refused.push({ ...file, report, rejects });
		} else waiting.push(file);
	}
	return { waiting, refused, unfinished, done: await doneFiles(dataDir) };
}

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { canBeMapped } from '#pipelines/import-error.ts';
import { takeInbox } from '#pipelines/inbox.ts';
import type { InboxLook, RefusedFile } from '#pipelines/inbox-files.ts';
import { lookAtInbox, reportEnd } from '#pipelines/inbox-files.ts';
import {
	inboxFolder,
	nextRun,
	readSchedule,
	rememberRun,
	ScheduleError,
	scheduleInWords,
	setKeepDays,
	setSchedule
} from '#pipelines/inbox-schedule.ts';
import { sweepInbox } from '#pipelines/inbox-sweep.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import { uploads } from './jobs-here.ts';
import { checkSoon, dataFolder, prepareSoon, warehouse } from './warehouse.ts';

const now = (): Date => new Date();

/** A file of the inbox that was refused, as the page tells of it. */
export interface RefusedHere {
	readonly name: string;
	readonly bytes: number;
	/** When it was tried, ISO in UTC. */
	readonly at: string;
	readonly why: readonly string[];
	/** A mapping may help. */
	readonly canMap: boolean;
	/** Too many of its records were refused, so that a person may take the rest. */
	readonly canGoOn: boolean;
	readonly hasRejects: boolean;
}

/** The inbox as its page shows it. */
export interface InboxPage {
	readonly folder: string;
	readonly when: string;
	readonly timeZone: string;
	readonly keepDays: number;
	readonly inWords: string;
	/** The next time by the clock, in the zone of the schedule. */
	readonly next: string | null;
	readonly waiting: readonly { readonly name: string; readonly bytes: number }[];
	readonly unfinished: number;
	readonly refused: readonly RefusedHere[];
	readonly done: InboxLook['done'];
}

function refusedHere({ name, size, report, rejects }: RefusedFile): RefusedHere {
	const codes = report.errors.map(({ code }) => code);
	return {
		name,
		bytes: size,
		at: report.at,
		why: report.errors.map((error) =>
			error.file === name
				? error.message
				: message('imports.inbox.part', { part: error.file, why: error.message })
		),
		canMap: report.errors.some(canBeMapped),
		canGoOn: codes.includes('too_many_bad_rows'),
		hasRejects: rejects !== null
	};
}

const inZone = (at: Date, zone: string): string =>
	new Intl.DateTimeFormat('en-GB', {
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZone: zone
	}).format(at);

/** What lies in the inbox, what was refused, and when it is imported. */
export async function inboxPage(): Promise<InboxPage> {
	const dataDir = dataFolder();
	const schedule = readSchedule(dataDir);
	const { waiting, refused, unfinished, done } = await lookAtInbox(dataDir, { now });
	const next = nextRun(schedule);
	return {
		folder: inboxFolder(dataDir),
		when: schedule.when,
		timeZone: schedule.time_zone,
		keepDays: schedule.keep_days,
		inWords: scheduleInWords(schedule),
		next: next === null ? null : inZone(next, schedule.time_zone),
		waiting: waiting.map(({ name, size }) => ({ name, bytes: size })),
		unfinished: unfinished.filter((name) => !name.startsWith('.')).length,
		refused: refused.map(refusedHere),
		done
	};
}

/** A refused file by its name. Throws `unknown_file` (404). */
async function refusedFile(name: string): Promise<RefusedFile> {
	const { refused } = await lookAtInbox(dataFolder(), { now });
	const found = refused.find((file) => file.name === name);
	if (found) return found;
	throw new ApiError(404, 'unknown_file', message('imports.inbox.unknown'));
}

/** What is said of a refused file, as JSON. Throws `unknown_file` (404). */
export const reportText = async (name: string): Promise<string> =>
	readFile(`${(await refusedFile(name)).path}${reportEnd}`, 'utf8');

/** The refused records of a file as CSV. Throws `unknown_file` (404). */
export async function rejectsText(name: string): Promise<string> {
	const { rejects } = await refusedFile(name);
	if (rejects === null) throw new ApiError(404, 'unknown_file', message('imports.inbox.unknown'));
	return readFile(rejects, 'utf8');
}

/** A refused file as an upload, to be mapped; the file stays where it lies. Its id. Throws `unknown_file` (404). */
export async function uploadOfRefused(name: string): Promise<string> {
	const { path } = await refusedFile(name);
	return (await (await uploads()).adopt(name, createReadStream(path))).id;
}

/** Imports what waits, or one refused file again, behind the page's back; the page tells of it when it is looked at again. */
export async function takeNow(only?: { name: string; isWhatever: boolean }): Promise<void> {
	if (only) await refusedFile(only.name);
	const open = await warehouse();
	const work = takeInbox(open, {
		importedBy: message('imports.by_inbox'),
		now,
		...(only && { only: only.name, isWhatever: only.isWhatever })
	});
	void work
		.then(async (outcomes) => {
			if (!only) rememberRun(open.dataDir, now());
			await sweepInbox(open.dataDir, now());
			if (!outcomes.some(({ batches }) => batches.length > 0)) return;
			checkSoon();
			prepareSoon();
		})
		.catch((cause: unknown) => {
			process.stderr.write(`The inbox was not imported: ${String(cause).slice(0, 300)}\n`);
		});
	await Promise.race([work.catch(() => undefined), new Promise((done) => setTimeout(done, 3000))]);
}

/** Sets when the inbox is imported and for how long files are kept. Answers why not, or null where it is set. */
export async function setInbox(asked: {
	readonly when: string;
	readonly timeZone: string;
	readonly keepDays: number;
}): Promise<string | null> {
	const dataDir = dataFolder();
	try {
		const before = readSchedule(dataDir);
		if (asked.when !== before.when || asked.timeZone !== before.time_zone)
			setSchedule(dataDir, asked.when, asked.timeZone, now());
		setKeepDays(dataDir, asked.keepDays);
	} catch (cause) {
		if (cause instanceof ScheduleError) return cause.message;
		throw cause;
	}
	await sweepInbox(dataDir, now());
	return null;
}

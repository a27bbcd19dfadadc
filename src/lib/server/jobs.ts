import { randomUUID } from 'node:crypto';
import type { BatchReport, Progress } from '#pipelines/import.ts';
import type { ImportedParts, PartError } from '#pipelines/import-parts.ts';
import { ImportError } from '#pipelines/import-error.ts';
import { message } from '#lib/messages.ts';

export type { BatchReport, PartError, Progress };
export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** One import as a person waits for it. */
export interface Job {
	readonly job: string;
	readonly upload: string;
	readonly file: string;
	readonly state: JobState;
	/** What a person said of how the file is read: order of dates, zone, source, sheet, mapping. Going on keeps to it. */
	readonly asked: Readonly<Record<string, unknown>>;
	/** Imports that come before this one, while it is queued. */
	readonly ahead: number;
	readonly progress: Progress | null;
	/** Share of the whole that is done, 0 to 1, as far as anybody can tell. */
	readonly share: number | null;
	/** What became of the file, also where it stopped at the bad-row limit and nothing of it was kept. */
	readonly report: BatchReport | null;
	/** What became of the parts of a file that has several: sheets of a workbook, files of an archive. */
	readonly parts: ImportedParts | null;
	readonly error: {
		readonly code: string;
		readonly message: string;
		readonly details: Readonly<Record<string, unknown>>;
	} | null;
}

/** What is to be imported, and how. */
export interface Task {
	readonly upload: string;
	readonly file: string;
	readonly asked: Job['asked'];
	readonly run: (
		signal: AbortSignal,
		onProgress: (progress: Progress) => void,
		isFollowed: boolean
	) => Promise<ImportedParts>;
	/** Called once, when the job has ended for good. */
	readonly onEnd: (job: Job) => Promise<void>;
}

/** Imports that run one after another. */
export interface Jobs {
	readonly add: (task: Task) => Job;
	readonly find: (id: string) => Job | null;
	/** The jobs that wait or run, and those that stopped and wait for a word of the person, the oldest first. */
	readonly open: () => readonly Job[];
	/** The last job of this upload. */
	readonly last: (upload: string) => Job | null;
	/** True while a job of this upload waits or runs. */
	readonly isTaken: (upload: string) => boolean;
	/** Ends a job: one that waits at once, one that runs as soon as it can be stopped without a trace. */
	readonly cancel: (id: string) => Job | null;
	/** Resolves when nothing waits or runs. */
	readonly idle: () => Promise<void>;
}

const nothingYet = { progress: null, share: null, report: null, parts: null, error: null };

interface Entry {
	job: Omit<Job, 'ahead'>;
	readonly task: Task;
	readonly abort: AbortController;
}

const jobsKept = 200;
const stopped = 'too_many_bad_rows';
const cancelled = () => ({ code: 'cancelled', message: message('api.cancelled'), details: {} });

function failed(cause: unknown): Pick<Job, 'state' | 'error' | 'report'> {
	if (cause instanceof ImportError) {
		const { code, message: text, details } = cause;
		return {
			state: code === 'cancelled' ? 'cancelled' : 'failed',
			report: null,
			error: { code, message: text, details }
		};
	}
	process.stderr.write(
		`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`
	);
	const error = { code: 'fault', message: message('api.fault'), details: {} };
	return { state: 'failed', report: null, error };
}

/** A fault that no person waits for. */
function report(cause: unknown): void {
	process.stderr.write(`${String(cause)}\n`);
}

const reportOf = (details: PartError['details']): BatchReport => details['report'] as BatchReport;

/**
 * How an import ended. One that stopped at the bad-row limit, in any of its parts, asks the person; all parts are then
 * tried again, and those that stand already change nothing.
 */
function ended({ batches, errors }: ImportedParts): Partial<Job> {
	const [error] = [...errors.filter(({ code }) => code === stopped), ...errors];
	const parts = batches.length + errors.length > 1 ? { batches, errors } : null;
	const isFailed = error !== undefined && (batches.length === 0 || error.code === stopped);
	if (!isFailed) return { state: 'done', report: batches[0] ?? null, parts };
	const { code, message: text, details } = error;
	return {
		state: 'failed',
		report: code === stopped ? reportOf(details) : null,
		error: { code, message: text, details },
		parts
	};
}

/**
 * An empty queue of imports, in this process and its memory only: what was imported stands in the history of batches. A
 * task is told whether others wait behind it, to leave to them what is done once for all; `onEmpty` runs after the last.
 */
export function createJobs(onEmpty: () => Promise<void> = () => Promise.resolve()): Jobs {
	const entries = new Map<string, Entry>();
	const waiting: string[] = [];
	let running: Promise<void> | null = null;

	const view = (entry: Entry): Job => ({
		...entry.job,
		ahead: entry.job.state === 'queued' ? waiting.indexOf(entry.job.job) + 1 : 0
	});
	const isOpen = ({ job }: Entry) => job.state === 'queued' || job.state === 'running';

	const isAsking = ({ job }: Entry) =>
		job.error?.code === stopped && lastOf(job.upload)?.job.job === job.job;

	/** The last job of an upload: an answered question is not asked again. */
	const lastOf = (upload: string) =>
		[...entries.values()].findLast(({ job }) => job.upload === upload);

	async function end(entry: Entry, outcome: Partial<Omit<Job, 'ahead'>>): Promise<void> {
		const job = { ...entry.job, ...outcome };
		await entry.task.onEnd({ ...job, ahead: 0 }).catch(report);
		entry.job = job;
		for (const [id, old] of entries) {
			if (entries.size <= jobsKept) break;
			if (!isOpen(old)) entries.delete(id);
		}
	}

	async function run(entry: Entry): Promise<void> {
		entry.job = { ...entry.job, state: 'running' };
		const begun = performance.now();
		const onProgress = (progress: Progress) => {
			const elapsed = (performance.now() - begun) / 1000;
			const left = progress.secondsLeft;
			const share = left === null ? null : Math.min(0.99, elapsed / (elapsed + left));
			entry.job = { ...entry.job, progress, share };
		};
		const outcome = await entry.task
			.run(entry.abort.signal, onProgress, waiting.length > 0)
			.then(ended, failed);
		await end(entry, outcome);
	}

	async function drain(): Promise<void> {
		for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
			const entry = entries.get(id);
			if (entry?.job.state === 'queued') await run(entry);
			if (waiting.length === 0) await onEmpty().catch(report);
		}
		running = null;
	}

	return {
		add(task) {
			const id = randomUUID();
			const { upload, file, asked } = task;
			const entry: Entry = {
				job: { job: id, upload, file, asked, state: 'queued', ...nothingYet },
				task,
				abort: new AbortController()
			};
			entries.set(id, entry);
			waiting.push(id);
			running ??= drain();
			return view(entry);
		},
		find(id) {
			const entry = entries.get(id);
			return entry ? view(entry) : null;
		},
		open: () => [...entries.values()].filter((entry) => isOpen(entry) || isAsking(entry)).map(view),
		last(upload) {
			const entry = lastOf(upload);
			return entry ? view(entry) : null;
		},
		isTaken: (upload) =>
			[...entries.values()].some((entry) => entry.job.upload === upload && isOpen(entry)),
		cancel(id) {
			const entry = entries.get(id);
			if (!entry) return null;
			entry.abort.abort();
			if (entry.job.state === 'queued') {
				waiting.splice(waiting.indexOf(id), 1);
				const error = cancelled();
				entry.job = { ...entry.job, state: 'cancelled', error };
				void end(entry, {});
			}
			return view(entry);
		},
		async idle() {
			await running;
		}
	};
}

import { mkdirSync } from 'node:fs';
import { message } from '#queries/messages.ts';
import type { CommandResult, Run } from './command.ts';
import { UsageError } from './command.ts';
import { describeCancelled, describeImport } from './describe.ts';
import { exits, unlessCancelled } from './failure.ts';
import { keptOf } from './finish.ts';
import type { InboxOutcome } from './inbox.ts';
import { takeInbox } from './inbox.ts';
import type { InboxLook } from './inbox-files.ts';
import { lookAtInbox, reportEnd } from './inbox-files.ts';
import type { InboxSchedule } from './inbox-schedule.ts';
import {
	inboxFolder,
	nextRun,
	readSchedule,
	rememberRun,
	scheduleInWords,
	ScheduleError,
	setKeepDays,
	setSchedule
} from './inbox-schedule.ts';
import { sweepInbox } from './inbox-sweep.ts';

const now = (): Date => new Date();

const inZone = (at: Date, zone: string): string =>
	new Intl.DateTimeFormat('en-GB', {
		dateStyle: 'medium',
		timeStyle: 'short',
		timeZone: zone
	}).format(at);

/** The schedule, what waits and what was refused, in lines. */
function describe(folder: string, schedule: InboxSchedule, look: InboxLook): string {
	const { waiting, refused, done } = look;
	const next = nextRun(schedule);
	const days = schedule.keep_days;
	return [
		scheduleInWords(schedule),
		...(next === null
			? []
			: [
					message('import.inbox_next', {
						next: inZone(next, schedule.time_zone),
						zone: schedule.time_zone
					})
				]),
		message('import.inbox_waiting', { folder, count: waiting.length }),
		...waiting.map(({ name }) => `  ${name}`),
		...(refused.length === 0 ? [] : [message('import.inbox_refused', { count: refused.length })]),
		...refused.flatMap(({ name, path, report, rejects }) => [
			`  ${name}`,
			...report.errors.map(({ message: why }) => `    ${why}`),
			`    ${path}${reportEnd}`,
			...(rejects === null ? [] : [`    ${rejects}`])
		]),
		message('import.inbox_done', { count: done.files, days })
	].join('\n');
}

/** What is wrong with a schedule is wrong use of the command. */
function asUsage<T>(work: () => T): T {
	try {
		return work();
	} catch (cause) {
		if (cause instanceof ScheduleError) throw new UsageError(cause.message, { cause });
		throw cause;
	}
}

/** `inbox`, `inbox now`, `inbox arrival`, `inbox off`, `inbox every CRON [--time-zone TZ]`, `inbox keep DAYS`. */
export const inbox: Run = async ({ warehouse, by, signal }, args, options) => {
	const { dataDir } = warehouse;
	const folder = inboxFolder(dataDir);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const [action, ...words] = args;
	const told = async (schedule: InboxSchedule): Promise<CommandResult> => {
		const look = await lookAtInbox(dataDir, { now });
		const next = nextRun(schedule)?.toISOString() ?? null;
		return {
			exit: 0,
			json: {
				folder,
				...schedule,
				in_words: scheduleInWords(schedule),
				next_run: next,
				waiting: look.waiting.map(({ name }) => name),
				refused: look.refused.map(({ name, path, report, rejects }) => ({
					file: name,
					at: report.at,
					errors: report.errors,
					report: `${path}${reportEnd}`,
					rejects
				})),
				unfinished: look.unfinished,
				done: look.done.files
			},
			text: describe(folder, schedule, look)
		};
	};
	if (action === undefined) return told(asUsage(() => readSchedule(dataDir)));
	if (action === 'now') {
		const outcomes: InboxOutcome[] = [];
		const cancelled = await unlessCancelled(() =>
			takeInbox(warehouse, {
				importedBy: by,
				now,
				onTaken: (outcome) => outcomes.push(outcome),
				...(signal && { signal })
			})
		);
		rememberRun(dataDir, now());
		const removed = await sweepInbox(dataDir, now());
		const batches = outcomes.flatMap((outcome) => outcome.batches);
		const errors = outcomes.flatMap((outcome) => outcome.errors);
		if (cancelled !== null) {
			const kept = [...batches, ...keptOf(cancelled)];
			const text = [describeImport(batches, errors), describeCancelled(kept)];
			return {
				exit: exits.cancelled,
				json: { files: outcomes, removed, cancelled: { kept } },
				text: text.filter(Boolean).join('\n')
			};
		}
		return {
			exit: errors.length > 0 ? exits.failed : exits.done,
			json: { files: outcomes, removed },
			text:
				outcomes.length === 0
					? message('import.inbox_is_empty', { folder })
					: describeImport(batches, errors)
		};
	}
	if (action === 'keep') {
		const days = Number(words[0]?.trim() || Number.NaN);
		const schedule = asUsage(() => setKeepDays(dataDir, days));
		await sweepInbox(dataDir, now());
		return told(schedule);
	}
	const when = action === 'every' ? words.join(' ') : action;
	const isKnown = action === 'every' ? words.length > 0 : words.length === 0;
	if (!isKnown || !['every', 'arrival', 'off'].includes(action))
		throw new UsageError(message('import.inbox_usage'));
	return told(asUsage(() => setSchedule(dataDir, when, options.timeZone ?? 'UTC', now())));
};

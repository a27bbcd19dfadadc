import { mkdirSync } from 'node:fs';
import { message } from '#queries/messages.ts';
import type { CommandResult, Run } from './command.ts';
import { UsageError } from './command.ts';
import { describeImport } from './describe.ts';
import { takeInbox, waitingFiles } from './inbox.ts';
import type { InboxSchedule } from './inbox-schedule.ts';
import {
	inboxFolder,
	nextRun,
	readSchedule,
	rememberRun,
	ScheduleError,
	setSchedule
} from './inbox-schedule.ts';

const now = (): Date => new Date();

function describe(schedule: InboxSchedule): string {
	const { when, time_zone: zone } = schedule;
	if (when === 'off') return message('import.inbox_is_off');
	if (when === 'arrival') return message('import.inbox_as_files_arrive');
	const next = nextRun(schedule)?.toISOString() ?? '';
	return message('import.inbox_by_the_clock', { when, zone, next });
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

/** `inbox`, `inbox now`, `inbox arrival`, `inbox off`, `inbox every CRON [--time-zone TZ]`. */
export const inbox: Run = async ({ warehouse, by, signal }, args, options) => {
	const { dataDir } = warehouse;
	const folder = inboxFolder(dataDir);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const [action, ...words] = args;
	const told = async (schedule: InboxSchedule): Promise<CommandResult> => {
		const waiting = (await waitingFiles(dataDir, { now })).map(({ name }) => name);
		const next = nextRun(schedule)?.toISOString() ?? null;
		return {
			exit: 0,
			json: { folder, ...schedule, next_run: next, waiting },
			text: [
				describe(schedule),
				message('import.inbox_waiting', { folder, count: waiting.length }),
				...waiting.map((name) => `  ${name}`)
			].join('\n')
		};
	};
	if (action === undefined) return told(asUsage(() => readSchedule(dataDir)));
	if (action === 'now') {
		const outcomes = await takeInbox(warehouse, { importedBy: by, now, ...(signal && { signal }) });
		rememberRun(dataDir, now());
		const batches = outcomes.flatMap((outcome) => outcome.batches);
		const errors = outcomes.flatMap((outcome) => outcome.errors);
		return {
			exit: errors.length > 0 ? 1 : 0,
			json: { files: outcomes },
			text:
				outcomes.length === 0
					? message('import.inbox_is_empty', { folder })
					: describeImport(batches, errors)
		};
	}
	const when = action === 'every' ? words.join(' ') : action;
	const isKnown = action === 'every' ? words.length > 0 : words.length === 0;
	if (!isKnown || !['every', 'arrival', 'off'].includes(action))
		throw new UsageError(message('import.inbox_usage'));
	return told(asUsage(() => setSchedule(dataDir, when, options.timeZone ?? 'UTC', now())));
};

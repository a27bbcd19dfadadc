import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { z } from 'zod';
import { message } from '#queries/messages.ts';

const shape = z.strictObject({
	/** As files arrive, never, or a cron expression. */
	when: z.string().min(1),
	time_zone: z.string().min(1),
	/** ISO times in UTC. */
	set_at: z.string(),
	/** For how many days files stay in `done` once they came in. */
	keep_days: z.number().int().min(0).max(3650).default(30),
	last_run: z.string().nullable()
});

/** When the files that lie in the inbox are imported. */
export type InboxSchedule = z.infer<typeof shape>;

/** A schedule that cannot be read as one. */
export class ScheduleError extends Error {
	override readonly name = 'ScheduleError';
}

/** The folder that is watched. */
export const inboxFolder = (dataDir: string): string => join(dataDir, 'inbox');

const scheduleFile = (dataDir: string): string => join(dataDir, 'inbox.json');

const shipped: InboxSchedule = {
	when: 'arrival',
	time_zone: 'UTC',
	set_at: '1970-01-01T00:00:00.000Z',
	last_run: null,
	keep_days: 30
};

/** The schedule of a data folder; as files arrive where nobody set another. */
export function readSchedule(dataDir: string): InboxSchedule {
	try {
		return shape.parse(JSON.parse(readFileSync(scheduleFile(dataDir), 'utf8')));
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return shipped;
		throw new ScheduleError(message('import.inbox_schedule_unreadable'), { cause });
	}
}

function write(dataDir: string, schedule: InboxSchedule): void {
	mkdirSync(dataDir, { recursive: true });
	const next = `${scheduleFile(dataDir)}.next`;
	writeFileSync(next, `${JSON.stringify(schedule, null, '\t')}\n`, { mode: 0o600 });
	renameSync(next, scheduleFile(dataDir));
}

const isWord = (when: string): boolean => when === 'arrival' || when === 'off';

const cronOf = ({ when, time_zone }: Pick<InboxSchedule, 'when' | 'time_zone'>): Cron =>
	new Cron(when, { timezone: time_zone, paused: true });

/** Sets when the inbox is imported: `arrival`, `off` or a cron expression. Throws `ScheduleError`. */
export function setSchedule(
	dataDir: string,
	when: string,
	timeZone: string,
	now: Date
): InboxSchedule {
	const { last_run, keep_days } = readSchedule(dataDir);
	const schedule: InboxSchedule = {
		when,
		time_zone: timeZone,
		set_at: now.toISOString(),
		keep_days,
		last_run
	};
	try {
		if (!isWord(when) && cronOf(schedule).nextRun(now) === null)
			throw new Error(message('import.inbox_never_comes'));
	} catch (cause) {
		const why =
			cause instanceof Error ? cause.message.replace(/^Cron\w+: /, '').replace(/\.?$/, '.') : '';
		throw new ScheduleError(
			message('import.inbox_no_such_schedule', { when, zone: timeZone, why }),
			{ cause }
		);
	}
	write(dataDir, schedule);
	return schedule;
}

/** Sets for how many days what came in is kept in `done`. Throws `ScheduleError` for what is no number of days. */
export function setKeepDays(dataDir: string, days: number): InboxSchedule {
	const read = shape.shape.keep_days.safeParse(days);
	if (!read.success)
		throw new ScheduleError(message('import.inbox_no_such_days', { days: String(days) }));
	const schedule = { ...readSchedule(dataDir), keep_days: read.data };
	write(dataDir, schedule);
	return schedule;
}

/** A schedule in words: what a cron expression means, in its zone. */
export function scheduleInWords({ when, time_zone: zone }: InboxSchedule): string {
	if (when === 'off') return message('import.inbox_is_off');
	if (when === 'arrival') return message('import.inbox_as_files_arrive');
	return message('import.inbox_by_the_clock', { when: cronInWords(when), zone });
}

function cronInWords(when: string): string {
	try {
		return cronstrue.toString(when, {
			use24HourTimeFormat: true,
			throwExceptionOnParseError: true
		});
	} catch {
		return when;
	}
}

/** Remembers that the inbox was imported. */
export const rememberRun = (dataDir: string, now: Date): void => {
	write(dataDir, { ...readSchedule(dataDir), last_run: now.toISOString() });
};

/** The next time by the clock at which the inbox is due; null as files arrive and where it is off. */
export function nextRun(schedule: InboxSchedule): Date | null {
	if (isWord(schedule.when)) return null;
	const { set_at, last_run } = schedule;
	const since = last_run !== null && last_run > set_at ? last_run : set_at;
	return cronOf(schedule).nextRun(new Date(since));
}

/** True when the inbox is to be imported now. What a server missed while it did not run is made up for once. */
export function isDue(schedule: InboxSchedule, now: Date): boolean {
	if (schedule.when === 'arrival') return true;
	const next = nextRun(schedule);
	return next !== null && next <= now;
}

import { mkdir } from 'node:fs/promises';
import { Cron } from 'croner';
import { takeInbox } from '#pipelines/inbox.ts';
import { lookAtInbox } from '#pipelines/inbox-files.ts';
import { sweepInbox } from '#pipelines/inbox-sweep.ts';
import { inboxFolder, isDue, readSchedule, rememberRun } from '#pipelines/inbox-schedule.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { message } from '#lib/messages.ts';
import { checkSoon, prepareSoon } from './warehouse.ts';

/** How often a server looks whether the inbox is due. */
const look = '*/5 * * * * *';
/** How often it removes what was kept long enough. */
const sweep = '17 * * * *';

/** Imports the inbox where its schedule says so; true where anything came in. */
export async function lookIntoInbox(
	warehouse: Warehouse,
	now: () => Date = () => new Date()
): Promise<boolean> {
	const schedule = readSchedule(warehouse.dataDir);
	if (!isDue(schedule, now())) return false;
	const options = { importedBy: message('imports.by_inbox'), now, onlyQuiet: true };
	const isByClock = schedule.when !== 'arrival';
	const { waiting } = await lookAtInbox(warehouse.dataDir, options);
	const outcomes = waiting.length > 0 ? await takeInbox(warehouse, options) : [];
	if (isByClock || outcomes.length > 0) rememberRun(warehouse.dataDir, now());
	return outcomes.some(({ batches }) => batches.length > 0);
}

const report = (cause: unknown): void => {
	process.stderr.write(`The inbox was not looked after: ${String(cause).slice(0, 300)}\n`);
};

/** Removes what the inbox keeps no longer, and says how many files went. */
async function sweepNow({ dataDir }: Warehouse): Promise<void> {
	const removed = await sweepInbox(dataDir, new Date());
	if (removed > 0)
		process.stdout.write(`${message('imports.inbox.removed', { count: removed })}\n`);
}

/** Looks into the inbox from now on, one look at a time; returns what ends it. */
export async function watchInbox(warehouse: Warehouse): Promise<() => void> {
	await mkdir(inboxFolder(warehouse.dataDir), { recursive: true, mode: 0o700 });
	const sweeping = new Cron(sweep, { protect: true, unref: true, catch: report }, async () => {
		await sweepNow(warehouse);
	});
	await sweepNow(warehouse).catch(report);
	const job = new Cron(look, { protect: true, unref: true, catch: report }, async () => {
		if (!(await lookIntoInbox(warehouse))) return;
		checkSoon();
		prepareSoon();
	});
	return () => {
		job.stop();
		sweeping.stop();
	};
}

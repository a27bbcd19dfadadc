import { mkdir } from 'node:fs/promises';
import { Cron } from 'croner';
import { takeInbox, waitingFiles } from '#pipelines/inbox.ts';
import { inboxFolder, isDue, readSchedule, rememberRun } from '#pipelines/inbox-schedule.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { message } from '#lib/messages.ts';
import { checkSoon, prepareSoon } from './warehouse.ts';

/** How often a server looks whether the inbox is due. */
const look = '*/5 * * * * *';

/** Imports the inbox where its schedule says so; true where anything came in. */
export async function lookIntoInbox(
	warehouse: Warehouse,
	now: () => Date = () => new Date()
): Promise<boolean> {
	const schedule = readSchedule(warehouse.dataDir);
	if (!isDue(schedule, now())) return false;
	const options = { importedBy: message('imports.by_inbox'), now, onlyQuiet: true };
	const isByClock = schedule.when !== 'arrival';
	const waiting = await waitingFiles(warehouse.dataDir, options);
	const outcomes = waiting.length > 0 ? await takeInbox(warehouse, options) : [];
	if (isByClock || outcomes.length > 0) rememberRun(warehouse.dataDir, now());
	return outcomes.some(({ batches }) => batches.length > 0);
}

/** Looks into the inbox from now on, one look at a time; returns what ends it. */
export async function watchInbox(warehouse: Warehouse): Promise<() => void> {
	await mkdir(inboxFolder(warehouse.dataDir), { recursive: true, mode: 0o700 });
	const job = new Cron(
		look,
		{
			protect: true,
			unref: true,
			catch: (cause: unknown) => {
				process.stderr.write(`The inbox was not imported: ${String(cause).slice(0, 300)}\n`);
			}
		},
		async () => {
			if (!(await lookIntoInbox(warehouse))) return;
			checkSoon();
			prepareSoon();
		}
	);
	return () => {
		job.stop();
	};
}

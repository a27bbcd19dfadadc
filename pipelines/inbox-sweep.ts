import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rejectsEnd } from './inbox-files.ts';
import { inboxFolder, readSchedule } from './inbox-schedule.ts';

const dayLong = 24 * 60 * 60 * 1000;

/**
 * Removes from the inbox what holds people's data and is not needed any more: files that came in, and refused records beside
 * files, both after the days that the schedule says. What was not imported stays. Answers how many files went.
 */
export async function sweepInbox(dataDir: string, now: Date): Promise<number> {
	const inbox = inboxFolder(dataDir);
	const oldest = now.getTime() - readSchedule(dataDir).keep_days * dayLong;
	let removed = 0;
	for (const [folder, isMeant] of [
		[join(inbox, 'done'), () => true],
		[inbox, (name: string) => name.endsWith(rejectsEnd)]
	] as const) {
		for (const name of await readdir(folder).catch(() => [])) {
			const path = join(folder, name);
			const found = await stat(path).catch(() => null);
			if (!found?.isFile() || !isMeant(name)) continue;
			if (found.mtimeMs >= oldest) continue;
			await rm(path, { force: true });
			removed++;
		}
	}
	return removed;
}

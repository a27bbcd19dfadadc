import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { requireUsable } from './mapping-headings.ts';
import type { Mapping } from './mapping.ts';
import { parseMapping } from './mapping.ts';

/** A mapping as it is kept under its name. */
export interface SavedMapping {
	readonly name: string;
	readonly mapping: Mapping;
	readonly savedBy: string;
	/** ISO time in UTC. */
	readonly savedAt: string;
}

/** app.sqlite of a data folder, for the length of some work. The query side never sees it. */
function withApp<T>(dataDir: string, work: (app: DatabaseSync) => T): T {
	const app = new DatabaseSync(join(dataDir, 'app.sqlite'));
	try {
		app.exec('pragma journal_mode = wal; pragma busy_timeout = 2000;');
		app.exec(
			'create table if not exists mapping (name text primary key, document text not null, saved_by text not null, saved_at text not null)'
		);
		return work(app);
	} finally {
		app.close();
	}
}

/** The mappings that are kept, by name. */
export function savedMappings(dataDir: string): readonly SavedMapping[] {
	if (!existsSync(join(dataDir, 'app.sqlite'))) return [];
	return withApp(dataDir, (app) =>
		app
			.prepare('select name, document, saved_by, saved_at from mapping order by name')
			.all()
			.map((row) => ({
				name: String(row['name']),
				mapping: parseMapping(JSON.parse(String(row['document']))),
				savedBy: String(row['saved_by']),
				savedAt: String(row['saved_at'])
			}))
	);
}

/** The mapping of this name, or null. */
export const savedMapping = (dataDir: string, name: string): SavedMapping | null =>
	savedMappings(dataDir).find((saved) => saved.name === name) ?? null;

/** Keeps a mapping under a name; the one that had it is replaced. Throws `not_readable` for one that nothing can be read by. */
export function saveMapping(
	dataDir: string,
	name: string,
	mapping: Mapping,
	by: string,
	now: () => Date = () => new Date()
): void {
	requireUsable(mapping);
	const document = JSON.stringify({ ...mapping, name });
	withApp(dataDir, (app) =>
		app
			.prepare(
				'insert into mapping values (?, ?, ?, ?) on conflict (name) do update set document = excluded.document, saved_by = excluded.saved_by, saved_at = excluded.saved_at'
			)
			.run(name, document, by, now().toISOString())
	);
}

/** Forgets the mapping of this name; false where there was none. Batches that were read by it stay as they are. */
export const forgetMapping = (dataDir: string, name: string): boolean =>
	existsSync(join(dataDir, 'app.sqlite')) &&
	withApp(
		dataDir,
		(app) => Number(app.prepare('delete from mapping where name = ?').run(name).changes) > 0
	);

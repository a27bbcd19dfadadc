import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './home.ts';

const folders = new Map<string, ReadonlyMap<string, string>>();

/** The SQL files of one folder of `queries/`, by name without ending, in alphabetical order; read once in a process. */
export function readSql(folder: string): ReadonlyMap<string, string> {
	const known = folders.get(folder);
	if (known !== undefined) return known;
	const path = join(home(), 'queries', folder);
	const names = readdirSync(path)
		.filter((name) => name.endsWith('.sql'))
		.toSorted();
	const files = new Map(
		names.map((name) => [name.slice(0, -4), readFileSync(join(path, name), 'utf8')])
	);
	folders.set(folder, files);
	return files;
}

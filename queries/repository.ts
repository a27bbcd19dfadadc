import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './home.ts';

/** The SQL files of one folder of `queries/`, by name without ending, in alphabetical order. */
export function readSql(folder: string): ReadonlyMap<string, string> {
	const path = join(home(), 'queries', folder);
	const names = readdirSync(path)
		.filter((name) => name.endsWith('.sql'))
		.toSorted();
	return new Map(names.map((name) => [name.slice(0, -4), readFileSync(join(path, name), 'utf8')]));
}

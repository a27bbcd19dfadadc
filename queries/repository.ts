import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function isRoot(folder: string): boolean {
	const file = join(folder, 'package.json');
	return existsSync(file) && /"name":\s*"autonometer"/.test(readFileSync(file, 'utf8'));
}

/** The repository's root: this code also runs bundled in `build/server`, so it walks up from where it stands. */
export function findRoot(start = import.meta.dirname): string {
	if (isRoot(start)) return start;
	const parent = dirname(start);
	if (parent === start) throw new Error('No package.json named "autonometer" above this file');
	return findRoot(parent);
}

/** The SQL files of one folder of `queries/`, by name without ending, in alphabetical order. */
export function readSql(folder: string): ReadonlyMap<string, string> {
	const path = join(findRoot(), 'queries', folder);
	const names = readdirSync(path)
		.filter((name) => name.endsWith('.sql'))
		.toSorted();
	return new Map(names.map((name) => [name.slice(0, -4), readFileSync(join(path, name), 'utf8')]));
}

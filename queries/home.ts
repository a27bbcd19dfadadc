import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The project's folder: the nearest one above this code whose package.json is Autonometer's. It is searched for, because
 * the same code also runs from the built server. Throws where there is none.
 */
export function home(): string {
	let folder = import.meta.dirname;
	for (;;) {
		const file = join(folder, 'package.json');
		if (existsSync(file) && readFileSync(file, 'utf8').includes('"name": "autonometer"'))
			return folder;
		const above = dirname(folder);
		if (above === folder) throw new Error('Autonometer was moved away from its package.json.');
		folder = above;
	}
}

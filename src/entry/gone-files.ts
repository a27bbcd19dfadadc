import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells of an address whether it is that of a file which stood in the folder at the start and is there no more. A newer
 * build takes files away under a running server, and sirv 3 ends the process when it opens one of them.
 */
export function goneFiles(folder: string): (url: string | undefined) => boolean {
	const files = new Set(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
	);
	return (url = '') => {
		const path = join(folder, url.split('?')[0] ?? '');
		return files.has(path) && !existsSync(path);
	};
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** Removes the folders of a test that is over. */
export function removeFolders(): void {
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'autonometer-test-'));
	made.push(folder);
	return folder;
}

/** A file with this content in a folder that is gone after the test. */
export function fileOf(name: string, content: string | Uint8Array): { path: string; name: string } {
	const path = join(emptyFolder(), name);
	writeFileSync(path, content);
	return { path, name };
}

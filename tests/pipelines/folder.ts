import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { aroundTests } from '../around-tests.ts';

const made: string[] = [];

/** Removes the folders that were made since the last time; of a test, once it is over. */
export function removeFolders(): void {
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

aroundTests({ after: removeFolders });

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

let started: Promise<string> | null = null;

/** A data folder as the first start leaves it: the tables, and the models of nothing. */
async function start(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'autonometer-started-'));
	process.once('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	const warehouse = await openWarehouse(folder, 'the test');
	await model(warehouse);
	await warehouse.close();
	return folder;
}

/** Opens a copy of a data folder that nobody holds. */
export function openCopy(of: string, folder = emptyFolder()): Promise<Warehouse> {
	cpSync(of, folder, { recursive: true });
	return openWarehouse(folder, 'the test');
}

/** Opens a warehouse without data; a copy of one that was started takes a tenth of what starting one takes. */
export async function openEmpty(folder?: string): Promise<Warehouse> {
	started ??= start();
	return openCopy(await started, folder);
}

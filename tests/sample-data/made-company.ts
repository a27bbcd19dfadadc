import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleManifest } from '#sample/generate.ts';
import { writeSample } from '#sample/generate.ts';

/** A written company in a folder of its own. */
export interface MadeCompany {
	readonly folder: string;
	readonly manifest: SampleManifest;
	bytes(file: string): Promise<Buffer>;
	text(file: string): Promise<string>;
	/** File → SHA-256. */
	hashes(): Promise<Record<string, string>>;
	remove(): Promise<void>;
}

/** Writes a company into a fresh folder; the caller removes it. */
export async function makeCompany(employees: number, seed = 7): Promise<MadeCompany> {
	const folder = await mkdtemp(join(tmpdir(), 'made-company-'));
	const manifest = await writeSample({ out: folder, employees, seed });
	const bytes = (file: string) => readFile(join(folder, file));
	return {
		folder,
		manifest,
		bytes,
		text: async (file) => (await bytes(file)).toString('utf8'),
		async hashes() {
			const pairs = manifest.files.map(async ({ file }) => {
				const hash = createHash('sha256').update(await bytes(file));
				return [file, hash.digest('hex')] as const;
			});
			return Object.fromEntries(await Promise.all(pairs));
		},
		remove: () => rm(folder, { recursive: true, force: true })
	};
}

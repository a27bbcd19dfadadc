import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '#sample/generate.ts';
import type { MadeCompany } from './made-company.ts';
import { makeCompany } from './made-company.ts';

const committed = join(import.meta.dirname, '../../sample-data/exports');

describe('writeSample({ employees: 120, seed: 7 })', () => {
	let small: MadeCompany;
	beforeAll(async () => {
		small = await makeCompany(120);
	});
	afterAll(() => small.remove());

	test('writes the committed exports, byte for byte', async () => {
		const names = small.manifest.files.map(({ file }) => file);
		expect((await readdir(committed)).toSorted()).toEqual(names.toSorted());
		for (const name of names) {
			const packed = name.endsWith('.gz');
			// How tightly gzip packs may differ with the machine; what it holds may not.
			const open = (bytes: Buffer) => (packed ? gunzipSync(bytes) : bytes);
			const kept = open(await readFile(join(committed, name)));
			expect(open(await small.bytes(name)).equals(kept), name).toBe(true);
		}
	});

	test('keeps the committed exports below 1.5 MB', async () => {
		const sizes = await Promise.all(
			(await readdir(committed)).map(async (name) => (await stat(join(committed, name))).size)
		);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
	});

	test('writes the same bytes again, in another time zone too', async () => {
		const zone = process.env['TZ'];
		process.env['TZ'] = 'Pacific/Auckland';
		try {
			const again = await makeCompany(120);
			expect(await again.hashes()).toEqual(await small.hashes());
			await again.remove();
		} finally {
			if (zone === undefined) delete process.env['TZ'];
			else process.env['TZ'] = zone;
		}
	});

	test('makes another company from another seed', async () => {
		const other = await makeCompany(120, 8);
		const [mine, theirs] = [await small.hashes(), await other.hashes()];
		for (const { file } of small.manifest.files) {
			if (
				/official-paths|catalogue|windows|survey-key|organisation|cost-sheet|action-log/.test(file)
			)
				continue;
			expect(theirs[file], file).not.toBe(mine[file]);
		}
		await other.remove();
	});

	test('says what it wrote and what is importable today', async () => {
		const { manifest } = small;
		expect(manifest).toMatchObject({ employees: 120, from: '2024-07-01', to: '2026-09-30' });
		expect(manifest.files.filter((file) => file.importable).map((file) => file.source)).toEqual([
			'mandatory-list',
			'catalogue',
			'absorb-enrolments',
			'cornerstone-transcript',
			'moodle-log',
			'moodle-users',
			'xapi',
			'workday-jobs',
			'qualtrics',
			'qualtrics',
			'manager-ratings',
			'official-paths',
			'prompt-list',
			'mandatory-windows',
			'survey-invitations',
			'survey-key',
			'organisation-tree',
			'vacancies-filled',
			'development-goals',
			'cost-sheet',
			'action-log',
			'coursera-courses'
		]);
		for (const { file, bytes } of manifest.files) {
			expect((await small.bytes(file)).length, file).toBe(bytes);
		}
	});
});

describe('writeSample(options)', () => {
	test('makes 2,000 employees and a first import of the intended size by default', async () => {
		const whole = await makeCompany(2000);
		const rows = Object.fromEntries(whole.manifest.files.map(({ file, rows }) => [file, rows]));
		expect(whole.manifest.employees).toBe(2000);
		expect(whole.manifest.leavers).toBeGreaterThan(250);
		expect(rows['absorb-enrolments.csv']).toBeGreaterThan(30_000);
		expect(rows['absorb-enrolments.csv']).toBeLessThan(38_000);
		expect(rows['cornerstone-transcript.csv']).toBeGreaterThan(6500);
		expect(rows['moodle-log.csv']).toBeLessThan(29_000);
		expect(rows['lxp-statements.ndjson.gz']).toBeLessThan(22_000);
		await whole.remove();
	});

	test.each([
		[40, 'too_few_employees'],
		[Number.NaN, 'too_few_employees'],
		[1_000_000, 'too_many_employees']
	])('refuses %s employees', async (employees, code) => {
		const out = join(tmpdir(), 'never-written');
		await expect(writeSample({ out, employees })).rejects.toMatchObject({ code });
		await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
	});
});

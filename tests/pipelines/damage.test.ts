import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ImportError } from '#pipelines/import-error.ts';
import { unpackIfPacked, prepare } from '#pipelines/stages/prepare.ts';
import { recognise } from '#pipelines/stages/recognise.ts';
import type { DamagedFile, Planted } from './readers/damaged-file.ts';
import { damagedFile } from './readers/damaged-file.ts';

const all = Number(process.env['DAMAGED_FILES'] ?? 40);
const inParts = Math.max(1, Math.round(all / 100));
const folder = mkdtempSync(join(tmpdir(), 'autonometer-damage-'));
let connection: DuckDBConnection;
let instance: DuckDBInstance;

beforeAll(async () => {
	instance = await DuckDBInstance.create(':memory:');
	connection = await instance.connect();
	await connection.run("set TimeZone = 'UTC'");
});
afterAll(() => {
	connection.closeSync();
	instance.closeSync();
	rmSync(folder, { recursive: true });
});

/** What the importer says of each record, by the same stages as an import, without the child process. */
async function judged(seed: number, { content }: DamagedFile) {
	const own = join(folder, String(seed));
	const path = join(own, 'a.csv');
	mkdirSync(own);
	writeFileSync(path, content);
	const recognition = await recognise(path, { source: 'absorb-enrolments' });
	const options = { strict: false, timeZone: 'UTC' };
	const { plan, ...prepared } = await prepare(path, own, recognition, options);
	if (plan.kind !== 'table') throw new Error('no table');
	const reader = await connection.runAndReadAll(
		`select coalesce(line, ${prepared.firstLine} + row_number() over () - 1)::integer as line,
			reject_column as "column", reject_reason as reason from (${plan.select})`
	);
	const records = reader.getRowObjectsJS() as unknown as Planted[];
	rmSync(own, { recursive: true });
	expect(prepared.records).toBe(records.length);
	return { records: records.toSorted((a, b) => a.line - b.line), blankLines: prepared.blankLines };
}

describe(`${all} files with known damage`, () => {
	test.each(Array.from({ length: inParts }, (_, part) => part))(
		'are judged record by record: line, column, reason, count (part %i)',
		async (part) => {
			for (let seed = part; seed < all; seed += inParts) {
				const file = damagedFile(seed);
				const found = await judged(seed, file);
				expect({ seed, ...found }).toEqual({
					seed,
					records: file.records,
					blankLines: file.blankLines
				});
			}
		},
		120_000
	);

	test('a gzip that is cut anywhere, or whose checksum is wrong, is refused', async () => {
		const whole = gzipSync(damagedFile(1).content);
		const flipped = Buffer.from(whole);
		flipped[flipped.length - 6] = (flipped[flipped.length - 6] as number) ^ 1;
		const cuts = [20, Math.floor(whole.length / 2), whole.length - 8, whole.length - 1].map(
			(length) => whole.subarray(0, length)
		);
		for (const [index, content] of [...cuts, flipped].entries()) {
			const path = join(folder, `${index}.csv.gz`);
			writeFileSync(path, content);
			const unpacked = unpackIfPacked(path, folder, {});
			await expect(unpacked).rejects.toBeInstanceOf(ImportError);
			await expect(unpacked).rejects.toMatchObject({ code: 'wrong_format' });
		}
	});
});

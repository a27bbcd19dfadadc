import {
	closeSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	rmSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { ImportError } from '#pipelines/import-error.ts';
import { unpackIfPacked, prepare } from '#pipelines/stages/prepare.ts';
import { recognise } from '#pipelines/stages/recognise.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
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

const rowsEach = Number(process.env['DAMAGED_ROWS'] ?? 4000);

/** Every so-and-so-manieth row is bad, spread over the file; in turn by its date, its number of columns and its duration. */
const isBad = (row: number, perThousand: number): boolean => (row * 7919) % 1000 < perThousand;

/** Writes the file in pieces and answers how many of its rows are bad. */
function writeRows(path: string, perThousand: number): number {
	const file = openSync(path, 'w');
	writeSync(
		file,
		'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Enrollment ID,Time Spent (min)\n'
	);
	let bad = 0;
	for (let begin = 0; begin < rowsEach; begin += 20_000) {
		const lines: string[] = [];
		for (let row = begin; row < Math.min(rowsEach, begin + 20_000); row++) {
			const damage = isBad(row, perThousand) ? row % 3 : null;
			bad += Number(damage !== null);
			const day = damage === 0 ? 'one day' : `2025-01-${String(1 + (row % 28)).padStart(2, '0')}`;
			const end = damage === 1 ? '' : `,${damage === 2 ? 'long' : row % 90}`;
			lines.push(
				`Course ${row % 500},Self,Complete,p${row % 20_000}@firm.example,${day},E${perThousand}-${row}${end}\n`
			);
		}
		writeSync(file, lines.join(''));
	}
	closeSync(file);
	return bad;
}

describe(`${rowsEach} rows of which many are bad`, () => {
	test('are loaded or refused, each bad one with its line, its column and its reason', async () => {
		const warehouse = await openWarehouse(join(folder, 'many'), 'the test');
		for (const perThousand of [1, 100, 500]) {
			const path = join(folder, 'many.csv');
			const bad = writeRows(path, perThousand);
			const begun = performance.now();
			const report = await importFile(
				warehouse,
				{ path, name: `${perThousand}.csv` },
				{ importedBy: 'test', isOneOfMany: true, badRowLimit: 1 }
			);
			const seconds = (performance.now() - begun) / 1000;
			expect(bad).toBe((rowsEach * perThousand) / 1000);
			expect(report).toMatchObject({
				rows_read: rowsEach,
				rows_loaded: rowsEach - bad,
				rows_rejected: bad
			});
			const [told] = await warehouse.read(async (reading) => {
				const reader = await reading.runAndReadAll(
					`select count(*)::integer as rejects, count(distinct line)::integer as lines,
						count(*) filter (((line - 2) * 7919) % 1000 < $perThousand and (reason, coalesce(column_name, '')) = case (line - 2) % 3
							when 0 then ('not_a_date', 'Date Enrolled') when 1 then ('too_few_columns', '')
							else ('not_a_duration', 'Time Spent (min)') end)::integer as right
					from reject where batch_id = $batch`,
					{ perThousand, batch: report.batch_id ?? 0 }
				);
				return reader.getRowObjectsJS();
			});
			expect(told).toEqual({ rejects: bad, lines: bad, right: bad });
			if (process.env['DAMAGED_ROWS'] !== undefined)
				process.stdout.write(
					`${rowsEach} rows, ${bad} bad: ${report.rows_loaded} loaded, ${report.rows_rejected} refused, each where it stands, in ${seconds.toFixed(1)} s\n`
				);
		}
		await warehouse.close();
	}, 600_000);
});

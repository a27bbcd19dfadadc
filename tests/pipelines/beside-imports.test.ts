import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listBatches, undoBatch } from '#pipelines/batches.ts';
import * as beside from '#pipelines/beside-imports.ts';
import type { FaultPoint } from '#pipelines/fault-points.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { finishImport } from '#pipelines/finish.ts';
import { importFile } from '#pipelines/import.ts';
import { importParts } from '#pipelines/import-parts.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { originalOf } from '#pipelines/originals/text.ts';
import { forgetMapping, saveMapping } from '#pipelines/saved-mappings.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { absorbFile, absorbRow, numbers } from '../src/api/exports.ts';
import { fileOf, openEmpty } from './folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	listenToFaultPoints(() => undefined);
	await warehouse.close();
});

const by = { importedBy: 'test', now: () => new Date('2026-01-02T03:04:05Z') };
const exported = absorbFile(numbers(30).map((n) => absorbRow(n)));
const file = () => fileOf('a.csv', exported);

/** Aborts when the work of all imports together comes to this place for the nth time. */
function abortAt(place: FaultPoint, nth: number): AbortController {
	const abort = new AbortController();
	let passed = 0;
	listenToFaultPoints((point) => {
		if (point === place && ++passed === nth) abort.abort();
	});
	return abort;
}

/** What stands in the warehouse, and what lies beside it. */
async function standing() {
	const live = (await warehouse.read(listBatches)).filter(({ undone_at }) => undone_at === null);
	const rows = await warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			'select count(*)::integer, count(*) filter (is_repeat)::integer from enrolment'
		);
		return reader.getRows()[0];
	});
	const kept = live.map(({ sha256 }) => existsSync(originalOf(warehouse.dataDir, sha256)));
	return {
		batches: live.length,
		rows,
		originals: kept,
		parts: readdirSync(join(warehouse.dataDir, 'originals')).filter(
			(name) => !name.endsWith('.zst')
		),
		staging: readdirSync(warehouse.stagingDir)
	};
}

const once = { batches: 1, rows: [30, 0], originals: [true], parts: [], staging: [] };

describe('imports of one file that run beside each other', () => {
	test('are one import', async () => {
		const reports = await Promise.all([1, 2, 3].map(() => importFile(warehouse, file(), by)));
		expect(reports.map(({ rows_loaded }) => rows_loaded).toSorted((a, b) => a - b)).toEqual([
			0, 0, 30
		]);
		expect(await standing()).toEqual(once);
		// Nobody takes back what the models know, so that nobody who is told of it is remembered.
		await importFile(warehouse, file(), by);
		expect(beside.toldBatches(warehouse.dataDir)).toEqual([]);
	});

	test.for<[FaultPoint, number]>([
		['recognise', 2],
		['receive', 2],
		['child', 1],
		['child', 2],
		['load', 1],
		['commit', 1],
		['committed', 1],
		['committed', 2],
		['model', 1],
		['model', 5]
	])('one cancelled at "%s" (%i): the other is whole', async ([place, nth]) => {
		const { signal } = abortAt(place, nth);
		const cancelled = importFile(warehouse, file(), { ...by, signal });
		const [, other] = await Promise.allSettled([cancelled, importFile(warehouse, file(), by)]);
		expect(other.status).toBe('fulfilled');
		expect(await standing()).toEqual(once);
	});

	test('what somebody was told of stays, also when the first import is cancelled then', async () => {
		const first = await importFile(warehouse, file(), { ...by, isOneOfMany: true });
		const second = await importFile(warehouse, file(), { ...by, isOneOfMany: true });
		expect(second.rows_duplicate).toBe(30);
		expect(beside.toldBatches(warehouse.dataDir)).toEqual([1]);
		await expect(
			finishImport(warehouse, [first], { signal: AbortSignal.abort() })
		).rejects.toMatchObject({ code: 'cancelled', details: { kept: [{ rows_loaded: 30 }] } });
		expect(await standing()).toEqual(once);
	});

	test('what nobody else was told of is taken back, and comes again', async () => {
		const first = await importFile(warehouse, file(), { ...by, isOneOfMany: true });
		await importFile(warehouse, file(), { ...by, dryRun: true });
		await expect(
			finishImport(warehouse, [first], { signal: AbortSignal.abort() })
		).rejects.toMatchObject({ code: 'cancelled' });
		expect((await standing()).batches).toBe(0);
		await importFile(warehouse, file(), by);
		expect(await standing()).toEqual(once);
	});

	test('taken back while it is sent again: rows once, or none where the answer was before', async () => {
		const first = await importFile(warehouse, file(), by);
		const [, again] = await Promise.all([
			undoBatch(warehouse, first.batch_id ?? 0, 'test'),
			importParts(warehouse, file(), by)
		]);
		const isIn = again.batches[0]?.rows_loaded === 30;
		const found = await standing();
		expect(found).toMatchObject({ parts: [], staging: [] });
		expect([found.batches, found.rows]).toEqual(isIn ? [1, [30, 0]] : [0, [0, 0]]);
	});

	test('a mapping that is saved and forgotten meanwhile reads the file whole or not at all', async () => {
		const stranger = fileOf(
			'b.csv',
			`Wer;Was;Wann\n${numbers(30)
				.map((n) => `p${n}@example.org;Kurs;2025-03-01`)
				.join('\n')}`
		);
		const mapping = parseMapping({
			name: 'Register',
			source: 'own-enrolments',
			columns: { Wer: 'Learner e-mail', Was: 'Item taken', Wann: 'Enrolled on' }
		});
		saveMapping(warehouse.dataDir, 'Register', mapping, 'test');
		const work = importParts(warehouse, stranger, by);
		forgetMapping(warehouse.dataDir, 'Register');
		saveMapping(
			warehouse.dataDir,
			'Register',
			{ ...mapping, columns: { Wer: 'Learner e-mail' } },
			'test'
		);
		const { batches, errors } = await work;
		expect(batches.length + errors.length).toBe(1);
		const found = await standing();
		expect([found.batches, found.rows]).toEqual(batches.length === 1 ? [1, [30, 0]] : [0, [0, 0]]);
		expect(found).toMatchObject({ parts: [], staging: [] });
	});
});

test('the copies of the program in one process, as pages are built into one, know of each other', async () => {
	vi.resetModules();
	const copy = await import('#pipelines/beside-imports.ts');
	expect(copy.isHeld).not.toBe(beside.isHeld);
	const letGo = beside.holdOriginal('data', 'x');
	expect(copy.isHeld('data', 'x')).toBe(true);
	letGo();
	expect(copy.isHeld('data', 'x')).toBe(false);
	const done: string[] = [];
	const { promise, resolve: end } = Promise.withResolvers<undefined>();
	const first = beside.inTurn('data', async () => {
		await promise;
		done.push('first');
	});
	const second = copy.inTurn('data', async () => {
		done.push('second');
	});
	end(undefined);
	await Promise.all([first, second]);
	expect(done).toEqual(['first', 'second']);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { previewFile } from '#pipelines/preview.ts';
import { forgetMapping, savedMappings, saveMapping } from '#pipelines/saved-mappings.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf } from './folder.ts';

let warehouse: Warehouse;
let folder: string;

beforeEach(async () => {
	folder = emptyFolder();
	warehouse = await openWarehouse(folder, 'the test');
});

afterEach(async () => {
	await warehouse.close();
});

const table = () =>
	fileOf(
		'modules.csv',
		[
			'Made by the registry;;;;;',
			'ModuleCode;ModuleTitle;RollNumber;Begun;Minutes;Chosen by',
			'M1;Welding;S-1;03/04/2025;1.234,5;student',
			'M1;Welding;S-2;05/04/2025;30;advisor',
			'M2;Selling;S-1;13/04/2025;;office',
			'M2;;S-3;14/04/2025;;student',
			''
		].join('\n')
	);

const mapping: Mapping = parseMapping({
	source: 'own-enrolments',
	system: 'Registry',
	columns: {
		ModuleCode: 'Code of the item',
		ModuleTitle: 'Item taken',
		RollNumber: 'Learner user name',
		Begun: 'Enrolled on',
		Minutes: 'Time spent',
		'Chosen by': 'Enrolled how'
	},
	words: { origin: { student: 'self', advisor: 'manager', office: 'rule' } },
	reading: { decimals: 'comma', durationUnit: 'hours' },
	headings: ['ModuleCode', 'ModuleTitle', 'RollNumber', 'Begun', 'Minutes', 'Chosen by']
});

const stored = () =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			'select enrolled_at::date::varchar as day, seconds, origin::varchar as origin from enrolment order by line'
		);
		return reader.getRowsJS();
	});

describe('a table of the analyst’s own', () => {
	test('is looked at with suggestions, and what is said is read: words, decimals, unit, refusals by their own heading', async () => {
		const file = table();
		const first = await lookAtMapping(file, null);
		expect(first.guessed).toEqual({ delimiter: ';', headerLine: 2 });
		expect(first.mapping.source).toBe('own-enrolments');
		expect(Object.fromEntries(first.columns.map(({ name, slot }) => [name, slot]))).toMatchObject({
			ModuleCode: 'Code of the item',
			ModuleTitle: 'Item taken',
			RollNumber: 'Learner user name'
		});
		const look = await lookAtMapping(file, mapping);
		expect(look.preview.refusal).toBeNull();
		expect(look.missing).toEqual([]);
		expect(look.feeds).toEqual(['enrolment', 'minutes', 'time']);
		expect(look.words.find(({ field }) => field === 'origin')?.words).toContainEqual({
			word: 'student',
			count: 2,
			sense: 'self',
			isKnown: true
		});
		expect(look.preview.looked).toEqual({
			rows: 4,
			refused: [{ reason: 'missing_item', count: 1 }]
		});
		expect(look.preview.rows[0]?.values).toMatchObject({
			username: 'S-1',
			item_title: 'Welding',
			enrolled_at: '2025-04-03 12:00:00',
			seconds: String(1234.5 * 3600),
			origin: 'self'
		});
		expect(look.preview.columns.map(({ column }) => column)).toContain('RollNumber');
	});

	test('saved, its mapping knows the next file of its kind, and is forgotten again', async () => {
		expect((await previewFile(table())).refusal?.code).toBe('unknown_source');
		saveMapping(folder, 'Registry', mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const preview = await previewFile(table(), { saved });
		expect(preview.mapping).toBe('Registry');
		expect(preview.reasons[0]).toContain('Registry');
		const report = await importFile(warehouse, table(), { importedBy: 'test', badRowLimit: 1 });
		expect(report).toMatchObject({ rows_read: 4, rows_loaded: 3, rows_rejected: 1 });
		expect(report.rejects[0]).toMatchObject({ line: 6, column: 'ModuleTitle' });
		expect(await stored()).toEqual([
			['2025-04-03', 4444200, 'self'],
			['2025-04-05', 108000, 'manager'],
			['2025-04-13', null, 'rule']
		]);
		expect(forgetMapping(folder, 'Registry')).toBe(true);
		expect((await previewFile(table(), { saved: [] })).refusal?.code).toBe('unknown_source');
	});

	test('a known export is not taken by a mapping that fits it less', async () => {
		saveMapping(folder, 'Registry', mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const path = join(import.meta.dirname, 'sources/absorb-enrolments/golden/input.csv');
		expect((await previewFile({ path, name: 'input.csv' }, { saved })).source?.id).toBe(
			'absorb-enrolments'
		);
	});

	test('a value for the whole file stands in for a column; the date order, line and delimiter are as said', async () => {
		const file = fileOf('short.csv', 'x\nLogin|Began\nann|03/04/2025\n');
		const look = await lookAtMapping(file, {
			source: 'own-enrolments',
			columns: { Login: 'Learner user name', Began: 'Enrolled on' },
			fixed: { item_title: 'Safety' },
			reading: { dateOrder: 'mdy', delimiter: '|', headerLine: 2 }
		});
		expect(look.preview.refusal).toBeNull();
		expect(look.preview.rows[0]?.values).toMatchObject({
			item_title: 'Safety',
			enrolled_at: '2025-03-04 12:00:00'
		});
		expect(look.preview.reasons.join()).toContain('as you said');
	});

	test.each([
		[{ words: { origin: { student: 'teacher' } } }, 'teacher'],
		[{ words: { colour: { red: 'self' } } }, 'colour'],
		[{ reading: { headerLine: 0 } }, 'headerLine'],
		[{ fixed: { enrolled_at: 'last spring' } }, 'last spring'],
		[{ fixed: { origin: 'teacher' } }, 'teacher'],
		[{ columns: { ModuleTitle: 'No such heading' } }, 'closest']
	])('%j is refused with a sentence, and nothing is imported', async (change, word) => {
		const attempt = async () =>
			importFile(warehouse, table(), {
				importedBy: 'test',
				mapping: parseMapping({ ...mapping, ...change })
			});
		await expect(attempt()).rejects.toThrow(new RegExp(word, 'i'));
		expect(await stored()).toEqual([]);
	});
});

describe('the command line', () => {
	test('saves, lists, shows, applies by name and by file, and forgets', async () => {
		const context = { warehouse, by: 'test', folder };
		writeFileSync(join(folder, 'mine.json'), JSON.stringify(mapping));
		await runCommand(context, 'mappings', ['save', 'mine.json'], { name: 'Registry' });
		expect((await runCommand(context, 'mappings', [], {})).json).toMatchObject({
			mappings: [{ name: 'Registry', savedBy: 'test' }]
		});
		const shown = await runCommand(context, 'mappings', ['show', 'Registry'], {});
		expect(parseMapping(JSON.parse(shown.text))).toEqual({ ...mapping, name: 'Registry' });
		for (const named of ['Registry', 'mine.json', undefined]) {
			const { json } = await runCommand(context, 'import', [table().path], {
				badRows: 1,
				dryRun: true,
				...(named !== undefined && { mapping: named })
			});
			expect(json).toMatchObject({
				batches: [{ source: 'own-enrolments', rows_loaded: 3, rows_rejected: 1 }]
			});
		}
		await runCommand(context, 'mappings', ['forget', 'Registry'], {});
		expect(savedMappings(folder)).toEqual([]);
		expect(readFileSync(join(folder, 'mine.json'), 'utf8')).toContain('own-enrolments');
	});
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import { failedChecks } from '#pipelines/stages/check.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { runChecks } from '#queries/checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonometer-check-'));
let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse(join(folder, 'data'), 'the test');
});
afterAll(async () => {
	await warehouse.close();
	rmSync(folder, { recursive: true });
});

function importOne(number: number) {
	writeFileSync(
		join(folder, `${number}.csv`),
		`Course Name,Enrollment Method,Status,Email Address,Date Enrolled\nCourse ${number},Self,Complete,a@example.org,2025-01-01\n`
	);
	const context = { warehouse, by: 'the test', folder };
	return runCommand(context, 'import', [`${number}.csv`], {});
}

test('an import tells of the invariants that do not hold after it', async () => {
	const sound = await importOne(1);
	expect(sound.json).not.toHaveProperty('failed_checks');
	expect(sound.text).not.toContain('check failed');
	await warehouse.transaction((connection) =>
		connection.run('update batch set rows_read = rows_read + 1 where batch_id = 1')
	);
	const unsound = await importOne(2);
	expect(unsound.json).toMatchObject({
		failed_checks: [{ check: 'rows_read_are_loaded_duplicate_or_refused', offending: 1 }]
	});
	expect(unsound.text).toContain(
		'A check failed: Of every file, the rows read are the rows loaded, the duplicates and the rows refused. 1 row breaks it'
	);
	expect(unsound.exit).toBe(0);
	await warehouse.transaction((connection) =>
		connection.run('insert into person_mark select * from person_mark limit 1')
	);
	const told = await runCommand({ warehouse, by: 'the test', folder }, 'check', [], {});
	expect(told.exit).toBe(1);
	expect(told.text).toMatch(
		/Rows of “person mark” are unique and lead to what they name\.\nPerson +Problem\n\d+ +stands 2 times/
	);
});

test('an import tells how many rows have no date and stand in no figure', async () => {
	writeFileSync(
		join(folder, 'undated.csv'),
		'Vorname;Nachname;ID-Nummer;Institution;Abteilung;E-Mail-Adresse;Test: Heben (Punkte)\nAda;Li;E7;Werk 1;Montage;a@example.org;7,5\n'
	);
	const context = { warehouse, by: 'the test', folder };
	const { text } = await runCommand(context, 'import', ['undated.csv'], {});
	expect(text).toContain(
		'Note: 1 of 1 rows have no date at all. They are kept, but stand in no figure'
	);
});

/** Loads rows as an import of several files does before its models are made. */
async function loadWithoutModels(name: string): Promise<void> {
	writeFileSync(
		join(folder, name),
		`Course Name,Enrollment Method,Status,Email Address,Date Enrolled\n${name},Self,Complete,b@example.org,2025-01-01\n`
	);
	const file = { path: join(folder, name), name };
	await importFile(warehouse, file, { importedBy: 'the test', isOneOfMany: true });
}

test('rows that another import just loaded are counted before they are checked', async () => {
	await loadWithoutModels('first.csv');
	const checks = (await failedChecks(warehouse)).map(({ check }) => check);
	expect(checks).not.toContain('models_are_as_new_as_the_rows');
});

test.each(['before the checks run', 'between two checks'])(
	'rows that another import loads %s break none of them',
	async (when) => {
		let runs = 0;
		const check = async () => {
			if (++runs > 1) return [];
			await loadWithoutModels(`${when}.csv`);
			if (when === 'before the checks run') return warehouse.read(runChecks);
			return [{ check: 'whoever_is_named_has_a_row', offending: 1, rows: [] }];
		};
		expect(await failedChecks(warehouse, check)).toEqual([]);
		expect(runs).toBe(2);
	}
);

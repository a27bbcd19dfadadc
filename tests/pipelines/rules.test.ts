import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import type { RuleChange } from '#pipelines/rule-change.ts';
import { RuleError } from '#pipelines/rule-change.ts';
import { changeRules, previewRules, undoRule } from '#pipelines/rules.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import {
	methodWords,
	ruleAgreement,
	ruleLog,
	ruleShares,
	rulings,
	voluntaryEffect
} from '#queries/voluntary.ts';
import { fileOf, openCopy, openEmpty } from './folder.ts';

let warehouse: Warehouse;
const imported = mkdtempSync(join(tmpdir(), 'autonometer-rules-'));

beforeAll(async () => {
	const empty = await openEmpty(imported);
	const header =
		'Course Name,Course ID,Enrollment Method,Status,Email Address,Enrollment ID,Date Enrolled,Date Completed,Date Due';
	const methods = ['Self', 'Self', 'Admin', 'Enrolment key', 'Enrolment key', 'Mandatory'];
	const rows = Array.from(
		{ length: 60 },
		(_none, n) =>
			`Course ${n % 4},C${n % 4},${methods[n % 6] ?? ''},${n % 2 === 0 ? 'Complete' : 'InProgress'},p${n}@firm.example,E${n},2025-01-${String((n % 28) + 1).padStart(2, '0')},${n % 2 === 0 ? '2025-02-20' : ''},`
	);
	await importFile(
		empty,
		fileOf(
			'a.csv',
			[
				header,
				...rows,
				'Course 9,C9,Self,Complete,z@firm.example,E99,2025-11-01,2025-12-01,',
				''
			].join('\n')
		),
		{ importedBy: 'test', now }
	);
	await empty.close();
});

afterAll(() => {
	rmSync(imported, { recursive: true, force: true });
});

beforeEach(async () => {
	warehouse = await openCopy(imported);
});

afterEach(async () => {
	await warehouse.close();
});

const now = () => new Date('2026-01-02T03:04:05Z');
const effect = () => warehouse.read(voluntaryEffect);
const change = (...changes: readonly RuleChange[]) =>
	changeRules(warehouse, changes, 'analyst', now);
const key: RuleChange = {
	kind: 'word',
	system: 'absorb',
	word: 'Enrolment Key',
	meaning: 'self'
};

describe('settings', () => {
	const values = () =>
		warehouse.read(async (connection) => {
			const reader = await connection.runAndReadAll(
				"select name, value from setting where name in ('index', 'readiness.control.yes') order by name"
			);
			return reader.getRowsJS();
		});

	test('are logged and taken back like every change, and only those that exist', async () => {
		const { change_ids } = await change(
			{ kind: 'setting', name: 'index', value: 'on' },
			{ kind: 'setting', name: 'readiness.control.yes', value: '0.8' },
			{ kind: 'setting', name: 'silo.general_owners', value: 'Talent & Learning; Academy' }
		);
		expect(await values()).toEqual([
			['index', 'on'],
			['readiness.control.yes', '0.8']
		]);
		const log = await warehouse.read(ruleLog);
		expect(log.map(({ kind, name }) => [kind, name])).toContainEqual(['setting', 'index']);
		await undoRule(warehouse, change_ids[0] ?? 0, 'analyst', now);
		expect(await values()).toEqual([['readiness.control.yes', '0.8']]);
		for (const [name, value] of [
			['index', 'maybe'],
			['data_version', '1'],
			['time_zone', 'Mars/Olympus'],
			['readiness.control.yes', 'much']
		] as const)
			await expect(change({ kind: 'setting', name, value })).rejects.toThrow(RuleError);
		const by = { warehouse, by: 'test', folder: '/' };
		await runCommand(by, 'rules', ['set', 'setting', 'index', 'on'], {});
		expect(await values()).toContainEqual(['index', 'on']);
		await runCommand(by, 'rules', ['set', 'setting', 'index', 'shipped'], {});
		expect(await values()).not.toContainEqual(['index', 'on']);
	});

	test('the zone of the organisation decides which day it is', async () => {
		const midnightOn = async () =>
			warehouse.read(async (connection) =>
				(
					await connection.runAndReadAll(
						`select local_date(timestamp '2025-06-30', first_on, turns_at, next_on)::varchar
						from (select date '2025-06-30' as utc_on) left join local_day using (utc_on)`
					)
				).getRowsJS()
			);
		expect(await midnightOn()).toEqual([['2025-06-30']]);
		await change({ kind: 'setting', name: 'time_zone', value: 'America/Los_Angeles' });
		expect(await midnightOn()).toEqual([['2025-06-29']]);
		await change({ kind: 'setting', name: 'time_zone', value: null });
	});

	test('the days to which files reach follow another zone, and its undoing, as if it had been set before', async () => {
		const days = async () =>
			warehouse.read(async (connection) =>
				(
					await connection.runAndReadAll(
						`select file_name, data_from::varchar, data_to::varchar from batch
						where undone_at is null and data_to is not null order by batch_id`
					)
				).getRowsJS()
			);
		const folder = imported;
		writeFileSync(
			join(folder, 'late.csv'),
			[
				'Learner e-mail,Item taken,Enrolled on,Enrolled how',
				'a@example.org,x,2025-03-01 00:30,self',
				'b@example.org,x,2025-06-30 23:30,self'
			].join('\n')
		);
		const by = { warehouse, by: 'test', folder };
		const { json } = await runCommand(by, 'import', ['late.csv'], {});
		const [batch] = (json as { batches: { batch_id: number }[] }).batches;
		expect(await days()).toContainEqual(['late.csv', '2025-03-01', '2025-06-30']);
		await change({ kind: 'setting', name: 'time_zone', value: 'Europe/Berlin' });
		expect(await days()).toContainEqual(['late.csv', '2025-03-01', '2025-07-01']);
		const west = await change({
			kind: 'setting',
			name: 'time_zone',
			value: 'America/Los_Angeles'
		});
		expect(await days()).toContainEqual(['late.csv', '2025-02-28', '2025-06-30']);
		await undoRule(warehouse, west.change_ids[0] ?? 0, 'analyst', now);
		expect(await days()).toContainEqual(['late.csv', '2025-03-01', '2025-07-01']);
		// What has gone since does not draw back the day to which its file reached.
		await warehouse.transaction((connection) =>
			connection.run(
				"delete from enrolment where enrolled_at > '2025-06-30' and batch_id = $batch",
				{
					batch: batch?.batch_id ?? 0
				}
			)
		);
		await change({ kind: 'setting', name: 'time_zone', value: null });
		expect(await days()).toContainEqual(['late.csv', '2025-03-01', '2025-07-01']);
	});
});

describe('what counts as voluntary', () => {
	test('is told rule by rule, and the shares add up', async () => {
		const shares = await warehouse.read(ruleShares);
		const decided = Object.fromEntries(
			shares.filter((row) => row.decided > 0).map((row) => [row.rule, row.decided])
		);
		expect(decided).toEqual({ R2: 10, R7: 31, R11: 20 });
		expect(shares[0]?.episodes).toBe(61);
		expect(shares[0]?.mean_confidence).toBeCloseTo((10 * 0.95 + 31 * 0.85) / 61, 12);
		expect((await effect()).classes).toEqual({
			self_initiated: 21,
			assigned_other: 10,
			assigned_required: 10,
			unknown: 20
		});
	});

	test('a word is read otherwise without a new import; the preview says so before, and changes nothing', async () => {
		const words = await warehouse.read(methodWords);
		expect(words.find(({ word }) => word === 'enrolmentkey')).toMatchObject({
			spelling: 'Enrolment key',
			row_count: 20,
			shipped: 'unknown',
			ruled: null
		});
		const before = await effect();
		const preview = await previewRules(warehouse, [key]);
		expect(preview.before).toEqual(before);
		expect(await effect()).toEqual(before);
		expect(await warehouse.read(ruleLog)).toEqual([]);
		await change(key);
		expect(await effect()).toEqual(preview.after);
		expect(preview.after.classes).toMatchObject({ self_initiated: 41 });
		expect(preview.after.classes['unknown']).toBeUndefined();
		expect(preview.before.broad?.unknown_share).toBeGreaterThan(0.2);
		expect(preview.after.broad?.unknown_share).toBe(0);
	});

	test('order and thresholds', async () => {
		await change({ kind: 'rule', rule: 'R7', column: 'confidence', value: 0.5 });
		const shares = await warehouse.read(ruleShares);
		expect(shares.find(({ rule }) => rule === 'R7')).toMatchObject({
			confidence: 0.5,
			is_changed: true
		});
		for (const value of [-1, 2])
			await expect(
				change({ kind: 'rule', rule: 'R7', column: 'confidence', value })
			).rejects.toThrow(RuleError);
		await change({ kind: 'rule', rule: 'R7', column: 'confidence', value: null });
		expect((await warehouse.read(ruleShares)).find(({ rule }) => rule === 'R7')?.confidence).toBe(
			0.85
		);
	});

	test('rulings about an item, a person, an audience', async () => {
		await change({
			kind: 'override',
			item: 'absorb|code c0',
			origin: 'manager',
			obligation: 'optional'
		});
		expect((await effect()).classes['assigned_other']).toBe(20);
		await change({ kind: 'override', item: 'Course 0', person: 'P0@firm.example', origin: 'self' });
		expect((await effect()).classes['assigned_other']).toBe(19);
		await change({
			kind: 'override',
			item: 'c1',
			audience_kind: 'all',
			obligation: 'required',
			valid_from: '2025-01-10'
		});
		const list = await warehouse.read(rulings);
		expect(
			list.map(({ item, is_for_person, audience_kind }) => [item, is_for_person, audience_kind])
		).toEqual([
			['Course 1', false, 'all'],
			['Course 0', true, null],
			['Course 0', false, null]
		]);
		await change({ kind: 'lift', override_id: list[2]?.override_id ?? 0 });
		expect((await warehouse.read(rulings)).length).toBe(2);
		for (const wrong of [
			{ kind: 'override', item: 'nothing', origin: 'self' },
			{ kind: 'override', item: 'c1' },
			{ kind: 'override', item: 'c1', person: 'who', origin: 'self' },
			{ kind: 'override', item: 'c1', audience_kind: 'all', origin: 'self' }
		] as const)
			await expect(change(wrong)).rejects.toThrow(RuleError);
	});

	test('every change is logged and can be taken back, the latest first', async () => {
		const start = await effect();
		const { change_ids: first } = await change(key);
		const { change_ids: second } = await change({ ...key, meaning: 'admin' });
		await expect(undoRule(warehouse, first[0] ?? 0, 'analyst', now)).rejects.toThrow(
			/take that one back first/
		);
		await undoRule(warehouse, second[0] ?? 0, 'analyst', now);
		expect((await effect()).classes['self_initiated']).toBe(41);
		await undoRule(warehouse, first[0] ?? 0, 'analyst', now);
		expect(await effect()).toEqual(start);
		const { change_ids: third } = await change({
			kind: 'override',
			item: 'absorb|code c0',
			origin: 'manager'
		});
		await undoRule(warehouse, third[0] ?? 0, 'analyst', now);
		expect(await effect()).toEqual(start);
		expect(
			(await warehouse.read(ruleLog)).map(({ kind, name, changed_by, undone_by }) => [
				kind,
				name,
				changed_by,
				undone_by
			])
		).toEqual([
			['override', '1', 'analyst', 'analyst'],
			['word', 'absorb|method|enrolmentkey', 'analyst', 'analyst'],
			['word', 'absorb|method|enrolmentkey', 'analyst', 'analyst']
		]);
	});

	test('what sources state and what would be inferred are compared, with kappa', async () => {
		expect(await warehouse.read(ruleAgreement)).toEqual([]);
		await warehouse.transaction(async (connection) => {
			await connection.run(`
				update enrolment set obligation = null, origin = 'self', origin_rule = 'R2', due_at = null where line <= 41;
				update enrolment set origin = 'admin' where line between 22 and 41;
				update enrolment set due_at = timestamp '2025-03-01' where line between 10 and 36;
				update setting set value = value || '1' where name = 'data_version'`);
		});
		await change({ kind: 'rule', rule: 'R10', column: 'place', value: null });
		const cells = await warehouse.read(ruleAgreement);
		expect(cells.map(({ stated, inferred, episodes }) => [stated, inferred, episodes])).toEqual([
			['chosen', 'chosen', 0],
			['chosen', 'assigned', 12],
			['assigned', 'chosen', 0],
			['assigned', 'assigned', 15]
		]);
		expect(cells[0]?.agreed).toBeCloseTo(15 / 27, 12);
		expect(cells[0]?.kappa).toBeCloseTo(0, 12);
	});
});

test('the command line shows, previews, sets and takes back', async () => {
	const run = (...args: string[]) =>
		runCommand({ warehouse, by: 'command line', folder: '/' }, 'rules', args, {});
	expect((await run()).text).toContain('R11');
	await expect(run('set', 'word', 'absorbe', 'Enrolment key', 'self')).rejects.toThrow(
		'There is no system called "absorbe"'
	);
	const preview = await run('preview', 'word', 'absorb', 'Enrolment key', 'self');
	expect(preview.text).toMatch(/self_initiated +21 +41/);
	expect((await run('set', 'R9.people', '15')).json).toEqual({ change_ids: [1] });
	expect((await run('set', 'override', 'c1', 'obligation=required', 'audience=all')).exit).toBe(0);
	expect((await run('undo', '1')).text).toBe('Change 1 was taken back.');
	await expect(run('undo', '1')).rejects.toThrow('taken back before');
	await expect(run('set', 'R9.people', 'many')).rejects.toThrow('is no change of a rule');
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { undoBatch } from '#pipelines/batches.ts';
import { importFile } from '#pipelines/import.ts';
import { decideMatches, MatchError, takeBackMatches } from '#pipelines/matches.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { matchCandidates, matchDecisions, systemPairs } from '#queries/matching.ts';
import { fileOf, openEmpty } from './folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const now = () => new Date('2026-01-02T03:04:05Z');
const by = { importedBy: 'test', now };
const header =
	'Course Name,Course ID,Enrollment Method,Status,Email Address,Employee Number,Username,Full Name,Department,Date Hired,Date Enrolled';

interface Person {
	readonly email?: string;
	readonly number?: string;
	readonly user?: string;
	readonly name?: string;
	readonly unit?: string;
	readonly hired?: string;
	readonly course?: string;
}

const line = (person: Person): string =>
	[
		person.course ?? 'Course A',
		'',
		'Self',
		'InProgress',
		person.email ?? '',
		person.number ?? '',
		person.user ?? '',
		`"${person.name ?? ''}"`,
		person.unit ?? '',
		person.hired ?? '',
		'2025-01-10'
	].join(',');

const file = (name: string, people: readonly Person[]) =>
	fileOf(name, [header, ...people.map(line), ''].join('\n'));

const add = (name: string, people: readonly Person[]) =>
	importFile(warehouse, file(name, people), by);

/** The models are made with the file that comes next. */
const addFirst = (name: string, people: readonly Person[]) =>
	importFile(warehouse, file(name, people), { ...by, isOneOfMany: true });

const candidates = () => warehouse.read((connection) => matchCandidates(connection, 'person'));

const persons = () =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			'select count(distinct person_id)::integer from identity_person'
		);
		return Number(reader.getRowsJS()[0]?.[0]);
	});

describe('probable matches of people', () => {
	test('each kind is proposed with its evidence, and names alone merge nobody', async () => {
		await addFirst('one.csv', [
			{ email: 'anna.mueller@old.example', name: 'Anna Müller', unit: 'Sales' },
			{ email: 'bea.before@firm.example', name: 'Bea Before', unit: 'Works', hired: '2019-04-01' },
			{ number: '00417', name: 'Carl Olsen' },
			{ email: 'dan@firm.example', name: 'Dan Ito' },
			{ email: 'eve@firm.example', name: 'Eve Stone' }
		]);
		await add('two.csv', [
			{ email: 'anna.mueller@new.example', name: 'Mueller, Anna', unit: 'Sales' },
			{ email: 'bea.after@firm.example', name: 'Bea After', unit: 'Works', hired: '2019-04-01' },
			{ number: '417', name: 'Olsen Carl' },
			{ user: 'DAN@firm.example', name: 'D. Ito' },
			{ email: 'eve.stone@other.example', name: 'Eve Stone' }
		]);
		expect(await persons()).toBe(10);
		const found = await candidates();
		const evidence = new Map(
			found.map(({ left_subject, evidence: codes }) => [left_subject['names']?.[0], codes])
		);
		expect([...evidence.keys()].map((name) => String(name).split(/[ ,]/)).flat()).not.toContain(
			'Eve'
		);
		expect(found).toHaveLength(4);
		expect(found.map(({ evidence: codes }) => codes.join(' '))).toEqual([
			'same_address part_of_name',
			'same_number same_name',
			'same_handle same_name same_unit',
			'same_hire_date same_unit part_of_name'
		]);
		for (const { score } of found) expect(score).toBeGreaterThanOrEqual(0.4);
	});

	test('two people of one file, or with other numbers, are hardly proposed', async () => {
		await add('one.csv', [
			{ email: 'jan.smith@a.example', number: '1001', name: 'Jan Smith', unit: 'Sales' },
			{ email: 'jan.smith@b.example', number: '1002', name: 'Jan Smith', unit: 'Sales' }
		]);
		expect(await candidates()).toEqual([]);
	});

	test('keys that differ in case and spaces are one without asking', async () => {
		await add('one.csv', [
			{ email: 'Anna@Firm.example', number: 'E-17', user: 'Anna.M' },
			{ email: ' anna@firm.example ', course: 'Course B' },
			{ number: 'e-17 ', course: 'Course C' },
			{ user: 'anna.m', course: 'Course D' }
		]);
		expect(await persons()).toBe(1);
	});
});

describe('a decision', () => {
	const before: Person = { email: 'anna.mueller@old.example', name: 'Anna Müller', unit: 'Sales' };
	const after: Person = { email: 'anna.mueller@new.example', name: 'Anna Müller', unit: 'Sales' };

	test('merges, outlives the undo of a batch and its import again, and is taken back', async () => {
		await addFirst('one.csv', [before]);
		const { batch_id } = await add('two.csv', [after, { email: 'x@firm.example' }]);
		const [pair] = await candidates();
		const made = await decideMatches(
			warehouse,
			'person',
			[pair?.match_id ?? ''],
			'same',
			'analyst',
			now
		);
		expect(await persons()).toBe(2);
		expect(await candidates()).toEqual([]);
		await undoBatch(warehouse, batch_id ?? 0, 'test');
		expect(await persons()).toBe(1);
		await addFirst('first.csv', [{ email: 'y@firm.example', course: 'Other' }]);
		await importFile(warehouse, file('two.csv', [after, { email: 'x@firm.example' }]), by);
		expect(await persons()).toBe(3);
		const [decision] = await warehouse.read((connection) => matchDecisions(connection));
		expect(decision).toMatchObject({
			verdict: 'same',
			decided_by: 'analyst',
			decided_at: '2026-01-02T03:04:05Z',
			pairs: [{ left_name: 'Anna Müller', right_name: 'Anna Müller', taken_back_at: null }]
		});
		await takeBackMatches(warehouse, 'entry', [made.entry_id], 'analyst', now);
		expect(await persons()).toBe(4);
		expect((await candidates())[0]?.match_id).toBe(pair?.match_id);
		for (const part of ['entry', 'pair'] as const)
			await expect(
				takeBackMatches(warehouse, part, [made.entry_id], 'analyst', now)
			).rejects.toThrow(MatchError);
	});

	test('"not the same" is never proposed again, "later" comes last, and neither merges', async () => {
		await addFirst('one.csv', [before, { ...before, email: 'jo.lee@old.example', name: 'Jo Lee' }]);
		await add('two.csv', [after, { ...after, email: 'jo.lee@new.example', name: 'Jo Lee' }]);
		const [first, second] = await candidates();
		await decideMatches(warehouse, 'person', [first?.match_id ?? ''], 'later', 'analyst', now);
		expect((await candidates()).map(({ match_id, is_later }) => [match_id, is_later])).toEqual([
			[second?.match_id, false],
			[first?.match_id, true]
		]);
		const both = [first?.match_id ?? '', second?.match_id ?? ''];
		await decideMatches(warehouse, 'person', both, 'different', 'analyst', now);
		expect(await candidates()).toEqual([]);
		expect(await persons()).toBe(4);
	});

	test('about many is one entry, which one step takes back to exactly what was before', async () => {
		const names = ['Anna Müller', 'Jo Lee', 'Kim Park', 'Lou Reyes'];
		const people = (domain: string) =>
			names.map((name) => ({ name, unit: 'Sales', email: `${name.replace(' ', '.')}@${domain}` }));
		await addFirst('one.csv', people('old.example'));
		await add('two.csv', people('new.example'));
		const decide = (ids: readonly string[], verdict: 'same' | 'different' | 'later') =>
			decideMatches(warehouse, 'person', ids, verdict, 'analyst', now);
		const state = async () => ({
			candidates: await candidates(),
			people: await warehouse.read(async (connection) =>
				(await connection.runAndReadAll('from identity_person order by identity_id')).getRowsJS()
			)
		});
		const all = (await candidates()).map(({ match_id }) => match_id);
		const [single = '', later = '', ...rest] = all;
		await decide([single], 'same');
		await decide([later], 'later');
		const before = await state();
		const bulk = await decide([later, ...rest], 'same');
		expect(await persons()).toBe(4);
		const log = () => warehouse.read((connection) => matchDecisions(connection, 'person'));
		expect((await log()).map(({ verdict, pairs }) => [verdict, pairs.length])).toEqual([
			['same', 3],
			['later', 1],
			['same', 1]
		]);
		const undone = await takeBackMatches(warehouse, 'entry', [bulk.entry_id], 'analyst', now);
		expect(undone).toEqual({ decision_ids: bulk.decision_ids });
		expect(await state()).toEqual(before);
		expect(before.candidates.map(({ is_later }) => is_later)).toEqual([false, false, true]);

		const again = await decide([later, ...rest], 'same');
		await takeBackMatches(warehouse, 'pair', [again.decision_ids[1] ?? 0], 'analyst', now);
		expect(await persons()).toBe(5);
		const taken = await takeBackMatches(warehouse, 'entry', [again.entry_id], 'analyst', now);
		expect(taken.decision_ids).toEqual([again.decision_ids[0], again.decision_ids[2]]);
		expect(await state()).toEqual(before);
	});

	test('about a pair that is none changes nothing', async () => {
		await add('one.csv', [before]);
		await expect(
			decideMatches(warehouse, 'person', ['0123456789'], 'same', 'analyst', now)
		).rejects.toThrow(MatchError);
		expect(await warehouse.read((connection) => matchDecisions(connection))).toEqual([]);
	});

	test('about items makes versions one', async () => {
		await add('one.csv', [
			{ ...before, course: 'Safety 2023' },
			{ ...before, course: 'Safety 2024' },
			{ ...before, course: 'Selling' }
		]);
		const found = await warehouse.read((connection) => matchCandidates(connection, 'item'));
		expect(found.map(({ evidence }) => evidence)).toEqual([['same_title_but_version']]);
		await decideMatches(warehouse, 'item', [found[0]?.match_id ?? ''], 'same', 'analyst', now);
		const items = await warehouse.read(async (connection) =>
			(await connection.runAndReadAll('select members from item order by members')).getRowsJS()
		);
		expect(items).toEqual([[1], [2]]);
	});
});

test('the rate of matched people is told for every pair of systems', async () => {
	await addFirst('one.csv', [{ email: 'a@firm.example' }, { email: 'b@firm.example' }]);
	await importFile(
		warehouse,
		fileOf(
			'lxp.ndjson',
			[1, 2, 3]
				.map((n) =>
					JSON.stringify({
						id: `00000000-0000-4000-8000-00000000000${n}`,
						actor: { mbox: n === 1 ? 'mailto:A@firm.example' : `mailto:z${n}@firm.example` },
						verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
						object: { id: 'https://lxp.example/c/1', definition: { name: { en: 'C' } } },
						timestamp: '2025-03-01T10:00:00Z'
					})
				)
				.join('\n')
		),
		by
	);
	expect(await warehouse.read(systemPairs)).toEqual([
		{
			left_system: 'absorb',
			right_system: 'xapi',
			left_persons: 2,
			right_persons: 3,
			both_persons: 1,
			matched_share: 0.5
		}
	]);
});

import { describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest, Viewer } from '#queries/ask.ts';
import { message } from '#queries/messages.ts';
import { countsOf, goldenA1, openedWith, valueOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment } from './warehouse.ts';

const chosen = { origin: 'self', originRule: 'R6', obligation: 'optional' } as const;
const analyst = { role: 'analyst' } as const;

describe('METRICS.md golden A8b: the three active learners of A8', () => {
	test('two of three were active in at least two of the last four quarters', async () => {
		const active = (person: string, ...days: string[]): Enrolment[] =>
			days.map((enrolled, index) => ({
				person,
				item: `c${index}`,
				enrolled,
				completed: enrolled,
				hired: '2020-01-01',
				...chosen
			}));
		const warehouse = await openedWith({
			from: '2024-01-01',
			to: '2025-03-31',
			enrolments: [
				...active('p1', '2024-05-01', '2024-11-01', '2025-02-01'),
				...active('p3', '2024-02-01', '2025-02-01'),
				...active('p6', '2024-08-01', '2025-03-01'),
				...active('p7', '2024-12-01')
			]
		});
		const last = { metric: 'self_directed_persistence', from: '2025-01-01', to: '2025-04-01' };
		expect(await valueOf(warehouse, last, {})).toMatchObject({
			value: 2 / 3,
			numerator: 2,
			denominator: 3,
			bound_lo: 2 / 3,
			bound_hi: 2 / 3
		});
		const all = await ask(warehouse.connection, analyst, { metric: 'self_directed_persistence' });
		expect(all.rows.map((row) => row.period_start)).toEqual(['2024-10-01', '2025-01-01']);
		const reach = await ask(warehouse.connection, analyst, { metric: 'self_directed_reach' });
		expect(reach.rows[0]?.period_start, 'nobody was asked before the data begin').toBe(
			'2024-01-01'
		);
	});
});

describe('bounds of A8b and B1 (S10)', () => {
	test('episodes of unknown initiation and accounts that match nobody move them, by hand', async () => {
		const took = (person: string, ...days: string[]): Enrolment[] =>
			days.map((day, index) => {
				const [enrolled = '', unknown] = day.split(' ');
				return {
					person,
					item: `c${index}`,
					enrolled,
					completed: enrolled,
					...(unknown === undefined ? chosen : {})
				};
			});
		const warehouse = await openWarehouse();
		await warehouse.load({
			from: '2024-01-01',
			to: '2025-03-31',
			enrolments: [
				...took('p1', '2024-11-01', '2025-02-01'),
				...took('p2', '2025-02-01'),
				...took('p3', '2024-08-01 ?', '2025-02-01'),
				...took('p4', '2025-02-01 ?'),
				...took('p5', '2024-05-01', '2025-02-01 ?'),
				...took('p6', '2024-11-01 ?', '2025-02-01 ?'),
				...took('p7', '2025-02-01'),
				...took('p8', '2025-01-10', '2025-01-20', '2025-02-01'),
				...took('p9', '2025-01-05 ?', '2025-01-10', '2025-01-20', '2025-02-01'),
				...took('p10', '2025-01-10', '2025-01-20', '2025-02-01 ?'),
				...took('n1', '2025-02-01'),
				...took('n2', '2025-01-10', '2025-01-20', '2025-02-01')
			]
		});
		for (let number = 1; number <= 10; number += 1)
			await warehouse.employ(`p${number}`, '2020-01-01');
		for (let number = 1; number <= 10; number += 1)
			await warehouse.job(`p${number}`, '2020-01-01', 'Unit', 'Job', undefined, {
				location: number <= 6 ? 'Rome' : 'Oslo',
				grade: 'G1'
			});
		await warehouse.build();
		const quarter = { from: '2025-01-01', to: '2025-04-01' };
		// Sure: 1 of 7 came back. Two of unknown initiation and two accounts may not have come back, two may have; one of the
		// seven may have, and each of the two accounts may be the return of another.
		expect(
			await valueOf(warehouse, { metric: 'self_directed_persistence', ...quarter }, {})
		).toMatchObject({
			numerator: 1,
			denominator: 7,
			bound_lo: 1 / (7 + 2 + 2),
			bound_hi: (1 + 1 + 2 + 2) / (7 + 2),
			unknown_share: 9 / 21
		});
		const rome = { metric: 'self_directed_persistence', ...quarter, where: { location: 'Rome' } };
		// Of Rome: p1 of p1, p2, p3; unknown are p3 to p6 and, wherever they are, both accounts: six.
		expect(await valueOf(warehouse, rome, {})).toMatchObject({
			numerator: 1,
			denominator: 3,
			bound_lo: 1 / (3 + 2 + 2)
		});
		// Sure: p8 and p9, whose third item came in this quarter, too, if that of January was chosen, though in another month;
		// p10 and the second account perhaps.
		expect(await valueOf(warehouse, { metric: 'path_rate', ...quarter }, {})).toMatchObject({
			numerator: 2,
			denominator: 10,
			bound_lo: 0.2,
			bound_hi: 0.4,
			unknown_share: 9 / 21
		});
		const february = { from: '2025-02-01', to: '2025-03-01', grain: 'month' } as const;
		expect(await valueOf(warehouse, { metric: 'path_rate', ...february }, {})).toMatchObject({
			numerator: 2,
			bound_lo: 0.1
		});

		const reachBy = async (by: AskRequest['by']) =>
			(await ask(warehouse.connection, analyst, { metric: 'self_directed_reach', ...quarter, by }))
				.rows;
		const sureAndPerhaps = { numerator: 7, denominator: 10, bound_lo: 0.7, bound_hi: 1 };
		expect(await reachBy(['grade']), 'chances by grade (C7)').toMatchObject([
			{ grade: 'G1', ...sureAndPerhaps, unknown_share: 9 / 21 }
		]);
		expect(await reachBy(['grade', 'org_unit'])).toMatchObject([sureAndPerhaps]);
		const places = await reachBy(['location']);
		expect(
			places.map(({ suppressed }) => suppressed),
			'ten people by place'
		).toEqual([true, true]);
	});
});

describe('METRICS.md golden A9: ten prompts', () => {
	test('three of eight are followed', async () => {
		const warehouse = await openWarehouse();
		const enrol = (
			person: string,
			enrolled: string,
			facts: Partial<Enrolment> = {}
		): Enrolment => ({
			person,
			item: 'c1',
			enrolled,
			...chosen,
			...facts
		});
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: [
				enrol('p1', '2025-03-03'),
				enrol('p2', '2025-03-10'),
				enrol('p3', '2025-03-15'),
				enrol('p4', '2025-03-18'),
				enrol('p5', '2025-03-04', { origin: 'manager' })
			]
		});
		for (const person of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'])
			await warehouse.prompt(person, 'c1', '2025-03-01');
		await warehouse.prompt('p6', 'c1', '2025-03-20');
		await warehouse.prompt('p7', 'c1', '2025-03-30');
		await warehouse.build();
		const ofAll = { metric: 'prompt_response_rate' };
		expect(await valueOf(warehouse, ofAll, {})).toMatchObject({
			value: 0.375,
			numerator: 3,
			denominator: 8,
			persons: 8
		});
		expect(await valueOf(warehouse, { ...ofAll, as_of: '2025-03-20' }, {})).toMatchObject({
			denominator: 8
		});
	});

	test('a prompt and what follows are read alike by days, and not before it on its day, where both times are known', async () => {
		const warehouse = await openWarehouse();
		const cases: readonly [shown: string, enrolled: string, isFollowed: boolean][] = [
			['2025-03-01 09:00:00', '2025-03-01 08:59:00', false],
			['2025-03-01 09:00:00', '2025-03-01 09:00:00', true],
			['2025-03-01 09:00:00', '2025-03-15 23:00:00', true],
			['2025-03-01 23:59:00', '2025-03-16 00:30:00', false],
			['2025-03-01 23:59:00', '2025-03-01', true],
			['2025-03-01', '2025-03-01 08:00:00', true],
			['2025-03-01', '2025-02-28 23:00:00', false]
		];
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: cases.map(([, enrolled], n) => ({
				person: `p${n}`,
				item: 'c1',
				enrolled,
				...chosen
			}))
		});
		for (const [n, [shown]] of cases.entries()) await warehouse.prompt(`p${n}`, 'c1', shown);
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(`
			select e.class = 'prompted', s.response = 'self'
			from episode as e
			join prompt_shown as s on s.person_id = e.person_id and s.item_id = e.item_id
			order by e.line`);
		expect(reader.getRowsJS()).toEqual(cases.map(([, , isFollowed]) => [isFollowed, isFollowed]));
	});

	test('a hold-out: those who were shown the same items against those who were left out', async () => {
		const warehouse = await openWarehouse();
		const people = (name: string, count: number) =>
			Array.from({ length: count }, (_none, n) => `${name}${n}`);
		const shown = people('s', 12);
		const left = people('h', 10);
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: [...shown.slice(0, 6), ...left.slice(0, 2)].map((person) => ({
				person,
				item: 'c1',
				enrolled: '2025-03-05',
				...chosen
			}))
		});
		for (const person of shown) await warehouse.prompt(person, 'c1', '2025-03-01', 'banner');
		const words = ['Hold-out', 'Kontrollgruppe', 'Groupe témoin', 'Grupo de control'];
		for (const [place, person] of left.entries())
			await warehouse.prompt(person, 'c1', '2025-03-01', words[place % words.length]);
		for (const person of people('o', 8)) await warehouse.prompt(person, 'c2', '2025-03-01');
		await warehouse.build();
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'prompt_response_rate' }
		);
		expect(
			rows.map(({ measure, numerator, denominator }) => [measure, numerator, denominator])
		).toEqual([
			[null, 6, 20],
			['compared', 6, 12],
			['difference', null, null],
			['held_out', 2, 10]
		]);
		// R: Newcombe's square root of Wilson's limits of 6 in 12 (0.253782, 0.746218) and 2 in 10 (0.056682, 0.509838)
		const [, , difference] = rows;
		expect(difference?.value).toBeCloseTo(0.3, 12);
		expect(difference?.lo).toBeCloseTo(0.3 - Math.hypot(0.5 - 0.253782, 0.509838 - 0.2), 5);
		expect(difference?.hi).toBeCloseTo(0.3 + Math.hypot(0.746218 - 0.5, 0.2 - 0.056682), 5);
		// Who was left out was not prompted.
		const classes = await warehouse.connection.runAndReadAll(
			'select class::varchar, count(*)::integer from episode group by all order by all'
		);
		expect(classes.getRowsJS()).toEqual([
			['prompted', 6],
			['self_initiated', 2]
		]);
		expect(await countsOf(warehouse, { metric: 'prompt_response_rate' })).toMatchObject({
			numerator: { followed: 6 },
			denominator: { not_followed: 14 },
			out: { held_out: 10 }
		});
	});

	test('whoever was shown one item and left out of another is one person of the difference', async () => {
		const warehouse = await openWarehouse();
		const people = Array.from({ length: 12 }, (_none, n) => `p${n}`);
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: people.map((person, n) => ({
				person,
				item: n < 6 ? 'c1' : 'c2',
				enrolled: '2025-03-05',
				...chosen
			}))
		});
		for (const [n, person] of people.entries()) {
			await warehouse.prompt(person, 'c1', '2025-03-01', n % 2 ? 'Hold-out' : 'banner');
			await warehouse.prompt(person, 'c2', '2025-03-01', n % 2 ? 'banner' : 'Hold-out');
		}
		await warehouse.build();
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'prompt_response_rate' }
		);
		expect(
			rows.map(({ measure, denominator, persons }) => [measure, denominator, persons])
		).toEqual([
			[null, 12, 12],
			['compared', 12, 12],
			['difference', null, 12],
			['held_out', 12, 12]
		]);
		// Who followed on one side did not on the other, so that chance moves both: R's Wilson limits of 6 in 12, added up.
		const difference = rows.find(({ measure }) => measure === 'difference');
		expect([difference?.value, difference?.lo, difference?.hi]).toEqual([
			0,
			expect.closeTo(-2 * (0.5 - 0.253782), 5),
			expect.closeTo(2 * (0.746218 - 0.5), 5)
		]);
	});

	test('a prompt counts again after 30 days, also when a repeat came in between; one that is too young does not', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ from: '2025-01-01', to: '2025-04-20', enrolments: [] });
		await warehouse.load({
			to: '2025-04-20',
			enrolments: [{ person: 'x', item: 'c9', enrolled: '2025-01-01' }]
		});
		for (const day of ['2025-03-01', '2025-03-21', '2025-03-31', '2025-04-10'])
			await warehouse.prompt('p1', 'c1', day);
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(
			"select strftime(shown_on, '%m-%d') from prompt_shown where is_first order by all"
		);
		expect(reader.getRowsJS().flat()).toEqual(['03-01', '03-31']);
		expect(await valueOf(warehouse, { metric: 'prompt_response_rate' }, {})).toMatchObject({
			denominator: 2,
			value: 0
		});
	});

	test('a prompt of which no file could tell what followed is left out, and a note says how many there are', async () => {
		const warehouse = await openWarehouse();
		const took = (person: string, item: string, enrolled: string): Enrolment => ({
			person,
			item,
			enrolled,
			...chosen
		});
		await warehouse.load({
			from: '2024-01-10',
			to: '2024-06-30',
			enrolments: [took('p0', 'c1', '2024-01-12')]
		});
		// Two quiet weeks, then a quarter that no file holds.
		await warehouse.load({
			from: '2024-07-14',
			to: '2024-09-30',
			enrolments: [took('p1', 'c1', '2024-08-05')]
		});
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: [took('p2', 'c1', '2025-02-05')]
		});
		const shown = [
			['2024-01-01', 'c1', false],
			['2024-02-01', 'c1', true],
			['2024-06-25', 'c1', true],
			['2024-09-20', 'c1', false],
			['2024-11-01', 'c1', false],
			['2025-01-01', 'c1', true],
			['2025-06-16', 'c1', true]
		] as const;
		for (const [day, item] of shown)
			for (const n of [1, 2, 3]) await warehouse.prompt(`${day} ${n}`, item, day);
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(
			"select distinct strftime(shown_on, '%Y-%m-%d'), is_covered from prompt_shown order by all"
		);
		expect(reader.getRowsJS()).toEqual(shown.map(([day, , isCovered]) => [day, isCovered]));
		const answer = await ask(warehouse.connection, analyst, { metric: 'prompt_response_rate' });
		expect(answer.rows[0]).toMatchObject({ denominator: 12 });
		expect(answer.notes).toContain(
			message('note.prompts_outside', { some: 'told', count: 10, scope: 'asked' })
		);
		expect(await countsOf(warehouse, { metric: 'prompt_response_rate' })).toMatchObject({
			denominator: { not_followed: 12 },
			out: { outside_data: 9 }
		});
	});

	test('a prompt to somebody who had left, or had not joined yet, is left out, and a note says how many there are', async () => {
		const warehouse = await openWarehouse();
		const names = (name: string) => Array.from({ length: 6 }, (_none, n) => `${name}${n}`);
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-06-30',
			enrolments: names('here').map((person) => ({
				person,
				item: 'c1',
				enrolled: '2025-03-20',
				...chosen
			}))
		});
		for (const [name, hired, left] of [
			['here', '2024-01-01', undefined],
			['gone', '2024-01-01', '2025-03-01'],
			['soon', '2025-03-15', undefined],
			['back', '2024-01-01', '2025-02-01']
		] as const)
			for (const person of names(name)) await warehouse.employ(person, hired, left);
		for (const person of names('back')) await warehouse.employ(person, '2025-03-01');
		for (const person of ['here', 'gone', 'soon', 'back', 'unknown'].flatMap(names))
			await warehouse.prompt(person, 'c1', '2025-03-10');
		// A prompt before the first day is no repeat of a later one.
		await warehouse.prompt('soon0', 'c1', '2025-03-20');
		await warehouse.build();
		const request = { metric: 'prompt_response_rate' };
		const answer = await ask(warehouse.connection, analyst, request);
		expect(answer.rows[0]).toMatchObject({ numerator: 6, denominator: 19 });
		expect(answer.notes).toContain(
			message('note.prompts_gone', { some: 'told', count: 10, scope: 'asked' })
		);
		expect(await countsOf(warehouse, request)).toMatchObject({ out: { not_there: 12 } });
		const april = { ...request, from: '2025-04-01', to: '2025-05-01' };
		const later = await ask(warehouse.connection, analyst, april);
		expect(later.notes.join()).not.toContain('had not joined yet');
	});

	test('a prompt about an item waits for the data of the system that has the item', async () => {
		const warehouse = await openWarehouse();
		for (const [system, item, from] of [
			['old', 'c1', '2024-01-01'],
			['new', 'c2', '2025-01-01']
		] as const)
			await warehouse.load({
				system,
				from,
				to: '2025-06-30',
				enrolments: [{ person: 'p0', item, enrolled: '2025-02-01', ...chosen }]
			});
		await warehouse.build();
		const aliases = await warehouse.connection.runAndReadAll(
			"select code, alias_id from item_alias where code in ('c1', 'c2') order by code"
		);
		let line = 0;
		for (const [, alias] of aliases.getRowsJS())
			for (const shown of ['2024-06-01', '2025-03-01'])
				await warehouse.insert('prompt', {
					batch_id: 1,
					line: (line += 1),
					identity_id: 2,
					alias_id: Number(alias),
					shown_at: `${shown} 00:00:00`,
					is_date_only: true
				});
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(`
			select a.code, strftime(s.shown_on, '%Y'), s.is_covered
			from prompt_shown as s
			join item_of_alias as i on i.item_id = s.item_id
			join item_alias as a on a.alias_id = i.alias_id
			order by all`);
		expect(reader.getRowsJS()).toEqual([
			['c1', '2024', true],
			['c1', '2025', true],
			['c2', '2024', false],
			['c2', '2025', true]
		]);
	});
});

describe('METRICS.md golden A10: twelve chosen items', () => {
	const twelve = Array.from({ length: 12 }, (_none, index): Enrolment => ({
		person: `p${index}`,
		item: index < 3 ? `x${index}` : 'c1',
		enrolled: '2025-02-01',
		...chosen
	}));

	test('three external ones are 25 %', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ to: '2025-06-30', enrolments: twelve });
		await warehouse.connection.run("update item_alias set is_external = code like 'x%'");
		await warehouse.build();
		expect(await valueOf(warehouse, { metric: 'external_share' }, {})).toMatchObject({
			value: 0.25,
			numerator: 3,
			denominator: 12
		});
	});

	test('a system of whose items nothing is said is left out, and named', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ system: 'absorb', to: '2025-06-30', enrolments: twelve });
		await warehouse.load({
			system: 'moodle',
			to: '2025-06-30',
			enrolments: twelve.map((row) => ({ ...row, item: 'm1' }))
		});
		await warehouse.connection.run("update item_alias set is_external = code like 'x%'");
		await warehouse.build();
		expect(await valueOf(warehouse, { metric: 'external_share' }, {})).toMatchObject({
			numerator: 3,
			denominator: 12
		});
		const by = { metric: 'external_share', by: ['source'] };
		const { notes } = await ask(warehouse.connection, analyst, by);
		expect(notes.join(' ')).toContain('of any item of Moodle that it is external');
		const counts = await countsOf(warehouse, { metric: 'external_share' });
		expect(counts).toMatchObject({
			numerator: { external: 3 },
			denominator: { internal: 9 },
			out: { uncaptured: 12 }
		});
	});

	test('without any external item the answer is that they are missing, and not zero', async () => {
		const warehouse = await openedWith({ to: '2025-06-30', enrolments: twelve });
		const answer = await ask(warehouse.connection, analyst, { metric: 'external_share' });
		expect(answer).toMatchObject({ rows: [], missing: ['external'] });
	});
});

describe('METRICS.md golden A11: minutes of nominal 5/60, 50/60, 20/30, 2/10, and a test-out of 1/20', () => {
	test('one of four was hardly opened; the test-out is told apart', async () => {
		const warehouse = await openWarehouse();
		const took = (item: string, spent: number, minutes: number): Enrolment => ({
			person: `p${item}`,
			item,
			minutes,
			seconds: spent * 60,
			enrolled: '2025-02-01',
			completed: '2025-02-10',
			...chosen
		});
		await warehouse.load({
			to: '2025-06-30',
			enrolments: [took('c1', 5, 60), took('c2', 50, 60), took('c3', 20, 30), took('c4', 2, 10)]
		});
		const event = { person: 'p5', item: 'c5', ...chosen } as const;
		await warehouse.load({
			system: 'lrs',
			to: '2025-06-30',
			events: [
				{ ...event, kind: 'enrolled', happened: '2025-02-01 10:00:00' },
				{
					...event,
					kind: 'waived',
					method: 'Tested Out',
					happened: '2025-02-01 10:30:00',
					seconds: 60
				}
			]
		});
		await warehouse.connection.run("update item_alias set nominal_minutes = 20 where code = 'c5'");
		await warehouse.build();
		const rate = { metric: 'depth_guardrail', variant: 'broad' };
		expect(await valueOf(warehouse, rate, { measure: null })).toMatchObject({
			value: 0.25,
			numerator: 1,
			denominator: 4
		});
		expect(await valueOf(warehouse, rate, { measure: 'test_out' })).toMatchObject({
			numerator: 1,
			denominator: 5
		});
	});

	test('episodes without measured time or length do not count', async () => {
		const warehouse = await openedWith({
			to: '2025-06-30',
			enrolments: [
				{
					person: 'p1',
					item: 'c1',
					seconds: 60,
					enrolled: '2025-02-01',
					completed: '2025-02-02',
					...chosen
				},
				{
					person: 'p1',
					item: 'c2',
					minutes: 60,
					enrolled: '2025-02-01',
					completed: '2025-02-02',
					...chosen
				}
			]
		});
		const answer = await ask(warehouse.connection, analyst, { metric: 'depth_guardrail' });
		expect(answer).toMatchObject({ missing: [], rows: [] });
	});
});

describe('METRICS.md golden A12: the six voluntary episodes of A1', () => {
	const facts: Readonly<Record<number, Partial<Enrolment>>> = {
		1: { progress: 0.6 },
		2: { progress: 0.1, seconds: 480 },
		8: { seconds: 720 }
	};

	test('five of six got something out of it', async () => {
		const warehouse = await openedWith({
			to: '2025-06-30',
			enrolments: goldenA1.map((row, index) => ({ ...row, ...facts[index] }))
		});
		const quarter = { metric: 'meaningful_progress_rate', from: '2025-01-01', to: '2025-04-01' };
		const rate = await valueOf(warehouse, quarter, { variant: 'broad', measure: null });
		expect(rate).toMatchObject({ numerator: 5, denominator: 6 });
		expect(rate.value).toBeCloseTo(5 / 6, 12);
		expect(
			await valueOf(warehouse, quarter, { variant: 'broad', measure: 'abandoned' })
		).toMatchObject({ numerator: 1, denominator: 6 });
	});

	test('where no file tells of completions, a sentence stands beside 100 % abandoned', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: Array.from({ length: 200 }, (_none, index): Enrolment => ({
				person: `p${index}`,
				item: 'c1',
				enrolled: '2025-02-01',
				status: 'in_progress',
				progress: 0.6,
				...chosen
			}))
		});
		const request = { metric: 'meaningful_progress_rate', variant: 'broad' };
		const { rows, notes } = await ask(warehouse.connection, analyst, request);
		expect(rows.map(({ measure, value }) => [measure, value])).toEqual([
			[null, 1],
			['abandoned', 1]
		]);
		expect(notes.join(' ')).toContain('No file tells that anybody completed anything');
	});

	test('A2p: what was completed on an unknown day is not open in later quarters, and a sentence says how much it is', async () => {
		const people = Array.from({ length: 12 }, (_none, index) => `p${index}`);
		const warehouse = await openWarehouse();
		await warehouse.load({
			from: '2025-01-01',
			to: '2025-12-31',
			enrolments: people.map((person, index) => ({
				person,
				item: 'c1',
				enrolled: '2025-01-15',
				...(index < 6 && { status: 'completed' }),
				...(index === 0 && { started: '2025-04-02' }),
				...chosen
			}))
		});
		for (const person of people) await warehouse.employ(person, '2020-01-01');
		await warehouse.build();
		const counts = async (from: string, to: string) => {
			const asked = { metric: 'period_completion_rate', variant: 'broad', from, to };
			const { rows, notes } = await ask(warehouse.connection, analyst, asked);
			const out = await countsOf(warehouse, asked);
			return [rows[0]?.numerator, rows[0]?.denominator, notes.join(), out.numerator] as const;
		};
		const note = (count: number, some = 'told') =>
			message('note.closed_undated', { some, count, scope: 'asked' });
		const first = await counts('2025-01-01', '2025-04-01');
		expect(first).toEqual([5, 12, expect.stringContaining(note(5)), { completed: 5 }]);
		const second = await counts('2025-04-01', '2025-07-01');
		expect(second).toEqual([1, 7, expect.stringContaining(note(1, 'some')), { completed: 1 }]);
		const [, third, notes] = await counts('2025-07-01', '2025-10-01');
		expect(third).toBe(6);
		expect(notes).not.toContain('no file tells');
	});

	test('what people begin after they have left counts nowhere, and a sentence says how much it is', async () => {
		const began = (person: string, enrolled: string): Enrolment => ({
			person,
			item: 'c1',
			enrolled,
			completed: enrolled,
			seconds: 3600,
			...chosen
		});
		const people = Array.from({ length: 12 }, (_none, index) => `p${index}`);
		const warehouse = await openWarehouse();
		await warehouse.load({
			from: '2023-01-01',
			to: '2025-12-31',
			enrolments: people.flatMap((person) => [
				began(person, '2024-01-15'),
				began(person, '2024-12-01'),
				began(person, '2025-02-01')
			])
		});
		// Before the hire of all; after the first six had left, of whom two came back before the third.
		for (const [index, person] of people.entries())
			await warehouse.employ(person, '2024-02-01', index < 6 ? '2024-12-01' : undefined);
		for (const person of people.slice(0, 2)) await warehouse.employ(person, '2025-01-15');
		await warehouse.build();
		const mix = { metric: 'initiation_mix', variant: 'self_initiated' };
		const answer = await ask(warehouse.connection, analyst, mix);
		expect(answer.rows[0]).toMatchObject({ denominator: 36 - 6 - 4 });
		const note = (count: number, scope = 'asked') =>
			message('note.after_leaving', { some: 'told', count, scope });
		expect(answer.notes).toContain(note(10));
		const notesOf = async (viewer: Viewer, part: object) =>
			(await ask(warehouse.connection, viewer, { ...mix, ...part })).notes.join();
		const fourth = { from: '2024-10-01', to: '2025-01-01' };
		expect(await notesOf(analyst, fourth)).toContain(note(5));
		expect(await notesOf(analyst, { from: '2024-01-01', to: '2024-04-01' })).not.toContain('left');
		expect(await notesOf({ role: 'lead' }, fourth)).toContain(note(10, 'all'));
		for (const metric of [
			'voluntary_completion_rate',
			'voluntary_hours_share',
			'period_completion_rate'
		])
			expect((await countsOf(warehouse, { metric })).out, metric).toMatchObject({
				after_leaving: 10
			});
		// Of all data it was counted when the models were built; reading it spares a look at every episode.
		await warehouse.connection.run('update system_count set after_leaving = 25');
		expect(await notesOf(analyst, {})).toContain(note(25));
		expect(await notesOf({ role: 'lead' }, fourth)).toContain(note(25, 'all'));
		expect(await notesOf(analyst, fourth)).toContain(note(5));
		expect(await notesOf(analyst, { as_of: '2025-01-31' })).toContain(note(5));
		await warehouse.connection.run('update system_count set leavers = 4');
		expect(await notesOf(analyst, {})).toContain(note(10));
	});

	test('of a system whose files tell of none, beside one whose do, a sentence names it', async () => {
		const warehouse = await openWarehouse();
		const began = (count: number, name: string, facts: Partial<Enrolment> = {}): Enrolment[] =>
			Array.from({ length: count }, (_none, index) => ({
				person: `${name}${index}`,
				item: 'c1',
				enrolled: '2025-02-01',
				...chosen,
				...facts
			}));
		const files = {
			telling: began(20, 'a', { completed: '2025-03-01' }),
			silent: began(20, 'b'),
			small: began(19, 'c')
		};
		for (const [system, enrolments] of Object.entries(files))
			await warehouse.load({ system, to: '2025-12-31', enrolments });
		await warehouse.build();
		const notesOf = async (metric: string) =>
			(await ask(warehouse.connection, analyst, { metric })).notes;
		const expected = message('warning.no_completions_of', { list: 'silent' });
		expect(await notesOf('voluntary_completion_rate')).toContain(expected);
		expect(await notesOf('time_to_complete')).toContain(expected);
		expect(await notesOf('initiation_mix')).not.toContain(expected);
	});
});

describe('time of events', () => {
	const view = (happened: string, facts = {}) => ({
		person: 'p1',
		item: 'c1',
		kind: 'viewed',
		happened: `2025-02-01 ${happened}`,
		...facts
	});
	const secondsOf = async (events: readonly ReturnType<typeof view>[], minutes?: number) => {
		const warehouse = await openWarehouse();
		await warehouse.load({ to: '2025-06-30', events });
		if (minutes !== undefined)
			await warehouse.connection.run('update item_alias set nominal_minutes = $minutes', {
				minutes
			});
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(
			"select e.seconds, e.effort, list(a.seconds order by a.active_on)[1:] as days from episode as e left join activity_day as a on a.batch_id = e.batch_id and a.line = e.line where e.item_id = (select item_id from item where code = 'c1') group by all"
		);
		return reader.getRowObjectsJS()[0];
	};

	test('a session lasts until a gap of more than half an hour; what comes after it starts another', async () => {
		expect(
			await secondsOf([
				view('10:00:00'),
				view('10:20:00'),
				view('10:50:00'),
				view('11:20:01'),
				view('11:21:00')
			])
		).toMatchObject({ seconds: 1200 + 1800 + 59, effort: 1 });
	});

	test('an event that stands alone tells of no time', async () => {
		expect(await secondsOf([view('10:00:00'), view('12:00:00')])).toMatchObject({
			seconds: null,
			effort: 0
		});
	});

	test('the time between two items belongs to the first of them', async () => {
		expect(
			await secondsOf([view('10:00:00'), view('10:10:00', { item: 'c2' }), view('10:30:00')])
		).toMatchObject({ seconds: 600 });
	});

	test('a completion that is taken back is no activity, and no time follows from it', async () => {
		expect(
			await secondsOf([
				view('10:00:00'),
				view('11:00:00', { kind: 'uncompleted' }),
				view('11:10:00', { item: 'c2' })
			])
		).toMatchObject({ seconds: null, days: [0] });
	});

	test('durations that are stated win over sessions, and no time is more than three times the length', async () => {
		expect(
			await secondsOf([view('10:00:00', { seconds: 40 }), view('10:20:00', { seconds: 50 })])
		).toMatchObject({ seconds: 90, days: [90] });
		expect(
			await secondsOf([view('10:00:00', { seconds: 4000 }), view('10:20:00')], 10)
		).toMatchObject({ seconds: 1800, days: [1800] });
	});
});

describe('METRICS.md golden A4 and A5: minutes of five people', () => {
	const minutes: readonly (readonly [number, number])[] = [
		[300, 100],
		[200, 150],
		[0, 120],
		[360, 130],
		[0, 0]
	];
	const rows = (seconds: (minutes: number) => Partial<Enrolment>): Enrolment[] =>
		minutes.flatMap(([found, assigned], index) => [
			{ person: `p${index + 1}`, item: 's', enrolled: '2025-02-01', ...chosen, ...seconds(found) },
			{
				person: `p${index + 1}`,
				item: 'a',
				enrolled: '2025-02-01',
				origin: 'admin',
				...seconds(assigned)
			}
		]);

	test('R is 1.72, 72 % more; the voluntary share 63.24 %; the median personal share 65.31 %', async () => {
		const warehouse = await openedWith({
			to: '2025-06-30',
			enrolments: rows((time) => ({ seconds: time * 60 }))
		});
		const share = await valueOf(
			warehouse,
			{ metric: 'voluntary_hours_share', variant: 'wall' },
			{ variant: 'wall' }
		);
		expect(share).toMatchObject({ numerator: 860, denominator: 1360, persons: 4 });
		expect(share.value).toBeCloseTo(860 / 1360, 12);
		expect(share.lo).toBeLessThan(0.6);
		expect(share.hi).toBeGreaterThan(0.65);
		const ratio = { metric: 'self_found_ratio', variant: 'wall' };
		const found = await valueOf(warehouse, ratio, { measure: null });
		expect(found).toMatchObject({ numerator: 860, denominator: 500 });
		expect(found.value).toBeCloseTo(1.72, 12);
		expect((await valueOf(warehouse, ratio, { measure: 'more' })).value).toBeCloseTo(0.72, 12);
		const median = await valueOf(warehouse, ratio, { measure: 'median_self_share' });
		expect(median.value).toBeCloseTo(0.6530612245, 9);
		const tiers = await valueOf(
			warehouse,
			{ metric: 'voluntary_hours_share' },
			{ measure: 'tier_2' }
		);
		expect(tiers.value).toBe(1);
	});

	test('time bases are never added up: content stays apart from measured time, lengths from both', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-06-30',
			enrolments: [
				{ person: 'p1', item: 'w', enrolled: '2025-02-01', seconds: 600, minutes: 60, ...chosen },
				{
					person: 'p1',
					item: 'c',
					enrolled: '2025-02-01',
					seconds: 1200,
					minutes: 60,
					progress: 0.5,
					...chosen
				},
				{ person: 'p1', item: 'n', enrolled: '2025-02-01', minutes: 60, progress: 0.25, ...chosen },
				{ person: 'p1', item: 'o', enrolled: '2025-02-01', ...chosen }
			]
		});
		await warehouse.connection.run(
			"update enrolment set time_basis = 'content' where seconds = 1200"
		);
		await warehouse.build();
		const minutesOf = async (variant: string) =>
			(await valueOf(warehouse, { metric: 'voluntary_hours_share', variant }, { variant }))
				.denominator;
		expect(await minutesOf('wall')).toBe(10);
		expect(await minutesOf('content')).toBe(20);
		expect(await minutesOf('nominal')).toBe(45);
		for (const [measure, value] of Object.entries({
			tier_1: 0,
			tier_2: 0.5,
			tier_3: 0.25,
			tier_4: 0.25
		}))
			expect(
				await valueOf(warehouse, { metric: 'voluntary_hours_share' }, { measure })
			).toMatchObject({ value });
	});

	test('the time of events counts on each of their days', async () => {
		const warehouse = await openWarehouse();
		const event = { person: 'p1', item: 'c1', ...chosen } as const;
		await warehouse.load({
			to: '2025-06-30',
			events: [
				{ ...event, kind: 'enrolled', happened: '2025-01-31 10:00:00' },
				{ ...event, kind: 'progressed', happened: '2025-01-31 10:10:00', seconds: 600 },
				{ ...event, kind: 'completed', happened: '2025-02-03 10:10:00', seconds: 1200 }
			]
		});
		await warehouse.build();
		const request = { metric: 'voluntary_hours_share', variant: 'wall', grain: 'month' };
		expect(
			await valueOf(warehouse, { ...request, to: '2025-02-01' }, { variant: 'wall' })
		).toMatchObject({ denominator: 10 });
		expect(
			await valueOf(warehouse, { ...request, from: '2025-02-01' }, { variant: 'wall' })
		).toMatchObject({ denominator: 20 });
	});
});

describe('METRICS.md golden 6: dominance', () => {
	const unit = (
		name: string,
		minutes: readonly number[],
		origin: 'self' | 'admin' = 'self'
	): Enrolment[] =>
		minutes.map((time, index) => ({
			person: `${name}${index}`,
			item: origin === 'self' ? 's' : 'a',
			unit: name,
			enrolled: '2025-02-01',
			seconds: time * 60,
			origin,
			obligation: 'optional'
		}));
	const even = (people: number) => Array.from({ length: people }, () => 60);
	const asked = async (rows: Enrolment[], request = {}) => {
		const warehouse = await openedWith({ to: '2025-06-30', enrolments: rows });
		const answer = await ask(warehouse.connection, analyst, {
			metric: 'voluntary_hours_share',
			variant: 'wall',
			...request
		});
		return answer.rows.filter((row) => row.variant === 'wall');
	};

	test('of 500, 120, 80, 60 and 40 minutes the first has 62.5 %, so nothing is shown', async () => {
		expect(await asked(unit('A', [500, 120, 80, 60, 40]))).toMatchObject([
			{ value: null, numerator: null, suppressed: true, reason: 'dominance' }
		]);
		expect(await asked(unit('A', [400, 120, 120, 100, 60]))).toMatchObject([
			{ denominator: 800, suppressed: false, reason: 'band' }
		]);
	});

	test('two with more than four fifths are too many as well, also where the whole is spread', async () => {
		expect(
			await asked([...unit('A', [50, 50, 5, 5, 5]), ...unit('A', even(12), 'admin')])
		).toMatchObject([{ reason: 'dominance' }]);
	});

	test('the prompted time of one person is not told by two measures of which one has more by it', async () => {
		const warehouse = await openedWith({
			to: '2025-06-30',
			enrolments: [
				...unit('A', even(10)),
				...unit('A', even(10), 'admin'),
				{ ...unit('P', [45])[0], obligation: 'recommended' } as Enrolment
			]
		});
		const of = async (metric: string) =>
			(await ask(warehouse.connection, analyst, { metric, variant: 'wall' })).rows.filter(
				(row) => row.variant === 'wall' && row.measure === null
			);
		expect(await of('voluntary_hours_share')).toMatchObject([{ numerator: 645, reason: null }]);
		expect(await of('self_found_ratio')).toMatchObject([{ numerator: null, reason: 'too_few' }]);
	});

	test('a neighbour goes dark too, so that the total does not give the sum away', async () => {
		const rows = await asked(
			[
				...unit('A', [500, 120, 80, 60, 40]),
				...unit('B', even(10)),
				...unit('C', even(30)),
				...unit('D', even(40))
			],
			{ by: ['org_unit'] }
		);
		expect(rows.map((row) => [row['org_unit'], row.reason])).toEqual([
			['A', 'dominance'],
			['B', 'complementary'],
			['C', null],
			['D', null]
		]);
	});
});

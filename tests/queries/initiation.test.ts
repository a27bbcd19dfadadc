import { describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

interface Judged {
	readonly class: string;
	readonly initiator_rule: string;
	readonly obligation_rule: string;
	readonly became_required: boolean;
}

async function judge(warehouse: Warehouse): Promise<Judged[]> {
	await warehouse.build('episode', 'initiation');
	const reader = await warehouse.connection.runAndReadAll(`
		select e.class::varchar as class, i.initiator_rule, i.obligation_rule, e.became_required
		from episode as e join initiation as i on i.evidence = e.evidence
		order by e.line`);
	return reader.getRowObjectsJS() as unknown as Judged[];
}

async function judgeOne(row: Omit<Enrolment, 'person' | 'item'>): Promise<Judged | undefined> {
	const warehouse = await openWarehouse();
	await warehouse.load({ to: '2025-12-31', enrolments: [{ person: 'p', item: 'c', ...row }] });
	return (await judge(warehouse))[0];
}

describe('METRICS.md golden A0', () => {
	test('1: optional by the source, enrolled by the learner', async () => {
		expect(
			await judgeOne({ enrolled: '2025-03-01 09:00:00', obligation: 'optional', enrolledBy: 'P' })
		).toMatchObject({ class: 'self_initiated', initiator_rule: 'R6', obligation_rule: 'R2' });
	});

	test('2: self-enrolled into a course on the mandatory list', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [{ person: 'p', item: 'gdpr', enrolled: '2025-03-01', enrolledBy: 'p' }]
		});
		await warehouse.mandate([{ item: 'gdpr', from: '2025-01-01' }]);
		expect((await judge(warehouse))[0]).toMatchObject({
			class: 'assigned_required',
			obligation_rule: 'R4'
		});
	});

	test('3: a cohort method, no obligation, no due date', async () => {
		expect(
			await judgeOne({ enrolled: '2025-03-01', origin: 'admin', originRule: 'R7' })
		).toMatchObject({
			class: 'assigned_other',
			initiator_rule: 'R7',
			obligation_rule: 'R11'
		});
	});

	test.each([
		['4: nine days after a recommendation', '2025-03-12', 'prompted'],
		['5: seventeen days after it', '2025-03-20', 'self_initiated']
	])('%s', async (_name, enrolled, expected) => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [{ person: 'p', item: 'c', enrolled, enrolledBy: 'p' }]
		});
		await warehouse.prompt('p', 'c', '2025-03-03');
		expect((await judge(warehouse))[0]).toMatchObject({ class: expected, initiator_rule: 'R6' });
	});

	test('6: only a due date', async () => {
		expect(await judgeOne({ enrolled: '2025-03-01', due: '2025-04-01' })).toMatchObject({
			class: 'assigned_required',
			initiator_rule: 'R8',
			obligation_rule: 'R8'
		});
	});

	test('7: forty of a unit of sixty within seven minutes', async () => {
		const warehouse = await openWarehouse();
		const minute = (index: number): string => `2025-03-01 09:0${index % 8}:00`;
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				...Array.from({ length: 40 }, (_none, index): Enrolment => ({
					person: `p${index}`,
					item: 'c',
					unit: 'Sales',
					enrolled: minute(index)
				})),
				...Array.from({ length: 20 }, (_none, index): Enrolment => ({
					person: `q${index}`,
					item: 'd',
					unit: 'Sales',
					enrolled: `2025-04-${index + 10} 09:00:00`
				}))
			]
		});
		const judged = await judge(warehouse);
		expect(
			judged
				.slice(0, 40)
				.every((row) => row.class === 'assigned_other' && row.initiator_rule === 'R9')
		).toBe(true);
		expect(judged.slice(40).every((row) => row.class === 'unknown')).toBe(true);
	});

	test.each([
		['12 of 60 people of the unit on that day', 48, 'R9'],
		['12 of 61', 49, 'R11']
	])('7: a crowd of %s', async (_name, others, rule) => {
		const warehouse = await openWarehouse();
		const crowd = Array.from({ length: 12 }, (_none, index) => `p${index}`);
		await warehouse.load({
			to: '2025-12-31',
			enrolments: crowd.map((person) => ({ person, item: 'c', enrolled: '2025-03-01 09:00:00' }))
		});
		// The crowd came from elsewhere and goes on; some of its unit had left by then, or come and join later.
		for (const person of crowd) {
			await warehouse.employ(person, '2020-01-01');
			await warehouse.job(person, '2020-01-01', 'Elsewhere', 'rep');
			await warehouse.job(person, '2025-02-01', 'Sales', 'rep');
			await warehouse.job(person, '2025-04-01', 'Service', 'rep');
		}
		const hire = async (name: string, from: string, to?: string): Promise<void> => {
			await warehouse.employ(name, from, to);
			await warehouse.job(name, from, 'Sales', 'rep');
		};
		for (let index = 0; index < others; index += 1) await hire(`o${index}`, '2020-01-01');
		await hire('gone', '2020-01-01', '2025-03-01');
		await hire('new', '2025-03-02');
		const judged = await judge(warehouse);
		expect(new Set(judged.map((row) => row.initiator_rule))).toEqual(new Set([rule]));
	});

	test('8: nothing but dates, first activity after three days', async () => {
		expect(
			await judgeOne({ enrolled: '2025-03-01 09:00:00', started: '2025-03-04 09:00:00' })
		).toMatchObject({ class: 'unknown', initiator_rule: 'R11' });
	});
});

describe('the order of evidence', () => {
	test('R10: started within ten minutes, with a time of day on both', async () => {
		const times = { enrolled: '2025-03-01 09:00:00', started: '2025-03-01 09:08:00' };
		expect(await judgeOne(times)).toMatchObject({ class: 'self_initiated', initiator_rule: 'R10' });
		expect(await judgeOne({ ...times, dateOnly: true })).toMatchObject({ class: 'unknown' });
		expect(await judgeOne({ ...times, due: '2025-04-01' })).toMatchObject({
			class: 'assigned_required'
		});
	});

	test('R9 never fires for rows without a time of day', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: Array.from({ length: 40 }, (_none, index) => ({
				person: `p${index}`,
				item: 'c',
				unit: 'Sales',
				enrolled: '2025-03-01'
			}))
		});
		expect((await judge(warehouse)).every((row) => row.class === 'unknown')).toBe(true);
	});

	test('R8 does not speak against a learner who enrolled', async () => {
		expect(
			await judgeOne({ enrolled: '2025-03-01', due: '2025-04-01', origin: 'self' })
		).toMatchObject({
			class: 'self_initiated',
			obligation_rule: 'R11'
		});
	});

	test('R6: the manager of that day enrolled, not the one before', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'a', enrolled: '2025-02-01', enrolledBy: 'old' },
				{ person: 'p', item: 'b', enrolled: '2025-04-01', enrolledBy: 'old' },
				{ person: 'old', item: 'x', enrolled: '2025-01-01' }
			]
		});
		await warehouse.job('p', '2025-01-01', 'Sales', 'rep', 'old');
		await warehouse.job('p', '2025-03-01', 'Sales', 'rep', 'new');
		await warehouse.build('episode', 'initiation');
		const reader = await warehouse.connection.runAndReadAll(`
			select i.initiator from episode as e join initiation as i on i.evidence = e.evidence
			where e.evidence <> 0 order by e.line`);
		expect(reader.getRowsJS()).toEqual([['manager'], ['admin']]);
	});

	test('R6: the day on which a manager begins is one of the organisation', async () => {
		const managerOf = async (zone: string, enrolled: string) => {
			const warehouse = await openWarehouse(zone);
			await warehouse.load({
				to: '2025-12-31',
				enrolments: [
					{ person: 'p', item: 'a', enrolled, enrolledBy: 'new' },
					{ person: 'new', item: 'x', enrolled: '2025-01-01' }
				]
			});
			await warehouse.job('p', '2025-01-01', 'Sales', 'rep', 'old');
			await warehouse.job('p', '2025-03-01', 'Sales', 'rep', 'new');
			await warehouse.build('episode', 'initiation');
			const reader = await warehouse.connection.runAndReadAll(`
				select i.initiator from episode as e join initiation as i on i.evidence = e.evidence
				where e.evidence <> 0`);
			return reader.getRowsJS().flat();
		};
		expect(await managerOf('Asia/Tokyo', '2025-02-28 15:30:00')).toEqual(['manager']);
		expect(await managerOf('Asia/Tokyo', '2025-02-28 14:30:00')).toEqual(['admin']);
		expect(await managerOf('America/New_York', '2025-03-01 04:30:00')).toEqual(['admin']);
	});

	test('R3: an assignment by the day after decides, a later one only marks', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'a', enrolled: '2025-02-01 10:00:00', enrolledBy: 'p' },
				{ person: 'q', item: 'a', enrolled: '2025-02-01 10:00:00', enrolledBy: 'q' }
			]
		});
		await warehouse.assign('p', 'a', '2025-02-02 09:00:00', 'required');
		await warehouse.assign('q', 'a', '2025-02-09 09:00:00', 'required');
		expect(await judge(warehouse)).toMatchObject([
			{ class: 'assigned_required', obligation_rule: 'R3' },
			{ class: 'self_initiated', initiator_rule: 'R6' }
		]);
	});

	test('a duty that an assignment or a list for the role brings later only marks', async () => {
		const warehouse = await openWarehouse();
		const chosen = (person: string): Enrolment => ({
			person,
			item: 'a',
			enrolled: '2025-02-01 08:00:00',
			origin: 'self'
		});
		await warehouse.load({ to: '2025-12-31', enrolments: ['p', 'q', 'r', 's'].map(chosen) });
		await warehouse.job('r', '2020-01-01', 'Sales', 'Rep');
		await warehouse.job('s', '2020-01-01', 'Sales', 'Clerk');
		await warehouse.assign('p', 'a', '2025-02-09 09:00:00', 'recommended');
		await warehouse.assign('p', 'a', '2025-03-09 09:00:00', 'required');
		await warehouse.assign('p', 'a', '2025-04-09 09:00:00', 'recommended');
		await warehouse.assign('q', 'a', '2025-03-09 09:00:00', 'recommended');
		await warehouse.mandate([{ item: 'a', kind: 'role', audience: 'rep', from: '2025-06-01' }]);
		const judged = await judge(warehouse);
		expect(judged.every((row) => row.class === 'self_initiated')).toBe(true);
		expect(judged.map((row) => row.became_required)).toEqual([true, false, true, false]);
	});

	test('R1: what the analyst ruled beats what the source says', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'c', enrolled: '2025-02-01', origin: 'admin', obligation: 'required' }
			]
		});
		await warehouse.override('c', 'self', 'optional');
		expect((await judge(warehouse))[0]).toMatchObject({
			class: 'self_initiated',
			initiator_rule: 'R1',
			obligation_rule: 'R1'
		});
	});

	test('R4 binds the named unit and role, in its time; a duty that comes later only marks', async () => {
		const warehouse = await openWarehouse();
		const row = (person: string, unit: string, enrolled: string): Enrolment => ({
			person,
			unit,
			item: 'c',
			enrolled,
			origin: 'self'
		});
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				row('p', 'Sales', '2025-03-01'),
				row('q', 'Works', '2025-03-01'),
				row('r', 'Sales', '2025-01-01'),
				row('s', 'Sales', '2025-07-01')
			]
		});
		await warehouse.mandate([
			{
				item: 'c',
				kind: 'unit',
				audience: 'sales',
				from: '2025-02-01',
				to: '2025-06-30',
				obligation: 'required'
			}
		]);
		expect(await judge(warehouse)).toMatchObject([
			{ class: 'assigned_required', became_required: false },
			{ class: 'self_initiated', became_required: false },
			{ class: 'self_initiated', became_required: true },
			{ class: 'self_initiated', became_required: false }
		]);
	});

	test('an analyst may change the order and the thresholds by settings', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				{
					person: 'p',
					item: 'c',
					enrolled: '2025-02-01 10:00:00',
					enrolledBy: 'p',
					origin: 'admin'
				},
				{ person: 'q', item: 'c', enrolled: '2025-02-01 10:00:00', started: '2025-02-01 10:20:00' }
			]
		});
		await warehouse.insert('setting', { name: 'rule.R6.place', value: '0' });
		await warehouse.insert('setting', { name: 'rule.R10.minutes', value: '30' });
		expect(await judge(warehouse)).toMatchObject([
			{ class: 'self_initiated', initiator_rule: 'R6' },
			{ class: 'self_initiated', initiator_rule: 'R10' }
		]);
	});
});

test('a list of prompts from before the learning data leaves "prompted" untold, rather than 0 (A0)', async () => {
	const toldOf = async (shown: string): Promise<readonly (string | null)[]> => {
		const warehouse = await openWarehouse();
		const enrolments = Array.from({ length: 20 }, (_none, index) => ({
			person: `p${index}`,
			item: 'c1',
			enrolled: '2025-02-01',
			origin: 'self' as const
		}));
		await warehouse.load({ from: '2025-01-01', to: '2025-06-30', enrolments });
		await warehouse.prompt('p1', 'c9', shown);
		await warehouse.build();
		const request = { metric: 'initiation_mix' };
		const { rows } = await ask(warehouse.connection, { role: 'analyst' }, request);
		return rows.map(({ variant }) => variant);
	};
	expect(await toldOf('2025-03-01')).toContain('prompted');
	expect(await toldOf('2023-03-01')).not.toContain('prompted');
});

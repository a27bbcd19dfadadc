import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';
import { openedWith } from './golden.ts';

async function read(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
	return (await warehouse.connection.runAndReadAll(sql)).getRowsJS();
}

const episodes = `select strftime(anchored_on, '%m-%d'), outcome::varchar, days_to_end, class::varchar
	from episode order by anchored_on, person_id, item_id`;
const chain = async (...rows: readonly Omit<Enrolment, 'person' | 'item'>[]) =>
	read(
		await openedWith({
			to: '2025-12-31',
			enrolments: rows.map((row) => ({ person: 'p', item: 'c', origin: 'self', ...row }))
		}),
		episodes
	);

describe('episodes', () => {
	test('re-enrolment within 30 days of a withdrawal joins, later it starts anew', async () => {
		expect(
			await chain(
				{ enrolled: '2025-01-01', closed: '2025-01-10' },
				{ enrolled: '2025-02-09', closed: '2025-02-10', status: 'failed' },
				{ enrolled: '2025-04-01', completed: '2025-04-05' }
			)
		).toEqual([
			['01-01', 'closed', 40, 'self_initiated'],
			['04-01', 'completed', 4, 'self_initiated']
		]);
	});

	test('an enrolment during an open one joins it, and either completion closes both', async () => {
		expect(
			await chain({ enrolled: '2025-01-01' }, { enrolled: '2025-06-01', completed: '2025-06-11', origin: 'admin' })
		).toEqual([['01-01', 'completed', 161, 'self_initiated']]);
	});

	test('after a completion a new episode starts, also for an earlier open row', async () => {
		expect(
			await chain(
				{ enrolled: '2025-01-01' },
				{ enrolled: '2025-02-01', completed: '2025-03-01' },
				{ enrolled: '2025-03-02' }
			)
		).toEqual([
			['01-01', 'completed', 59, 'self_initiated'],
			['03-02', 'open', null, 'self_initiated']
		]);
	});

	test('the oldest evidence decides: a later assignment does not rewrite a learner’s own enrolment', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'c', enrolled: '2025-01-01', origin: 'self' },
				{ person: 'p', item: 'c', enrolled: '2025-01-20', origin: 'admin', obligation: 'mandatory' }
			]
		});
		expect(await read(warehouse, 'select class::varchar, became_required from episode')).toEqual([
			['self_initiated', true]
		]);
	});

	test('a completion up to a day early counts as the same day, an earlier one as a credit', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'a', enrolled: '2025-02-02', completed: '2025-02-01' },
				{ person: 'p', item: 'b', enrolled: '2025-02-03', completed: '2025-02-01' },
				{ person: 'p', item: 'c', enrolled: '2025-02-04', status: 'waived' },
				{ person: 'p', item: 'd', enrolled: '2025-02-05', status: 'completed' }
			]
		});
		expect(
			await read(warehouse, 'select standing::varchar, days_to_end from episode order by anchored_on')
		).toEqual([
			['in', 0],
			['backdated', -2],
			['waived', null],
			['undated', null]
		]);
	});

	test('an expired certificate after a completion is no failure; a failed attempt is no completion', async () => {
		expect(
			await chain(
				{ enrolled: '2025-01-01', completed: '2025-01-05', status: 'expired', closed: '2025-11-01' },
				{ enrolled: '2025-06-01', completed: '2025-06-05', status: 'failed' }
			)
		).toEqual([
			['01-01', 'completed', 4, 'self_initiated'],
			['06-01', 'closed', 4, 'self_initiated']
		]);
	});

	test('days are those of the organisation', async () => {
		const warehouse = await openedWith(
			{
				to: '2025-12-31',
				enrolments: [
					{ person: 'p', item: 'a', enrolled: '2025-07-01 22:30:00', completed: '2025-07-02 21:30:00' },
					{ person: 'p', item: 'b', enrolled: '2025-12-01 22:30:00', completed: '2025-12-01 23:30:00' }
				]
			},
			'Europe/Berlin'
		);
		expect(await read(warehouse, episodes)).toEqual([
			['07-02', 'completed', 0, 'unknown'],
			['12-01', 'completed', 1, 'unknown']
		]);
	});
});

describe('two snapshots of a report', () => {
	const first = {
		from: '2025-01-01',
		to: '2025-03-31',
		enrolments: [
			{ person: 'a', item: 'c', record: 1, enrolled: '2025-01-01', origin: 'self' },
			{ person: 'b', item: 'c', record: 2, enrolled: '2025-02-01', origin: 'self' },
			{ person: 'd', item: 'c', record: 3, enrolled: '2025-02-02', completed: '2025-02-05', origin: 'self' }
		]
	} as const;
	const second = {
		from: '2025-01-01',
		to: '2025-06-30',
		enrolments: [
			{ person: 'a', item: 'c', record: 1, enrolled: '2025-01-01', completed: '2025-05-01', origin: 'admin', obligation: 'required' },
			{ person: 'd', item: 'c', record: 3, enrolled: '2025-02-02', completed: '2025-02-05', origin: 'self' },
			{ person: 'e', item: 'c', record: 4, enrolled: '2025-05-02', origin: 'self' }
		]
	} as const;
	const expected = [
		['01-01', 'completed', 120],
		['02-01', 'closed', 149],
		['02-02', 'completed', 3],
		['05-02', 'open', null]
	];
	const sql = "select strftime(anchored_on, '%m-%d'), outcome::varchar, days_to_end from episode order by anchored_on";

	test.each([
		['in order', [first, second]],
		['the newer one first', [second, first]]
	])('newest status, oldest origin, the vanished one withdrawn: %s', async (_name, files) => {
		const warehouse = await openWarehouse();
		for (const file of files) await warehouse.load(file);
		await warehouse.build();
		expect(await read(warehouse, sql)).toEqual(expected);
		expect(
			await read(warehouse, "select initiator from episode as e join initiation as i on i.evidence = e.evidence where days_to_end = 120")
		).toEqual([['self']]);
	});

	test('files about other records close nothing', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ ...first, enrolments: first.enrolments.slice(0, 2) });
		await warehouse.load({ ...second, enrolments: second.enrolments.slice(2) });
		await warehouse.build();
		expect(await read(warehouse, "select count(*)::integer from episode where outcome = 'closed'")).toEqual([[0]]);
	});
});

describe('enrolments told by events', () => {
	test('an enrolment with its activity, completion and the completion taken back', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			events: [
				{ person: 'p', item: 'c', kind: 'enrolled', happened: '2025-01-01 09:00:00', origin: 'self', originRule: 'R7' },
				{ person: 'p', item: 'c', kind: 'started', happened: '2025-01-02 09:00:00' },
				{ person: 'p', item: 'c', kind: 'completed', happened: '2025-01-05 09:00:00' },
				{ person: 'q', item: 'c', kind: 'viewed', happened: '2025-02-01 09:00:00' },
				{ person: 'q', item: 'c', kind: 'completed', happened: '2025-02-03 09:00:00' },
				{ person: 'q', item: 'c', kind: 'uncompleted', happened: '2025-02-04 09:00:00' },
				{ person: 'r', item: 'c', kind: 'waived', happened: '2025-03-01 09:00:00', method: 'Administrative' }
			]
		});
		expect(await read(warehouse, episodes)).toEqual([
			['01-01', 'completed', 4, 'self_initiated'],
			['02-01', 'open', null, 'unknown'],
			['03-01', 'open', null, 'unknown']
		]);
		expect(await read(warehouse, "select count(*)::integer from episode where standing = 'waived'")).toEqual([[1]]);
	});

	test('voided statements are out, a statement in two files counts once, identical log rows stay', async () => {
		const warehouse = await openWarehouse();
		const done = { person: 'p', item: 'c', kind: 'completed', happened: '2025-01-05', statement: 's2' } as const;
		const begun = { person: 'p', item: 'c', kind: 'started', happened: '2025-01-01', statement: 's1', seconds: 400 } as const;
		await warehouse.load({ system: 'lrs', to: '2025-06-30', events: [begun, done] });
		await warehouse.load({ system: 'lrs', to: '2025-07-31', events: [begun, done] });
		await warehouse.insert('voided_statement', { batch_id: 1, line: 9, statement_id: 's2' });
		await warehouse.build();
		expect(await read(warehouse, 'select outcome::varchar, is_meaningful from episode')).toEqual([['open', false]]);
	});

	test('a recommendation in the log prompts', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			events: [
				{ person: 'p', item: 'c', kind: 'recommended', happened: '2025-01-01 09:00:00' },
				{ person: 'p', item: 'c', kind: 'enrolled', happened: '2025-01-09 09:00:00', origin: 'self', originRule: 'R7' }
			]
		});
		expect(await read(warehouse, episodes)).toEqual([['01-09', 'open', null, 'prompted']]);
	});
});

describe('people, items and units', () => {
	test('the unit is that of the day of enrolment', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: [
				{ person: 'p', item: 'a', enrolled: '2025-01-10', unit: 'Stated' },
				{ person: 'p', item: 'b', enrolled: '2025-05-10' },
				{ person: 'q', item: 'b', enrolled: '2025-05-11', unit: 'Stated' }
			]
		});
		await warehouse.job('p', '2025-01-01', 'Sales');
		await warehouse.job('p', '2025-03-01', 'Works');
		await warehouse.build();
		expect(
			await read(warehouse, 'select u.name from episode as e join org_unit as u on u.org_unit_id = e.org_unit_id order by anchored_on')
		).toEqual([['Sales'], ['Works'], ['Stated']]);
	});

	test.each([
		[undefined, 'not_stated', 90],
		[30, 'up_to_30_min', 30],
		[31, '31_to_120_min', 90],
		[480, '2_to_8_h', 90],
		[1199, '8_to_20_h', 90],
		[1200, '20_h_and_more', 180]
	])('an item of %s minutes is in %s with H = %i', async (minutes, band, horizon) => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [{ person: 'p', item: 'a', enrolled: '2025-01-10', ...(minutes === undefined ? {} : { minutes }) }]
		});
		expect(
			await read(warehouse, 'select b.name, i.horizon_days from item as i join length_band as b on b.length_band_id = i.length_band_id')
		).toEqual([[band, horizon]]);
	});

	test('people without a personnel file are employed from their first record on, and it says so', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [{ person: 'p', item: 'a', enrolled: '2025-01-10' }]
		});
		expect(
			await read(warehouse, "select strftime(from_on, '%Y-%m-%d'), is_inferred from person_spell")
		).toEqual([['2025-01-10', true]]);
	});
});

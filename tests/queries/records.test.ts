import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { File, Warehouse } from './warehouse.ts';
import { openedWith as openedWithAll } from './golden.ts';

async function read(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
	return (await warehouse.connection.runAndReadAll(sql)).getRowsJS();
}

const openedWith = (file: File) => openedWithAll(file, { models: ['episode'] });

const episodes = `select strftime(anchored_on, '%m-%d'), outcome::varchar, days_to_end, class::varchar
	from episode order by anchored_on, person_id, item_id`;

describe('two snapshots of a report', () => {
	const first = {
		from: '2025-01-01',
		to: '2025-03-31',
		enrolments: [
			{ person: 'a', item: 'c', record: 1, enrolled: '2025-01-01', origin: 'self' },
			{ person: 'b', item: 'c', record: 2, enrolled: '2025-02-01', origin: 'self' },
			{
				person: 'd',
				item: 'c',
				record: 3,
				enrolled: '2025-02-02',
				completed: '2025-02-05',
				origin: 'self'
			}
		]
	} as const;
	const second = {
		from: '2025-01-01',
		to: '2025-06-30',
		enrolments: [
			{
				person: 'a',
				item: 'c',
				record: 1,
				enrolled: '2025-01-01',
				completed: '2025-05-01',
				origin: 'admin',
				obligation: 'required'
			},
			{
				person: 'd',
				item: 'c',
				record: 3,
				enrolled: '2025-02-02',
				completed: '2025-02-05',
				origin: 'self'
			},
			{ person: 'e', item: 'c', record: 4, enrolled: '2025-05-02', origin: 'self' }
		]
	} as const;
	const expected = [
		['01-01', 'completed', 120],
		['02-01', 'closed', 149],
		['02-02', 'completed', 3],
		['05-02', 'open', null]
	];
	const sql =
		"select strftime(anchored_on, '%m-%d'), outcome::varchar, days_to_end from episode order by anchored_on";

	test.each([
		['in order', [first, second]],
		['the newer one first', [second, first]]
	])('newest status, oldest origin, the vanished one withdrawn: %s', async (_name, files) => {
		const warehouse = await openWarehouse();
		for (const file of files) await warehouse.load(file);
		await warehouse.build('episode', 'initiation');
		expect(await read(warehouse, sql)).toEqual(expected);
		expect(
			await read(
				warehouse,
				'select initiator from episode as e join initiation as i on i.evidence = e.evidence where days_to_end = 120'
			)
		).toEqual([['self']]);
	});

	test('a gradebook without dates takes no day of completion away', async () => {
		const warehouse = await openWarehouse();
		const of = (to: string, enrolled: string | null, completed: string | null) =>
			warehouse.load({
				to,
				enrolments: [
					{ person: 'a', item: 'c', record: 1, enrolled, completed, status: 'completed' }
				]
			});
		await of('2025-06-30', '2025-05-01', '2025-05-20');
		await of('2030-01-01', null, null);
		await warehouse.connection.run(
			"update batch set data_from = null, data_to = null where data_to = '2030-01-01'"
		);
		await warehouse.build('episode');
		expect(await read(warehouse, sql)).toEqual([['05-01', 'completed', 19]]);
	});

	test('files about other records close nothing', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ ...first, enrolments: first.enrolments.slice(0, 2) });
		await warehouse.load({ ...second, enrolments: second.enrolments.slice(2) });
		await warehouse.build('episode', 'initiation');
		expect(
			await read(warehouse, "select count(*)::integer from episode where outcome = 'closed'")
		).toEqual([[0]]);
	});
});

describe('enrolments told by events', () => {
	test('an enrolment with its activity, completion and the completion taken back', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			events: [
				{
					person: 'p',
					item: 'c',
					kind: 'enrolled',
					happened: '2025-01-01 09:00:00',
					origin: 'self',
					originRule: 'R7'
				},
				{ person: 'p', item: 'c', kind: 'started', happened: '2025-01-02 09:00:00' },
				{ person: 'p', item: 'c', kind: 'completed', happened: '2025-01-05 09:00:00' },
				{ person: 'q', item: 'c', kind: 'viewed', happened: '2025-02-01 09:00:00' },
				{ person: 'q', item: 'c', kind: 'completed', happened: '2025-02-03 09:00:00' },
				{ person: 'q', item: 'c', kind: 'uncompleted', happened: '2025-02-04 09:00:00' },
				{
					person: 'r',
					item: 'c',
					kind: 'waived',
					happened: '2025-03-01 09:00:00',
					method: 'Administrative'
				}
			]
		});
		expect(await read(warehouse, episodes)).toEqual([
			['01-01', 'completed', 4, 'self_initiated'],
			['02-01', 'open', null, 'unknown'],
			['03-01', 'open', null, 'unknown']
		]);
		expect(
			await read(warehouse, "select count(*)::integer from episode where standing = 'waived'")
		).toEqual([[1]]);
	});

	test('who started it is told by the enrolment, else by a row of activity whose column says it', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			events: [
				{ person: 'p', item: 'c', kind: 'started', happened: '2025-01-02', origin: 'self' },
				{ person: 'p', item: 'c', kind: 'completed', happened: '2025-01-05', origin: 'admin' },
				{ person: 'q', item: 'c', kind: 'started', happened: '2025-02-01', origin: 'self' },
				{ person: 'q', item: 'c', kind: 'enrolled', happened: '2025-02-01', origin: 'admin' },
				{ person: 'r', item: 'c', kind: 'enrolled', happened: '2025-03-01' },
				{ person: 'r', item: 'c', kind: 'started', happened: '2025-03-02', origin: 'self' },
				// What a statement's words hint at counts on its enrolment only.
				{
					person: 's',
					item: 'c',
					kind: 'started',
					happened: '2025-04-02',
					origin: 'self',
					originRule: 'R7'
				}
			]
		});
		expect(await read(warehouse, 'select class from episode order by anchored_on')).toEqual([
			['self_initiated'],
			['assigned_other'],
			['self_initiated'],
			['unknown']
		]);
	});

	test('voided statements are out, a statement in two files counts once, identical log rows stay', async () => {
		const warehouse = await openWarehouse();
		const done = {
			person: 'p',
			item: 'c',
			kind: 'completed',
			happened: '2025-01-05',
			statement: 's2'
		} as const;
		const begun = {
			person: 'p',
			item: 'c',
			kind: 'started',
			happened: '2025-01-01',
			statement: 's1',
			seconds: 400
		} as const;
		await warehouse.load({ system: 'lrs', to: '2025-06-30', events: [begun, done] });
		await warehouse.load({ system: 'lrs', to: '2025-07-31', events: [begun, done] });
		await warehouse.insert('voided_statement', { batch_id: 1, line: 9, statement_id: 's2' });
		await warehouse.build('episode', 'initiation');
		expect(await read(warehouse, 'select outcome::varchar, is_meaningful from episode')).toEqual([
			['open', false]
		]);
	});

	test('a recommendation in the log prompts', async () => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			events: [
				{ person: 'p', item: 'c', kind: 'recommended', happened: '2025-01-01 09:00:00' },
				{
					person: 'p',
					item: 'c',
					kind: 'enrolled',
					happened: '2025-01-09 09:00:00',
					origin: 'self',
					originRule: 'R7'
				}
			]
		});
		expect(await read(warehouse, episodes)).toEqual([['01-09', 'open', null, 'prompted']]);
	});
});

describe('systems of which no file can tell completions', () => {
	const standings = `select e.anchored_on::varchar, s.system, e.standing::varchar
		from episode as e join learning_system as s on s.system_id = e.system_id order by all`;
	const began = (person: string, item: string, enrolled: string, completed?: string) => ({
		person,
		item,
		enrolled,
		...(completed !== undefined && { completed })
	});

	test('untold is what only they hold; one file that can tell is enough, whether it does or not', async () => {
		const warehouse = await openWarehouse();
		const to = '2025-12-31';
		const mute = { to, tellsCompletion: false } as const;
		await warehouse.load({ to, enrolments: [began('p', 'x', '2025-01-01')] });
		await warehouse.load({
			...mute,
			system: 'player',
			enrolments: [
				began('p', 'clip', '2025-02-01'),
				began('q', 'clip', '2025-02-02'),
				began('p', 'x', '2025-01-05'),
				began('w', 'clip', '2025-02-03')
			]
		});
		await warehouse.load({
			...mute,
			system: 'player',
			events: [{ person: 'r', item: 'clip', kind: 'viewed', happened: '2025-02-04 10:00:00' }]
		});
		await warehouse.load({
			...mute,
			system: 'both',
			enrolments: [began('p', 'y', '2025-03-01')]
		});
		const log = await warehouse.load({
			system: 'both',
			to,
			events: [{ person: 'q', item: 'y', kind: 'viewed', happened: '2025-03-02 10:00:00' }]
		});
		// An item that two systems have, and one of them completes; and what was begun after leaving.
		await warehouse.connection.run(
			"update item_alias set equivalent_to = 'lms:x' where system = 'player' and code = 'x'"
		);
		await warehouse.employ('w', '2020-01-01', '2025-01-31');
		const told = [
			['2025-01-01', 'lms', 'in'],
			['2025-02-01', 'player', 'untold'],
			['2025-02-02', 'player', 'untold'],
			['2025-02-03', 'player', 'after_leaving'],
			['2025-02-04', 'player', 'untold']
		];
		await warehouse.build('episode', 'learning_system');
		expect(await read(warehouse, standings)).toEqual([
			...told,
			['2025-03-01', 'both', 'in'],
			['2025-03-02', 'both', 'in']
		]);
		await warehouse.connection.run('update batch set undone_at = now() where batch_id = $log', {
			log
		});
		await warehouse.build('episode', 'learning_system');
		expect(await read(warehouse, standings)).toEqual([...told, ['2025-03-01', 'both', 'untold']]);
	});
});

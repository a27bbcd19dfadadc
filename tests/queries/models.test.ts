import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, File, Warehouse } from './warehouse.ts';
import { openedWith as openedWithAll } from './golden.ts';

async function read(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
	return (await warehouse.connection.runAndReadAll(sql)).getRowsJS();
}

/** Opened with a file, and with the models that are looked at here. */
const openedWith = (file: File, zone = 'UTC') =>
	openedWithAll(file, { zone, models: ['episode', 'length_band', 'person_spell'] });

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
			await chain(
				{ enrolled: '2025-01-01' },
				{ enrolled: '2025-06-01', completed: '2025-06-11', origin: 'admin' }
			)
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

	test('on the day of a completion another enrolment is new, unless it tells of the same completion', async () => {
		expect(
			await chain(
				{ enrolled: '2025-01-01', completed: '2025-03-01' },
				{ enrolled: '2025-03-01', completed: '2025-03-01' },
				{ enrolled: '2025-03-01', completed: '2025-03-20' }
			)
		).toEqual([
			['01-01', 'completed', 59, 'self_initiated'],
			['03-01', 'completed', 19, 'self_initiated']
		]);
	});

	test('one completion that one system tells by its day and another with its time is one episode', async () => {
		const told = async (
			reports: readonly Enrolment[],
			log: readonly { kind: string; happened: string }[]
		) => {
			const warehouse = await openWarehouse();
			const rows = reports.map((row) => ({ ...row, dateOnly: true }));
			await warehouse.load({ system: 'lms', to: '2025-12-31', enrolments: rows });
			await warehouse.load({
				system: 'store',
				to: '2025-12-31',
				events: log.map((event) => ({ person: 'p', item: 'c', ...event }))
			});
			await warehouse.connection.run(
				"update item_alias set equivalent_to = 'store:c' where system = 'lms'"
			);
			await warehouse.build('episode');
			return read(
				warehouse,
				"select strftime(anchored_on, '%m-%d'), outcome::varchar, days_to_end from episode order by all"
			);
		};
		const row = (enrolled: string | null, completed?: string): Enrolment => ({
			person: 'p',
			item: 'c',
			enrolled,
			...(completed !== undefined && { completed })
		});
		const completed = (happened: string) => ({ kind: 'completed', happened });
		const reported = row('2025-01-10', '2025-02-10');
		const once = [['01-10', 'completed', 31]];
		expect(await told([reported], [completed('2025-02-10 15:00:00')])).toEqual(once);
		expect(await told([reported], [completed('2025-02-10 09:00:00')])).toEqual(once);
		const launched = { kind: 'viewed', happened: '2025-02-10 15:00:00' };
		expect(await told([reported], [launched, completed('2025-02-10 16:00:00')])).toEqual(once);
		for (const time of ['09:00:00', '15:00:00'])
			expect(
				await told([row('2025-02-10', '2025-02-10')], [completed(`2025-02-10 ${time}`)])
			).toEqual([['02-10', 'completed', 0]]);
		// Of another day it is another completion, and what was enrolled on the day is to be completed.
		expect(await told([reported, row('2025-02-10')], [completed('2025-02-12 09:00:00')])).toEqual([
			...once,
			['02-10', 'completed', 2]
		]);
		// The two rows of one report are two enrolments.
		expect(await told([reported, row('2025-02-10', '2025-02-20')], [])).toHaveLength(2);
	});

	test('what was completed on an unknown day is open no longer than anything is known of it', async () => {
		const undated = { enrolled: '2024-01-05', status: 'completed' };
		expect(await chain(undated, { enrolled: '2024-02-06', completed: '2024-02-20' })).toEqual([
			['01-05', 'open', null, 'self_initiated'],
			['02-06', 'completed', 14, 'self_initiated']
		]);
		expect(
			await chain(
				{ ...undated, started: '2024-01-20' },
				{ enrolled: '2024-02-06', completed: '2024-02-20' }
			)
		).toEqual([['01-05', 'completed', 46, 'self_initiated']]);
	});

	test('the 30 days are days of the calendar, whatever the clocks do', async () => {
		const warehouse = await openedWith(
			{
				to: '2025-12-31',
				enrolments: [
					{ person: 'p', item: 'c', enrolled: '2025-10-01', closed: '2025-10-10 10:00' },
					{ person: 'p', item: 'c', enrolled: '2025-11-09 11:00', completed: '2025-11-12' }
				]
			},
			'Europe/Berlin'
		);
		expect(await read(warehouse, 'select days_to_end from episode')).toEqual([[42]]);
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
			await read(
				warehouse,
				'select standing::varchar, days_to_end from episode order by anchored_on'
			)
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
				{
					enrolled: '2025-01-01',
					completed: '2025-01-05',
					status: 'expired',
					closed: '2025-11-01'
				},
				{ enrolled: '2025-06-01', completed: '2025-06-05', status: 'failed' }
			)
		).toEqual([
			['01-01', 'completed', 4, 'self_initiated'],
			['06-01', 'closed', 4, 'self_initiated']
		]);
	});

	test('a gradebook without dates does not stretch the time that the log beside it covers', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-06-30',
			enrolments: [{ person: 'p', item: 'a', enrolled: '2025-06-01', origin: 'self' }]
		});
		await warehouse.load({
			to: '2030-01-01',
			enrolments: [{ person: 'p', item: 'b', enrolled: null, status: 'completed' }]
		});
		await warehouse.load({
			system: 'gradebook',
			to: '2030-01-01',
			enrolments: [{ person: 'q', item: 'b', enrolled: null, status: 'completed' }]
		});
		await warehouse.connection.run(
			`update batch set data_from = null, data_to = null where data_to = '2030-01-01'`
		);
		await warehouse.build('learning_system');
		expect(await read(warehouse, 'select distinct data_to::varchar from learning_system')).toEqual([
			['2025-06-30']
		]);
	});

	test('of a quarter between two files nothing is known, so it is not among those that are told', async () => {
		const warehouse = await openWarehouse();
		const enrolments = [
			{ person: 'p', item: 'a', enrolled: '2024-01-10', origin: 'self' } as const
		];
		await warehouse.load({ from: '2024-01-05', to: '2024-02-20', enrolments });
		await warehouse.load({ from: '2024-10-10', to: '2024-12-31', enrolments });
		await warehouse.build();
		expect(
			await read(
				warehouse,
				`select starts_on::varchar from passed_period('quarter', null::date, null::date, date '2024-12-31') order by 1`
			)
		).toEqual([['2024-01-01'], ['2024-10-01']]);
	});

	test('learning that begins after the personnel files end takes no day from them', async () => {
		const warehouse = await openWarehouse();
		const enrolments = [{ person: 'q', item: 'a', enrolled: '2025-02-01' }];
		await warehouse.load({ from: '2025-01-01', to: '2025-12-31', enrolments });
		await warehouse.job('p', '2020-01-01', 'A');
		await warehouse.personnelTo('2021-06-30');
		await warehouse.build('personnel_window');
		expect(
			await read(warehouse, 'select from_on <= to_on, to_on::varchar from personnel_window')
		).toEqual([[true, '2021-06-30']]);
	});

	test('days are those of the organisation', async () => {
		const warehouse = await openedWith(
			{
				to: '2025-12-31',
				enrolments: [
					{
						person: 'p',
						item: 'a',
						enrolled: '2025-07-01 22:30:00',
						completed: '2025-07-02 21:30:00'
					},
					{
						person: 'p',
						item: 'b',
						enrolled: '2025-12-01 22:30:00',
						completed: '2025-12-01 23:30:00'
					}
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
		await warehouse.build('episode', 'org_unit');
		expect(
			await read(
				warehouse,
				'select u.name from episode as e join org_unit as u on u.org_unit_id = e.org_unit_id order by anchored_on'
			)
		).toEqual([['Sales'], ['Works'], ['Stated']]);
	});

	test('a file that says “not_stated” of a unit or grade states none, and doubles no episode', async () => {
		const warehouse = await openWarehouse();
		const enrolled = { person: 'p', item: 'a', enrolled: '2025-01-10', unit: 'not_stated' };
		await warehouse.load({ to: '2025-12-31', enrolments: [enrolled] });
		const nothing = { family: 'not_stated', location: 'not_stated', grade: 'not_stated' };
		await warehouse.job('p', '2025-01-01', 'not_stated', 'clerk', undefined, nothing);
		await warehouse.build();
		const sql = 'select org_unit_id, job_family_id, location_id, grade_id from';
		expect(await read(warehouse, `${sql} episode`)).toEqual([[0, 0, 0, 0]]);
		expect(await read(warehouse, `${sql} post_spell`)).toEqual([[0, 0, 0, 0]]);
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
			enrolments: [
				{
					person: 'p',
					item: 'a',
					enrolled: '2025-01-10',
					...(minutes === undefined ? {} : { minutes })
				}
			]
		});
		expect(
			await read(
				warehouse,
				'select b.name, i.horizon_days from item as i join length_band as b on b.length_band_id = i.length_band_id'
			)
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

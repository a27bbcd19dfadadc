import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest, ResultRow } from '#queries/ask.ts';
import { readSql } from '#queries/repository.ts';
import { openedWith } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const rate = 'voluntary_completion_rate';

/** People of a unit, each with one chosen episode of the first quarter, every second of them completed. */
const unit = (name: string, people: number, facts: Partial<Enrolment> = {}): Enrolment[] =>
	Array.from({ length: people }, (_none, index) => ({
		person: `${name}${index}`,
		item: 'c',
		unit: name.slice(0, 1),
		enrolled: '2025-01-10',
		completed: index % 2 === 0 ? '2025-01-20' : null,
		origin: 'self',
		...facts
	}));

describe('METRICS.md §I rule 5: what was told changes by nobody or by at least five people', () => {
	let warehouse: Warehouse;
	const batches: number[] = [];
	const load = async (...rows: Enrolment[][]): Promise<void> => {
		batches.push(await warehouse.load({ to: '2025-12-31', enrolments: rows.flat() }));
		await warehouse.build();
	};
	/** As the newer snapshot of nothing: the rows of a file are taken back. */
	const undo = async (batch: number | undefined): Promise<void> => {
		const { connection } = warehouse;
		for (const table of ['enrolment', 'identity', 'item_alias', 'person_name'])
			await connection.run(`delete from ${table} where batch_id = $batch`, { batch: batch ?? 0 });
		await connection.run(`update batch set undone_at = now()::timestamp where batch_id = $batch`, {
			batch: batch ?? 0
		});
		await warehouse.build();
	};
	const tell = async (
		request: Omit<AskRequest, 'metric'> = {},
		role: 'lead' | 'executive' | 'analyst' = 'lead'
	): Promise<readonly ResultRow[]> =>
		(
			await ask(warehouse.connection, { role }, {
				metric: rate,
				variant: 'strict',
				grain: 'quarter',
				...request
			} as AskRequest)
		).rows;
	const first = async (
		request: Omit<AskRequest, 'metric'> = {},
		role: 'lead' | 'analyst' = 'lead'
	): Promise<ResultRow | undefined> => (await tell(request, role))[0];

	beforeAll(async () => {
		warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [unit('A', 40), unit('B', 40)].flat()
		});
	}, 240_000);

	test('a correction by two people waits, also for an executive; the analyst sees it at once', async () => {
		const told = await first();
		expect(told).toMatchObject({ period_start: '2025-01-01', persons: 80, reason: null });
		await load(unit('A_new', 2, { completed: '2025-01-12' }));
		expect(await first()).toMatchObject({ ...told, reason: 'frozen' });
		expect(await tell({}, 'executive')).toMatchObject([{ persons: 80, reason: 'frozen' }]);
		expect(await first({}, 'analyst')).toMatchObject({ persons: 82, reason: null });
	});

	test('from five people on it is told', async () => {
		await load(unit('A_more', 4, { completed: '2025-01-12' }));
		expect(await first()).toMatchObject({ persons: 85, reason: null });
		expect(await first({}, 'analyst')).toMatchObject({ persons: 86 });
	});

	test('a state that differs too little from any one told before is not told, not only from the last', async () => {
		await undo(batches[1]);
		expect(await first({}, 'analyst')).toMatchObject({ persons: 82 });
		expect(await first()).toMatchObject({ persons: 85, reason: 'frozen' });
	});

	test('the same people in another file are the same people', async () => {
		await undo(batches[0]);
		await load(unit('A_new', 2, { completed: '2025-01-12' }));
		await load(unit('A_more', 4, { completed: '2025-01-12' }));
		expect(await first()).toMatchObject({ persons: 85, reason: null });
	});

	test('a unit that changed by five waits with the one that changed by one', async () => {
		const by = { by: ['org_unit' as const] };
		await tell(by);
		await load(unit('A_late', 6), unit('B_late', 1));
		const rows = await tell(by);
		expect(rows.map((row) => [row['org_unit'], row.persons, row.reason])).toEqual([
			['A', 45, 'frozen'],
			['B', 40, 'frozen']
		]);
		expect(await first()).toMatchObject({ persons: 95, reason: null });
		const exact = await tell(by, 'analyst');
		expect(exact.map(({ persons }) => persons)).toEqual([52, 41]);
	});

	test('filters and periods tell the same state as the table that they are cut from', async () => {
		const filtered = await first({ where: { org_unit: 'A' } });
		expect(filtered).toMatchObject({ persons: 45, reason: 'frozen' });
		const cut = await tell({ by: ['org_unit'], from: '2025-01-01', to: '2025-04-01' });
		expect(cut.map(({ persons }) => persons)).toEqual([45, 40]);
	});

	test('a neighbouring state of the data is not told where fewer than five people make the difference', async () => {
		await load(unit('C', 20, { enrolled: '2025-08-10', completed: null }));
		await load(unit('C_late', 3, { enrolled: '2025-09-20', completed: null }));
		const third = async (asOf?: string) =>
			(await tell({ ...(asOf !== undefined && { as_of: asOf }) })).find(
				({ period_start }) => period_start === '2025-07-01'
			);
		expect(await third()).toMatchObject({ persons: 25, reason: null });
		expect(await third('2025-11-30')).toMatchObject({
			persons: null,
			value: null,
			suppressed: true,
			reason: 'frozen'
		});
		expect(await third('2025-12-31')).toMatchObject({ persons: 25, reason: null });
		const one = await tell({ as_of: '2025-11-30' }, 'analyst');
		expect(one.at(-1)).toMatchObject({ persons: 20 });
	});

	test('a unit that changed by six waits with a hidden one that changed by one', async () => {
		const other = await openedWith({
			to: '2025-12-31',
			enrolments: [unit('H', 20), unit('J', 12), unit('T', 3), unit('U', 9)].flat()
		});
		const add = async (...rows: Enrolment[][]): Promise<void> => {
			await other.load({ to: '2025-12-31', enrolments: rows.flat() });
			await other.build();
		};
		const told = async () =>
			(
				await ask(
					other.connection,
					{ role: 'lead' },
					{ metric: rate, variant: 'strict', by: ['org_unit'] }
				)
			).rows.map((row) => [row['org_unit'], row.persons, row.reason]);
		const before = [
			['H', 20, null],
			['J', 10, null],
			['T', null, 'too_few'],
			['U', null, 'complementary']
		];
		expect(await told()).toEqual(before);
		await add(unit('H_late', 6), unit('T_late', 1));
		expect(await told()).toEqual([['H', 20, 'frozen'], ...before.slice(1)]);
		await add(unit('T_more', 8));
		expect(await told()).toEqual([
			['H', 25, null],
			['J', 10, null],
			['T', 10, null],
			['U', 10, null]
		]);
	});

	describe('between tables', () => {
		let other: Warehouse;
		/** People of a unit who begin an item in a month. */
		const begin = (name: string, people: number, enrolled: string, item: string): Enrolment[] =>
			unit(name, people, { item, enrolled }).map((row) => ({
				...row,
				completed: row.completed ? enrolled.replace('10', '20') : null,
				seconds: 600
			}));
		const add = async (...rows: Enrolment[][]): Promise<void> => {
			await other.load({ to: '2025-12-31', enrolments: rows.flat() });
			await other.build();
		};
		const asked = async (request: Partial<AskRequest>): Promise<readonly ResultRow[]> => {
			const full = { metric: rate, variant: 'strict', ...request };
			return (await ask(other.connection, { role: 'lead' }, full)).rows;
		};
		/** What each case was told, so that all of them go by one company: kept aside while another one asks. */
		const keep = async (place: number): Promise<void> => {
			for (const table of ['told_cell', 'told_group'])
				await other.connection.run(
					`create or replace temp table ${table}_${place} as from ${table}; delete from ${table}`
				);
		};
		const recall = async (place: number): Promise<void> => {
			for (const table of ['told_cell', 'told_group'])
				await other.connection.run(
					`delete from ${table}; insert into ${table} from ${table}_${place}`
				);
		};
		const changed = (rows: readonly ResultRow[]): readonly ResultRow[] =>
			rows.filter((row) => (row['org_unit'] ?? 'K') === 'K' && (row['item'] ?? 'd') !== 'c');
		const frozen = (rows: readonly ResultRow[]): readonly ResultRow[] =>
			rows.filter(({ reason }) => reason === 'frozen');
		/** Those, and what a number told of nearly the same people before hides. */
		const waiting = (rows: readonly ResultRow[]): readonly ResultRow[] =>
			rows.filter(({ reason }) => reason === 'frozen' || reason === 'complementary');

		type Asked = Partial<AskRequest>;
		const by: Asked = { by: ['org_unit'] };
		const byItem: Asked = { by: ['org_unit', 'item'] };
		const curve: Asked = { metric: 'time_to_complete', variant: 'self_initiated' };
		const half = { from: '2025-01-01', to: '2025-07-01' };
		type Case = readonly [string, Asked, Asked];
		const cases: readonly Case[] = [
			['a unit, then its months', by, { ...by, grain: 'month' }],
			['a unit, then its items', by, byItem],
			['months, then items', { ...by, grain: 'month' }, byItem],
			['another order of the breakdown', byItem, { by: ['item', 'org_unit'] }],
			['a filter in place of a breakdown', byItem, { by: ['item'], where: { org_unit: 'K' } }],
			['bands, then items', { by: ['org_unit', 'length_band'] }, byItem],
			['a period, then its quarters', { ...by, ...half }, { ...by, grain: 'quarter' }],
			['quarters, then a period', { ...by, grain: 'quarter' }, { ...by, ...half }],
			['the rate, then the curve by item', by, { ...curve, ...byItem }],
			['the curve by month, then the rate', { ...curve, ...by, grain: 'month' }, by]
		];
		const later = new Map<number, (readonly ResultRow[])[]>();

		beforeAll(async () => {
			other = await openedWith({
				to: '2025-12-31',
				enrolments: ['c', 'd'].flatMap((item) =>
					['2025-01-10', '2025-02-10', '2025-05-10', '2025-08-10'].flatMap((day, month) =>
						['K', 'L', 'M'].flatMap((name) => begin(`${name}${month}${item}`, 9, day, item))
					)
				)
			});
			for (const [place, [, before]] of cases.entries()) {
				await asked(before);
				await keep(place);
			}
			for (const [name, people] of Object.entries({ K_few: 3, K_many: 9 })) {
				await add(begin(name, people, '2025-02-10', 'd'));
				for (const [place, [, , after]] of cases.entries()) {
					await recall(place);
					later.set(place, [...(later.get(place) ?? []), await asked(after)]);
					await keep(place);
				}
			}
		}, 240_000);

		test.each(cases.map(([name], place) => [name, place] as const))(
			'%s: a total that differs by three people is not given, from five on it is',
			(_name, place) => {
				const [corrected = [], grown = []] = later.get(place) ?? [];
				expect(waiting(changed(corrected)).length).toBeGreaterThan(0);
				expect(grown.some(({ suppressed }) => !suppressed)).toBe(true);
				expect(frozen(grown)).toEqual([]);
			}
		);

		test('a total told between two corrections is held against the later one', async () => {
			await other.connection.run('delete from told_cell');
			await asked(byItem);
			await add(begin('K_six', 6, '2025-02-10', 'd'));
			expect(await asked(by)).toMatchObject([{ persons: 90, reason: null }, {}, {}]);
			await add(begin('K_two', 2, '2025-02-10', 'd'));
			expect(frozen(changed(await asked(byItem))).length).toBeGreaterThan(0);
		});

		test('time that nobody is known to have chosen does not hide that one person more did', async () => {
			const hours: Asked = { metric: 'voluntary_hours_share', variant: 'wall', by: ['org_unit'] };
			await other.connection.run('delete from told_cell');
			expect(frozen(await asked(hours))).toEqual([]);
			const unknown = begin('K_unknown', 6, '2025-02-10', 'd');
			await add(
				begin('K_one', 1, '2025-02-10', 'd'),
				unknown.map(({ origin: _origin, ...row }) => row)
			);
			const waiting = frozen(changed(await asked(hours)));
			expect(waiting.some(({ variant }) => variant === 'wall')).toBe(true);
		});

		test('what an earlier version kept is known by what it told, in one order of the breakdown', async () => {
			const table = ['a_rate', 'fingerprint', 'month', ['org_unit', 'item'], null, null, ''];
			const { connection } = other;
			await connection.run('delete from told_cell');
			await connection.run(
				`insert into told_cell values ($question, '[24300,"Süd \\" 1","Cé"]', 'x', 1, true, '[]', '[]')`,
				{ question: JSON.stringify([JSON.stringify(table), null, '2025-04-01']) }
			);
			await connection.run(readSql('schema').get('008_told_anywhere') ?? '');
			const kept = await connection.runAndReadAll('select question, place from told_cell');
			expect(kept.getRowsJS()).toEqual([
				[
					JSON.stringify(['a_rate', null, 'month', ['item', 'org_unit'], null, '2025-04-01']),
					JSON.stringify([24300, 'Cé', 'Süd " 1'])
				]
			]);
		});
	});
});

import { beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

/** A year and a half in which 1,200 people take about five of eight items each, in any order, within ten weeks. */
const inAnyOrder = (seed: number): string => `
select
    p::integer as person_id, i::integer as item_id, 0::smallint as org_unit_id, 1 as position, false as is_tied,
    false as is_truncated,
    date '2024-07-01' + (hash(p, ${seed}) % 480)::integer + (hash(p, i, ${seed}, 'day') % 70)::integer as begun_on
from range(1200) as a (p)
cross join range(8) as b (i)
where hash(p, i, ${seed}, 'taken') % 8 < 5`;

describe('where people choose in any order', () => {
	let empty: Warehouse;
	beforeAll(async () => {
		empty = await openWarehouse();
		await empty.load({ to: '2026-03-31', enrolments: [] });
		await empty.build();
	}, 30_000);
	const fill = async (seed: number): Promise<void> => {
		await empty.connection.run(`create or replace table chosen_sequence as ${inAnyOrder(seed)}`);
		await empty.connection.run('delete from episode');
		await empty.connection.run(`
			insert into episode by name
			select person_id, item_id, begun_on as anchored_on, 'self_initiated' as class, 'in' as standing, true as is_meaningful
			from chosen_sequence`);
	};

	test('supporters, holders and days between starts are those of a plain count', async () => {
		await fill(4);
		const reader = await empty.connection.runAndReadAll(
			"select person_id, item_id, (begun_on - date '1970-01-01')::integer as day, (year(begun_on) * 4 + quarter(begun_on) - 1)::integer as quarter from chosen_sequence"
		);
		const steps = Map.groupBy(reader.getRowsJS() as number[][], ([person]) => person);
		const walks = new Map<string, number[]>();
		const holders = new Map<string, number>();
		for (const own of steps.values())
			for (const [, a = 0, from = 0, q1 = 0] of own)
				for (const [, b = 0, middle = 0, q2 = 0] of own)
					for (const [, c = 0, until = 0, q3 = 0] of own) {
						if (new Set([a, b, c]).size < 3) continue;
						const held = `${[a, b, c].toSorted().join(' ')} ${Math.max(q1, q2, q3)}`;
						if (a < b && b < c) holders.set(held, (holders.get(held) ?? 0) + 1);
						const isWalked =
							middle > from && middle <= from + 60 && until > middle && until <= middle + 60;
						if (!isWalked) continue;
						const key = `${a} ${b} ${c} ${q3}`;
						walks.set(key, [...(walks.get(key) ?? []), from]);
					}
		const total = (items: string): number =>
			[...walks]
				.filter(([key]) => key.startsWith(`${items} `))
				.reduce((n, [, own]) => n + own.length, 0);
		const expected = [...walks]
			.filter(([key, own]) => own.length >= 5 && total(key.split(' ').slice(0, 3).join(' ')) >= 6)
			.map(([key, own]) => {
				const [a, b, c, quarter] = key.split(' ');
				const held = holders.get(`${[a, b, c].toSorted().join(' ')} ${quarter}`) ?? 0;
				return [key, own.length, Math.max(...own) - Math.min(...own), held / 6];
			})
			.toSorted();
		const found = await empty.connection.runAndReadAll(`
			select concat_ws(' ', item_1, item_2, item_3, quarter) as key, persons::integer, span_days::integer, expected
			from pattern_quarter(date '2026-03-31') where length = 3`);
		expect(found.getRowsJS().toSorted()).toEqual(expected);
		expect(expected.length).toBeGreaterThan(1000);
	});

	test('of five thousand patterns with five people each, hardly any passes for an order and none emerges', async () => {
		let judged = 0;
		let doubtful = 0;
		let emerging = 0;
		for (let seed = 1; seed <= 3; seed += 1) {
			await fill(seed);
			const reader = await empty.connection.runAndReadAll(`
				select count(*)::integer, (count(*) filter (q < 0.05))::integer,
					(select count(*) from emergent_pattern(date '2026-03-31'))::integer
				from pattern_quarter(date '2026-03-31')`);
			const [patterns, flagged, states] = reader.getRowsJS()[0] as number[];
			judged += patterns ?? 0;
			doubtful += flagged ?? 0;
			emerging += states ?? 0;
		}
		expect(judged).toBeGreaterThan(5_000);
		expect(doubtful).toBeLessThanOrEqual(1);
		expect(emerging).toBe(0);
	}, 240_000);
});

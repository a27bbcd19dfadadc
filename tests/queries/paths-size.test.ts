import { beforeAll, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import { parametersOf } from '#queries/compute.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

// A log of few people who all take the same many items: nearly every order of every four items is walked by enough people.
// What is worked out for each of them must be worked out of those who walked it and not of everybody beside everything.

const asOf = '2026-03-31';

interface Step {
	readonly operator_cardinality?: number;
	readonly extra_info?: Readonly<Record<string, unknown>>;
	readonly children: readonly Step[];
}

let log: Warehouse;

beforeAll(async () => {
	log = await openWarehouse();
	await log.load({ to: asOf, enrolments: [] });
	await log.build();
	await log.connection.run(`create or replace table chosen_sequence as
		select p::integer as person_id, i::integer as item_id, 0::smallint as org_unit_id, 1 as position, false as is_tied,
			false as is_truncated, date '2026-01-05' + (hash(p, i) % 40)::integer as begun_on
		from range(60) as a (p) cross join range(16) as b (i)`);
	await log.connection.run(`
		insert into episode by name
		select person_id, item_id, begun_on as anchored_on, 'self_initiated' as class, 'in' as standing, true as is_meaningful
		from chosen_sequence`);
}, 60_000);

async function stepsOf(sql: string): Promise<readonly Step[]> {
	const flat = (step: Step): readonly Step[] => [step, ...step.children.flatMap(flat)];
	const reader = await log.connection.runAndReadAll(
		`explain (analyze, format json) ${sql}`,
		parametersOf(sql, { as_of: asOf })
	);
	return flat(JSON.parse(String(reader.getRowsJS()[0]?.[1])) as Step);
}

async function count(sql: string): Promise<number> {
	const reader = await log.connection.runAndReadAll(`select count(*)::integer from ${sql}`);
	return Number(reader.getRowsJS()[0]?.[0]);
}

/** What a step of the plan says of itself. */
const told = ({ extra_info }: Step): string => JSON.stringify(extra_info ?? {});

const sizes = (steps: readonly Step[]): readonly number[] =>
	steps.map(({ operator_cardinality: rows }) => rows ?? 0);

test.each([
	'frequent_pattern(null::date, null::date, $as_of::date, 5)',
	'judged_pattern($as_of::date)'
])(
	'%s works with few more rows than people took patterns, and judges as many people against as many only once',
	async (table) => {
		const walked = await count(`walked_pattern(date '${asOf}', 5)`);
		expect(walked).toBeGreaterThan(50_000);
		const steps = await stepsOf(`select * from ${table}`);
		expect(Math.max(...sizes(steps))).toBeLessThan(2 * walked);
		const tails = sizes(steps.filter((step) => told(step).includes('list_transform')));
		expect(tails).not.toHaveLength(0);
		expect(Math.max(...tails)).toBeLessThan(5_000);
	}
);

test('without a list of official paths the readiness checklist looks for no path', async () => {
	const sql = metrics().get('readiness_checklist')?.sql ?? '';
	expect(Math.max(...sizes(await stepsOf(sql)))).toBe(await count('chosen_sequence'));
});

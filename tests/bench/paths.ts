// Path mining at a million chosen items: node tests/bench/paths.ts [--rows 1000000] [--people 100000] [--items 400] [--only emergent] [--plan].
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { home } from '#queries/home.ts';
import { defineMacros } from '#queries/macros.ts';
import { buildModels } from '#queries/models.ts';

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '1000000' },
		people: { type: 'string', default: '100000' },
		items: { type: 'string', default: '400' },
		only: { type: 'string', default: '' },
		plan: { type: 'boolean', default: false }
	}
});
const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '4GB' });
const connection = await instance.connect();
const schema = join(home(), 'queries/schema');
for (const file of readdirSync(schema).toSorted())
	await connection.run(readFileSync(join(schema, file), 'utf8'));
await defineMacros(connection);
await buildModels(connection);

// People differ in eagerness and items in popularity (the most popular is taken ten times as often as the middle one).
// Besides, twenty paths of four items are walked by three in two hundred people each, more and more of them from quarter to quarter.
await connection.run(`
create or replace table chosen_sequence as
with slot as (
    select
        i,
        (pow((hash(i) % 1000003) / 1000003, 1.3) * ${values.people})::integer as person_id,
        1 + (pow((hash(i + 1) % 1000003) / 1000003, 1.8) * ${values.items})::integer as item_id,
        date '2024-10-01' + (hash(i + 2) % 730)::integer as begun_on,
    from range((${values.rows} * 0.94)::bigint) as t (i)
    union all
    select
        -1 - k * 1000000 - w as i,
        (hash(k * 1000000 + w) % ${values.people})::integer as person_id,
        (${values.items} - 4 * k - 3 + step)::integer as item_id,
        date '2026-09-25' - 60 - (pow((hash(k * 1000000 + w + 7) % 1000003) / 1000003, 1.5) * 540)::integer
        + (step * (6 + hash(k * 1000000 + w + step) % 14))::integer as begun_on,
    from range(20) as p (k)
    cross join range((${values.people} * 0.015)::bigint) as t (w)
    cross join range(4) as s (step)
),
first_taken as (
    select person_id, item_id, min(begun_on) as begun_on, 
    from slot group by all
)
select person_id, item_id, 1::smallint as org_unit_id,
    (row_number() over (partition by person_id order by begun_on, item_id))::integer as position,
    false as is_tied, false as is_truncated, begun_on
from first_taken`);
await connection.run(`
insert into episode by name
select person_id, item_id, org_unit_id, begun_on as anchored_on, begun_on as started_on, 'self_initiated' as class,
    'in' as standing, 'completed' as outcome, true as is_meaningful
from chosen_sequence`);
await connection.run(`
insert into unit_spell by name
select distinct person_id, 1::smallint as org_unit_id, person_id // 12 as manager_id, date '2020-01-01' as from_on,
    date '9999-12-31' as to_on
from chosen_sequence`);
const count = await connection.runAndReadAll(
	'select count(*)::integer, count(distinct person_id)::integer, count(distinct item_id)::integer, max(position) from chosen_sequence'
);
process.stdout.write(`${count.getRowsJS().join(' / ')} rows / people / items / longest\n`);

const asOf = "date '2026-10-01'";
const cases: Readonly<Record<string, string>> = {
	// METRICS.md B2 with its order null and false discovery rate.
	graph: `select count(*)::integer from next_item_edge(null::date, null::date, ${asOf}, 5)`,
	// B3's patterns of two to four items, with the least support that METRICS.md allows and with five people.
	walked: `select length, count(*)::integer from walked_pattern(${asOf}, 5) group by all order by 1`,
	// B3 with both sides of B4's order null.
	patterns: `select length, count(*)::integer, (count(*) filter (q < 0.05 and lift > 1))::integer
		from frequent_pattern(null::date, null::date, ${asOf}, 5) group by all order by 1`,
	// B4's popularity null of the hundred that are told: 200 re-dealings.
	redealt: `with listed as materialized (
			select row_number() over (order by item_1, item_2, item_3, item_4)::integer as pattern, *,
			from (
				select item_1, item_2, item_3, item_4
				from frequent_pattern(null::date, null::date, ${asOf}, 5)
				order by persons desc, item_1, item_2, item_3, item_4
				limit 100
			)
		)
		select count(*)::integer, min(p) from redealt_pattern('listed', null::date, null::date, ${asOf}, null)`,
	// B5: the states of all patterns in all quarters.
	emergent: `select state, count(*)::integer from emergent_pattern(${asOf}) group by all order by 1`
};
for (const [name, sql] of Object.entries(cases)) {
	if (values.only !== '' && !values.only.split(',').includes(name)) continue;
	const times: string[] = [];
	let found = '';
	if (values.plan) {
		const reader = await connection.runAndReadAll(`explain analyze ${sql}`);
		process.stdout.write(`${String(reader.getRowsJS()[0]?.[1])}\n`);
		continue;
	}
	for (let run = 0; run < 3; run += 1) {
		const begun = performance.now();
		const used = process.cpuUsage();
		const reader = await connection.runAndReadAll(sql);
		const { user, system } = process.cpuUsage(used);
		const took = performance.now() - begun;
		times.push(`${took.toFixed(0)} ms (cpu ${((user + system) / 1000).toFixed(0)})`);
		found = JSON.stringify(reader.getRowsJS().slice(0, 6));
	}
	process.stdout.write(`${name.padEnd(12)} ${times.join(', ')}  ${found}\n`);
}

// Path mining at a million chosen items: node tests/bench/paths.ts [--rows 1000000] [--people 100000] [--items 400].
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
		only: { type: 'string', default: '' }
	}
});
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const schema = join(home(), 'queries/schema');
for (const file of readdirSync(schema).toSorted())
	await connection.run(readFileSync(join(schema, file), 'utf8'));
await defineMacros(connection);
await buildModels(connection);

// People differ in eagerness and items in popularity (the most popular is taken ten times as often as the middle one).
await connection.run(`
create or replace table chosen_sequence as
with slot as (
    select
        i,
        (pow((hash(i) % 1000003) / 1000003, 1.3) * ${values.people})::integer as person_id,
        1 + (pow((hash(i + 1) % 1000003) / 1000003, 1.8) * ${values.items})::integer as item_id,
        date '2024-10-01' + (hash(i + 2) % 730)::integer as begun_on,
    from range((${values.rows} * 1.06)::bigint) as t (i)
),
first_taken as (
    select person_id, item_id, min(begun_on) as begun_on, 
    from slot group by all
)
select person_id, item_id, 1::smallint as org_unit_id,
    (row_number() over (partition by person_id order by begun_on, item_id))::integer as position,
    false as is_tied, false as is_truncated, begun_on
from first_taken`);
const count = await connection.runAndReadAll(
	'select count(*)::integer, count(distinct person_id)::integer, count(distinct item_id)::integer, max(position) from chosen_sequence'
);
process.stdout.write(`${count.getRowsJS().join(' / ')} rows / people / items / longest\n`);

const cases: Readonly<Record<string, string>> = {
	graph:
		"select count(*)::integer from next_item_edge(null::date, null::date, date '2026-10-01', 5)",
	walked:
		"select length, count(*)::integer from walked_pattern(date '2026-10-01', 450) group by all order by 1",
	...JSON.parse(process.env['BENCH_CASES'] ?? '{}')
};
for (const [name, sql] of Object.entries(cases)) {
	if (values.only !== '' && !values.only.split(',').includes(name)) continue;
	const times: string[] = [];
	let found = '';
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

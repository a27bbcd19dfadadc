// One case in a process of its own: node tests/bench/case.ts NAME FILE FOLDER. Prints {"ms"} as its last line.
import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { ask } from '#queries/ask.ts';
import { importFile } from '#pipelines/import.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';

const [name = '', file = '', folder = ''] = process.argv.slice(2);

const columns = {
	id: 'bigint',
	email: 'varchar',
	number: 'varchar',
	unit: 'varchar',
	code: 'varchar',
	title: 'varchar',
	method: 'varchar',
	status: 'varchar',
	enrolled: 'timestamp',
	completed: 'timestamp',
	progress: 'double',
	minutes: 'integer'
};

async function bare(sql: string): Promise<number> {
	const instance = await DuckDBInstance.create(join(folder, 'bare.duckdb'), {
		preserve_insertion_order: 'false'
	});
	const connection = await instance.connect();
	const begun = performance.now();
	await connection.run(sql);
	await connection.run('checkpoint');
	const took = performance.now() - begun;
	connection.closeSync();
	instance.closeSync();
	return took;
}

const list = Object.entries(columns)
	.map(([column, type]) => `'${column}': '${type}'`)
	.join(', ');

const statement = `{'id': 'varchar', 'actor': 'struct(name varchar, mbox varchar)', 'verb': 'struct(id varchar)',
	'object': 'struct(id varchar, definition struct("type" varchar, "name" struct(en varchar)))',
	'result': 'struct(completion boolean, duration varchar, score struct(scaled double))', 'context': 'struct(registration varchar)', 'timestamp': 'timestamp'}`;

async function importing(): Promise<number> {
	const warehouse = await openWarehouse(join(folder, 'data'), 'the benchmark');
	const begun = performance.now();
	const stages: string[] = [];
	const report = await importFile(
		warehouse,
		{ path: file, name: 'file' },
		{
			importedBy: 'benchmark',
			onProgress: ({ stage }) => {
				const line = `${stage} at ${Math.round(performance.now() - begun)} ms`;
				if (!stages.some((known) => known.startsWith(stage))) stages.push(line);
			}
		}
	);
	const took = performance.now() - begun;
	process.stderr.write(`  ${report.rows_loaded} loaded; ${stages.join(', ')}\n`);
	await warehouse.close();
	return took;
}

const requests = [
	'initiation_mix',
	'voluntary_completion_rate',
	'completion_gap',
	'period_completion_rate',
	'time_to_complete',
	'self_directed_reach'
].flatMap((metric) => [
	{ metric },
	{ metric, grain: 'month' },
	{ metric, grain: 'month', by: ['org_unit'] },
	{ metric, grain: 'quarter', where: { org_unit: 'Unit 7' } }
]);

async function latencies(): Promise<void> {
	const warehouse = await openWarehouse(join(folder, 'data'), 'the benchmark');
	for (const request of requests) {
		const times: number[] = [];
		for (let run = 0; run < 3; run++) {
			const connection = await warehouse.connect();
			const begun = performance.now();
			await ask(connection, { role: 'analyst' }, request).catch((cause: unknown) => {
				process.stderr.write(`  ${String(cause)}\n`);
			});
			times.push(performance.now() - begun);
			connection.closeSync();
		}
		const [first = 0, ...later] = times;
		process.stdout.write(
			`  ${JSON.stringify(request).padEnd(90)} first ${first.toFixed(0)} ms, then ${Math.min(...later).toFixed(0)} ms\n`
		);
	}
	await warehouse.close();
}

const cases: Readonly<Record<string, () => Promise<number>>> = {
	'bare-csv': () =>
		bare(
			`create table t as select * from read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${list}})`
		),
	'bare-ndjson': () =>
		bare(
			`create table t as select * from read_json('${file}', format = 'newline_delimited', columns = ${statement})`
		),
	import: importing
};

if (name === 'metrics') await latencies();
else {
	const run = cases[name];
	if (!run) throw new Error(`no case ${name}`);
	process.stdout.write(`${JSON.stringify({ ms: await run() })}\n`);
}

// One case in a process of its own: node tests/bench/case.ts NAME FILE FOLDER. Prints {"ms"} as its last line.
import { DuckDBInstance } from '@duckdb/node-api';
import { basename, join } from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import readXlsxFile from 'read-excel-file/node';
import { importFile } from '#pipelines/import.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { writeCompany } from './company.ts';
import { latencies } from './latency.ts';
import { least } from './least.ts';

const [name = '', file = '', folder = '', runs = ''] = process.argv.slice(2);

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

/** What a library needs to read the rows of a workbook, and nothing more. */
async function bareWorkbook(): Promise<number> {
	const begun = performance.now();
	await readXlsxFile(file);
	return performance.now() - begun;
}

interface Mark {
	readonly stage: string;
	readonly at: number;
	readonly cpu: number;
}

/** How long each stage took by the clock and by the processor, that of the converter included. */
const stagesOf = (marks: readonly Mark[]): string =>
	marks
		.slice(1)
		.map(({ stage, at, cpu }, index) => {
			const since = marks[index] ?? { at, cpu, stage };
			return `${since.stage} ${((at - since.at) / 1000).toFixed(2)} s (processor ${(cpu - since.cpu).toFixed(2)})`;
		})
		.join(', ');

async function importing(): Promise<number> {
	const warehouse = await openWarehouse(join(folder, 'data'), 'the benchmark');
	const begun = performance.now();
	const marks = [{ stage: 'open', at: begun, cpu: processorSeconds() }];
	const report = await importFile(
		warehouse,
		{ path: file, name: 'file' },
		{
			importedBy: 'benchmark',
			onProgress: ({ stage }) => {
				if (!marks.some((known) => known.stage === stage))
					marks.push({ stage, at: performance.now(), cpu: processorSeconds() });
			}
		}
	);
	const took = performance.now() - begun;
	marks.push({ stage: 'end', at: performance.now(), cpu: processorSeconds() });
	process.stderr.write(`  ${report.rows_loaded} loaded; ${stagesOf(marks)}\n`);
	await warehouse.close();
	return took;
}

/** The rest of the company's exports, beside its enrolments, one after another as a person would drop them together. */
async function importingCompany(): Promise<number> {
	const files = await writeCompany(folder);
	const warehouse = await openWarehouse(join(folder, 'data'), 'the benchmark');
	const begun = performance.now();
	for (const [index, path] of files.entries()) {
		const isOneOfMany = index < files.length - 1;
		const report = await importFile(
			warehouse,
			{ path, name: basename(path) },
			{ importedBy: 'benchmark', isOneOfMany }
		);
		process.stderr.write(`  ${basename(path)}: ${report.rows_loaded} loaded\n`);
	}
	const took = performance.now() - begun;
	await warehouse.close();
	return took;
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
	'least-csv': () => least('csv', file, folder),
	'least-ndjson': () => least('ndjson', file, folder),
	'bare-xlsx': bareWorkbook,
	import: importing,
	company: importingCompany
};

/** Processor seconds of a process and of all below it, those that ended and those that wait for more work, as Linux tells; 0 elsewhere. */
function processorSeconds(pid: number | string = 'self'): number {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
		const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
			readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean)
		);
		return children.reduce((sum, child) => sum + processorSeconds(child), own);
	} catch {
		return 0;
	}
}

if (name === 'metrics') {
	const warehouse = await openWarehouse(join(folder, 'data'), 'the benchmark');
	const only = file.split(',').filter((id) => id !== '');
	await latencies(warehouse, (line) => process.stdout.write(`${line}\n`), only, Number(runs) || 2);
	await warehouse.close();
} else {
	const run = cases[name];
	if (!run) throw new Error(`no case ${name}`);
	const before = processorSeconds();
	const ms = await run();
	process.stdout.write(`${JSON.stringify({ ms, cpu: processorSeconds() - before })}\n`);
}

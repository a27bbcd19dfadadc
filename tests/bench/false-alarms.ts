import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '#queries/ask.ts';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { writeSample } from '#sample/generate.ts';

// How often a matched difference (C4, C5) is clear of 0 in made-up companies in which nothing is planted: about one in
// twenty is nominal. How many paths emerge (B5) in them: with a false discovery rate of 5 % on top of four conditions,
// hardly any. Usage: node tests/bench/false-alarms.ts [SEEDS] [--planted]; FROM=n starts at another seed.
const seeds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20);
const isPlanted = process.argv.includes('--planted');
const first = Number(process.env['FROM'] ?? 1);
const needed = new Set([
	'mandatory-list',
	'catalogue',
	'absorb-enrolments',
	'cornerstone-transcript',
	'xapi',
	'official-paths',
	'organisation-tree',
	'workday-jobs'
]);
const questions = [
	['mobility_difference', 'move'],
	['mobility_difference', 'promotion'],
	['mobility_difference', 'exit'],
	['retention_difference', 'voluntary_exit']
] as const;
const alarms = new Map<string, number>();
const told = new Map<string, number>();
let emerging = 0;
let walked = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
	const folder = await mkdtemp(join(tmpdir(), 'false-alarms-'));
	const out = join(folder, 'exports');
	const { files } = await writeSample({ out, seed, isPlanted });
	const warehouse = await openWarehouse(join(folder, 'data'), 'the bench');
	for (const { file, source } of files) {
		if (!needed.has(source)) continue;
		await importFile(
			warehouse,
			{ path: join(out, file), name: file },
			{ importedBy: 'bench', isOneOfMany: true }
		);
	}
	await model(warehouse);
	const connection = await warehouse.connect();
	for (const [metric, variant] of questions) {
		const name = `${metric} ${variant}`;
		const { rows } = await ask(connection, { role: 'analyst' }, { metric, variant });
		const of = (measure: string) => rows.find((row) => row.measure === measure);
		const rd = of('rd');
		const percent = (value: number | null | undefined): string =>
			typeof value === 'number' ? (value * 100).toFixed(1) : '–';
		process.stdout.write(
			`seed ${seed}  ${name}: ${percent(rd?.value)} [${percent(rd?.lo)}, ${percent(rd?.hi)}], learners ${percent(of('learners')?.value)} of ${of('learners')?.denominator ?? '–'}, others ${percent(of('others')?.value)}, matched ${percent(of('matched_share')?.value)} %, naive ${percent(of('naive')?.value)} ${rd?.reason ?? ''}\n`
		);
		if (typeof rd?.lo !== 'number' || typeof rd.hi !== 'number') continue;
		told.set(name, (told.get(name) ?? 0) + 1);
		if (rd.lo > 0 || rd.hi < 0) alarms.set(name, (alarms.get(name) ?? 0) + 1);
	}
	const { rows: paths } = await ask(connection, { role: 'analyst' }, { metric: 'emergent_paths' });
	const states = paths.filter(({ measure }) => measure?.startsWith('state_'));
	const judged = await connection.runAndReadAll(
		'select count(*)::integer from pattern_quarter((select min(data_to) from learning_system))'
	);
	walked += Number(judged.getRowsJS()[0]?.[0]);
	emerging += new Set(states.map(({ variant }) => variant)).size;
	for (const { period_start: quarter, variant, measure, persons } of states)
		process.stdout.write(`seed ${seed}  ${quarter} ${measure} ${variant} (${persons} people)\n`);
	connection.closeSync();
	await warehouse.close();
	await rm(folder, { recursive: true, force: true });
}
process.stdout.write(
	`emergent_paths: ${emerging} in ${seeds} companies, of ${walked} patterns and quarters with five people or more\n`
);
for (const [name, count] of told)
	process.stdout.write(`${name}: clear of 0 in ${alarms.get(name) ?? 0} of ${count} companies\n`);

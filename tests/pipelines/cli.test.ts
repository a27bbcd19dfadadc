import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf } from './folder.ts';

const script = join(import.meta.dirname, '../../pipelines/cli.ts');

interface Run {
	readonly exit: number;
	readonly json: Record<string, never>;
	readonly out: string;
	readonly err: string;
}

const cli = (...words: string[]): Promise<Run> => cliIn(process.cwd(), ...words);

/** As npm runs it for a person who stands in this folder. */
function cliIn(folder: string, ...words: string[]): Promise<Run> {
	const child = spawn(process.execPath, [script, ...words], {
		env: { ...process.env, TZ: 'Pacific/Auckland', AUTONOMETER_FOLDER: folder }
	});
	let out = '';
	let err = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise((done) =>
		child.on('close', (code) => {
			const json = out.startsWith('{') ? (JSON.parse(out) as Run['json']) : {};
			done({ exit: code ?? -1, json, out, err });
		})
	);
}

const absorb = () =>
	fileOf(
		'absorb.csv',
		[
			'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress'
		]
			.concat(
				Array.from(
					{ length: 24 },
					(_, n) =>
						`Course ${n % 2},Self,${n % 3 === 0 ? 'In Progress' : 'Complete'},p${n % 12}@example.org,2025-01-0${(n % 9) + 1},${n % 3 === 0 ? '' : '2025-02-01'},C${n % 2},50`
				),
				['Course 1,Self,Complete,p1@example.org,soon,,C1,50']
			)
			.join('\n')
	).path;

describe('the command line', { timeout: 240_000 }, () => {
	test('imports, lists, shows rejects, answers a metric and takes back', async () => {
		const data = emptyFolder();
		const on = (...words: string[]) => cli(...words, '--data', data, '--json');
		const imported = await on('import', absorb());
		expect(imported.exit).toBe(0);
		expect(imported.json).toMatchObject({
			batches: [
				{
					batch_id: 1,
					file: 'absorb.csv',
					source: 'absorb-enrolments',
					rows_read: 25,
					rows_loaded: 24,
					rows_repaired: 0,
					rows_duplicate: 0,
					rows_rejected: 1,
					rejects: [{ line: 26, column: 'Date Enrolled', value: 'soon', reason: 'not_a_date' }]
				}
			]
		});
		const unknown = await cli('rejects', '9', '--data', data);
		expect(unknown).toMatchObject({
			exit: 2,
			err: expect.stringContaining('There is no batch 9.')
		});
		const csv = await cli('rejects', '1', '--csv', '--data', data);
		expect(csv.out).toContain('26,Date Enrolled,soon,not_a_date');
		const later = await on('metric', 'voluntary_completion_rate', '--as-of', '2025-12-31');
		expect(later.exit).toBe(2);
		expect(later.err).toContain('data to 2025-02-01');
		const rate = await on(
			'metric',
			'voluntary_completion_rate',
			'--as-of',
			'2025-01-31',
			'--horizon',
			'20'
		);
		expect(rate.json).toMatchObject({
			metric: 'voluntary_completion_rate',
			unit: 'share',
			as_of: '2025-01-31'
		});
		expect(Object.keys(rate.json['rows']?.[0] ?? {})).toEqual([
			'period_start',
			'variant',
			'measure',
			'horizon',
			'value',
			'numerator',
			'denominator',
			'persons',
			'lo',
			'hi',
			'bound_lo',
			'bound_hi',
			'unknown_share',
			'suppressed',
			'reason'
		]);
		const older = await openWarehouse(data, 'the test');
		await older.alone(async (connection) => {
			await connection.run("update setting set value = 'older' where name = 'model_definition'");
			await connection.run('drop macro table matured_episode');
		});
		await older.close();
		const ratio = await cli('metric', 'voluntary_completion_rate', '--data', data);
		expect(ratio).toMatchObject({ exit: 0, err: '' });
		expect(ratio.out).toContain(
			'12 enrolments are too young to count yet, a first number comes with data to 2025-04-0'
		);
		const opened = await openWarehouse(data, 'the test');
		const run = (name: string, args: readonly string[], options = {}) =>
			runCommand({ warehouse: opened, by: 'test', folder: data }, name, args, options);
		expect((await run('batches', [])).json).toMatchObject({
			batches: [{ batch_id: 1, undone_at: null }]
		});
		expect((await run('rejects', ['1'])).json).toMatchObject({
			rejects: [{ line: 26, reason: 'not_a_date' }]
		});
		const tried = await run('import', [absorb()], { dryRun: true });
		expect(tried.text).toContain('Line 26, Date Enrolled (soon): there is no date here');
		const gap = await run('metric', ['curriculum_divergence']);
		expect(gap.text).toContain(
			'No quarter has passed of which the data hold the twelve months before its end'
		);
		const none = await run('metric', ['initiation_mix'], { to: '2024-02-01' });
		expect(none.text).toContain('Nothing to tell: the time asked for lies outside the data');
		expect((await run('check', [])).exit).toBe(0);
		const records = (await run('rejects', ['1'], { records: true })).text;
		await opened.close();
		expect(records.trimEnd().split('\n')).toEqual([
			'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress',
			'Course 1,Self,Complete,p1@example.org,soon,,C1,50'
		]);
		const mended = fileOf('mended.csv', records.replace('soon', '2025-01-11')).path;
		expect((await on('import', mended)).json).toMatchObject({
			batches: [{ batch_id: 2, rows_loaded: 1, rows_rejected: 0 }]
		});
		expect((await on('undo', '1')).json).toEqual({ batch_id: 1, rows_taken_back: 24 });
	});

	test('reads a table of one’s own by a mapping, from where the person stands, and stops above the limit', async () => {
		const { path } = fileOf(
			'own.csv',
			'Who,What,Begun\na@example.org,Knots,2025-01-02\nb@example.org,Knots,soon\n'
		);
		const folder = dirname(path);
		writeFileSync(
			join(folder, 'map.json'),
			JSON.stringify({
				source: 'own-enrolments',
				columns: { Who: 'Learner e-mail', What: 'Item taken', Begun: 'Enrolled on' }
			})
		);
		const words = ['import', 'own.csv', '--mapping', 'map.json', '--data', 'data', '--json'];
		const stopped = await cliIn(folder, ...words);
		expect(stopped.json).toMatchObject({ batches: [], errors: [{ code: 'too_many_bad_rows' }] });
		expect(stopped.exit).toBe(1);
		const told = (await cliIn(folder, ...words.slice(0, -1))).out;
		expect(told).toContain('Line 3, Begun (soon): there is no date here that can be read');
		expect(told).toContain('add --bad-rows 1');
		const done = await cliIn(folder, ...words, '--bad-rows', '1');
		expect(done.json).toMatchObject({ batches: [{ rows_loaded: 1, rows_rejected: 1 }] });
		expect(existsSync(join(folder, 'data', 'warehouse.duckdb'))).toBe(true);
	});

	test('answers wrong use, an unknown metric and an unknown file with exit code 2', async () => {
		const data = emptyFolder();
		const runs = [
			await cli('dance', '--json'),
			await cli('metric', '--data', data, '--json'),
			await cli('metric', 'nope', '--data', data, '--json'),
			await cli('import', '--frobnicate', '--json'),
			await cli('import', fileOf('a.csv', 'Colour,Size\nred,1\n').path, '--data', data, '--json')
		];
		expect(runs.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2]);
		expect(runs.at(-1)?.json).toMatchObject({ batches: [], errors: [{ code: 'unknown_source' }] });
		expect(runs.every(({ out }) => out.trim().split('\n').length === 1)).toBe(true);
	});

	test('says which process holds the warehouse, with exit code 3', async () => {
		const data = emptyFolder();
		const warehouse = await openWarehouse(data, 'the test');
		const run = await cli('batches', '--data', data, '--json');
		expect(run.exit).toBe(3);
		expect(run.err).toContain(`process ${process.pid} (the test)`);
		await warehouse.close();
	});

	test('lists sources and metrics without touching data', async () => {
		expect((await cli('sources', '--json')).json).toMatchObject({
			sources: expect.arrayContaining([expect.objectContaining({ id: 'xapi' })]) as unknown
		});
		expect((await cli('metrics', '--json')).json).toMatchObject({
			metrics: expect.arrayContaining([
				expect.objectContaining({ id: 'voluntary_completion_rate' })
			]) as unknown
		});
	});
});

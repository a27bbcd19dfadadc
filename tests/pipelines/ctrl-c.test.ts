import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listBatches } from '#pipelines/batches.ts';
import { heedCtrlC } from '#pipelines/ctrl-c.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { absorbFile, absorbRow, numbers } from '../src/api/exports.ts';
import { emptyFolder } from './folder.ts';

const script = join(import.meta.dirname, '../../pipelines/cli.ts');
const presses = join(import.meta.dirname, 'press-ctrl-c.ts');

/** The command line on these files, with Ctrl-C pressed at a place. */
function pressed(at: string, folder: string, words: readonly string[]) {
	const child = spawn(process.execPath, ['--import', presses, script, ...words], {
		env: { ...process.env, AUTONOMETER_FOLDER: folder, CTRL_C: at }
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise<{ exit: number | null; out: string; err: string }>((done) =>
		child.on('close', (exit) => {
			done({ exit, out, err });
		})
	);
}

/** A folder with three exports, and one for the data. */
function exportsIn() {
	const folder = emptyFolder();
	const data = join(folder, 'data');
	mkdirSync(data);
	for (const [place, name] of ['a.csv', 'b.csv', 'c.csv'].entries())
		writeFileSync(
			join(folder, name),
			absorbFile(numbers(20).map((n) => absorbRow(n + 100 * place)))
		);
	return { folder, data };
}

/** What stands in a data folder: the files that came in, and what lies about. */
async function left(data: string) {
	const warehouse = await openWarehouse(data, 'test');
	try {
		const batches = await warehouse.read(listBatches);
		const rows = await warehouse.read(async (connection) =>
			(await connection.runAndReadAll('select count(*)::integer as n from enrolment')).getRowsJS()
		);
		return {
			files: batches.map(({ file }) => file).toSorted(),
			rows: rows[0]?.[0],
			staging: readdirSync(join(data, 'staging')).length,
			originals: readdirSync(join(data, 'originals')).length
		};
	} finally {
		await warehouse.close();
	}
}

describe('Ctrl-C on the command line', { timeout: 120_000 }, () => {
	test('cancels: nothing of the file at work is left, what came in before is kept and named', async () => {
		const { folder, data } = exportsIn();
		const files = ['a.csv', 'b.csv', 'c.csv'];
		const { exit, out, err } = await pressed('load:2', folder, [
			...['import', ...files, '--data', data, '--json']
		]);
		expect(exit).toBe(130);
		expect(err).toMatch(/^Cancelling: nothing of the file at work will be kept/);
		expect(JSON.parse(out)).toMatchObject({
			batches: [{ file: 'a.csv', batch_id: 1 }],
			errors: [{ file: 'b.csv', code: 'cancelled' }],
			not_begun: ['c.csv']
		});
		expect(await left(data)).toEqual({ files: ['a.csv'], rows: 20, staging: 0, originals: 1 });
	});

	test('while the models are made takes back the last file, whose import is not over before', async () => {
		const { folder, data } = exportsIn();
		const one = await pressed('model:3', folder, ['import', 'a.csv', '--data', data, '--json']);
		expect(one.exit).toBe(130);
		expect(JSON.parse(one.out)).toMatchObject({
			batches: [],
			errors: [{ file: 'a.csv', code: 'cancelled' }],
			not_begun: []
		});
		expect(await left(data)).toEqual({ files: [], rows: 0, staging: 0, originals: 0 });
		const two = await pressed('model:3', folder, ['import', 'a.csv', 'b.csv', '--data', data]);
		expect(two.exit).toBe(130);
		expect(two.out).toContain('What was imported before is kept as batch 1;');
		expect(await left(data)).toEqual({ files: ['a.csv'], rows: 20, staging: 0, originals: 1 });
	});

	test('says so in sentences, also of the inbox', async () => {
		const { folder, data } = exportsIn();
		mkdirSync(join(data, 'inbox'));
		for (const name of ['a.csv', 'b.csv'])
			writeFileSync(join(data, 'inbox', name), absorbFile([absorbRow(name === 'a.csv' ? 1 : 2)]));
		const taken = await pressed('staged:2', folder, ['inbox', 'now', '--data', data]);
		expect(taken.exit).toBe(130);
		expect(taken.out).toContain('What was imported before is kept as batch 1;');
		expect(readdirSync(join(data, 'inbox')).toSorted()).toEqual(['b.csv', 'done']);
	});

	test('pressed again, it leaves at once, and nothing is half there', async () => {
		const { folder, data } = exportsIn();
		const words = ['import', 'a.csv', 'b.csv', '--data', data];
		const { exit } = await pressed('commit:2:2', folder, words);
		expect(exit).toBe(130);
		expect(await left(data)).toMatchObject({ files: ['a.csv'], rows: 20, staging: 0 });
	});
});

test('one press that comes twice, from the terminal and from npm, is one press', () => {
	const signals = new EventEmitter();
	const said: string[] = [];
	let clock = 0;
	const ctrlC = heedCtrlC(
		() => said.push('first'),
		() => said.push('later'),
		signals,
		() => clock
	);
	signals.emit('SIGINT');
	expect(ctrlC.signal.aborted).toBe(true);
	clock = 20;
	signals.emit('SIGINT');
	expect(said).toEqual(['first']);
	clock = 2000;
	signals.emit('SIGINT');
	expect(said).toEqual(['first', 'later']);
	ctrlC.release();
	expect(signals.listenerCount('SIGINT')).toBe(0);
});

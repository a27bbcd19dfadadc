import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPoint } from '#pipelines/fault-points.ts';
import { faultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder } from '../pipelines/folder.ts';
import type { KnownFile } from './files.ts';
import { writeKnownFiles } from './files.ts';
import { faultsOfBatches, killRound } from './round.ts';

/** 200 in a full run (KILLS=200); one at every point in the usual one. */
const kills = Number(process.env['KILLS'] ?? faultPoints.length);
const roundsPerFolder = 8;

/** How often a worker passes a point before it is done. */
const passes: Readonly<Partial<Record<FaultPoint, number>>> = {
	undo: 1,
	undone: 1,
	prepare: 1,
	checkpoint: 1,
	model: 120
};

/** The place and moment of the nth kill: every point in turn, at another pass and with another delay each time. */
function placeOf(number: number): { point: FaultPoint; nth: number; delay: number } {
	const point = faultPoints[number % faultPoints.length] ?? 'load';
	const turn = Math.floor(number / faultPoints.length);
	const most = passes[point] ?? 3;
	const delay = turn === 0 ? 0 : (turn * 7) % 40;
	return { point, nth: 1 + ((turn * (most > 10 ? 37 : 1)) % most), delay };
}

describe('the check after a kill', () => {
	const whole = mkdtempSync(join(tmpdir(), 'autonometer-whole-'));
	let files: readonly KnownFile[] = [];

	beforeAll(async () => {
		files = writeKnownFiles(whole, 1);
		const warehouse = await openWarehouse(join(whole, 'data'), 'the test');
		for (const file of files) await importFile(warehouse, file, { importedBy: 'test' });
		expect(await faultsOfBatches(warehouse, files)).toEqual([]);
		await warehouse.close();
	});

	afterAll(() => {
		rmSync(whole, { recursive: true, force: true });
	});

	test.each([
		['a lost row', 'delete from enrolment where line = 7'],
		['a row without its batch', 'update enrolment set batch_id = 9 where line = 7'],
		['a batch without its rows', 'delete from learning_event'],
		['a doubled row', 'insert into enrolment select * from enrolment where line = 7'],
		['a model of other data', 'delete from episode where person_id = 3'],
		['a half-built model', 'create table next_episode as select 1 as one']
	])(
		'finds %s',
		async (_what, sql) => {
			const folder = join(emptyFolder(), 'data');
			cpSync(join(whole, 'data'), folder, { recursive: true });
			const warehouse = await openWarehouse(folder, 'the test');
			await warehouse.transaction((connection) => connection.run(sql));
			expect(await faultsOfBatches(warehouse, files)).not.toEqual([]);
			await warehouse.close();
		},
		60_000
	);
});

describe('a worker that is killed', () => {
	test(`loses nothing that it acknowledged and leaves nothing half done, ${kills} times`, async () => {
		const found: string[] = [];
		let slowest = 0;
		let killed = 0;
		let acked = 0;
		let unacked = 0;
		let dataDir = '';
		let earlier: KnownFile[] = [];
		for (let number = 0; number < kills; number++) {
			if (number % roundsPerFolder === 0) {
				dataDir = emptyFolder();
				mkdirSync(join(dataDir, 'files'));
				earlier = [];
			}
			const files = writeKnownFiles(join(dataDir, 'files'), number);
			const kill = placeOf(number);
			const acks = join(dataDir, 'files', `acks-${number}`);
			const round = await killRound({ dataDir, acks, files, kill }, earlier);
			earlier.push(...files);
			slowest = Math.max(slowest, round.readyMs);
			killed += Number(round.wasKilled);
			acked += round.acked;
			unacked += round.unacked;
			const where = `${number}: ${kill.point}, pass ${kill.nth}, ${kill.delay} ms later`;
			found.push(...round.faults.map((fault) => `${where}: ${fault}`));
			if (process.env['KILLS'] !== undefined)
				process.stdout.write(
					`${where}: ${round.wasKilled ? 'killed' : 'done before'}, ready in ${round.readyMs.toFixed(0)} ms, ${round.acked} acknowledged, ${round.unacked} not yet; ${round.faults.join('; ') || 'no fault'}\n`
				);
		}
		process.stdout.write(
			`${killed} kills, ${acked} acknowledged, ${unacked} done and not yet acknowledged, ready in at most ${slowest.toFixed(0)} ms, ${found.length} faults\n`
		);
		expect(found).toEqual([]);
		expect(killed).toBeGreaterThanOrEqual(Math.floor(kills * 0.8));
		if (process.env['KILLS'] !== undefined) expect(slowest).toBeLessThan(10_000);
	}, 3_600_000);
});

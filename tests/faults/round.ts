import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listBatches } from '#pipelines/batches.ts';
import { importFile } from '#pipelines/import.ts';
import { dataVersion, model } from '#pipelines/stages/model.ts';
import { readNumbers } from '#pipelines/warehouse/numbers.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import type { KnownFile } from './files.ts';
import type { Ack, WorkerJob } from './worker.ts';

/** What was found after one kill; `faults` is empty where every promise was kept. */
export interface Round {
	readonly wasKilled: boolean;
	readonly acked: number;
	/** Files of which something was committed before its caller could be told. */
	readonly unacked: number;
	readonly readyMs: number;
	readonly faults: readonly string[];
}

/** Runs the worker until it dies or is done. */
function work(job: WorkerJob): Promise<boolean> {
	const child = spawn(
		process.execPath,
		[
			'--disable-warning=ExperimentalWarning',
			join(import.meta.dirname, 'worker.ts'),
			JSON.stringify(job)
		],
		{ stdio: ['ignore', 'inherit', 'inherit'] }
	);
	return new Promise((done, fail) => {
		child.on('exit', (code, signal) => {
			if (signal === 'SIGKILL' || code === 0) done(signal === 'SIGKILL');
			else fail(new Error(`the worker ended with ${code ?? signal ?? ''}`));
		});
	});
}

const readAcks = (path: string): readonly Ack[] =>
	existsSync(path)
		? readFileSync(path, 'utf8')
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => JSON.parse(line) as Ack)
		: [];

/** Whether the last that was said of a file is that it is in. */
const isAckedIn = (acks: readonly Ack[], file: string): boolean | null => {
	const last = acks.findLast((ack) => ack.file === file);
	return last === undefined ? null : last.did === 'import';
};

/** Where the rows of the warehouse are not those that its batches and these files promise. */
export async function faultsOfBatches(
	warehouse: Warehouse,
	files: readonly KnownFile[]
): Promise<string[]> {
	const faults: string[] = [];
	await warehouse.read(async (connection) => {
		const batches = await listBatches(connection);
		for (const batch of batches) {
			const rows = await readNumbers(
				connection,
				`select (select count(*) from enrolment where batch_id = ${batch.batch_id})
					+ (select count(*) from learning_event where batch_id = ${batch.batch_id}) as rows,
					(select count(*) from reject where batch_id = ${batch.batch_id}) as rejects`
			);
			const known = files.find(({ name }) => name === batch.file);
			const isLive = batch.undone_at === null;
			const expected = isLive && known ? [known.loaded, known.rejected] : [0, 0];
			if (rows['rows'] !== expected[0] || rows['rejects'] !== expected[1])
				faults.push(
					`batch ${batch.batch_id} of ${batch.file} holds ${rows['rows'] ?? 0} rows and ${rows['rejects'] ?? 0} rejects, not ${expected.join(' and ')}`
				);
			if (
				known &&
				isLive &&
				(batch.rows_loaded !== known.loaded ||
					batch.rows_rejected !== known.rejected ||
					batch.rows_duplicate !== known.duplicate ||
					batch.rows_read !== known.rows)
			)
				faults.push(`the counts of batch ${batch.batch_id} are wrong`);
		}
		const known = batches.map(({ batch_id }) => batch_id).join(', ') || '0';
		const strays = await readNumbers(
			connection,
			`select (select count(*) from enrolment where batch_id not in (${known})) + (select count(*) from learning_event where batch_id not in (${known}))
				+ (select count(*) from identity where batch_id not in (${known})) + (select count(*) from reject where batch_id not in (${known})) as strays,
				(select count(*) from duckdb_tables() where table_name like 'next_%') as next,
				(select count(*) from (select batch_id, line from enrolment group by all having count(*) > 1)) as twice`
		);
		for (const [what, count] of Object.entries(strays))
			if (count > 0) faults.push(`${count} ${what}`);
		const live = await readNumbers(
			connection,
			`select (select count(*) from episode) as episodes,
				(select count(distinct (i.person_id, a.item_id)) from (select identity_id, alias_id from enrolment union all select identity_id, alias_id from learning_event) as e
					join identity_person as i on i.identity_id = e.identity_id join item_of_alias as a on a.alias_id = e.alias_id) as pairs,
				(select count(distinct (person_id, item_id)) from episode) as modelled`
		);
		if (live['pairs'] !== live['modelled'])
			faults.push(`${live['modelled'] ?? 0} pairs are modelled of ${live['pairs'] ?? 0}`);
	});
	return faults;
}

/** What lies in the data folder that nothing refers to. */
async function faultsOfFolder(warehouse: Warehouse): Promise<string[]> {
	const batches = await warehouse.read(listBatches);
	const known = new Set(batches.map(({ sha256 }) => `${sha256}.zst`));
	const originals = readdirSync(join(warehouse.dataDir, 'originals'));
	return [
		...readdirSync(join(warehouse.dataDir, 'temp')).map((name) => `orphan ${name} in temp`),
		...readdirSync(warehouse.stagingDir).map((name) => `orphan ${name} in staging`),
		...originals.filter((name) => !known.has(name)).map((name) => `orphan original ${name}`),
		...[...known]
			.filter((name) => !originals.includes(name))
			.map((name) => `original ${name} is gone`)
	];
}

/** Kills a worker at a point, opens its data folder again, and checks every promise. */
export async function killRound(job: WorkerJob, earlier: readonly KnownFile[]): Promise<Round> {
	const wasKilled = await work(job);
	const acks = readAcks(job.acks);
	const all = [...earlier, ...job.files];
	const begun = performance.now();
	const warehouse = await openWarehouse(job.dataDir, 'the check');
	try {
		await model(warehouse);
		const readyMs = performance.now() - begun;
		const faults = await faultsOfBatches(warehouse, all);
		faults.push(...(await faultsOfFolder(warehouse)));
		const batches = await warehouse.read(listBatches);
		const isIn = (name: string) =>
			batches.some(({ file, undone_at }) => file === name && undone_at === null);
		let unacked = 0;
		for (const { name } of all) {
			const acked = isAckedIn(acks, name);
			const undone = batches.filter(({ file, undone_at }) => file === name && undone_at !== null);
			const undoAcks = acks.filter(({ did, file }) => did === 'undo' && file === name);
			if (acked === true && !isIn(name) && undone.length <= undoAcks.length)
				faults.push(`${name} was acknowledged and is lost`);
			if (undone.length < undoAcks.length)
				faults.push(`${name} was acknowledged as taken back and is here`);
			const isOfWorker = job.files.some((file) => file.name === name);
			if (isOfWorker && (acked ?? false) !== isIn(name)) unacked++;
		}
		faults.push(...(await faultsOfSendingAgain(warehouse, job.files, all)));
		return { wasKilled, acked: acks.length, unacked, readyMs, faults };
	} finally {
		await warehouse.close();
	}
}

/** Sending the files again completes what is missing, and a second time changes nothing. */
async function faultsOfSendingAgain(
	warehouse: Warehouse,
	files: readonly KnownFile[],
	all: readonly KnownFile[]
): Promise<string[]> {
	const send = async () => {
		for (const [index, file] of files.entries()) {
			const isOneOfMany = index < files.length - 1;
			await importFile(warehouse, file, { importedBy: 'check', isOneOfMany });
		}
	};
	await send();
	const faults = await faultsOfBatches(warehouse, all);
	const before = await warehouse.read(dataVersion);
	await send();
	const after = await warehouse.read(dataVersion);
	if (before !== after) faults.push('sending the files again changed the data');
	return faults;
}

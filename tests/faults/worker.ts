// Works on a data folder until it is killed: node tests/faults/worker.ts JOB, where JOB is the JSON of `WorkerJob`.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { undoBatch } from '#pipelines/batches.ts';
import type { FaultPoint } from '#pipelines/fault-points.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { keepUsualAnswers } from '#pipelines/stages/model.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import type { KnownFile } from './files.ts';

/** What the worker does, and where it dies: so many milliseconds after it passed a point for the nth time. */
export interface WorkerJob {
	readonly dataDir: string;
	readonly acks: string;
	readonly files: readonly KnownFile[];
	readonly kill: { readonly point: FaultPoint; readonly nth: number; readonly delay: number };
}

/** One thing of which the worker was told that it is done. */
export interface Ack {
	readonly did: 'import' | 'undo';
	readonly file: string;
	readonly batch: number | null;
}

const job = JSON.parse(process.argv[2] ?? '') as WorkerJob;
const die = (): void => {
	process.kill(process.pid, 'SIGKILL');
};

let passed = 0;
listenToFaultPoints((point) => {
	if (point !== job.kill.point || ++passed !== job.kill.nth) return;
	if (job.kill.delay === 0) die();
	else setTimeout(die, job.kill.delay);
});

const acks = openSync(job.acks, 'a');
const acknowledge = (ack: Ack): void => {
	writeSync(acks, `${JSON.stringify(ack)}\n`);
	fsyncSync(acks);
};

const warehouse = await openWarehouse(job.dataDir, 'the worker');
async function take(file: KnownFile): Promise<number | null> {
	const { batch_id } = await importFile(warehouse, file, { importedBy: 'worker' });
	acknowledge({ did: 'import', file: file.name, batch: batch_id });
	return batch_id;
}
const batches: (number | null)[] = [];
for (const file of job.files) batches.push(await take(file));
const [first] = job.files;
if (first && typeof batches[0] === 'number') {
	await undoBatch(warehouse, batches[0], 'worker');
	acknowledge({ did: 'undo', file: first.name, batch: batches[0] });
	await take(first);
}
// As a server that is told to stop: it closes while most of the usual answers are not counted yet.
let counted = 0;
let closing: Promise<void> | undefined;
await keepUsualAnswers(warehouse, async () => {
	if (++counted === 20) closing = warehouse.close();
});
await (closing ?? warehouse.close());
closeSync(acks);

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPoint } from '#pipelines/fault-points.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { readNumbers } from '#pipelines/warehouse/numbers.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import type { KnownFile } from './files.ts';
import { writeKnownFiles } from './files.ts';
import { faultsOfBatches } from './round.ts';

/** All places of an import with larger files, or two of them. */
const isFull = process.env['DISK_FAULTS'] === 'all';
const disk = mkdtempSync(join(tmpdir(), 'autonometer-small-disk-'));
const canMount =
	process.platform === 'linux' &&
	process.getuid?.() === 0 &&
	spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=720m', 'tmpfs', disk]).status === 0;

const filler = join(disk, 'filler');

/** Leaves not one block free. */
function fill(): void {
	const { bavail, bsize } = statfsSync(disk);
	writeFileSync(filler, Buffer.alloc(Math.max(0, (bavail - 4) * bsize)));
	try {
		for (;;) appendFileSync(filler, Buffer.alloc(bsize));
	} catch {
		return;
	}
}

/** An export of this many rows that no other holds. */
function large(folder: string, number: number, rows: number): KnownFile {
	const name = `large-${number}.csv`;
	const lines = Array.from(
		{ length: rows },
		(_, index) =>
			`L${number}-${index},user${(index * 7919) % 5000}@acme.example,C${(index * 31) % 400},Course ${(index * 31) % 400},Self,Complete,2025-${String(1 + (index % 12)).padStart(2, '0')}-11T10:${String(index % 60).padStart(2, '0')}:00`
	);
	writeFileSync(
		join(folder, name),
		`Enrollment ID,Email Address,Course ID,Course Name,Enrollment Method,Status,Date Enrolled\n${lines.join('\n')}\n`
	);
	return { path: join(folder, name), name, rows, loaded: rows, rejected: 0, duplicate: 0 };
}

describe.skipIf(!canMount)('a disk that fills up', () => {
	const files = mkdtempSync(join(tmpdir(), 'autonometer-small-disk-files-'));
	const known: KnownFile[] = [];
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openWarehouse(join(disk, 'data'), 'the test', { hasReserve: true });
		for (const file of writeKnownFiles(files, 1)) {
			known.push(file);
			await importFile(warehouse, file, { importedBy: 'test' });
		}
	}, 240_000);
	afterAll(async () => {
		listenToFaultPoints(() => undefined);
		rmSync(filler, { force: true });
		await warehouse.close();
		spawnSync('umount', [disk]);
		for (const folder of [disk, files]) rmSync(folder, { recursive: true, force: true });
	});
	const episodes = () =>
		warehouse.read(async (connection) => {
			const { n } = await readNumbers(connection, 'select count(*) as n from episode');
			return n ?? 0;
		});

	const points: readonly FaultPoint[] = [
		'recognise',
		'scan',
		'child',
		'staged',
		'load',
		'commit',
		'committed',
		'model',
		'swap'
	];
	const chosen = isFull ? points : points.filter((point) => ['load', 'swap'].includes(point));
	test.each(chosen.map((point, number) => ({ point, number })))(
		'at $point says so, goes on answering, and takes the file when there is room',
		async ({ point, number }) => {
			const file = large(files, number, isFull ? 60_000 : 20_000);
			const before = await episodes();
			let isFilled = false;
			listenToFaultPoints((passed) => {
				if (passed !== point || isFilled) return;
				isFilled = true;
				fill();
			});
			const outcome = await importFile(warehouse, file, { importedBy: 'test' }).then(
				() => null,
				(cause: unknown) => cause
			);
			expect(isFilled).toBe(true);
			if (outcome !== null) {
				expect(outcome).toMatchObject({
					code: 'disk_full',
					message: expect.stringMatching(/disk is (too )?full|disk has/) as string
				});
				expect(await episodes()).toBe(before);
			}
			listenToFaultPoints(() => undefined);
			rmSync(filler, { force: true });
			await importFile(warehouse, file, { importedBy: 'test' });
			known.push(file);
			expect(await faultsOfBatches(warehouse, known)).toEqual([]);
		},
		120_000
	);
});

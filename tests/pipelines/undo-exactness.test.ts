import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { undoBatch } from '#pipelines/batches.ts';
import { importFile } from '#pipelines/import.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { readMapping } from '#pipelines/mapping.ts';
import { model } from '#pipelines/stages/model.ts';
import { seeded } from '../queries/crowd.ts';
import { dump } from './dump.ts';
import { openEmpty } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonometer-exact-'));
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

interface Input {
	readonly path: string;
	readonly name: string;
	readonly source?: string;
	readonly mapping?: Mapping;
}

/** The mapping that lies beside a file which no heading tells. */
const mappingBeside = (path: string): { mapping?: Mapping } => {
	const said = path.replace(/\.\w+$/, '.mapping.json');
	return existsSync(said) ? { mapping: readMapping(said) } : {};
};

const golden = join(import.meta.dirname, 'sources');

/** The input of every source's golden folder, so that every kind of export is among them. */
const goldens: readonly Input[] = readdirSync(golden, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.flatMap((entry) => {
		const place = join(golden, entry.name, 'golden');
		const files = readdirSync(place, { withFileTypes: true }).filter(
			(file) => file.isFile() && !/\.(expected|mapping)\./.test(file.name)
		);
		return files.map(({ name }) => ({
			path: join(place, name),
			name: `${entry.name}-${name}`,
			source: entry.name,
			...mappingBeside(join(place, name))
		}));
	})
	.filter(({ name }) => /\.(csv|tsv|txt|json|ndjson|xlsx)$/.test(name));

const header =
	'Course Name,Course ID,Enrollment Method,Status,Email Address,Employee Number,Department,Enrollment ID,Date Enrolled,Date Completed';

/** A report as it stood after so many weeks: rows come, finish, and some that are open go. */
function report(weeks: number): Input {
	const rows = Array.from({ length: 40 }, (_none, n) => {
		const begun = Math.floor(n / 4);
		if (begun > weeks || (n % 9 === 4 && weeks > begun + 4)) return null;
		const isDone = n % 3 === 0 && weeks > begun + 2;
		const day = (week: number) =>
			new Date(Date.UTC(2025, 0, 6 + week * 7)).toISOString().slice(0, 10);
		return `Course ${n % 5},C${n % 5},${n % 2 === 0 || weeks > 8 ? 'Self' : ''},${isDone ? 'Complete' : 'InProgress'},p${n % 11}@firm.example,${1000 + (n % 11)},Unit ${(n + (weeks > 9 ? 1 : 0)) % 3},E${n},${day(begun)},${isDone ? day(begun + 2) : ''}`;
	}).filter((row) => row !== null);
	const name = `report-after-${weeks}.csv`;
	writeFileSync(join(folder, name), [header, ...rows, ''].join('\n'));
	return { path: join(folder, name), name };
}

/** One round in the suite; EXACT_ROUNDS=20 makes more. */
const seeds = Array.from({ length: Number(process.env['EXACT_ROUNDS'] ?? 1) }, (_, n) => n + 1);

const reports = [4, 7, 10].map(report);
const now = () => new Date('2026-01-02T03:04:05Z');

async function importAll(dataDir: string, inputs: readonly Input[]) {
	const warehouse = await openEmpty(dataDir);
	const add = async ({ path, name, source, mapping }: Input) => {
		const report = await importFile(
			warehouse,
			{ path, name },
			{ importedBy: 'test', isOneOfMany: true, now, source, mapping }
		);
		return report.batch_id ?? 0;
	};
	const batches: { readonly input: Input; readonly batch: number }[] = [];
	for (const input of inputs) batches.push({ input, batch: await add(input) });
	return { warehouse, add, batches };
}

const differences = (
	left: ReadonlyMap<string, readonly string[]>,
	right: ReadonlyMap<string, readonly string[]>
) =>
	[...left].flatMap(([table, rows]) => {
		const others = right.get(table) ?? [];
		const more = rows.filter((row) => !others.includes(row));
		const less = others.filter((row) => !rows.includes(row));
		if (more.length === 0 && less.length === 0 && rows.length === others.length) return [];
		return [{ table, more: more.slice(0, 3), less: less.slice(0, 3) }];
	});

describe('undo restores exactly the state without the batch', () => {
	test.each(seeds)('random imports and undos, seed %i', { timeout: 240_000 }, async (seed) => {
		const random = seeded(seed);
		const shuffled = <T>(list: readonly T[]): T[] =>
			list
				.map((entry) => [random(), entry] as const)
				.toSorted(([a], [b]) => a - b)
				.map(([, entry]) => entry);
		const chosen = shuffled([...shuffled(goldens).slice(0, 5), ...shuffled(reports)]);
		const { warehouse, add, batches } = await importAll(mkdtempSync(join(folder, 'long-')), chosen);
		let live = batches;
		for (const { batch } of shuffled(live).slice(0, 2)) {
			await undoBatch(warehouse, batch, 'test', now);
			live = live.filter((entry) => entry.batch !== batch);
		}
		const [again] = shuffled(batches.filter((entry) => !live.includes(entry)));
		if (again) live = [...live, { input: again.input, batch: await add(again.input) }];
		const [last] = shuffled(live);
		if (last) {
			await undoBatch(warehouse, last.batch, 'test', now);
			live = live.filter((entry) => entry !== last);
		}
		const fresh = await importAll(
			mkdtempSync(join(folder, 'short-')),
			live.map(({ input }) => input)
		);
		await model(fresh.warehouse);
		const [left, right] = [await dump(warehouse), await dump(fresh.warehouse)];
		await warehouse.close();
		await fresh.warehouse.close();
		expect([...left.keys()]).toEqual([...right.keys()]);
		expect(differences(left, right)).toEqual([]);
	});

	test('every kind of export is among the files', () => {
		expect(new Set(goldens.map(({ source }) => source)).size).toBeGreaterThan(5);
	});
});

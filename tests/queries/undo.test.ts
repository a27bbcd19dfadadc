import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { undoBatch } from '#pipelines/batches.ts';
import { importFile } from '#pipelines/import.ts';
import { ask } from '#queries/ask.ts';
import { keepLedger, suppressionLedger } from '#queries/ledger.ts';
import { openEmpty } from '../pipelines/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonometer-undo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const header =
	'Course Name,Enrollment Method,Status,Email Address,Username,Department,Date Enrolled,Date Completed,Enrollment ID,Course ID,Time Spent (min)';
const methods = ['Self', 'Self', 'Admin', 'Mandatory', 'Automatic', 'Self', ''];
const day = (number: number): string =>
	new Date(Date.UTC(2024, 0, 1 + number)).toISOString().slice(0, 10);

interface Facts {
	readonly units: string;
	readonly forgets: boolean;
	/** Without numbers of enrolments, people and courses under another name in some files. */
	readonly isPoor?: boolean;
}

/** The report as it stood on a day: later rows are not in it, later completions not told, some rows gone again. */
function snapshot(asOf: number, facts: Facts): string {
	const lines = Array.from({ length: 600 }, (_none, n) => {
		const enrolled = Math.floor((n * 7) / 6);
		const completed = enrolled + 5 + ((n * 37) % 160);
		const isDone = n % 3 !== 0 && completed <= asOf;
		if (enrolled > asOf || (n % 17 === 4 && !isDone && enrolled + 90 < asOf)) return null;
		const method = facts.forgets && n % 11 === 0 ? '' : (methods[n % methods.length] ?? '');
		const unit = n % 13 === 0 ? facts.units : `Unit ${n % 60 < 30 ? 'A' : 'B'}`;
		const status = isDone ? 'Complete' : n % 29 === 0 ? 'Failed' : 'InProgress';
		return [
			`Course ${n % 9}${facts.isPoor === true && facts.forgets ? ' (new)' : ''}`,
			method,
			status,
			facts.isPoor === true && facts.forgets && n % 5 === 0 ? '' : `p${n % 60}@example.org`,
			`p${n % 60}`,
			unit,
			day(enrolled),
			isDone ? day(completed) : '',
			facts.isPoor === true ? '' : `E${n}`,
			`C${n % 9}`,
			isDone ? 25 : 5
		].join(',');
	});
	return [header, ...lines.filter((line) => line !== null), ''].join('\n');
}

const snapshots = [false, true]
	.flatMap((isPoor) => [
		snapshot(250, { units: 'Unit C', forgets: false, isPoor }),
		snapshot(450, { units: 'Unit D', forgets: true, isPoor }),
		snapshot(650, { units: 'Unit A', forgets: false, isPoor })
	])
	.map((content, index) => {
		const name = `enrolments-${index + 1}.csv`;
		writeFileSync(join(folder, name), content);
		return { path: join(folder, name), name };
	});

const fresh = new Map<string, ReturnType<typeof answersAfter>>();

/** The answers after imports alone, for all cases that end in the same files. */
function answersOf(imports: readonly number[]): ReturnType<typeof answersAfter> {
	const known = fresh.get(String(imports)) ?? answersAfter(imports, []);
	fresh.set(String(imports), known);
	return known;
}

/** The analyst's answers after some imports, the n-th snapshot being batch n, and after taking some back, of which no ledger that was kept before may tell. */
async function answersAfter(
	imports: readonly number[],
	undone: readonly number[],
	keepsLedger = false
) {
	const warehouse = await openEmpty(mkdtempSync(join(folder, 'data-')));
	try {
		const batches = new Map<number, number>();
		for (const [place, index] of imports.entries()) {
			const file = snapshots[index - 1];
			if (!file) throw new Error(`There is no snapshot ${index}.`);
			const report = await importFile(warehouse, file, {
				importedBy: 'test',
				isOneOfMany: place < imports.length - 1,
				now: () => new Date('2026-01-02T03:04:05Z')
			});
			batches.set(index, report.batch_id ?? 0);
		}
		if (keepsLedger) await warehouse.alone(keepLedger);
		for (const index of undone) await undoBatch(warehouse, batches.get(index) ?? 0, 'test');
		const connection = await warehouse.connect();
		try {
			expect(await suppressionLedger(connection)).toEqual({ lines: [], isReady: false });
			const answers = [];
			for (const metric of ['initiation_mix', 'voluntary_completion_rate', 'completion_gap']) {
				const request = { metric, by: ['org_unit'], grain: 'quarter' };
				const answer = await ask(connection, { role: 'analyst' }, request);
				expect(answer.rows.some(({ suppressed }) => !suppressed)).toBe(true);
				answers.push({ metric, asOf: answer.as_of, rows: answer.rows, hidden: answer.hidden });
			}
			return answers;
		} finally {
			connection.closeSync();
		}
	} finally {
		await warehouse.close();
	}
}

describe('taking imports back', () => {
	test.each([
		['the two older of three snapshots, the newer first', [1, 2, 3], [2, 1], [3]],
		['the two older of three snapshots, the older first', [1, 2, 3], [1, 2], [3]],
		['the same without record numbers and with other names', [4, 5, 6], [5, 4], [6]],
		['the newest of three without record numbers', [4, 5, 6], [6], [4, 5]],
		['the newest of three snapshots', [1, 2, 3], [3], [1, 2]],
		['the middle of three snapshots', [1, 2, 3], [2], [1, 3]],
		['the oldest of three that came in another order', [3, 1, 2], [1], [2, 3]]
	])(
		'%s leaves what a fresh import of the others gives',
		async (_name, imports, undone, rest) => {
			const keepsLedger = undone[0] === imports.at(-1);
			expect(await answersAfter(imports, undone, keepsLedger)).toEqual(await answersOf(rest));
		},
		240_000
	);
});

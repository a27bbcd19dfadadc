import { gzipSync } from 'node:zlib';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { numberings } from '#lib/server/batches-reading.ts';
import { originalLine } from '#lib/server/trace-line.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { fileOf } from '../../pipelines/folder.ts';
import { absorbFile, absorbRow, numbers } from '../api/exports.ts';
import { withDataFolder } from '../api/send.ts';

const data = withDataFolder();
const faults: unknown[] = [];
const note = (cause: unknown) => {
	faults.push(cause);
};

beforeEach(() => {
	process.on('uncaughtException', note);
});
afterEach(() => {
	process.off('uncaughtException', note);
	expect(faults).toEqual([]);
});

async function imported(name: string, content: string | Uint8Array): Promise<string> {
	const report = await importFile(await warehouse(), fileOf(name, content), {
		importedBy: 'test'
	});
	return String(report.batch_id);
}

const rows = (from: number, count: number) => numbers(count).map((n) => absorbRow(from + n));

describe('originalLine(batch, line)', () => {
	test('shows the line as it stands, column by column', async () => {
		const batch = await imported('a.csv', absorbFile(rows(0, 20)));
		const line = await originalLine(batch, '3');
		expect(line).toMatchObject({ file: 'a.csv', line: 3, text: absorbRow(2), isCut: false });
		expect(line?.cells.slice(0, 2)).toEqual([
			{ column: 'Course Name', value: 'Course 2' },
			{ column: 'Enrollment Method', value: 'Self' }
		]);
	});

	test('finds a line early and late in a large file, packed and in another encoding', async () => {
		const text = absorbFile(rows(1000, 30_000));
		const packed = await imported('b.csv.gz', gzipSync(text));
		const wide = await imported(
			'c.csv',
			Buffer.from(`\uFEFF${absorbFile(rows(40_000, 50))}`, 'utf16le')
		);
		for (const line of [2, 15_000, 30_001]) {
			const found = await originalLine(packed, String(line));
			expect(found?.text).toBe(absorbRow(1000 + line - 1));
		}
		expect((await originalLine(wide, '51'))?.text).toBe(absorbRow(40_050));
		expect((await originalLine(wide, '1'))?.cells[0]?.column).toBe('Course Name');
	});

	test('counts CR LF as one end, and follows a quoted value over lines', async () => {
		const quoted = absorbRow(50_002, { course: '"A course\r\nof two lines"' });
		const text = absorbFile([absorbRow(50_001), quoted, absorbRow(50_003)]);
		const batch = await imported('d.csv', text.replaceAll(/\r?\n/g, '\r\n'));
		const line = await originalLine(batch, '3');
		expect(line?.cells[0]?.value.replaceAll('\r', '')).toBe('A course\nof two lines');
		expect((await originalLine(batch, '5'))?.text).toBe(absorbRow(50_003));
	});

	test('shows a refused line alone where its quotation mark is never closed', async () => {
		const open = absorbRow(55_002, { course: '"Never closed' });
		const text = absorbFile([...rows(55_010, 60), open, absorbRow(55_003), absorbRow(55_004)]);
		const batch = await imported('q.csv', text);
		expect((await originalLine(batch, '62'))?.text).toBe(open);
	});

	test('shows a record by its place where several stand on one line', async () => {
		const statement = (n: number) => ({
			actor: { mbox: `mailto:p${n}@example.org` },
			verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
			object: { id: `https://example.org/course/${n}` },
			timestamp: '2025-01-02T10:00:00Z'
		});
		const all = numbers(20).map((n) => JSON.stringify(statement(n)));
		const batch = await imported('s.json', `[${all.join(',')}]`);
		expect(await originalLine(batch, '7')).toMatchObject({ text: all[6], numbering: 'record' });
		expect(await originalLine(batch, '21')).toMatchObject({ text: null, isKept: true });
		expect((await numberings()).get(Number(batch))).toBe('record');
	});

	test('says where a file has no such line, and where the original is gone', async () => {
		const batch = await imported('e.csv', absorbFile(rows(60_000, 5)));
		expect(await originalLine(batch, '7')).toMatchObject({ text: null, isKept: true });
		expect(await originalLine(batch, '0')).toBeNull();
		expect(await originalLine(batch, 'x')).toBeNull();
		await expect(originalLine('999', '1')).rejects.toMatchObject({ code: 'unknown_batch' });
		for (const name of readdirSync(join(data.path, 'originals')))
			rmSync(join(data.path, 'originals', name));
		expect(await originalLine(batch, '2')).toMatchObject({ text: null, isKept: false });
	});
});

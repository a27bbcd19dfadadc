import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { listRejects } from '#pipelines/batches.ts';
import { importFile } from '#pipelines/import.ts';
import { originalLine } from '#lib/server/trace-line.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { fileOf } from '../pipelines/folder.ts';
import { withDataFolder } from '../src/api/send.ts';
import { hasShared, shared } from './shared.ts';

const data = withDataFolder();
const naughty = hasShared
	? (JSON.parse(readFileSync(shared('badinput/blns/blns-part.json'), 'utf8')) as string[])
	: [];
/** A blank title is none, and a NUL makes a record binary. */
const strings = naughty.filter((text) => text.trim() !== '' && !text.includes('\0'));
const header = ['Course Name', 'Enrollment Method', 'Status', 'Email Address', 'Date Enrolled'];
const csv = (rows: readonly (readonly string[])[]): string =>
	`${[header, ...rows].map((row) => Papa.unparse([row as string[]])).join('\n')}\n`;
const withoutSpaces = (text: string): string => text.replaceAll(/^\p{Zs}+|\p{Zs}+$/gu, '');

async function rows(sql: string): Promise<unknown[][]> {
	const connection = await (await warehouse()).connect();
	try {
		return (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][];
	} finally {
		connection.closeSync();
	}
}

const by = { importedBy: 'test', isOneOfMany: true } as const;

describe.skipIf(!hasShared)('naughty strings', () => {
	test('are stored byte for byte, and shown so on the page of their line', async () => {
		expect(data).toBeDefined();
		const text = csv(
			strings.map((one) => [one, 'Self', 'Complete', 'a@example.org', '2025-01-01'])
		);
		const report = await importFile(await warehouse(), fileOf('a.csv', text), by);
		expect(report).toMatchObject({ rows_read: strings.length, rows_rejected: 0 });
		const stored = await rows('select title from item_alias where title is not null');
		const kept = new Set(stored.map(([title]) => String(title)));
		expect(strings.filter((one) => !kept.has(withoutSpaces(one)))).toEqual([]);
		const lines = text.split('\n');
		for (const [index, one] of strings.entries()) {
			const line = await originalLine(String(report.batch_id), String(index + 2));
			expect(line?.text).toBe(lines[index + 1]);
			expect(line?.cells[0]).toEqual({ column: 'Course Name', value: one });
		}
	}, 240_000);

	test('are refused byte for byte where they are no date', async () => {
		const text = csv(strings.map((one) => ['Course', 'Self', 'Complete', 'b@example.org', one]));
		const open = await warehouse();
		const report = await importFile(open, fileOf('b.csv', text), by);
		const refused = await open.read((connection) => listRejects(connection, report.batch_id ?? 0));
		expect(refused.map(({ line }) => line)).toEqual(strings.map((_, index) => index + 2));
		for (const [index, { value, raw, reason }] of refused.entries()) {
			const own = withoutSpaces(strings[index] ?? '');
			expect(reason).toBe('not_a_date');
			if (value === null) expect(own).toMatch(/^(-+|–|n\/a|never|none|null)$/i);
			else expect(value).toBe([...own].slice(0, 200).join(''));
			expect(Papa.parse<string[]>(raw ?? '').data[0]?.[4]).toBe(own);
		}
	}, 240_000);

	test('may be the name of a column and of the file', async () => {
		const heading = strings.map((one) => one.replaceAll(/[\r\n]/g, ' ')).slice(0, 300);
		const text = `${Papa.unparse([[...header, ...heading]])}\n${Papa.unparse([['C', 'Self', 'Complete', 'c@example.org', '2025-01-01', ...heading]])}\n`;
		for (const name of [
			'; drop table batch; --.csv',
			'../../etc/passwd',
			'<script>alert(1)</script>.csv'
		]) {
			const file = { ...fileOf('c.csv', text), name };
			const report = await importFile(await warehouse(), file, by);
			expect(report).toMatchObject({ file: name, rows_read: 1, rows_rejected: 0 });
		}
	}, 240_000);
});

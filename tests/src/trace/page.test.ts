import { beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { reasonInWords } from '#lib/trace/words.ts';
import { load } from '../../../src/routes/trace/[metric]/+page.server.ts';
import type { PageData } from '../../../src/routes/trace/[metric]/$types';
import { absorbFile, absorbRow, numbers } from '../api/exports.ts';
import { withDataFolder } from '../api/send.ts';
import { fileOf } from '../../pipelines/folder.ts';

withDataFolder();

beforeAll(async () => {
	const later = ['2026-06-01', '2026-07-01'].map((enrolled, index) =>
		absorbRow(900 + index, { enrolled }).replace('2025-02-20', '')
	);
	const rows = [...numbers(300).map((n) => absorbRow(n)), ...later];
	await importFile(await warehouse(), fileOf('a.csv', absorbFile(rows)), { importedBy: 'test' });
});

type Data = PageData;

async function open(
	query = '',
	role = 'analyst',
	metric = 'voluntary_completion_rate'
): Promise<Data> {
	const url = new URL(`http://127.0.0.1:4610/trace/${metric}?${query}`);
	const read = load as unknown as (event: unknown) => Promise<Data>;
	return read({ params: { metric }, url, locals: { viewer: { role }, theme: 'system' } });
}

const totals = ({ counts }: Data) =>
	Object.fromEntries(counts.map(({ counted, episodes }) => [counted, episodes]));

describe('the way from a number to its rows', () => {
	test('adds up: the counts are the numerator and the denominator of the answer', async () => {
		const data = await open();
		const { numerator = 0, denominator = 0, out = 0 } = totals(data);
		const row = data.table.rows.at(-1) ?? [];
		const cell = (label: string) =>
			row[data.table.columns.findIndex((column) => column.label === label)];
		expect(cell('Numerator')).toBe(String(numerator));
		expect(cell('Denominator')).toBe(String(numerator + denominator));
		expect(numerator + denominator + out).toBe(302);
		expect(data.page.all).toBe(302);
		for (const { episodes, reasons } of data.counts) {
			expect(reasons.reduce((sum, one) => sum + (one.episodes ?? 0), 0)).toBe(episodes);
		}
	});

	test('leads page by page to every row once, with file and line', async () => {
		const first = await open();
		const pages = Math.ceil(first.page.all / 25);
		expect(first.page.previous).toBeNull();
		const lines: number[] = [];
		for (let number = 1; number <= pages; number++) {
			const data = await open(`page=${number}`);
			expect(data.rows?.length).toBe(number < pages ? 25 : first.page.all - 25 * (pages - 1));
			lines.push(...(data.rows ?? []).map(({ line }) => line));
			expect(data.page.next === null).toBe(number === pages);
		}
		expect(new Set(lines).size).toBe(first.page.all);
		expect(first.rows?.[0]).toMatchObject({ file: 'a.csv', batch_id: 1, counted: 'numerator' });
	});

	test('says no ratio of an estimated curve, but its day and who was followed', async () => {
		const { finding } = await open('horizon=90', 'analyst', 'time_to_complete');
		expect(finding).toMatch(
			/^By day 90 after the enrolment it is .+, estimated from \d+ enrolments/
		);
		expect(finding).not.toMatch(/\d+ of \d+/);
	});

	test('shows the rows of one reason, also of one that is not counted', async () => {
		const data = await open();
		const out = data.counts.find(({ counted }) => counted === 'out')?.reasons[0];
		const only = await open(`reason=${out?.code}`);
		expect(only.page.all).toBe(out?.episodes);
		expect(new Set(only.rows?.map(({ reason }) => reason))).toEqual(new Set([out?.text]));
	});

	test('keeps filters in the addresses of its pages', async () => {
		const data = await open('from=2025-01-03&where=org_unit:Sales');
		expect(data.asked).toEqual(['enrolled from 3 Jan 2025', 'organisation unit is Sales']);
		expect(data.page.next).toContain('where=org_unit%3ASales');
		expect(data.page.next).toContain('page=2');
	});

	test('shows no single row to those who only read', async () => {
		const data = await open('', 'lead');
		expect(data.rows).toBeNull();
		expect(JSON.stringify(data)).not.toContain('example.org');
	});

	test('names no metric that does not exist, and no question that makes no sense', async () => {
		await expect(open('', 'analyst', 'nope')).rejects.toMatchObject({ status: 404 });
		await expect(open('from=soon')).rejects.toMatchObject({ status: 400 });
		expect((await open('where=org_unit:Nowhere')).finding).toBe(
			'Nothing in the data fits what was asked.'
		);
	});
});

test('a reason without words is said by its code', () => {
	expect(reasonInWords('not_matured')).toBe('too young: its days have not passed');
	expect(reasonInWords('some_new_reason')).toBe('some new reason');
});

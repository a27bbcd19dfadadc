import Papa from 'papaparse';
import { beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import type { Table } from '#lib/charts/figure.ts';
import { defaults } from '#lib/filters/filters.ts';
import { formatPeriod } from '#lib/format/date.ts';
import { completion } from '#lib/server/pages/completion.ts';
import { overview } from '#lib/server/pages/overview.ts';
import { addAnnotation } from '#lib/server/annotations.ts';
import { answerToCsv } from '#lib/server/metrics-csv.ts';
import { dataFolder, warehouse } from '#lib/server/warehouse.ts';
import { fileOf } from '../../pipelines/folder.ts';
import { GET } from '../../../src/routes/api/metrics/[metric]/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { send, withDataFolder } from './send.ts';

withDataFolder();

type Row = Record<string, string>;
const viewer = { role: 'analyst' } as const;
let page: Awaited<ReturnType<typeof completion>>;
let first: Awaited<ReturnType<typeof overview>>;

beforeAll(async () => {
	const rows = numbers(2400).map((n) => {
		const month = String((n % 9) + 1).padStart(2, '0');
		const day = String((n % 28) + 1).padStart(2, '0');
		const done = `2025-${String((n % 9) + 1 + (n % 3)).padStart(2, '0')}-28`;
		return absorbRow(n, { enrolled: `2025-${month}-${day}` })
			.replace(/p\d+@/, `p${n % 97}@`)
			.replace(',Admin,', ',Mandatory,')
			.replace('2025-02-20', done);
	});
	await importFile(await warehouse(), fileOf('a.csv', absorbFile(rows)), { importedBy: 'test' });
	page = await completion(viewer, defaults, []);
	first = await overview(viewer, defaults, []);
});

async function csvOf(href: string): Promise<Row[]> {
	const metric = /metrics\/(\w+)/.exec(href)?.[1] ?? '';
	const response = await send(GET, href, { params: { metric } });
	expect(response.status).toBe(200);
	return Papa.parse<Row>(await response.text(), { header: true, skipEmptyLines: 'greedy' }).data;
}

/** A share of the table twin against that of the CSV, which is rounded like it, and its cases. */
function expectSame(twin: readonly (string | undefined)[], row: Row | undefined): void {
	const [share = '', count] = twin;
	expect(share).toMatch(/%$/);
	expect(Number(row?.['value']) * 100).toBeCloseTo(Number.parseFloat(share), 6);
	const cases = Number(count?.replaceAll(',', ''));
	expect(Number(row?.['denominator'])).toBe(Math.round(cases / 5) * 5);
}

const both = ['voluntary', 'assigned_required'] as const;

function expectGap(
	table: Table,
	rowOf: (twin: readonly string[], measure: string) => Row | undefined
) {
	expect(table.rows.length).toBeGreaterThan(0);
	for (const twin of table.rows)
		for (const [index, measure] of both.entries())
			expectSame([twin[1 + index * 3], twin[3 + index * 3]], rowOf(twin, measure));
}

describe('the CSV of a chart holds what its table twin says', () => {
	test('how learning came about', async () => {
		const { csvHref, table, shown } = first.mix;
		const csv = await csvOf(csvHref);
		// Nothing in its data tells who was prompted, so that there is no such row.
		expect(csv).toHaveLength(table.rows.length * 4);
		for (const [index, twin] of table.rows.entries())
			for (const [place, { tone }] of (shown.periods[index]?.parts ?? []).entries()) {
				const row = csv.find(
					(one) => one['period_start'] === shown.periods[index]?.date && one['variant'] === tone
				);
				expectSame([twin[1 + place], twin.at(-1)], row);
			}
	});

	test('marked days, in the rows of their period, and why a cell is hidden', async () => {
		addAnnotation(dataFolder(), '2025-02-14', 'Library launched');
		const csv = await csvOf(first.mix.csvHref);
		const marked = csv.filter((row) => row['annotations'] !== '');
		expect(new Set(marked.map((row) => row['period_start']))).toEqual(new Set(['2025-01-01']));
		expect(marked[0]?.['annotations']).toBe('2025-02-14 Library launched');
		const plain = await csvOf('/api/metrics/initiation_mix?grain=quarter&format=csv');
		expect(Object.keys(plain[0] ?? {})).not.toContain('annotations');
		const hidden = answerToCsv(
			{
				metric: 'completion_gap',
				dimensions: [],
				inferred: [],
				notes: [],
				maturing: null,
				unit: 'share',
				hidden: [],
				rows: [{ suppressed: true, reason: 'complementary', period_start: '2025-01-01' }]
			} as never,
			{ grain: 'quarter', marks: [] }
		);
		expect(hidden).toContain('hidden: a small group beside it could be worked out');
	});

	test('over time', async () => {
		const { csvHref, table } = page.overTime;
		const csv = await csvOf(csvHref);
		expectGap(table, (twin, measure) =>
			csv.find(
				(row) =>
					row['measure'] === measure &&
					twin[0]?.startsWith(formatPeriod(row['period_start'] ?? '', 'quarter'))
			)
		);
	});

	test('by length', async () => {
		const { csvHref, table } = page.length;
		const csv = await csvOf(csvHref);
		const bands = [...new Set(csv.map((row) => row['length_band']))];
		expect(bands).toHaveLength(table.rows.length);
		if (bands.length === 1)
			expectGap(table, (_, measure) => csv.find((row) => row['measure'] === measure));
	});

	test('unit by unit, and the whole beside them', async () => {
		const { csvHref, table, shown } = page.funnel;
		const csv = await csvOf(csvHref);
		expect(csv).toHaveLength(table.rows.length + 1);
		for (const twin of table.rows)
			expectSame(
				[twin[1], twin[3]],
				csv.find((row) => row['org_unit'] === twin[0])
			);
		const whole = csv.find((row) => row['org_unit'] === '');
		expect(Number(whole?.['value'])).toBeCloseTo(shown.overall ?? -1, 2);
	});

	test('by each day, chosen and required', async () => {
		const { csvHref, table } = page.curve;
		const csv = (await csvOf(csvHref)).filter((row) => row['measure'] === 'cif');
		const kinds = ['voluntary_broad', 'assigned_required'];
		expect(new Set(csv.map((row) => row['variant']))).toEqual(new Set(kinds));
		for (const [index, twin] of table.rows.entries())
			for (const [kind, variant] of kinds.entries()) {
				const steps = csv.filter(
					(row) => row['variant'] === variant && Number(row['horizon']) <= index * 5
				);
				const step = steps.toSorted((a, b) => Number(a['horizon']) - Number(b['horizon'])).at(-1);
				const cell = twin[1 + kind * 3] ?? '';
				expect(cell).toMatch(step !== undefined && step['value'] === '' ? /^no data$/ : /%$/);
				if (cell === 'no data') continue;
				expect(Number.parseFloat(cell)).toBeCloseTo(Number(step?.['value'] ?? 0) * 100, 6);
			}
	});
});

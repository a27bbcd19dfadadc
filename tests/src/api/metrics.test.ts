import { tableFromIPC } from 'apache-arrow';
import Papa from 'papaparse';
import { beforeAll, describe, expect, test } from 'vitest';
import { dimensionNames } from '#queries/catalogue.ts';
import { importFile } from '#pipelines/import.ts';
import { columnsOf } from '#lib/server/arrow.ts';
import type { Answer } from '#lib/server/ask.ts';
import { unmatchedInWords } from '#queries/notes.ts';
import { roundForDownload } from '#lib/server/download-rounding.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { fileOf } from '../../pipelines/folder.ts';
import { GET as list } from '../../../src/routes/api/metrics/+server.ts';
import { GET } from '../../../src/routes/api/metrics/[metric]/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { errorOf, send, withDataFolder } from './send.ts';

withDataFolder();

beforeAll(async () => {
	const file = fileOf('a.csv', absorbFile(numbers(797).map((n) => absorbRow(n))));
	await importFile(await warehouse(), file, { importedBy: 'test' });
});

const metric = 'initiation_mix';
const get = (query = '', headers = {}, id = metric) =>
	send(GET, `/api/metrics/${id}?${query}`, { params: { metric: id }, headers });

const json = async (query = ''): Promise<Answer> => (await (await get(query)).json()) as Answer;

describe('GET /api/metrics/<id>', () => {
	test('answers JSON in the columns of the result contract', async () => {
		const answer = await json('by=org_unit&grain=month');
		expect(answer).toMatchObject({ metric, dimensions: ['org_unit'], data_version: 1 });
		expect(answer.rows.length).toBeGreaterThan(0);
		expect(Object.keys(answer.rows[0] ?? {})).toEqual(columnsOf(answer));
	});

	test('says the same as an Arrow stream, with typed columns', async () => {
		const query = 'by=org_unit&grain=month';
		const answer = await json(query);
		const response = await get(query, { accept: 'application/vnd.apache.arrow.stream' });
		expect(response.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream');
		const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
		expect(table.schema.fields.map(({ name }) => name)).toEqual(columnsOf(answer));
		const types = Object.fromEntries(
			table.schema.fields.map(({ name, type }) => [name, String(type)])
		);
		expect(types).toMatchObject({
			period_start: 'Date32<DAY>',
			org_unit: 'Utf8',
			value: 'Float64',
			persons: 'Int32',
			suppressed: 'Bool'
		});
		const rows = table.toArray().map((row: { toJSON: () => Record<string, unknown> }) => {
			const cells = row.toJSON();
			const day = cells['period_start'];
			return { ...cells, period_start: new Date(Number(day)).toISOString().slice(0, 10) };
		});
		expect(rows).toEqual(roundForDownload(answer).rows);
		expect(rows).not.toEqual(answer.rows);
		expect(table.schema.metadata.get('metric')).toBe(metric);
		expect(answer.notes).not.toEqual([]);
		expect(table.schema.metadata.get('notes')).toBe(JSON.stringify(answer.notes));
	});

	test('leaves in a file no number of accounts that could be counted on fingers', async () => {
		const answer = await json();
		const exact = {
			...answer,
			unmatched_accounts: 2,
			notes: [unmatchedInWords(2), ...answer.notes]
		};
		expect(roundForDownload(exact)).toMatchObject({
			unmatched_accounts: null,
			notes: [unmatchedInWords(null), ...answer.notes]
		});
	});

	test('says the same as CSV, rounded and as a download', async () => {
		const answer = await json('grain=month');
		const response = await get('grain=month&format=csv');
		expect(response.headers.get('content-disposition')).toBe(
			`attachment; filename="${metric}.csv"`
		);
		const text = await response.text();
		const { data, meta } = Papa.parse<Record<string, string>>(text, {
			header: true,
			skipEmptyLines: 'greedy'
		});
		expect(meta.fields).toEqual(columnsOf(answer));
		expect(data).toHaveLength(answer.rows.length);
		for (const [index, row] of answer.rows.entries()) {
			const cells = data[index] ?? {};
			expect(cells['period_start']).toBe(row.period_start);
			expect(cells['variant']).toBe(row.variant);
			expect(Number(cells['persons'])).toBe(Math.round((row.persons ?? 0) / 5) * 5);
			expect(Number(cells['value'])).toBe(Math.round((row.value ?? 0) * 1000) / 1000);
			expect(Number(cells['denominator'])).toBe(Math.round((row.denominator ?? 0) / 5) * 5);
		}
	});

	test('reads filters as dimension:value, however often', async () => {
		const whole = await json();
		const part = await json('where=org_unit:Sales');
		expect(part.filters).toEqual({ org_unit: 'Sales' });
		expect(Number(part.rows[0]?.denominator)).toBeLessThan(Number(whole.rows[0]?.denominator));
	});

	test('reads where=dimension=value as the command line writes it', async () => {
		const part = await json('where=org_unit=Sales');
		expect(part.filters).toEqual({ org_unit: 'Sales' });
		expect(await json('where=org_unit:A=B')).toMatchObject({
			error: {
				code: 'unknown_value',
				message: expect.stringContaining('There is no organisation unit called “A=B”') as string
			}
		});
	});

	test('answers several variants and the whole beside its parts in one', async () => {
		const of = (query: string) => get(query, {}, 'time_to_complete');
		const rows = async (query: string) => ((await (await of(query)).json()) as Answer).rows;
		const both = await rows('variant=strict&variant=broad');
		expect(both).toEqual([...(await rows('variant=strict')), ...(await rows('variant=broad'))]);
		const beside = await rows('by=org_unit&total=1');
		expect(beside.at(-1)).toMatchObject({ org_unit: null });
		expect(beside).toHaveLength((await rows('by=org_unit')).length + (await rows('')).length);
	});

	test.each([
		['from=soon', 'from is no ISO date such as 2025-03-31.'],
		[
			'to=1.1.2025&grain=week',
			'to is no ISO date such as 2025-03-31. grain is none of month, quarter, year.'
		],
		['by=person', `by is none of ${dimensionNames.join(', ')}.`],
		['horizon=9999', 'horizon is too large: it may be 3650 at most.'],
		[
			'where=org_unit',
			'A filter reads where=dimension:value or where=dimension=value, not org_unit.'
		]
	])('says each problem in a plain sentence: %s', async (query, text) => {
		expect((await errorOf(await get(query))).message).toBe(text);
	});

	test.each([
		['no_such_metric', '', 404, 'unknown_metric'],
		[metric, 'grain=week', 400, 'bad_request'],
		[metric, 'from=yesterday', 400, 'bad_request'],
		[metric, 'by=person', 400, 'bad_request'],
		[metric, 'where=org_unit', 400, 'bad_request'],
		[metric, 'format=xml', 400, 'bad_request'],
		[metric, 'frm=2025-01-01', 400, 'bad_request'],
		[metric, 'horizon=1e3', 400, 'bad_request']
	])('says what is wrong: %s?%s', async (id, query, status, code) => {
		const response = await get(query, {}, id);
		expect(response.status).toBe(status);
		const error = await errorOf(response);
		expect(error.code).toBe(code);
		expect(error.message).toMatch(/\S/);
	});
});

test('GET /api/metrics lists the catalogue without SQL', async () => {
	const { metrics } = (await (await send(list, '/api/metrics')).json()) as {
		metrics: Record<string, unknown>[];
	};
	expect(metrics.map(({ id }) => id)).toContain(metric);
	expect(metrics.some((one) => 'sql' in one)).toBe(false);
});

import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBatch, listBatches, listRejects } from '#pipelines/batches.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { refusedFile } from '#pipelines/originals/refused.ts';
import { previewFile } from '#pipelines/preview.ts';
import { jsonTable, recordsIn } from '#pipelines/readers/json-table.ts';
import { recognise } from '#pipelines/stages/recognise.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from '../folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const by = { importedBy: 'test', isOneOfMany: true, badRowLimit: 1 };

const registration = (n: number, created = '2025-03-01T08:00:00Z') => ({
	id: `r${n}`,
	registrationCompletion: n % 2 === 0 ? 'COMPLETED' : 'INCOMPLETE',
	registrationSuccess: 'UNKNOWN',
	totalSecondsTracked: 60.5 * n,
	createdDate: created,
	course: { id: `c${n % 3}`, title: `Course, "${n % 3}"` },
	learner: { id: `p${n}@example.org`, firstName: 'Zoë', lastName: 'Lee' }
});
const some = [registration(1), registration(2, 'soon'), registration(3)];

/** What was kept of an import: who, what, and how long, row by row. */
async function kept(batch: number | null) {
	const connection = await warehouse.connect();
	try {
		const reader = await connection.runAndReadAll(
			`select line::integer, email, title, seconds from enrolment
			join identity on identity.identity_id = enrolment.identity_id
			join item_alias on item_alias.alias_id = enrolment.alias_id
			where enrolment.batch_id = ${batch ?? 0} order by line`
		);
		return reader.getRows();
	} finally {
		connection.closeSync();
	}
}

const expected = [
	[1, 'p1@example.org', 'Course, "1"', 61],
	[3, 'p3@example.org', 'Course, "0"', 182]
];

describe('the answer of a learning system is read as the export that it is', () => {
	const all = JSON.stringify(some);
	test.each([
		['an array', all],
		['an array over many lines', JSON.stringify(some, null, 2)],
		['a page', JSON.stringify({ registrations: some, more: '' })],
		['a page in a page', JSON.stringify({ data: { items: some, total_count: 3 }, version: '1' })],
		['lines', some.map((one) => JSON.stringify(one)).join('\n')],
		['pages on lines', `{"items":[${all.slice(1, -1)}]}\n`],
		['UTF-16', Buffer.from(`\uFEFF${all}`, 'utf16le')],
		['a mark before it', `\uFEFF${all}`],
		['gzip', gzipSync(all)]
	])('%s', async (_name, content) => {
		const report = await importFile(warehouse, fileOf('answer.json', content), by);
		expect(report.source).toBe('scorm-cloud-registrations');
		expect([report.rows_read, report.rows_loaded, report.rows_rejected]).toEqual([3, 2, 1]);
		expect(report.rejects).toEqual([
			{ line: 2, column: 'createdDate', value: 'soon', reason: 'not_a_date' }
		]);
		expect(await kept(report.batch_id)).toEqual(expected);
	});

	test('several pages one after the other, and a record that is cut off', async () => {
		const pages = [some.slice(0, 2), some.slice(2)].map((one, n) =>
			JSON.stringify({ registrations: one, more: n === 0 ? 'next' : null })
		);
		const cut = '\n{"id": "r4", "registrationCompletion"';
		const report = await importFile(warehouse, fileOf('a.json', pages.join('\n') + cut), by);
		expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
			[2, 'not_a_date'],
			[4, 'json_truncated']
		]);
		expect(report.warnings.map(({ code }) => code)).not.toContain('more_pages');
		expect(await kept(report.batch_id)).toEqual(expected);
	});

	test('a page that names a next one is told', async () => {
		const page = JSON.stringify({ registrations: some, more: 'next' });
		const report = await importFile(warehouse, fileOf('a.json', page), by);
		expect(report.warnings.map(({ code }) => code)).toContain('more_pages');
	});

	test('refused records can be corrected and dropped again', async () => {
		const content = JSON.stringify({ registrations: some });
		const { batch_id: id } = await importFile(warehouse, fileOf('a.json', content), by);
		const file = await warehouse.read(async (connection) => {
			const batch = await findBatch(connection, id ?? 0);
			const rejects = await listRejects(connection, id ?? 0, 10);
			return batch && refusedFile(warehouse.dataDir, batch, rejects);
		});
		let text = '';
		for await (const part of file?.text ?? []) text += part;
		expect(file?.name).toBe(`refused-${id}-a.ndjson`);
		expect(JSON.parse(text)).toEqual(some[1]);
		const corrected = fileOf('corrected.ndjson', text.replace('soon', '2025-03-02'));
		const report = await importFile(warehouse, corrected, by);
		expect([report.rows_read, report.rows_loaded]).toEqual([1, 1]);
		expect((await warehouse.read(listBatches)).length).toBe(2);
	});

	test('a large page is previewed whole, a column that only later records have is one; it is read in a child process', async () => {
		const note = 'x'.repeat(200);
		const many = Array.from({ length: 3000 }, (_, n) => ({ ...registration(n), note }));
		const last = { ...registration(3000), completedDate: '2025-03-05T08:00:00Z' };
		const file = fileOf('a.json', JSON.stringify({ registrations: [...many, last] }));
		let children = 0;
		listenToFaultPoints((point) => {
			if (point === 'child') children++;
		});
		const preview = await previewFile(file, { warehouse });
		listenToFaultPoints(() => undefined);
		expect(children).toBe(2);
		expect(preview.refusal).toBeNull();
		expect(preview.looked.refused).toEqual([]);
		expect(preview.columns.find(({ column }) => column === 'completedDate')?.field).toContain(
			'completed_at'
		);
		const report = await importFile(warehouse, file, by);
		expect([report.rows_read, report.rows_rejected]).toEqual([3001, 0]);
	});
});

test('of long records, only as many are kept for the look as it needs, and no key without end', async () => {
	const long = (n: number) => ({ n, text: 'x'.repeat(300_000), ['k'.repeat(2000)]: n });
	const file = fileOf('long.json', JSON.stringify([1, 2, 3, 4, 5, 6].map(long)));
	const table = await jsonTable(file.path, { encoding: 'utf-8', mark: 0 });
	expect(table?.header).toEqual(['n', 'text']);
	expect(table?.rows.map(([n]) => n)).toEqual(['1', '2', '3', '4']);
});

describe('what is no answer of a known system', () => {
	const refusal = (value: unknown): Promise<string> =>
		recognise(fileOf('a.json', JSON.stringify(value)).path).then(
			() => expect.unreachable(),
			(cause: unknown) => (cause as Error).message
		);

	test('is refused with its keys, or with the lists in it', async () => {
		expect(await refusal([{ fruit: 'pear', colour: 'green' }])).toMatch(
			/records have the keys fruit, colour/
		);
		const user = { id: 1, login: 'ann', courses: [{ id: 1, name: 'Fire' }] };
		expect(await refusal([user])).toMatch(/lists of records of their own \(courses\)/);
		expect(await refusal(user)).toMatch(/lists of records of their own \(courses\)/);
	});

	test('an envelope holds nothing but one list and what is said of it', () => {
		const list = [{ a: 1 }, { a: 2 }];
		for (const envelope of [
			{ items: list },
			{ data: list, meta: { page: 1 }, links: { next: null } },
			{ data: { items: list, has_more_data: true, sort: [] }, _links: [] },
			{ enrollments: list, total_pages: 3, '@odata.nextLink': 'x' }
		])
			expect(recordsIn(envelope)).toEqual(list);
		for (const record of [
			{ id: 1, tags: list },
			{ a: 1 },
			{ list: [1, 2] },
			{ a: { b: { c: list } } }
		])
			expect(recordsIn(record)).toEqual([record]);
	});
});

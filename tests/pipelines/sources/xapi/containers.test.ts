import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { previewFile } from '#pipelines/preview.ts';
import { placeOfHeading } from '#pipelines/sources/xapi/columns.ts';
import { fileOf, openEmpty } from '../../folder.ts';

type Json = Readonly<Record<string, unknown>>;

const emitters = [
	'cmi5.ndjson',
	'learner-decides-or-not.ndjson',
	'moodle-since-4-8.ndjson',
	'h5p.json',
	'learndash.json',
	'articulate.json',
	'trax.json',
	'voiding.json'
];

function statementsOf(name: string): Json[] {
	const text = readFileSync(join(import.meta.dirname, 'golden', name), 'utf8');
	if (name.endsWith('.ndjson'))
		return text
			.split('\n')
			.filter((line) => line.trim() !== '')
			.map((line) => JSON.parse(line) as Json);
	const read = JSON.parse(text) as Json[] | { statements: Json[] };
	return 'statements' in read ? read.statements : [...read];
}

const cell = (value: unknown): string => {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `"${text.replaceAll('"', '""')}"`;
};

/** A statement as path → value; what stands under extensions is one value each. */
function flat(value: unknown, path: readonly string[] = []): [readonly string[], unknown][] {
	const isOpen = path.at(-2) !== 'extensions' && typeof value === 'object' && value !== null;
	if (!isOpen) return [[path, value]];
	return Object.entries(value).flatMap(([key, inner]) => flat(inner, [...path, key]));
}

/** The table that a record store makes of statements, one column for each path that any of them has. */
function table(statements: readonly Json[], heading: (path: readonly string[]) => string): string {
	const rows = statements.map(
		(one) => new Map(flat(one).map(([path, value]) => [heading(path), value]))
	);
	const headings = [...new Set(rows.flatMap((row) => [...row.keys()]))];
	const lines = rows.map((row) =>
		headings.map((name) => (row.has(name) ? cell(row.get(name)) : '')).join(',')
	);
	return [headings.map(cell).join(','), ...lines, ''].join('\r\n');
}

/** Every event that a file became, without what names the file. */
async function eventsOf(name: string, content: string) {
	const warehouse = await openEmpty();
	try {
		const report = await importFile(warehouse, fileOf(name, content), {
			importedBy: 'test',
			isOneOfMany: true,
			now: () => new Date('2026-01-02T03:04:05Z')
		});
		expect(report.rows_read).toBe(
			report.rows_loaded + report.rows_duplicate + report.rows_rejected
		);
		const rows = await warehouse.read(async (connection) =>
			(
				await connection.runAndReadAll(`
					select e.* exclude (batch_id, line, identity_id, alias_id, row_hash), i.email, i.account, a.code, a.title
					from learning_event as e
					left join identity as i on i.identity_id = e.identity_id
					left join item_alias as a on a.alias_id = e.alias_id
					order by all`)
			).getRowObjectsJson()
		);
		return { report, rows };
	} finally {
		await warehouse.close();
	}
}

const asLines = (statements: readonly Json[]) =>
	statements.map((one) => JSON.stringify(one)).join('\n');

describe('statements in a table become the events that they are as JSON', () => {
	test.each(emitters)('%s', async (name) => {
		const statements = statementsOf(name);
		const plain = await eventsOf('plain.ndjson', asLines(statements));
		const ralph = [
			'event_id,emission_time,event',
			...statements.map((one) => `x,2025-01-01 00:00:00,${cell(JSON.stringify(one))}`)
		].join('\n');
		const tables = {
			'ralph.csv': ralph,
			'lrsql.csv': table(statements, (path) => path.join('_')),
			'locker.csv': table(statements, (path) =>
				['statement', ...path.map((key) => key.replaceAll('.', '&46;'))].join('.')
			)
		};
		for (const [file, text] of Object.entries(tables)) {
			const read = await eventsOf(file, text);
			expect(read.rows, file).toEqual(plain.rows);
			expect(read.report, file).toMatchObject({
				source: 'xapi',
				rows_read: plain.report.rows_read,
				rows_loaded: plain.report.rows_loaded,
				rows_rejected: plain.report.rows_rejected
			});
		}
	});

	test('a row that cannot be cut and one without a time are refused, with their lines', async () => {
		const [one] = statementsOf('cmi5.ndjson');
		const { timestamp: _time, ...timeless } = one ?? {};
		const { report } = await eventsOf(
			'ralph.csv',
			[
				'event_id,event',
				`a,${cell(JSON.stringify(one))}`,
				'b',
				`c,${cell(JSON.stringify(timeless))}`,
				'd,{"actor": broken',
				''
			].join('\n')
		);
		expect(report).toMatchObject({ rows_read: 4, rows_loaded: 1, rows_rejected: 3 });
		expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
			[3, 'too_few_columns'],
			[4, 'missing_timestamp'],
			[5, 'json_unbalanced']
		]);
	});

	test('the preview shows them and says why', async () => {
		const text = table(statementsOf('trax.json'), (path) => path.join('_'));
		const preview = await previewFile(fileOf('lrsql.csv', text));
		expect(preview.source?.id).toBe('xapi');
		expect(preview.reasons[0]).toBe('its headings name the parts of xAPI statements');
		expect(preview.rows.length).toBeGreaterThan(0);
	});
});

describe('placeOfHeading(heading)', () => {
	test.each([
		['actor_account_name', ['actor', 'account', 'name'], 'text'],
		['statement.actor.mbox_sha1sum', ['actor', 'mbox_sha1sum'], 'text'],
		[
			'context_contextActivities_parent_0_id',
			['context', 'contextActivities', 'parent', '#0', 'id'],
			'text'
		],
		[
			'context/contextActivities/grouping[1]/id',
			['context', 'contextActivities', 'grouping', '#1', 'id'],
			'text'
		],
		['object_definition_name_en-US', ['object', 'definition', 'name', 'en-US'], 'text'],
		['result_score_scaled', ['result', 'score', 'scaled'], 'number'],
		[
			'statement.context.extensions.https://x&46;example/due_date',
			['context', 'extensions', 'https://x.example/due_date'],
			'any'
		]
	])('%s', (heading, path, kind) => {
		expect(placeOfHeading(heading)).toEqual({ path, kind });
	});

	test.each(['Course', 'actor', 'actor_nickname', 'verbose_id'])('%s is none', (heading) => {
		expect(placeOfHeading(heading)).toBeNull();
	});
});

describe('a multipart answer with attachments', () => {
	const statements = statementsOf('cmi5.ndjson');
	const body = JSON.stringify({ statements, more: '' }, null, 1);
	const parts = (head: string) =>
		[
			`${head}--b0undary`,
			'Content-Type: application/json; charset=utf-8',
			'',
			body,
			'--b0undary',
			'Content-Type: text/plain',
			'Content-Transfer-Encoding: binary',
			'X-Experience-API-Hash: 0000',
			'',
			'{"actor": "an attachment, no statement"}',
			'--b0undary--',
			''
		].join('\r\n');

	test.each([
		['as its body', ''],
		['with the heading of the answer', 'Content-Type: multipart/mixed; boundary=b0undary\r\n\r\n'],
		[
			'with all that curl -i prints',
			'HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\ncontent-type: multipart/mixed; boundary=b0undary\r\nx-experience-api-version: 1.0.3\r\n\r\n'
		]
	])('holds the statements of its first part, %s', async (_name, head) => {
		const plain = await eventsOf('plain.ndjson', asLines(statements));
		const read = await eventsOf('answer.txt', parts(head));
		expect(read.rows).toEqual(plain.rows);
		expect(read.report.rows_read).toBe(plain.report.rows_read);
	});

	test('a refused statement keeps its line in the file', async () => {
		const { report } = await eventsOf('answer.txt', parts('').replace('"verb"', '"word"'));
		const line = parts('')
			.split('\r\n')
			.slice(0, 3)
			.concat(body.split('\n'))
			.findIndex((text) => text === '  {');
		expect(report.rejects[0]).toMatchObject({ line: line + 1, reason: 'missing_property' });
	});
});

describe('a statement that Learning Locker wraps as voided', () => {
	const [first, second] = statementsOf('cmi5.ndjson');
	const wrapped = (isVoided: boolean) =>
		asLines([
			{ _id: 1, active: true, voided: isVoided, statement: first },
			{ _id: 2, active: true, voided: false, statement: second }
		]);

	test('counts as voided, though nothing in the file voids it', async () => {
		const { rows } = await eventsOf('plain.ndjson', wrapped(false));
		const { rows: kept, report } = await eventsOf('wrapped.ndjson', wrapped(true));
		expect(rows).toHaveLength(2);
		expect(kept).toEqual(rows.slice(1));
		expect(report).toMatchObject({ rows_read: 2, rows_loaded: 2, rows_rejected: 0 });
	});
});

import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { workbookParts } from '../pipelines/readers/xlsx-file.ts';
import { zipOf } from '../pipelines/readers/zip-file.ts';

/** The rows of the made exports: 100,000 people, 2,000 courses, 40 units, two years; one enrolment in ten is of people's own choice. */
const enrolmentRows = (rows: number): string => `
	select i, person, item, h, enrolled, if(h // 500 % 10 = 0, 1, 2 + h // 500 % 3) as method, h % 5 < 3 as is_complete, enrolled + to_days((h % 120)::integer) as completed
	from (select i, (hash(i) % 100000)::integer as person, (hash(i + 1) % 2000)::integer as item, (hash(i + 2) % 100000)::integer as h,
		timestamp '2024-01-01' + to_seconds((hash(i + 3) % 63072000)::integer) as enrolled from range(${rows}) as t(i))`;

/**
 * Writes an Absorb export of this many rows: 100,000 people, 2,000 courses, 40 units, two years. With `asOf` it is the report
 * as that day's morning saw it: no later enrolment, and what ends later is still open.
 */
export async function writeEnrolments(path: string, rows: number, asOf?: string): Promise<void> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const seen =
		asOf === undefined
			? enrolmentRows(rows)
			: `select * replace (is_complete and completed < timestamp '${asOf}' as is_complete) from (${enrolmentRows(rows)})
				where enrolled < timestamp '${asOf}'`;
	await connection.run(`
		copy (select
			i as "Enrollment ID",
			'user' || person || '@acme.example' as "Email Address",
			'EMP' || person as "Employee Number",
			'Unit ' || person % 40 as "Department",
			'C' || item as "Course ID",
			'Course number ' || item as "Course Name",
			(['Self', 'Admin', 'Automatic', 'Mandatory'])[method] as "Enrollment Method",
			case when is_complete then 'Complete' when h % 5 = 3 then 'In Progress' else 'Not Started' end as "Status",
			strftime(enrolled, '%Y-%m-%dT%H:%M:%S') as "Date Enrolled",
			case when is_complete then strftime(completed, '%Y-%m-%dT%H:%M:%S') end as "Date Completed",
			h % 101 as "Progress",
			h % 500 as "Time Spent (min)"
		from (${seen}))
		to '${path}' (header, delimiter ',')`);
	connection.closeSync();
	instance.closeSync();
}

/** Writes this many xAPI statements of about one kilobyte as NDJSON: enrolments, starts and completions of courses. */
export async function writeStatements(path: string, statements: number): Promise<void> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const filler =
		'A longer description, as learning systems put it beside every activity, in the language of the site. '.repeat(
			4
		);
	await connection.run(`
		copy (select json_object(
			'id', uuid()::varchar,
			'actor', json_object('objectType', 'Agent', 'name', 'Person ' || person, 'mbox', 'mailto:user' || person || '@acme.example'),
			'verb', json_object('id', (['http://adlnet.gov/expapi/verbs/initialized', 'http://adlnet.gov/expapi/verbs/completed', 'https://w3id.org/xapi/tla/verbs/planned', 'https://w3id.org/xapi/acrossx/verbs/was-assigned'])[1 + h % 4],
				'display', json_object('en', 'did')),
			'object', json_object('objectType', 'Activity', 'id', 'https://lms.acme.example/course/' || item,
				'definition', json_object('type', 'https://w3id.org/xapi/cmi5/activitytype/course', 'name', json_object('en', 'Course number ' || item), 'description', json_object('en', '${filler}'))),
			'result', json_object('completion', h % 4 = 1, 'duration', 'PT' || (60 + h % 3600) || 'S', 'score', json_object('scaled', (h % 100) / 100.0)),
			'context', json_object('registration', uuid()::varchar, 'platform', 'Acme Learning', 'language', 'en'),
			'timestamp', strftime(timestamp '2024-01-01' + to_seconds((hash(i + 3) % 63072000)::integer), '%Y-%m-%dT%H:%M:%S.000Z'),
			'version', '1.0.3') as s
		from (select i, (hash(i) % 20000)::integer as person, (hash(i + 1) % 500)::integer as item, (hash(i + 2) % 100000)::integer as h from range(${statements}) as t(i)))
		to '${path}' (format csv, header false, delimiter '\t', quote '', escape '')`);
	connection.closeSync();
	instance.closeSync();
}

/** Writes the same export as a workbook, as spreadsheet programs do: texts shared, days as numbers with the format of a date. */
export async function writeWorkbook(path: string, rows: number): Promise<void> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const header = [
		'Enrollment ID',
		'Email Address',
		'Employee Number',
		'Department',
		'Course ID',
		'Course Name'
	].concat([
		'Enrollment Method',
		'Status',
		'Date Enrolled',
		'Date Completed',
		'Progress',
		'Time Spent (min)'
	]);
	const range = (count: number, text: (index: number) => string) =>
		Array.from({ length: count }, (_, index) => text(index));
	const shared = [
		header,
		['Self', 'Admin', 'Automatic', 'Mandatory'],
		['Complete', 'In Progress', 'Not Started'],
		range(40, (index) => `Unit ${index}`),
		range(2000, (index) => `C${index}`),
		range(2000, (index) => `Course number ${index}`),
		range(100_000, (index) => `user${index}@acme.example`),
		range(100_000, (index) => `EMP${index}`)
	];
	const begin = (list: number) => shared.slice(0, list).flat().length;
	const cell = (column: string, list: number, index: string) =>
		`'<c r="${column}' || i + 2 || '" t="s"><v>' || (${begin(list)} + ${index}) || '</v></c>'`;
	const number = (column: string, value: string) =>
		`'<c r="${column}' || i + 2 || '"><v>' || ${value} || '</v></c>'`;
	const day = (column: string, value: string) =>
		`'<c r="${column}' || i + 2 || '" s="1"><v>' || round(epoch(${value}) / 86400 + 25569, 8) || '</v></c>'`;
	const body = `${path}.xml`;
	await connection.run(`
		copy (select concat('<row r="', i + 2, '">', ${[
			number('A', 'i'),
			cell('B', 6, 'person'),
			cell('C', 7, 'person'),
			cell('D', 3, 'person % 40'),
			cell('E', 4, 'item'),
			cell('F', 5, 'item'),
			cell('G', 1, 'method - 1'),
			cell('H', 2, '(case when is_complete then 0 when h % 5 = 3 then 1 else 2 end)'),
			day('I', 'enrolled'),
			`case when is_complete then ${day('J', 'completed')} end`,
			number('K', 'h % 101'),
			number('L', 'h % 500')
		].join(', ')}, '</row>') from (${enrolmentRows(rows)}) order by i)
		to '${body}' (format csv, header false, quote '', escape '', delimiter '\t')`);
	connection.closeSync();
	instance.closeSync();
	const strings = shared.flat();
	const parts = workbookParts([{ name: 'User Enrollments', rows: [header] }], {
		strings,
		formats: [22]
	});
	const rowsXml = readFileSync(body);
	rmSync(body);
	const whole = parts.map((part) => {
		if (!part.name.startsWith('xl/worksheets/')) return part;
		const [before = '', after = ''] = String(part.content).split('</sheetData>');
		return {
			...part,
			content: Buffer.concat([Buffer.from(before), rowsXml, Buffer.from(`</sheetData>${after}`)])
		};
	});
	writeFileSync(path, zipOf(whole));
}

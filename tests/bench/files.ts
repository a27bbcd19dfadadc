import { DuckDBInstance } from '@duckdb/node-api';

/** Writes an Absorb export of this many rows: 100,000 people, 2,000 courses, 40 units, two years. */
export async function writeEnrolments(path: string, rows: number): Promise<void> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run(`
		copy (select
			i as "Enrollment ID",
			'user' || person || '@acme.example' as "Email Address",
			'EMP' || person as "Employee Number",
			'Unit ' || person % 40 as "Department",
			'C' || item as "Course ID",
			'Course number ' || item as "Course Name",
			(['Self', 'Admin', 'Automatic', 'Mandatory'])[1 + h % 4] as "Enrollment Method",
			case when h % 5 < 3 then 'Complete' when h % 5 = 3 then 'In Progress' else 'Not Started' end as "Status",
			strftime(enrolled, '%Y-%m-%dT%H:%M:%S') as "Date Enrolled",
			case when h % 5 < 3 then strftime(enrolled + to_days((h % 120)::integer), '%Y-%m-%dT%H:%M:%S') end as "Date Completed",
			h % 101 as "Progress",
			h % 500 as "Time Spent (min)"
		from (select i, (hash(i) % 100000)::integer as person, (hash(i + 1) % 2000)::integer as item, (hash(i + 2) % 100000)::integer as h,
			timestamp '2024-01-01' + to_seconds((hash(i + 3) % 63072000)::integer) as enrolled from range(${rows}) as t(i)))
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

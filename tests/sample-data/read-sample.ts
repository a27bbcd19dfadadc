import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';

const surveyColumns = [
	...'started ended status ip progress seconds finished recorded response last first email number'.split(
		' '
	),
	...'latitude longitude channel language'.split(' '),
	...Array.from({ length: 13 }, (_, index) => `q${index + 1}`),
	'comment',
	'consent'
];
const survey = `auto_detect = false, skip = 3, delim = ',', quote = '"', escape = '"', columns = {${surveyColumns
	.map((name) => `'${name}': 'varchar'`)
	.join(', ')}}`;

/** Plain views over the written files, made without any code of the product. */
const views = (path: (file: string) => string) => `
create macro day_of(cell) as strptime(nullif(trim(cell), ''), '%-m/%-d/%Y %-I:%M %p')::date;
create table absorb as select * from read_csv('${path('absorb-enrolments.csv')}', all_varchar = true, header = true);
create table cornerstone as
    select * from read_csv('${path('cornerstone-transcript.utf8.csv')}', all_varchar = true, header = true, skip = 6);
create table moodle as select * from read_csv('${path('moodle-log.csv')}', all_varchar = true, header = true);
create table statement as select distinct json from read_ndjson_objects('${path('lxp-statements.ndjson.gz')}');
create table mandatory as select * from read_csv('${path('mandatory-list.csv')}', all_varchar = true, header = true);
create table catalogue as select * from read_csv('${path('catalogue.csv')}', header = true, types = {'Item code': 'varchar'});
create table official_path as select * from read_csv('${path('official-paths.csv')}', header = true);
create table job as select * from read_csv('${path('job-history.csv')}', header = true, types = {'Employee ID': 'varchar', 'Manager ID': 'varchar'});
create table rating as select * from read_csv('${path('manager-ratings.csv')}', header = true, types = {'Employee ID': 'varchar', 'Manager ID': 'varchar'});
create table answer as
    select 1 as wave, * from read_csv('${path('survey-wave-1.csv')}', ${survey})
    union all
    select 2 as wave, * from read_csv('${path('survey-wave-2.csv')}', ${survey});

create table xapi as
    select
        (json->>'$.id') as id, lower((json->>'$.actor.mbox'))[8:] as email, (json->>'$.verb.id') as verb,
        (json->>'$.object.id') as activity, (json->>'$.object.definition.name.en') as title,
        (json->>'$.timestamp')::timestamp as happened_at, json
    from statement
    where (json->>'$.id') not in (select (json->>'$.object.id') from statement where (json->>'$.verb.id') like '%/voided');

-- One row per person and item of each system, with what put the person there.
create table enrolment as
    select
        'absorb' as system, "Employee Number" as person, lower("Email Address") as email, "Department" as unit,
        "Course ID" as code, day_of("Date Enrolled") as enrolled_on, day_of("Date Completed") as completed_on,
        case
            when "Course ID" in (select "Item code" from mandatory where "Item code" <> '') or "Enrollment Method" = 'Mandatory' then 'required'
            when "Enrollment Method" = 'Self' then 'self'
            when "Enrollment Method" like '%Re%nrollment%' then 'unknown'
            else 'assigned' end as class
    from absorb where "Email Address" <> ''
    union all
    select
        'cornerstone', "User - User ID", lower("User - Email"), "User - Division", "Training - Training Object ID",
        strptime("Transcript - Transcript Registration Date", '%-m/%-d/%Y')::date,
        strptime(nullif("Transcript - Transcript Completed Date", ''), '%-m/%-d/%Y')::date,
        case
            when "Training - Training Object ID" in (select "Item code" from mandatory where "Item code" <> '')
                or "Transcript - Transcript Due Date" <> '' then 'required'
            when "Transcript - Transcript Delivery Method" = 'Self-Requested' then 'self'
            when "Transcript - Transcript Delivery Method" in ('External Progress', 'Other', 'Assignment*') then 'unknown'
            else 'assigned' end
    from cornerstone
    union all
    select
        'moodle', e.person, null, null, e.code, e.enrolled_on, min(c.completed_on),
        case
            when e.title in (select "Title" from mandatory where "Item code" is null or "Item code" = '') then 'required'
            when e.method = 'self' then 'self' else 'assigned' end
    from (
        select
            regexp_extract("Description", 'enrolled the user with id ''(\\d+)''', 1) as person, "Course" as title,
            regexp_extract("Description", 'course with id ''(\\d+)''', 1) as code,
            regexp_extract("Description", 'method ''(\\w+)''', 1) as method,
            strptime("Time", '%-d/%m/%y, %H:%M') as enrolled_at, enrolled_at::date as enrolled_on,
            lead(enrolled_at) over (partition by person, code order by enrolled_at) as next_at
        from moodle where "Event name" = 'User enrolled in course'
    ) as e
    left join (
        select
            regexp_extract("Description", 'user with id ''(\\d+)''', 1) as person,
            regexp_extract("Description", 'course with id ''(\\d+)''', 1) as code,
            strptime("Time", '%-d/%m/%y, %H:%M') as completed_at, completed_at::date as completed_on
        from moodle where "Event name" = 'Course completed'
    ) as c on c.person = e.person and c.code = e.code and c.completed_at >= e.enrolled_at
        and (e.next_at is null or c.completed_at < e.next_at)
    group by all
    union all
    select
        'waypoint', null, email, null, activity, min(happened_at) filter (verb not like '%/completed')::date,
        min(happened_at) filter (verb like '%/completed')::date,
        case
            when bool_or((json->>'$.context.extensions."https://w3id.org/xapi/tla/extensions/due_date"') is not null) then 'required'
            when bool_or(verb like '%/planned' or (json->>'$.context.extensions."https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type"') = 'self') then 'self'
            when bool_or(verb like '%/was-assigned' or verb like '%/enrolled') then 'assigned'
            else 'unknown' end
    from xapi where verb not like '%/voided'
    group by email, activity;
`;

/** A question to the written files. */
export interface Sample {
	rows(sql: string): Promise<Record<string, DuckDBValue>[]>;
	/** The first row, all columns as numbers. */
	numbers(sql: string): Promise<Record<string, number>>;
	close(): void;
}

/** Opens the files of a folder as tables, in memory. */
export async function readSample(folder: string): Promise<Sample> {
	// DuckDB's own latin-1 refuses the bytes that windows-1252 adds.
	const transcript = await readFile(join(folder, 'cornerstone-transcript.csv'));
	const readable = new TextDecoder('windows-1252').decode(transcript);
	await writeFile(join(folder, 'cornerstone-transcript.utf8.csv'), readable);
	const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
	const connection: DuckDBConnection = await instance.connect();
	await connection.run(views((file) => join(folder, file).replaceAll("'", "''")));
	const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
	return {
		rows,
		async numbers(sql) {
			const [first = {}] = await rows(sql);
			return Object.fromEntries(
				Object.entries(first).map(([name, value]) => [name, Number(value)])
			);
		},
		close() {
			connection.closeSync();
			instance.closeSync();
		}
	};
}

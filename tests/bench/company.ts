import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { surveyKey, costSheet } from './company-lists.ts';

/** A chance between 0 and 99 of person `p` that is always the same. */
const chance = (salt: number, of = 'p'): string => `(hash(${of} * 1000 + ${salt}) % 100)`;
const day = (salt: number, from: string, days: number, of = 'p'): string =>
	`(date '${from}' + (hash(${of} * 1000 + ${salt}) % ${days})::integer)`;

const mail = "'user' || p || '@acme.example'";
const number = "'EMP' || p";
const manager = "'EMP' || p // 10";
const unit = (of: string) => `'Unit ' || ${of} % 40`;

/** One row of a Workday event list; what changes goes from `now` to `then`. */
const event = (
	on: string,
	type: string,
	reason: string,
	columns: {
		readonly code: string;
		readonly family: string;
		readonly grade: string;
		readonly unit: string;
	},
	before: boolean
): string => {
	const current = (value: string) => (before ? value : 'null');
	const proposed = (value: string) => (type.startsWith('Terminate') ? 'null' : value);
	const base = {
		code: job('2'),
		family: "'Family ' || p % 10",
		grade: grade('0'),
		unit: unit('p')
	};
	return `${number} as "Employee ID", 'First' || p as "First Name", 'Last' || p as "Last Name", ${mail} as "Work Email",
		${on} as "Effective Date", '${type}' as "Business Process Type", '${reason}' as "Business Process Reason",
		'Successfully Completed' as "Business Process Status", ${on} as "Business Process Completed Date",
		${current(base.code)} as "Job Code - Current", ${proposed(columns.code)} as "Job Code - Proposed",
		${current(base.code)} as "Job Profile - Current", ${proposed(columns.code)} as "Job Profile - Proposed",
		${current(base.family)} as "Job Family - Current", ${proposed(columns.family)} as "Job Family - Proposed",
		${current(base.grade)} as "Compensation Grade - Current", ${proposed(columns.grade)} as "Compensation Grade - Proposed",
		${current(base.unit)} as "Supervisory Organization - Current", ${proposed(columns.unit)} as "Supervisory Organization - Proposed",
		'Place ' || p % 6 as "Location - Proposed", ${manager} as "Manager ID"`;
};
const job = (level: string) => `'JOB' || p % 10 || '-' || ${level}`;
const grade = (more: string) => `'G' || 4 + p % 4 + ${more}`;

function jobHistory(people: number): string {
	const all = `from range(${people}) as t (p)`;
	const stays = {
		code: job('2'),
		family: "'Family ' || p % 10",
		grade: grade('0'),
		unit: unit('p')
	};
	return [
		`select ${event(day(1, '2018-01-01', 2100), 'Hire', 'Hire Employee > New Hire', stays, false)} ${all}`,
		`select ${event(day(2, '2024-03-01', 860), 'Promote Employee', 'Promotion > Advancement', { ...stays, code: job('3'), grade: grade('1') }, true)} ${all} where ${chance(3)} < 16`,
		`select ${event(day(4, '2024-03-01', 860), 'Change Job', 'Lateral Move > Internal Application', { ...stays, family: "'Family ' || (p + 3) % 10", unit: unit('(p + 7)') }, true)} ${all} where ${chance(3)} between 20 and 29`,
		`select ${event(day(5, '2024-03-01', 860), 'Terminate Employee', 'Terminate Employee > Voluntary > Resignation', stays, true)} ${all} where ${chance(3)} between 40 and 52`
	].join(' union all ');
}

/** One of two waves: twelve questions of agreement, one of recommendation, and a comment of every fifth. */
const survey = (people: number, wave: number): string => {
	const sent = wave === 1 ? '2024-09-16' : '2025-09-15';
	const answers = Array.from(
		{ length: 12 },
		(_, index) => `1 + (hash(p * 1000 + ${wave * 100 + index}) % 5) as "Q${index + 1}"`
	).join(', ');
	const comments = [
		'The course on statistics was really helpful and I use it every week.',
		'I never find time for learning, the deadlines are terrible.',
		'Too many mandatory trainings, and they are boring.',
		'I like that I can choose what I learn.',
		'The videos do not work on my phone.'
	];
	return `select date '${sent}' + (p % 10)::integer + time '09:00' as "StartDate", date '${sent}' + (p % 10)::integer + time '09:06' as "EndDate",
		0 as "Status", 100 as "Progress", 360 as "Duration (in seconds)", 1 as "Finished",
		date '${sent}' + (p % 10)::integer + time '09:06' as "RecordedDate", 'R_${wave}' || p as "ResponseId",
		${mail} as "RecipientEmail", ${number} as "ExternalReference", 'email' as "DistributionChannel", 'EN' as "UserLanguage",
		${answers}, hash(p * 1000 + ${wave * 100 + 12}) % 11 as "Q13",
		case when p % 5 = 0 then (['${comments.join("', '")}'])[1 + p // 5 % 5] end as "Q14"
		from range(${people}) as t (p) where ${chance(200 + wave)} < 42`;
};

const selects = (people: number, items: number): Readonly<Record<string, string>> => ({
	'job-history.csv': jobHistory(people),
	'survey-wave-1.csv': survey(people, 1),
	'survey-wave-2.csv': survey(people, 2),
	'survey-invitations.csv': `select 'wave ' || w as "Wave", 'survey' as "Survey", ${number} as "Employee ID", ${mail} as "Email",
		case w when 1 then '2024-09-16' else '2025-09-15' end as "Invited on", 'Email Sent' as "Status" from range(${people}) as t (p), range(1, 3) as s (w)`,
	'manager-ratings.csv': `select case w when 0 then 'Autumn 2024' else 'Autumn 2025' end as "Review Cycle",
		case w when 0 then ${day(30, '2024-09-20', 20)} else ${day(31, '2025-09-20', 20)} end as "Rated On", ${number} as "Employee ID",
		'Person ' || p as "Employee", ${manager} as "Manager ID", 'Manager ' || p // 10 as "Manager",
		least(5, 1 + (hash(p + w * 7) % 4) + w * (p % 3 = 0)::integer) as "Ready for the next role (1-5)"
		from range(${people}) as t (p), range(2) as s (w) where ${chance(32)} < 60`,
	'official-paths.csv': `select 'PTH-' || path as "Path code", 'Path ' || path as "Path title", 1 as "Version", '2023-01-09' as "Valid from", null as "Valid to",
		step + 1 as "Step", 'absorb' as "System", 'C' || (path * 7 + step) % ${items} as "Item code", 'Course number ' || (path * 7 + step) % ${items} as "Item title"
		from range(40) as t (path), range(5) as s (step)`,
	'recommendations.csv': `select ${day(40, '2024-01-05', 700, 'i')} + time '11:09' as "Shown at", 'newsletter' as "Channel", ${number} as "Employee ID", ${mail} as "Email",
		'absorb' as "System", 'C' || hash(i + 9) % ${items} as "Item code", 'Course number ' || hash(i + 9) % ${items} as "Title"
		from (select i, (hash(i + 8) % ${people})::integer as p from range(${5 * people}) as t (i))`,
	'mandatory-windows.csv': `select 'Campaign ' || y as "Campaign", 'all' as "Unit", y || '-10-07' as "Starts on", y || '-11-15' as "Ends on" from range(2024, 2026) as t (y)`,
	'development-goals.csv': `select ${number} as "Employee ID", 'Person ' || p as "Employee", 'Goal of ' || p as "Goal", ${day(50, '2024-10-01', 30)} as "Set on",
		'Family ' || p % 10 as "Target role", case when p % 3 = 0 then ${day(51, '2025-03-01', 30)} end as "Updated on" from range(${people}) as t (p) where ${chance(52)} < 30`,
	'vacancies-filled.csv': `select 'R-' || i as "Job Requisition ID", ${day(60, '2024-01-05', 700, 'i')} as "Filled Date",
		(['Career Site', 'Internal Candidate', 'Job Board'])[1 + i % 3] as "Candidate Type", ${number} as "Employee ID", ${job('2')} as "Job Code",
		'Family ' || p % 10 as "Job Family", ${grade('0')} as "Grade", ${unit('p')} as "Hiring Department"
		from (select i, (hash(i + 61) % ${people})::integer as p from range(${Math.ceil(people / 10)}) as t (i))`,
	'catalogue.csv': `select 'absorb' as "System", 'C' || i as "Item code", 'Course number ' || i as "Title",
		(['data', 'leadership', 'safety', 'language', 'sales', 'tools', 'health', 'law'])[1 + i % 8] as "Topics", (['course', 'video', 'article', 'event'])[1 + i % 4] as "Format",
		10 + i % 90 as "Minutes", ${unit('i')} as "Owner unit", '2022-05-02' as "Published", 'Family ' || i % 10 as "Target roles",
		case when i % 9 = 0 then 'yes' else 'no' end as "External" from range(${items}) as t (i)`,
	'survey-key.csv': surveyKey,
	'cost-sheet.csv': costSheet
});

/** The second and third header row of Qualtrics below the first: wordings, and the names of its import. */
function addHeaders(path: string): void {
	const text = readFileSync(path, 'utf8');
	const end = text.indexOf('\n');
	const names = text.slice(0, end).split(',');
	const wordings = names.map((name) =>
		/^Q\d+$/.test(name) ? `Statement ${name.slice(1)}.` : name
	);
	const imports = names.map((name) => `"{""ImportId"":""${name.replace(/^Q(\d+)$/, 'QID$1')}""}"`);
	writeFileSync(
		path,
		[names, wordings, imports].map((row) => row.join(',')).join('\n') + text.slice(end)
	);
}

/**
 * Writes what the other systems of the company of `writeEnrolments` would export: its job history, two waves of a survey
 * (over a million answers of 100,000 people), ratings, prompts, paths, windows, goals, vacancies, catalogue and costs.
 * Returns the files in the order in which they are imported.
 */
export async function writeCompany(
	folder: string,
	people = 100_000,
	items = 2000
): Promise<readonly string[]> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	const files: string[] = [];
	for (const [name, select] of Object.entries(selects(people, items))) {
		const path = join(folder, name);
		await connection.run(`copy (${select}) to '${path}' (header, delimiter ',')`);
		if (name.startsWith('survey-wave')) addHeaders(path);
		files.push(path);
	}
	connection.closeSync();
	instance.closeSync();
	return files;
}

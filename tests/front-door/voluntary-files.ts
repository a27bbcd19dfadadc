import { daysAfter, times } from './company.ts';
import {
	address,
	depth,
	registerRows,
	registered,
	testOut,
	unitOf,
	until
} from './voluntary-rows.ts';

/** A row of Absorb's report: what somebody took and finished on a day, and for how many minutes. */
const absorbed = (
	unit: string,
	person: string,
	item: string,
	day: string,
	method = 'Self',
	minutes = ''
): string =>
	`Title ${item},${method},Complete,${address(unit, person)},${day},${day},${day},${item},100,${minutes}`;

const minutes = [
	[300, 100],
	[200, 150],
	[0, 120],
	[360, 130],
	[0, 0]
];
const topics = ['D', 'D', 'D', 'D', 'L', 'L', 'S', 'F', 't5', 't6', 't7', 't8', 't9', 't10'];
const activeDays = [
	...['04-01', '04-02', '04-03', '04-04', '04-07', '04-08', '04-09', '06-02', '06-03', '06-30'],
	...['05-05', '05-23']
];
const pathDays = [
	[0, 20, 50],
	[0, 70, 90],
	[0, 10, 15, 200],
	[0, 30, 80]
];

const absorbRows = [
	...minutes.flatMap(([found, assigned], n) =>
		times(3).flatMap((copy) => [
			absorbed('A4', `m${n}x${copy}`, 'S', '2025-02-01', 'Self', String(found)),
			absorbed('A4', `m${n}x${copy}`, 'A', '2025-02-01', 'Admin', String(assigned))
		])
	),
	...times(6).flatMap((person) => [
		...topics.slice(0, 8).map((_t, n) => absorbed('A6', `p${person}`, `C${n}`, '2025-02-01')),
		...activeDays.map((day, n) => absorbed('A7', `p${person}`, `D${n}`, `2025-${day}`)),
		...['A', 'B', 'C'].map((n) => absorbed('B6', `p${person}`, n, '2024-03-01', 'Admin')),
		...['B', 'D', 'E'].map((n, day) => absorbed('B6', `p${person}`, n, `2024-10-0${day + 1}`))
	]),
	...times(5).flatMap((copy) => [
		...pathDays.flatMap((days, n) =>
			days.map((day, item) =>
				absorbed('B1', `p${n}x${copy}`, `E${item}`, daysAfter('2024-07-01', day))
			)
		),
		absorbed('B1', `p3x${copy}`, 'A', daysAfter('2024-07-01', 40), 'Admin'),
		...[4, 5, 6, 7].map((n) => absorbed('B1', `p${n}x${copy}`, 'A', '2024-07-01', 'Admin'))
	])
];

const prompted = (unit: string, person: string, item: string, day: string): string =>
	`${address(unit, person)},own,${item},${item},${day},recommendation`;

const leaving: Readonly<Record<string, string>> = {
	'p8.a1@example.org': '2025-04-01',
	...Object.fromEntries(times(10).map((n) => [`p8x${n}.a1ten@example.org`, '2025-04-01'])),
	...Object.fromEntries(times(6).map((n) => [`u${n}.unknown@example.org`, '2025-04-01'])),
	'p6.a8@example.org': '2025-03-12',
	'p8.a8@example.org': '2025-01-30'
};
const hiring: Readonly<Record<string, string>> = {
	'p7.a8@example.org': '2025-03-20',
	'p8.a8@example.org': '2025-01-10'
};

const unix = (day: string): number => Date.parse(`${day}T09:00:00Z`) / 1000;

/** Everybody who takes the last day of each system, so that all reach it. */
const filler = (n: number): string => address('Other', `other${n}`);

const tables = {
	'absorb.csv': [
		'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Started,Date Completed,Course ID,Progress,Time Spent (min)',
		absorbed('Other', 'other1', 'X', '2024-01-01', 'Admin'),
		...absorbRows,
		absorbed('A0', 'p2', 'GDPR', '2025-03-01'),
		absorbed('Other', 'other1', 'X', until, 'Admin')
	],
	'register.csv': [
		'Learner e-mail,Item taken,Code of the item,Enrolled on,Started on,Completed on,Ended on,Due on,State of enrolment,Progress in percent,Time spent,Enrolled how,How binding,Enrolled by',
		...registerRows,
		registered('Other', 'other2', 'X', { on: until, how: 'admin' })
	],
	'moodle.csv': [
		'id,enrol,userid,email,courseid,fullname,timecreated,status',
		`1,cohort,31,${address('A0', 'p3')},7,A0 3,${unix('2025-03-01')},0`,
		`2,manual,32,${filler(3)},8,X,${unix(until)},0`
	],
	'statements.json': [
		...testOut('t1'),
		...testOut('t2'),
		JSON.stringify({
			actor: { mbox: `mailto:${filler(4)}` },
			verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
			object: { id: 'https://example.org/other' },
			timestamp: `${until}T09:00:00Z`
		})
	],
	'mandatory.csv': [
		'Item code,Title,Obligation,Audience type,Audience,Valid from,Valid to',
		'GDPR,Title GDPR,mandatory,all,all,2025-01-01,'
	],
	'prompts.csv': [
		'Email,System,Item code,Title,Shown at,Channel',
		prompted('A0', 'p4', 'A0 4', '2025-03-03'),
		prompted('A0', 'p5', 'A0 5', '2025-03-03'),
		...times(8).map((n) => prompted('A9', `p${n + 1}`, 'tip', '2025-03-01')),
		prompted('A9', 'p6', 'tip', '2025-03-20'),
		prompted('A9', 'p7', 'tip', '2025-03-30'),
		...times(5).map((n) => prompted('S2', `s${n}`, 'c9', '2025-03-01'))
	],
	'catalogue.csv': [
		'System,Item code,Title,Topic,Format,Minutes,External',
		...topics.map((topic, item) => `absorb,C${item},Title C${item},${topic},video,30,no`),
		...times(3).map((n) => `own,outside ${n},outside ${n},,,,yes`),
		...depth.map(([spent, m]) => `own,depth ${spent} of ${m},depth ${spent} of ${m},,,${m},no`),
		'xapi,https://example.org/test-out,Test out,,,20,no'
	],
	'windows.csv': ['Campaign,Unit,Starts on,Ends on', 'Spring,A7,05/05/2025,25/05/2025']
};

/** Exports of four learning systems, the analyst's lists, and the personnel list of everybody in them. */
export const voluntaryFiles = {
	...tables,
	'people.csv': [
		'Person e-mail,Unit of the person,Hired on,Left on',
		...[...unitOf].map(
			([email, unit]) => `${email},${unit},${hiring[email] ?? '2020-01-01'},${leaving[email] ?? ''}`
		)
	]
};

import { message } from '#queries/messages.ts';
import type { Column, Sql } from '../columns.ts';
import { changed, derived, email, key, text } from '../columns.ts';
import { marked } from '../words.ts';
import { firstOf } from '../choices.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { jobReasons, leaveReasons, reasonIn, reasonKind } from './reasons.ts';

const bambooDate = ['Job Information: Date', 'Date', 'Effective Date'];
const bambooTitle = ['Job Information: Job Title', 'Job Title'];
const bambooManager = ['Job Information: Reporting to', 'Reporting to', 'Reports To'];

/** BambooHR, table "Job Information": one row per change. FORMATS.md §24. */
export const bambooJobs: TableSource = {
	id: 'bamboohr-jobs',
	system: 'bamboohr',
	title: 'BambooHR: Job Information',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where, and from when on.',
	traps:
		'Nothing marks a promotion, so moves show by title only; the manager is a name and is joined only where one person of the file bears it; hires and departures are not in it.',
	required: [bambooDate, bambooTitle, bambooManager],
	telling: [
		['Job Information: Location', 'Location'],
		['Job Information: Department', 'Department'],
		['Job Information: Division', 'Division']
	],
	prefix: /^job information: ?/i,
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key('Employee #', 'Employee Number', 'Employee ID', 'EEID'),
		email: email('Work Email', 'Email'),
		display_name: text('Employee Name', 'Last Name, First Name', 'Name', 'Display Name'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		manager_key: text(...bambooManager),
		org_unit: text('Job Information: Department', 'Department'),
		effective_on: anchorDay(...bambooDate),
		job_title: text(...bambooTitle),
		location: text('Job Information: Location', 'Location')
	}
};

const bobDate = ['Effective date', 'Work - Effective date'];
const bobReason = ['Reason', 'Change reason', 'Reason for change'];
const bobPerson: Readonly<Record<string, Column>> = {
	employee_number: key('Employee ID', 'Employee number'),
	email: email('Email', 'Work email'),
	display_name: text('Display name', 'Employee', 'Full name')
};

/** HiBob, table "Work": one row per change. FORMATS.md §24. */
export const bobWork: TableSource = {
	id: 'hibob-work',
	system: 'hibob',
	title: 'HiBob: Work table',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where, and from when on.',
	traps:
		'Days are those of the site; hires and departures stand in the lifecycle table; the manager may be a name.',
	required: [bobDate, ['Job title', 'Title'], ['Site'], ['Reports to', 'Manager', 'Reports to ID']],
	telling: [['Department'], bobReason],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...bobPerson,
		manager_key: text('Reports to ID', 'Reports to', 'Manager'),
		org_unit: text('Department'),
		effective_on: anchorDay(...bobDate),
		job_title: text('Job title', 'Title'),
		location: text('Site'),
		reason: text(...bobReason),
		reason_kind: reasonKind(bobReason, jobReasons, ({ cell }) =>
			reasonIn(cell(bobReason) ?? 'null', jobReasons)
		)
	}
};

const bobStatus = ['Lifecycle status', 'Status'];
const isOneOf = (cell: Sql, words: readonly string[]): Sql =>
	`lower(${cell}) in (${words.map((word) => `'${word}'`).join(', ')})`;

/** The day of a lifecycle row where its status is one of these, later by so many days. */
const dayIf = (words: readonly string[], later: number): Column => ({
	headers: bobDate,
	cast: (reading) => {
		const { value, refuses } = anchorDay(...bobDate).cast(reading);
		const status = reading.cell(bobStatus) ?? 'null';
		return {
			value: `case when ${isOneOf(status, words)} then ${value} + ${later} end`,
			...(refuses && { refuses: { ...refuses, when: () => `${value} is null` } })
		};
	}
});

/** HiBob, table "Lifecycle": hired, terminated and what lies between. FORMATS.md §24. */
export const bobLifecycle: TableSource = {
	id: 'hibob-lifecycle',
	system: 'hibob',
	title: 'HiBob: Lifecycle table',
	format: 'table',
	entity: 'employment',
	decidesOrigin: 'Nothing; it says who was hired and who left.',
	traps: 'A departure states the last day, so that the person is gone from the next day on.',
	required: [bobDate, bobStatus],
	telling: [['Employee ID', 'Employee number', 'Email', 'Work email']],
	shapes: [
		{
			says: message('import.hired_or_terminated_among_values'),
			isNeeded: true,
			holds: ({ rows }) =>
				rows.some((row) => row.some((cell) => /^(hired|terminated)$/i.test(cell.trim())))
		}
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...bobPerson,
		hired_on: dayIf(['hired', 'rehired', 'employed', 'active'], 0),
		left_on: dayIf(['terminated', 'left'], 1),
		leave_reason: text('Reason', 'Termination reason', 'Leave reason'),
		leave_kind: derived(({ cell }) => ({
			value: reasonIn(
				cell(['Reason', 'Termination reason', 'Leave reason']) ?? 'null',
				leaveReasons
			)
		}))
	}
};

const chartDate = ['Date', 'Effective Date'];
const isStart = (cell: Sql): Sql => `lower(${cell}) = 'start'`;
const departure = ['Depart', 'Departure'];
const promoted = changed(text('Promotion'), marked);
const departed = changed(text(...departure), marked);

/** ChartHop, job history as it is imported and exported: one row per change. FORMATS.md §24. */
export const chartHop: TableSource = {
	id: 'charthop-jobs',
	system: 'charthop',
	title: 'ChartHop: job history',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where, was promoted or left.',
	traps:
		'A new title is no promotion unless the column says so; "start" stands for the start date; a departure states the last day.',
	required: [['Identifier', 'Work Email'], chartDate, ['Promotion'], departure],
	telling: [['Title'], ['Department'], ['Manager']],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Identifier', 'Work Email'),
		display_name: text('Name'),
		manager_key: text('Manager'),
		org_unit: text('Department', 'Team'),
		effective_on: {
			headers: chartDate,
			cast: (reading) => {
				const cell = reading.cell(chartDate) ?? 'null';
				const first = day('Start Date').cast(reading).value;
				const read = `case when ${isStart(cell)} then ${first} else ${day(...chartDate).cast(reading).value} end`;
				const last = `case when ${departed.cast(reading).value} is not null then 1 else 0 end`;
				return {
					value: `(${read} + ${last})`,
					refuses: { when: (value) => `${value} is null`, reason: 'not_a_date', cell }
				};
			}
		},
		job_title: text('Title'),
		location: text('Location'),
		reason: firstOf(departed, promoted),
		reason_kind: derived((reading) => ({
			value: `case when ${departed.cast(reading).value} is not null then 'termination'
				when ${promoted.cast(reading).value} is not null then 'promotion'
				when ${isStart(reading.cell(chartDate) ?? 'null')} then 'hire' end`
		})),
		leave_kind: changed(
			departed,
			(value) =>
				`case when ${value} is not null then coalesce(${reasonIn(value, leaveReasons)}, 'other') end`
		)
	}
};

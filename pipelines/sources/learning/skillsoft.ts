import { derived, email, key, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const assigned = ['Assigned Date', 'Date Assigned', 'Assignment Date', 'Start Date'];
const done = ['Completion Date', 'Completed Date', 'Date Completed'];
const state = ['Completion Status', 'Training Status', 'Status'];

/** Skillsoft Compliance, training report: the criteria of the query stand above the table. FORMATS.md §0, §17. */
export const skillsoft: TableSource = {
	id: 'skillsoft-training',
	system: 'skillsoft',
	title: 'Skillsoft Compliance: training status',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: Training Type states the obligation only, Required or Optional.',
	traps:
		'Optional training is listed only when it is complete, so that its completion rate is 100 % whatever people did. The criteria of the query stand above the table. Exemption and Equivalency are waivers.',
	required: [
		['Training Type'],
		state,
		['Course', 'Course Title', 'Course Name', 'Training Title', 'Training Name']
	],
	telling: [
		[...assigned, 'Due Date'],
		done,
		['Employee ID', 'User ID', 'Login Name', 'Username'],
		['Training Profile', 'Assignment', 'Site', 'Curriculum', 'Due Date']
	],
	shapes: [
		{
			says: 'training types Required and Optional',
			isNeeded: true,
			holds: ({ header, rows }) => {
				const at = header.findIndex((heading) => normaliseHeader(heading) === 'training type');
				return rows.some((row) => /^(required|optional)$/i.test(row[at]?.trim() ?? ''));
			}
		}
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Email Address'),
		username: key('User ID', 'Login Name', 'Username'),
		employee_number: key('Employee ID', 'Employee Number'),
		display_name: text('Name', 'Employee Name'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		org_unit: text('Department', 'Site', 'Organization'),
		item_code: text('Course Code', 'Course ID', 'Training Code'),
		item_title: required(
			'course',
			'Course',
			'Course Title',
			'Course Name',
			'Training Title',
			'Training Name'
		),
		enrolled_at: date(...assigned),
		completed_at: date(...done),
		due_at: date('Due Date'),
		is_date_only: dayOnly(...assigned, ...done),
		status: words(
			state,
			{ ...statusWords, Incomplete: 'in_progress', Overdue: 'not_started' },
			'unknown'
		),
		obligation: words(['Training Type'], { Required: 'required', Optional: 'optional' }),
		origin_rule: derived(() => ({ value: "'R2'" })),
		method: text('Training Type')
	}
};

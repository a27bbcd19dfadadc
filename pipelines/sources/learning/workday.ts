import { derived, email, key, percent, required, text } from '../columns.ts';
import { answers, flag, words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import { obligationWords } from '../lists/spoken-words.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';
import { valuesLike } from './shapes.ts';

const content = [
	'Learning Content',
	'Learning Content Title',
	'Content Title',
	'Course Title',
	'Learning Content Name'
];
const contentId = [
	'ID of training',
	'Learning Content ID',
	'Content ID',
	'Learning Content Number'
];
const kind = ['Learning Content Type', 'Content Type', 'Course Type', 'Learning Type'];
const person = ['Employee ID', 'Worker ID', 'Learner Employee ID', 'Universal ID'];
const name = ['Worker', 'Learner', 'Employee', 'Learner Name', 'Worker Name'];
const assigned = [
	'Assigned Date',
	'Date Assigned',
	'Assignment Date',
	'Assigned On',
	'Learning Assignment Date'
];
const registered = [
	'Registration date',
	'Enrollment Date',
	'Date Enrolled',
	'Enrolled Date',
	'Enrolled On'
];
const state = [
	'Completion Status',
	'Learning Enrollment Status',
	'Enrollment Status',
	'Overall Completion Status',
	'Status'
];

const learner = {
	email: email('Email', 'Work Email', 'Email - Work', 'Primary Work Email', 'Work Email Address'),
	employee_number: key(...person),
	display_name: text(...name),
	org_unit: text(
		'Supervisory Organization',
		'Supervisory Org',
		'Organization',
		'Cost Center',
		'Department'
	),
	manager_key: text('Manager ID', 'Manager Employee ID', 'Manager')
};

const courseTypes = valuesLike(
	kind,
	/^(digital course|blended course( offering)?|course offering|program|lesson|media|video)$/i,
	'content types of Workday'
);

/** Workday Learning, who was assigned what. A custom report: headings vary, and prompts stand above them. FORMATS.md §8. */
export const workdayAssignments: TableSource = {
	id: 'workday-assignments',
	system: 'workday',
	title: 'Workday Learning: Learning Assignments',
	format: 'table',
	entity: 'assignment',
	decidesOrigin:
		'The record itself: what is assigned was not chosen. Assigned by a manager counts as the manager’s, everything else as an administrator’s.',
	traps:
		'A campaign assigns without enrolling, and dropping an enrolment does not waive the assignment: import Learning Enrollments too, as a file of its own.',
	required: [[...content, ...contentId], assigned, [...person, ...name]],
	telling: [
		['Due Date', 'Date Due', 'Required Completion Date'],
		['Assignment Status', 'Assigned By', 'Assignor', 'Assignment Reason', 'Learning Assignment'],
		['Required', 'Is Required', 'Mandatory', 'Campaign', 'Learning Campaign'],
		person
	],
	shapes: [courseTypes],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		...learner,
		item_code: text(...contentId),
		item_title: required('item', ...content, ...contentId),
		item_format: text(...kind),
		assigned_at: date(...assigned),
		due_at: date('Due Date', 'Date Due', 'Required Completion Date'),
		obligation: words(['Required', 'Is Required', 'Mandatory'], {
			...obligationWords,
			...answers('required', 'optional')
		}),
		assignor: derived(
			({ cell }) => {
				const by = cell(['Assigned By', 'Assignor', 'Assignment Reason']);
				const isManager = by === null ? 'false' : `contains(lower(coalesce(${by}, '')), 'manager')`;
				return { value: `case when ${isManager} then 'manager' else 'admin' end` };
			},
			['Assigned By', 'Assignor', 'Assignment Reason']
		),
		campaign: text('Learning Campaign', 'Campaign')
	}
};

/** Workday Learning, who enrolled in what. Who put the person there stands in the assignments. FORMATS.md §8. */
export const workdayEnrolments: TableSource = {
	id: 'workday-enrolments',
	system: 'workday',
	title: 'Workday Learning: Learning Enrollments',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing here: an enrolment without an assignment is unknown. Learning Assignments say who was assigned.',
	traps:
		'A custom report: its headings and the prompts above them vary. Blended courses and their offerings both appear. An administrator’s mass enrolment looks like any other.',
	required: [[...content, ...contentId], registered, [...person, ...name]],
	telling: [
		['Completion Date', 'Date Completed', 'Completed On'],
		state,
		['Learning Enrollment', ...kind],
		person,
		contentId
	],
	shapes: [courseTypes],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		...learner,
		item_code: text(...contentId),
		item_title: required('item', ...content, ...contentId),
		item_format: text(...kind),
		record_id: text('Learning Enrollment ID', 'Enrollment ID'),
		enrolled_at: date(...registered),
		started_at: date('Start Date', 'Date Started', 'Started On'),
		completed_at: date('Completion Date', 'Date Completed', 'Completed On'),
		closed_at: date('Drop Date', 'Date Dropped', 'Dropped On'),
		due_at: date('Due Date'),
		is_date_only: dayOnly(...registered),
		status: words(
			state,
			{
				...statusWords,
				'In Progress - Overdue': 'in_progress',
				'Not Started - Overdue': 'not_started'
			},
			'unknown'
		),
		progress: percent('Progress', 'Percent Complete'),
		is_active: flag('Active', 'Is Active', 'Active Status')
	}
};

import { email, key, nameUnlessKey, number, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const states = {
	...statusWords,
	'À faire': 'not_started',
	'Por hacer': 'not_started',
	'To do': 'not_started',
	Validated: 'completed',
	Validé: 'completed'
};

/** 360Learning, dashboard table by course or path: one row per attendee and session. FORMATS.md §11. */
export const learning360: TableSource = {
	id: '360learning-sessions',
	system: '360learning',
	title: '360Learning: attendees of sessions',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the dashboard does not say who enrolled the person.',
	traps:
		'"-" is no score. Attendees include deleted users. A file is of one granularity: path, course or question; question rows are no enrolments.',
	required: [
		['Session', 'Session name', 'Path session', 'Path', 'Program'],
		['Attendee', 'Attendees', 'Learner', 'Email', 'User email', 'Attendee email'],
		['Progress', 'Progress (%)', 'Completed'],
		['Certificate', 'Certificates', 'Median time', 'Time spent', 'Time Spent', 'Last activity']
	],
	telling: [
		['Score', 'Score (%)'],
		['Course', 'Course name', 'Path', 'Program'],
		['Completed', 'Status', 'Completion date', 'Completed on'],
		['Enrollment date', 'Invitation date', 'Invited on', 'Start date', 'First activity']
	],
	dateOrder: 'dmy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'User email', 'Attendee email', 'Attendee', 'Learner'),
		username: key('User ID', 'Custom ID', 'Username'),
		display_name: nameUnlessKey('Attendee', 'Attendees', 'Learner', 'Name', 'User'),
		first_name: text('First name'),
		last_name: text('Last name'),
		org_unit: text('Group', 'Groups', 'Department'),
		item_code: text('Course ID', 'Path ID', 'Session ID'),
		item_title: required(
			'course',
			'Course',
			'Course name',
			'Path',
			'Program',
			'Session',
			'Session name',
			'Path session'
		),
		enrolled_at: date('Enrollment date', 'Invitation date', 'Invited on'),
		started_at: date('Start date', 'First activity', 'Started on'),
		completed_at: date('Completion date', 'Completed on'),
		last_activity_at: date('Last activity', 'Last access'),
		is_date_only: dayOnly(
			'Enrollment date',
			'Invitation date',
			'Invited on',
			'Start date',
			'First activity'
		),
		status: words(
			['Status', 'Completed'],
			{ ...states, Yes: 'completed', No: 'in_progress' },
			'unknown'
		),
		progress: percent('Progress', 'Progress (%)'),
		seconds: seconds('minutes', 'Time spent', 'Median time')
	}
};

/** MySkillCamp (now 360Learning), "learner-engagement". FORMATS.md §11. Whole empty rows and columns occur. */
export const mySkillCamp: TableSource = {
	id: 'myskillcamp-engagement',
	system: 'myskillcamp',
	title: 'MySkillCamp: learner engagement',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the report does not say who enrolled the person.',
	traps: 'Whole rows and columns may be empty. A content can stand in several sessions.',
	required: [
		['Content ID'],
		['Content Title'],
		['Learning Time (min)', 'Camps Published', 'Enrolment Date']
	],
	telling: [
		['Email Address'],
		['Enrolment Date'],
		['Estimated course duration (min)'],
		['Camps Published', 'Training Type'],
		['Certified', 'Certificate URL']
	],
	dateOrder: 'dmy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email Address', 'Email'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		item_code: text('Content ID'),
		item_title: required('item', 'Content Title'),
		item_format: text('Content Type', 'Training Type'),
		item_minutes: number('Estimated course duration (min)'),
		item_topics: text('Categories', 'Skills'),
		enrolled_at: date('Enrolment Date'),
		started_at: date('Start Date'),
		completed_at: date('Completion Date'),
		last_activity_at: date('Last update'),
		is_date_only: dayOnly('Enrolment Date', 'Start Date'),
		status: words(['Status', 'Status (Not started/In progress/Completed)'], states, 'unknown'),
		progress: percent('Progress (%)'),
		seconds: seconds('minutes', 'Learning Time (min)')
	}
};

import { email, key, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';
import { valuesLike, without } from './shapes.ts';

const course = ['Course', 'Course Name', 'Course Title'];
const state = ['Status', 'Completion Status'];
const share = ['Progress', 'Progress (%)', 'Completion', 'Completion (%)'];
const enrolled = [
	'Enrolled',
	'Enrolled At',
	'Enrolled On',
	'Enrolment Date',
	'Enrollment Date',
	'Date Enrolled',
	'Joined'
];

/** Coursebox, its template for the import of people: Name, Email, Role. FORMATS.md §3. It tells of people, not of learning. */
export const courseboxPeople: TableSource = {
	id: 'coursebox-people',
	system: 'coursebox',
	title: 'Coursebox: bulk import template (people)',
	format: 'table',
	entity: 'account',
	decidesOrigin: 'Nothing: the template names people only.',
	traps: 'Holds no learning at all: export learners with their courses too.',
	required: [['Name', 'Full Name'], ['Email', 'Email Address'], ['Role']],
	telling: [],
	shapes: [
		{
			...valuesLike(
				['Role'],
				/^(learner|facilitator|admin|administrator)$/i,
				'roles Learner, Facilitator and Admin'
			),
			isNeeded: true
		},
		without([...course, ...state, ...share, 'Title', 'Department', 'Hire Date'], 'no courses')
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Email Address'),
		display_name: text('Name', 'Full Name')
	}
};

/** Coursebox, a generic export of learners and courses. Its headings are not documented: map what differs. FORMATS.md §3. */
export const courseboxLearners: TableSource = {
	id: 'coursebox-learners',
	system: 'coursebox',
	title: 'Coursebox: learners and courses',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: no column says who enrolled the person.',
	traps:
		'The headings are not documented by the vendor: check the preview, and map by hand what differs.',
	required: [
		['Name', 'Learner', 'Learner Name'],
		['Email', 'Learner Email', 'Email Address'],
		['Role'],
		course
	],
	telling: [
		share,
		state,
		enrolled,
		['Completed', 'Completed At', 'Completed On', 'Completion Date', 'Date Completed']
	],
	shapes: [
		valuesLike(
			['Role'],
			/^(learner|facilitator|admin|administrator)$/i,
			'roles Learner, Facilitator and Admin'
		)
	],
	dateOrder: 'dmy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Learner Email', 'Email Address'),
		username: key('Username'),
		display_name: text('Name', 'Learner', 'Learner Name'),
		item_code: text('Course ID'),
		item_title: required('course', ...course),
		enrolled_at: date(...enrolled),
		started_at: date('Started', 'Started At', 'Started On', 'Start Date'),
		completed_at: date(
			'Completed At',
			'Completed On',
			'Completion Date',
			'Date Completed',
			'Completed'
		),
		last_activity_at: date('Last Activity', 'Last Accessed', 'Last Active'),
		is_date_only: dayOnly(...enrolled),
		status: words(state, statusWords, 'unknown'),
		progress: percent(...share)
	}
};

import { email, key, percent, required, text, words } from '../columns.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const created = ['Enrollment Created Date', 'Enrollment Created', 'Date Enrolled'];

/** LearnUpon, enrolment history, as reports and the history template have it. FORMATS.md §10. */
export const learnUpon: TableSource = {
	id: 'learnupon-enrolments',
	system: 'learnupon',
	title: 'LearnUpon: enrolment history',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the history does not say who enrolled the person.',
	traps:
		'A created date that was left blank became the day of a migration: many equal dates are no sign of a bulk enrolment.',
	required: [
		['Course Name', 'Course'],
		created,
		['Enrollment Status', 'Enrollment Completed Date']
	],
	telling: [
		['Login ID', 'Username', 'Email'],
		['Enrollment Started Date'],
		['Enrollment Completed Date'],
		['Enrollment Status'],
		['Enrollment Score', 'Enrollment Percentage']
	],
	dateOrder: 'dmy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Email Address', 'Login ID'),
		username: key('Login ID', 'Username'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		item_code: text('Course Reference Code', 'Course ID'),
		item_title: required('course', 'Course Name', 'Course'),
		enrolled_at: date(...created),
		started_at: date('Enrollment Started Date'),
		completed_at: date('Enrollment Completed Date'),
		due_at: date('Enrollment Due Date', 'Due Date'),
		is_date_only: dayOnly(...created),
		status: words(['Enrollment Status', 'Status'], statusWords, 'unknown'),
		progress: percent('Enrollment Percentage', 'Percentage Complete')
	}
};

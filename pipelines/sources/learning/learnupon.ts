import { email, key, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const created = ['Enrollment Created Date', 'Enrollment Created', 'Date Enrolled', 'date_enrolled'];
const course = ['Course Name', 'Course', 'course_name'];

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
		course,
		created,
		['Enrollment Status', 'Enrollment Completed Date', 'percentage_complete']
	],
	telling: [
		['Login ID', 'Username', 'Email'],
		['Enrollment Started Date', 'date_started'],
		['Enrollment Completed Date', 'date_completed'],
		['Enrollment Status', 'status'],
		['Enrollment Score', 'Enrollment Percentage', 'percentage_complete']
	],
	dateOrder: 'dmy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Email Address', 'Login ID'),
		username: key('Login ID', 'Username'),
		first_name: text('First Name', 'first_name'),
		last_name: text('Last Name', 'last_name'),
		item_code: text('Course Reference Code', 'Course ID', 'course_reference_code', 'course_id'),
		item_title: required('course', ...course),
		enrolled_at: date(...created),
		started_at: date('Enrollment Started Date', 'date_started'),
		completed_at: date('Enrollment Completed Date', 'date_completed'),
		due_at: date('Enrollment Due Date', 'Due Date', 'due_date'),
		is_date_only: dayOnly(...created),
		status: words(['Enrollment Status', 'Status'], statusWords, 'unknown'),
		progress: percent('Enrollment Percentage', 'Percentage Complete', 'percentage_complete')
	}
};

import { email, keyUnlessName, nameUnlessKey, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const enrolled = [
	'enrolled_on_timestamp',
	'enrolled_on',
	'Enrolled on',
	'Enrolment date',
	'Enrollment date',
	'Assigned on'
];
const done = ['completed_on_timestamp', 'completed_on', 'Completed on', 'Completion date'];
const expired = ['expired_on_timestamp', 'expired_on', 'Expired on', 'Expiration date'];
const state = ['completion_status', 'completion_status_formatted', 'Completion status', 'Status'];
const time = ['total_time_seconds', 'total_time', 'Total time', 'Training time', 'Time'];

/** TalentLMS, courses of users, as the interface and custom reports give them. FORMATS.md §9. */
export const talentLms: TableSource = {
	id: 'talentlms-courses',
	system: 'talentlms',
	title: 'TalentLMS: courses of users',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the report does not say who enrolled the person.',
	traps:
		'Dates follow the setting of the portal. A report on completions in a period still lists all completed courses of those people.',
	required: [enrolled, done, time],
	telling: [
		state,
		['completion_percentage', 'Completion percentage', 'Progress'],
		expired,
		['Course', 'course_name', 'Course name', 'course'],
		['User', 'login', 'Username', 'user_name', 'Email', 'email', 'user_id']
	],
	dateOrder: 'dmy',
	notations: ['unix', 'none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'email'),
		username: keyUnlessName('login', 'Username', 'user_name', 'User', 'user_id'),
		display_name: nameUnlessKey('User', 'Full name', 'Name'),
		first_name: text('first_name', 'First name'),
		last_name: text('last_name', 'Last name'),
		item_code: text('course_id', 'Course ID', 'course_code', 'Course code'),
		item_title: required('course', 'course_name', 'Course', 'Course name', 'course'),
		item_topics: text('category', 'Category'),
		enrolled_at: date(...enrolled),
		completed_at: date(...done),
		closed_at: date(...expired),
		is_date_only: dayOnly(...enrolled),
		status: words(state, { ...statusWords, incomplete: 'in_progress' }, 'unknown'),
		progress: percent('completion_percentage', 'Completion percentage', 'Progress'),
		seconds: seconds('seconds', ...time)
	}
};

import { always, email, key, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import { obligationWords } from '../lists/spoken-words.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const enrolled = [
	'Learning Plan Enrollment Date',
	'Learning Plan Assignment Date',
	'Enrollment Date',
	'Assignment Date'
];
const done = ['Learning Plan Completion Date', 'Completion Date'];

/** Docebo, report "Users - Learning Plans": one row per person and plan; the plan is the item. FORMATS.md §5. */
export const doceboPlans: TableSource = {
	id: 'docebo-plans',
	system: 'docebo',
	title: 'Docebo: Users - Learning Plans',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: Assignment Type states the obligation of the plan, not who enrolled the person.',
	traps:
		'A plan is counted beside its courses when Users - Courses is imported too. Progress over all courses is read where there are several.',
	required: [['Learning Plan Name'], ['Learning Plan Enrollment Status']],
	telling: [
		['Learning Plan Code', 'Learning Plan UUID', 'Learning Plan Unique ID'],
		['Username', 'Email', 'User unique ID'],
		enrolled,
		['Assignment Type'],
		['Progress Percentage (All Courses)', 'Progress Percentage (Mandatory Courses)']
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('Username'),
		display_name: text('Full Name'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		manager_key: text('Direct Manager'),
		org_unit: text('Branch Name', 'Branch path'),
		item_code: text('Learning Plan UUID', 'Learning Plan Unique ID', 'Learning Plan Code'),
		item_title: required('item', 'Learning Plan Name'),
		item_format: always("'Learning plan'"),
		enrolled_at: date(...enrolled),
		completed_at: date(...done),
		is_date_only: dayOnly(...enrolled, ...done),
		status: words(['Learning Plan Enrollment Status'], statusWords, 'unknown'),
		progress: percent(
			'Progress Percentage (All Courses)',
			'Progress Percentage (Mandatory Courses)',
			'Progress Percentage (Optional Courses)'
		),
		obligation: words(['Assignment Type'], obligationWords),
		origin_rule: always("'R2'"),
		method: text('Assignment Type')
	}
};

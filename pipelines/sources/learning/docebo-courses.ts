import { firstOf } from '../choices.ts';
import { always, derived, email, key, percent, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import { obligationWords } from '../lists/spoken-words.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const enrolled = ['Enrollment Date', 'Enrolment Date', 'enrollment_created_at'];
const course = ['Course Name', 'course_name'];
const state = ['Course Enrollment Status', 'Enrollment status', 'enrollment_status'];
const archived = ['Archived Enrollment (Yes / No)', 'Archived Enrollment', 'Archived'];
const status = words(
	state,
	{
		...statusWords,
		'Waiting list': 'not_started',
		'In waiting list': 'not_started',
		'To confirm': 'not_started',
		Overbooking: 'not_started',
		Suspended: 'withdrawn',
		'-2': 'not_started',
		'-1': 'not_started',
		'0': 'not_started',
		'1': 'in_progress',
		'2': 'completed',
		'3': 'withdrawn',
		'4': 'not_started'
	},
	'unknown'
);

/**
 * Docebo, report "Users - Courses", one row per person, course and attempt. FORMATS.md §5. An archived row is an earlier
 * attempt; one that was not completed closed when it was archived. Minutes and seconds stand side by side.
 */
export const doceboCourses: TableSource = {
	id: 'docebo-courses',
	system: 'docebo',
	title: 'Docebo: Users - Courses',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: Assignment Type states the obligation (Mandatory, Required, Recommended, Optional), not who enrolled the person.',
	traps:
		'Optional does not mean chosen. Archived rows are earlier attempts. Session Time is in minutes and Training Material Time in seconds. Enrollment End Date is a limit of access, not a deadline. Labels follow the language of the platform: map others by hand.',
	required: [
		course,
		state,
		[
			'Training Material Time (sec)',
			'Session Time (min)',
			'Assignment Type',
			...archived,
			'Course Unique ID',
			'course_uid',
			'enrollment_level',
			'enrollment_created_at',
			'Course Internal ID',
			'User unique ID',
			'Branch path',
			'Branches Codes',
			'User Course Level',
			'Number of Actions'
		]
	],
	telling: [
		enrolled,
		['Username', 'Email', 'User unique ID', 'user_id'],
		['Completion Date', 'enrollment_completion_date', 'course_complete_date', 'date_complete'],
		['Course First Access Date', 'Course Last Access Date', 'enrollment_date_last_updated'],
		[
			'Course Progress (%)',
			'Course Progression (%)',
			'Course Type',
			'Course code',
			'course_type',
			'course_code'
		]
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('Username'),
		display_name: text('Full Name', 'fullname'),
		first_name: text('First Name', 'first_name'),
		last_name: text('Last Name', 'last_name'),
		manager_key: text('Direct Manager'),
		org_unit: text('Branch Name', 'Branch path'),
		is_active: derived(
			({ cell }) => {
				const gone = cell(['Deactivated']);
				return { value: gone === null ? 'null' : `(lower(${gone}) not in ('yes', 'true', '1'))` };
			},
			['Deactivated']
		),
		item_code: text(
			'Course Unique ID',
			'Course Internal ID',
			'Course code',
			'course_uid',
			'course_id',
			'course_code'
		),
		item_title: required('course', ...course),
		item_format: text('Course Type', 'course_type'),
		item_topics: text('Course Category'),
		enrolled_at: date(...enrolled),
		started_at: date('Course First Access Date'),
		completed_at: date(
			'Completion Date',
			'enrollment_completion_date',
			'course_complete_date',
			'date_complete'
		),
		last_activity_at: date('Course Last Access Date'),
		closed_at: date('Archive Date'),
		is_date_only: dayOnly(...enrolled, 'Course First Access Date'),
		status: {
			...status,
			uses: archived,
			cast: (reading) => {
				const cast = status.cast(reading);
				const old = reading.cell(archived);
				if (old === null) return cast;
				const isOld = `lower(${old}) in ('yes', 'true', '1')`;
				return {
					...cast,
					value: `case when ${isOld} and ${cast.value} not in ('completed', 'failed') then 'withdrawn' else ${cast.value} end`
				};
			}
		},
		progress: percent('Course Progress (%)', 'Course Progression (%)'),
		seconds: firstOf(
			seconds('seconds', 'Training Material Time (sec)'),
			seconds('minutes', 'Session Time (min)')
		),
		obligation: words(['Assignment Type', 'assignment_type'], obligationWords),
		origin_rule: always("'R2'"),
		method: text('Assignment Type', 'assignment_type')
	}
};

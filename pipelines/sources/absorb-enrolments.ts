import { email, key, percent, required, text } from './columns.ts';
import { flag, words } from './words.ts';
import { seconds } from './durations.ts';
import { date, day, dayOnly, enrolmentDate } from './dates.ts';
import type { TableSource } from './source.ts';

const enrolled = ['Date Enrolled', 'Enrollment Date', 'Enrolled', 'date_enrolled'];
const method = ['Enrollment Method', 'enrollment_method', 'Enrolment Method'];
const named = ['Course Name', 'course_name', 'Course Title'];
const item = [...named, 'Course'];
const code = ['Course ID', 'Course (Course ID)', 'Course Code', 'External ID'];
const person = ['Username', 'User Name', 'username'];
const state = ['Status', 'Course Status', 'Enrollment Status', 'status'];

/**
 * Absorb, report "User Enrollments": one row per person and course. FORMATS.md §1.
 * The columns are chosen by the customer, so order means nothing.
 */
export const absorbEnrolments: TableSource = {
	id: 'absorb-enrolments',
	system: 'absorb',
	title: 'Absorb: User Enrollments',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Enrollment Method: Self is the learner; Admin, Automatic, Mandatory and System are not; re-enrolments hide it.',
	traps:
		'Lists active people only unless you add inactive ones; a re-enrolment hides who began it; Date Expires is a limit of access, not a deadline.',
	required: [item, method],
	telling: [
		enrolled,
		state,
		[...person, 'Email Address', 'Email'],
		['Date Completed', 'date_completed'],
		['Course ID', 'course', 'Course Type', 'Enrollment ID'],
		['Time Spent (min)', 'timespent_min', 'Progress', '% (Progress)', 'Progress (%)', 'Score']
	],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email Address', 'Email', 'email_address'),
		username: key(...person),
		employee_number: key('Employee Number', 'employee_number', 'Employee ID'),
		display_name: text('Full Name', 'Name'),
		first_name: text('First Name', 'first_name'),
		last_name: text('Last Name', 'last_name'),
		org_unit: text('Department', 'Department Name', 'department'),
		is_active: flag('Is Active', 'is_active'),
		hired_on: day('Date Hired', 'date_hired'),
		// Of a warehouse, "course" is the number of the course beside its name; alone it is the name.
		item_code: {
			headers: code,
			uses: ['course'],
			cast: ({ cell }) => ({
				value: cell(code) ?? (cell(named) === null ? null : cell(['course'])) ?? 'null'
			})
		},
		item_title: required('course', ...item),
		item_format: text('Course Type', 'course_type'),
		record_id: text('Enrollment ID', 'enrollment_id'),
		enrolled_at: enrolmentDate(enrolled, ['Date Started', 'date_started']),
		started_at: date('Date Started', 'date_started'),
		completed_at: date('Date Completed', 'date_completed'),
		due_at: date('Date Due', 'Due Date', 'date_due'),
		last_activity_at: date('Access Date', 'Date Edited', 'date_edited'),
		is_date_only: dayOnly(...enrolled, 'Date Started', 'date_started'),
		status: words(
			state,
			{
				NotStarted: 'not_started',
				InProgress: 'in_progress',
				Complete: 'completed',
				Completed: 'completed',
				NotComplete: 'failed',
				Failed: 'failed',
				PendingApproval: 'not_started',
				PendingEvaluationRequired: 'in_progress',
				PendingProctor: 'in_progress',
				ReadyForReview: 'in_progress',
				OnWaitlist: 'not_started',
				Declined: 'withdrawn',
				Absent: 'withdrawn',
				NotApplicable: 'waived',
				'N/A': 'waived'
			},
			'unknown'
		),
		progress: percent('Progress', '% (Progress)', 'Progress (%)', 'progress'),
		seconds: seconds('minutes', 'Time Spent (min)', 'timespent_min', 'Time Spent'),
		origin: words(method, {
			Self: 'self',
			Admin: 'admin',
			Automatic: 'rule',
			Mandatory: 'rule',
			System: 'rule',
			'Re Enrollment': null,
			'API Re-enrollment': null
		}),
		origin_rule: words(method, { Mandatory: 'R2' }, 'R7', undefined, false),
		obligation: words(method, {
			Mandatory: 'mandatory',
			Self: null,
			Admin: null,
			Automatic: null,
			System: null,
			'Re Enrollment': null,
			'API Re-enrollment': null
		}),
		method: text(...method)
	}
};

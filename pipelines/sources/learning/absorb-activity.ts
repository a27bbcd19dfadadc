import { email, key, percent, required, text } from '../columns.ts';
import { flag, words } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';
import { without } from './shapes.ts';

const state = ['Course Status', 'Status', 'status'];
const enrolled = ['Date Enrolled', 'Enrollment Date', 'date_enrolled'];

/** Absorb, course activity and enrolment layouts without the method of enrolment. FORMATS.md §1. */
export const absorbActivity: TableSource = {
	id: 'absorb-activity',
	system: 'absorb',
	title: 'Absorb: Course Activity, and layouts without Enrollment Method',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: the layout lacks Enrollment Method. Add that column to the layout and export again.',
	traps:
		'Without Enrollment Method every origin is unknown. Lists active people and courses only. Values of a course freeze at its first completion.',
	required: [
		['Course Name', 'course_name', 'Course'],
		state,
		[
			'% (Progress)',
			'Access Date',
			'Attained Certificate',
			'attained_certificate',
			'Course (Course ID)',
			'course_version',
			'Average Time Spent',
			'days_until_due',
			'timespent_min'
		]
	],
	telling: [
		['Username', 'Email Address', 'Email', 'username', 'employee_number', 'Employee Number'],
		[...enrolled, 'Access Date'],
		['Date Completed', 'date_completed', '% (Progress)', 'Progress (%)', 'Progress'],
		['Time Spent (min)', 'timespent_min', 'Average Time Spent', 'Score', 'score']
	],
	shapes: [
		without(['Enrollment Method', 'enrollment_method', 'Enrolment Method'], 'no Enrollment Method')
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email Address', 'Email'),
		username: key('Username', 'username'),
		employee_number: key('Employee Number', 'employee_number'),
		display_name: text('Full Name', 'Name'),
		first_name: text('First Name', 'first_name'),
		last_name: text('Last Name', 'last_name'),
		org_unit: text('Department', 'Department Name', 'department'),
		is_active: flag('Is Active', 'is_active'),
		item_code: text('Course (Course ID)', 'Course ID', 'course'),
		item_title: required('course', 'Course Name', 'course_name', 'Course'),
		item_format: text('Course Type', 'course_type'),
		item_topics: text('Category'),
		record_id: text('Enrollment ID', 'enrollment_id'),
		enrolled_at: date(...enrolled),
		started_at: date('Date Started', 'date_started'),
		completed_at: date('Date Completed', 'date_completed'),
		due_at: date('Date Due', 'Due Date', 'date_due'),
		last_activity_at: date('Access Date', 'date_edited', 'Date Edited'),
		is_date_only: dayOnly(...enrolled, 'Date Started', 'Access Date'),
		status: words(
			state,
			{
				...statusWords,
				PendingApproval: 'not_started',
				PendingEvaluationRequired: 'in_progress',
				PendingProctor: 'in_progress',
				ReadyForReview: 'in_progress',
				OnWaitlist: 'not_started'
			},
			'unknown'
		),
		progress: percent('% (Progress)', 'Progress (%)', 'Progress', 'progress'),
		seconds: seconds('minutes', 'Time Spent (min)', 'timespent_min', 'Time Spent')
	}
};

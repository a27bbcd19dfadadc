import { derived, email, fraction, key, required, text } from '../columns.ts';
import { seconds } from '../durations.ts';
import { date } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { valuesLike } from './shapes.ts';

const completion = [
	'registrationCompletion',
	'Registration Completion',
	'Completion',
	'Completion Status'
];
const success = ['registrationSuccess', 'Registration Success', 'Success', 'Success Status'];

/**
 * SCORM Cloud, registrations, also with the names that connectors give to the parts of the API's answer (learner.id).
 * FORMATS.md §22. Completion and success are two axes: who completed may have failed.
 * The first access is not read as a start: a registration is made when the course is launched, so that a quick start shows
 * nothing of who chose it (rule R10).
 */
export const scormCloud: TableSource = {
	id: 'scorm-cloud-registrations',
	system: 'scorm-cloud',
	title: 'SCORM Cloud: registrations',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: a registration is made by the system that launches the course.',
	traps:
		'Completion and success are separate: passed is completed, completed and failed is failed, completed with unknown success is completed. Times are UTC.',
	required: [
		completion,
		success,
		[
			'totalSecondsTracked',
			'Total Seconds Tracked',
			'registrationCompletionAmount',
			'registrationId',
			'Registration Id',
			'Registration ID'
		]
	],
	telling: [
		['registrationCompletionAmount', 'Registration Completion Amount'],
		['totalSecondsTracked', 'Total Seconds Tracked'],
		['firstAccessDate', 'First Access Date'],
		['completedDate', 'Completed Date'],
		['learnerId', 'learner id', 'Learner ID', 'learnerEmail', 'Learner Email', 'learner.id']
	],
	shapes: [
		valuesLike(
			completion,
			/^(unknown|completed|incomplete|complete)$/i,
			'COMPLETED, INCOMPLETE or UNKNOWN'
		)
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email(
			'learnerEmail',
			'Learner Email',
			'learner.email',
			'learnerId',
			'Learner ID',
			'learner.id'
		),
		username: key('learnerId', 'learner id', 'Learner ID', 'learner.id'),
		first_name: text('learnerFirstName', 'Learner First Name', 'learner.firstName'),
		last_name: text('learnerLastName', 'Learner Last Name', 'learner.lastName'),
		record_id: derived(
			({ cell }) => {
				const id = cell(['registrationId', 'Registration Id', 'Registration ID', 'id']);
				const instance = cell(['instance', 'registrationInstance']);
				return { value: id === null ? 'null' : `concat_ws('|', ${id}, ${instance ?? 'null'})` };
			},
			['registrationId']
		),
		item_code: text('courseId', 'Course ID', 'Course Id', 'course.id'),
		item_title: required(
			'course',
			'courseTitle',
			'Course Title',
			'course.title',
			'courseId',
			'Course ID',
			'Course Id',
			'course.id'
		),
		enrolled_at: date('createdDate', 'Created Date', 'registrationCreatedDate'),
		completed_at: date('completedDate', 'Completed Date'),
		last_activity_at: date('lastAccessDate', 'Last Access Date'),
		status: derived(
			({ cell }) => {
				const done = `upper(${cell(completion) ?? 'null'})`;
				const passed = `upper(${cell(success) ?? 'null'})`;
				const start = cell(['firstAccessDate', 'First Access Date']) ?? 'null';
				return {
					value: `case when ${passed} = 'FAILED' then case when ${done} in ('COMPLETED', 'COMPLETE') then 'failed' else 'in_progress' end
					when ${passed} = 'PASSED' or ${done} in ('COMPLETED', 'COMPLETE') then 'completed'
					when ${done} = 'INCOMPLETE' or ${start} is not null then 'in_progress' else 'not_started' end`
				};
			},
			[...completion, ...success]
		),
		progress: fraction('registrationCompletionAmount', 'Registration Completion Amount'),
		seconds: seconds('seconds', 'totalSecondsTracked', 'Total Seconds Tracked')
	}
};

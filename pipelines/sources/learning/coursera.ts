import { derived, email, key, number, percent, plainNumber, required, text } from '../columns.ts';
import { flag } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';

const enrolled = ['Enrollment Time', 'Enrollment Date', 'Enrolled At'];
const done = ['Completion Time', 'Completion Date', 'Completed At'];

/** Coursera for Business, learners and courses. FORMATS.md §14. */
export const coursera: TableSource = {
	id: 'coursera-courses',
	system: 'coursera',
	title: 'Coursera for Business: courses of learners',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: neither program nor enrolment says who chose the course.',
	traps:
		'Completed is Yes, No or blank; a completion time decides where it is blank. Class times are those of the class, not of the learner. Who was removed from the program stays in the list. Without e-mail address or External Id people have no key.',
	required: [
		['Course Name', 'Course'],
		enrolled,
		[
			'Learning Hours Spent',
			'Estimated Learning Hours',
			'Overall Progress',
			'Course Slug',
			'Program Slug',
			'Removed From Program'
		]
	],
	telling: [
		['Program Name', 'Program Slug'],
		done,
		['Completed'],
		['Course Grade', 'University', 'Skills Learned'],
		['Email', 'External Id']
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		employee_number: key('External Id', 'External ID'),
		display_name: text('Name'),
		org_unit: text('Division', 'Group', 'Department'),
		is_active: flag('Program Member'),
		item_code: text('Course Id', 'Course ID', 'Course Slug'),
		item_title: required('course', 'Course Name', 'Course'),
		item_external: derived(() => ({ value: 'true' })),
		item_minutes: {
			...number('Duration(in hrs)', 'Duration (in hrs)'),
			cast: (reading) => {
				const cast = number('Duration(in hrs)', 'Duration (in hrs)').cast(reading);
				return cast.value === 'null' ? cast : { ...cast, value: `(${cast.value}) * 60.0` };
			}
		},
		item_topics: text('Skills Learned'),
		enrolled_at: date(...enrolled),
		completed_at: date(...done),
		last_activity_at: date('Last Course Activity Time'),
		is_date_only: dayOnly(...enrolled),
		status: derived(
			(reading) => {
				const { cell } = reading;
				const whole = cell(['Completed']) ?? 'null';
				const end = cell(done) ?? 'null';
				const hours = `try_cast(${plainNumber(cell(['Learning Hours Spent']) ?? 'null', reading)} as double)`;
				const share = `try_cast(${plainNumber(`rtrim(${cell(['Overall Progress']) ?? 'null'}, ' %')`, reading)} as double)`;
				const gone = cell(['Removed From Program']) ?? 'null';
				return {
					value: `case when ${end} is not null or lower(${whole}) in ('yes', 'true', '1') then 'completed'
						when lower(${gone}) in ('yes', 'true', '1') then 'withdrawn' when ${hours} > 0 or ${share} > 0 then 'in_progress' else 'unknown' end`
				};
			},
			['Completed', ...done]
		),
		progress: percent('Overall Progress'),
		seconds: seconds('hours', 'Learning Hours Spent'),
		time_basis: derived(() => ({ value: "'content'" }))
	}
};

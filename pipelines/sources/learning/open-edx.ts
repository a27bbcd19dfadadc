import { message } from '#queries/messages.ts';
import { derived, email, fraction, key, shareOf, text } from '../columns.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { gradeStatus, headingItems, itemTitle } from './gradebook.ts';

const known =
	/^(student id|id|email|username|grade|cohort name|experiment group.*|team name|enrollment track|verification status|certificate eligible|certificate delivered|certificate type|enrollment status|(.+ )?\(avg\)|.+ avg)$/i;

const items = headingItems((heading) =>
	heading === '' || known.test(heading) ? null : { title: heading }
);

const id = ['Student ID', 'id'];

/** The course in the name that Open edX gives the file: org_course_run_grade_report_…. */
const courseOf = (fileName: string): string | null =>
	/^(.+?)_grade_report_\d{4}/.exec(fileName)?.[1] ?? null;

/** Open edX, grade report: a row per learner, a column per assignment. FORMATS.md §21. */
export const openEdxGrades: TableSource = {
	id: 'open-edx-grades',
	system: 'open-edx',
	title: 'Open edX: Grade report',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: the enrolment track says how the certificate is paid for, not who enrolled the person.',
	traps:
		'Grades are shares from 0 to 1; above 0 counts as done, 0 is unknown, "Not Attempted" is not started. There are no dates, so its rows stand in no figure over time. Averages are no items.',
	required: [['Grade'], ['Username', 'Email'], ['Enrollment Track', 'Certificate Eligible']],
	telling: [id, ['Verification Status'], ['Certificate Delivered'], ['Certificate Type']],
	shapes: [
		{
			says: message('import.columns_assignments'),
			isNeeded: true,
			holds: (shown) => items(shown).length > 0
		}
	],
	items: (shown, fileName) => {
		const course = courseOf(fileName);
		return items(shown).map((item) =>
			course === null ? item : { ...item, code: `${course}/${item.title}` }
		);
	},
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('Username'),
		org_unit: text('Cohort Name'),
		item_title: itemTitle,
		item_code: derived(({ item }) => ({ value: item.code })),
		progress: derived(({ item: { cell } }) => ({
			value: shareOf(cell)
		})),
		status: gradeStatus
	}
};

const source = ['Enrollment Source'];
const reason = ['Manual (Un)Enrollment Reason', 'Manual Enrollment Reason'];

/** Open edX, detailed enrolment report. FORMATS.md §21. */
export const openEdxEnrolments: TableSource = {
	id: 'open-edx-enrolments',
	system: 'open-edx',
	title: 'Open edX: Detailed enrolment report',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Enrollment Source: a manual enrolment or one by a name is an administrator; credit card, free and codes of the shop are the learner; a text that is not known says nothing.',
	traps:
		'Only this report tells who enrolled, in free text. The course is called as the file is, where no column names it.',
	required: [source, ['Enrollment Date'], ['Username', 'Email', 'Student ID', 'User ID']],
	telling: [
		['Currently Enrolled'],
		reason,
		['Enrollment Role'],
		['List Price', 'Payment Amount', 'Payment Status']
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	about: (_rows, _header, fileName) =>
		fileName
			.replace(/_(detailed_)?(enrollment|enrolment)_report.*$/i, '')
			.replace(/\.[a-z0-9]{1,5}(\.gz)?$/i, '') || null,
	columns: {
		email: email('Email'),
		username: key('Username'),
		display_name: text('Full Name', 'Name'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		org_unit: text('Company Name', 'Department Name'),
		item_code: text('Course ID', 'Course Key'),
		item_title: derived(
			({ cell, about }) => {
				const named = cell(['Course Name', 'Course Title', 'Course ID', 'Course Key']);
				const file = about === null ? 'null' : `'${about.replaceAll("'", "''")}'`;
				const value = named === null ? file : `coalesce(${named}, ${file})`;
				return {
					value,
					refuses: { when: (title) => `${title} is null`, reason: 'missing_course', cell: value }
				};
			},
			['Course Name', 'Course ID']
		),
		enrolled_at: date('Enrollment Date'),
		is_date_only: dayOnly('Enrollment Date'),
		status: derived(
			({ cell }) => {
				const current = cell(['Currently Enrolled']) ?? 'null';
				return {
					value: `case when lower(${current}) in ('n', 'no', 'false', '0') then 'withdrawn' else 'unknown' end`
				};
			},
			['Currently Enrolled']
		),
		progress: fraction('Grade'),
		origin: derived(
			({ cell }) => {
				const how = `lower(coalesce(${cell(source) ?? 'null'}, ''))`;
				const why = cell(reason) ?? 'null';
				return {
					value: `case when ${why} is not null and lower(${why}) not in ('n/a', '-') or contains(${how}, 'manual') or contains(${how}, 'staff') or contains(${how}, 'admin') then 'admin'
					when regexp_matches(${how}, '(^|[^a-z])(self|credit card|free|registration code|coupon|cart)([^a-z]|$)') then 'self' end`
				};
			},
			[...source, ...reason]
		),
		origin_rule: derived(() => ({ value: "'R7'" })),
		method: text(...source)
	}
};

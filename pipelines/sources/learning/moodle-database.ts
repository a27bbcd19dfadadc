import { derived, email, key, required, text } from '../columns.ts';
import { date } from '../dates.ts';
import type { TableSource } from '../source.ts';

const user = ['userid', 'user_id'];
const course = ['courseid', 'course_id', 'course'];
const title = ['fullname', 'course_fullname', 'coursename', 'course_name', 'shortname'];
const method = ['enrol', 'enrol_method', 'enrolment_method'];
const modifier = ['modifierid', 'modifier_id'];

/** Who a row of the database is about: the number of the account, and what the file knows of it beside. */
export const learner = (number: readonly string[]) => ({
	account: derived(
		({ cell }) => {
			const id = cell(number) ?? 'null';
			return { value: `'moodle|' || ${id}` };
		},
		[...number]
	),
	email: email('email'),
	username: key('username'),
	employee_number: key('idnumber'),
	first_name: text('firstname'),
	last_name: text('lastname'),
	org_unit: text('department')
});

const item = {
	item_code: required('course', ...course),
	item_title: text(...title)
};

/**
 * Moodle, enrolments out of the database: mdl_user_enrolments joined with mdl_enrol, which alone has the course and the
 * method. FORMATS.md §4. Unix seconds; 0 is none.
 */
export const moodleEnrolments: TableSource = {
	id: 'moodle-enrolments',
	system: 'moodle',
	title: 'Moodle: enrolments from the database (mdl_user_enrolments joined with mdl_enrol)',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'enrol: self, fee, paypal and guest are the learner, unless modifierid is somebody else; manual, cohort, meta … are an administrator.',
	traps:
		'mdl_user_enrolments alone names neither course nor method and is not taken. Export the join: select ue.id, ue.status, ue.userid, ue.timestart, ue.timeend, ue.modifierid, ue.timecreated, e.enrol, e.courseid from mdl_user_enrolments ue join mdl_enrol e on e.id = ue.enrolid. A suspended enrolment (status 1) counts as withdrawn.',
	required: [method, user, course, ['timecreated', 'timestart', 'timeenrolled']],
	telling: [modifier, ['timestart'], ['timeend'], ['status'], ['enrolid', 'id', ...title]],
	dateOrder: 'dmy',
	notations: ['unix', 'none'],
	keepsIdenticalRows: false,
	columns: {
		...learner(user),
		...item,
		record_id: derived(
			({ cell }) => {
				const id = cell(['id', 'ue_id', 'userenrolmentid']);
				return { value: id === null ? 'null' : `'ue|' || ${id}` };
			},
			['id']
		),
		enrolled_at: date('timecreated', 'timeenrolled', 'timestart'),
		completed_at: date('timecompleted'),
		closed_at: date('timeend'),
		status: derived(
			({ cell }) => {
				const done = cell(['timecompleted']) ?? 'null';
				const state = cell(['status']) ?? 'null';
				return {
					value: `case when coalesce(${done}, '0') not in ('0', '') then 'completed' when ${state} = '1' then 'withdrawn' else 'unknown' end`
				};
			},
			['status', 'timecompleted']
		),
		origin: derived(
			({ cell }) => {
				const [how, by, who] = [cell(method) ?? 'null', cell(modifier), cell(user) ?? 'null'];
				const isOwn = by === null ? 'true' : `coalesce(nullif(${by}, '0'), ${who}) = ${who}`;
				return {
					value: `case when lower(${how}) in ('self', 'fee', 'paypal', 'guest') then case when ${isOwn} then 'self' end
						when lower(${how}) in ('manual', 'cohort', 'database', 'flatfile', 'ldap', 'meta', 'category', 'imsenterprise') then 'admin' end`
				};
			},
			[...method, ...modifier]
		),
		origin_rule: derived(() => ({ value: "'R7'" })),
		method: text(...method)
	}
};

/** Moodle, the table mdl_course_completions. FORMATS.md §4. Unix seconds; 0 is none. */
export const moodleCompletions: TableSource = {
	id: 'moodle-completions',
	system: 'moodle',
	title: 'Moodle: course completions from the database (mdl_course_completions)',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the method stands in mdl_enrol only.',
	traps:
		'One row per person and course: another enrolment after a completion does not show. Import the enrolments too.',
	required: [user, course, ['timeenrolled'], ['timecompleted']],
	telling: [['timestarted'], ['reaggregate', 'id', ...title]],
	dateOrder: 'dmy',
	notations: ['unix', 'none'],
	keepsIdenticalRows: false,
	columns: {
		...learner(user),
		...item,
		enrolled_at: date('timeenrolled'),
		started_at: date('timestarted'),
		completed_at: date('timecompleted'),
		status: derived(
			({ cell }) => {
				const has = (name: string) => `coalesce(${cell([name]) ?? 'null'}, '0') not in ('0', '')`;
				return {
					value: `case when ${has('timecompleted')} then 'completed' when ${has('timestarted')} then 'in_progress' else 'not_started' end`
				};
			},
			['timestarted', 'timecompleted']
		)
	}
};

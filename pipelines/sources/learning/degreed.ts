import { derived, key, required, text } from '../columns.ts';
import { date } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { valuesLike, without } from './shapes.ts';

const user = ['UserID', 'User ID', 'UserId', 'Employee ID'];
const course = ['CourseID', 'Course ID', 'CourseId', 'ContentID'];
const item = {
	employee_number: key(...user),
	item_code: required('course', ...course),
	item_title: text('CourseTitle', 'Course Title', 'Title', ...course),
	item_format: text('ContentType', 'Content Type')
};

/** Degreed, completions file. FORMATS.md §15. Its headings can be changed by the client. */
export const degreedCompletions: TableSource = {
	id: 'degreed-completions',
	system: 'degreed',
	title: 'Degreed: completions',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: that no required row exists is no sign of a choice. Import required learning too.',
	traps:
		'Completions only, so that completion rates from it alone are 100 %. The date is optional: rows without one stand in no figure. Headings differ between clients.',
	required: [
		user,
		course,
		['CompletionDate', 'Completion Date'],
		['ContentType', 'Provider', 'Content Type']
	],
	telling: [['Provider'], ['ContentType', 'Content Type']],
	shapes: [
		valuesLike(['CompletionDate', 'Completion Date'], /^\d{8}$/, 'days written as YYYYMMDD'),
		without(
			['Email', 'User Email', 'First Name', 'First name', 'Course Title', 'Course name'],
			'no names and addresses'
		)
	],
	dateOrder: 'mdy',
	notations: ['compact', 'none'],
	keepsIdenticalRows: false,
	columns: {
		...item,
		record_id: derived(({ cell }) => ({
			value: `concat_ws('|', ${[user, course, ['CompletionDate', 'Completion Date']].flatMap((names) => cell(names) ?? []).join(', ')})`
		})),
		completed_at: date('CompletionDate', 'Completion Date'),
		is_date_only: derived(() => ({ value: 'true' })),
		status: derived(() => ({ value: "'completed'" }))
	}
};

/** Degreed, required learning: who must learn what by when. FORMATS.md §15. */
export const degreedRequired: TableSource = {
	id: 'degreed-required',
	system: 'degreed',
	title: 'Degreed: required learning',
	format: 'table',
	entity: 'assignment',
	decidesOrigin: 'The record itself: what is required was not chosen.',
	traps:
		'A row with Delete = Y takes an assignment back: it is refused as deleted_assignment and shown. There is no day of assignment, so a row binds every enrolment of that person in that item.',
	required: [user, course, ['DueDate', 'Due Date'], ['Delete', 'ContentType', 'Provider']],
	telling: [['Delete'], ['ContentType', 'Content Type'], ['Provider']],
	shapes: [
		without(
			['CompletionDate', 'Completion Date', 'Email', 'First Name'],
			'no completions and names'
		)
	],
	dateOrder: 'mdy',
	notations: ['compact', 'none'],
	keepsIdenticalRows: false,
	columns: {
		...item,
		due_at: date('DueDate', 'Due Date'),
		obligation: derived(
			({ cell }) => {
				const deleted = cell(['Delete']);
				return {
					value: "'required'",
					...(deleted !== null && {
						refuses: {
							when: () => `upper(${deleted}) in ('Y', 'YES', 'TRUE', '1')`,
							reason: 'deleted_assignment',
							cell: deleted
						}
					})
				};
			},
			['Delete']
		),
		assignor: derived(() => ({ value: "'admin'" }))
	}
};

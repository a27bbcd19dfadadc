import { firstOf } from '../choices.ts';
import { always, email, key, percent, required, text } from '../columns.ts';
import { flag, words } from '../words.ts';
import { minutes, seconds } from '../durations.ts';
import { date, day, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';
import { obligationWords, originWords } from './spoken-words.ts';
import { enrolmentCells } from './wide-cells.ts';

const address = ['Learner e-mail'];
const username = ['Learner user name'];
const learnerNumber = ['Learner number'];
const item = ['Item taken'];
const enrolled = ['Enrolled on'];
const others = ['Started on', 'Completed on', 'Ended on'];
const how = ['Enrolled how'];

const stated = words(['How binding'], obligationWords);

/** Any table of who took what, under headings of our own: the form that the mapping page fills, and a template. */
export const ownEnrolments: TableSource = {
	id: 'own-enrolments',
	system: 'own',
	title: 'Any table of people and what they take',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Enrolled how, by the meaning that you give its words; without it every origin is unknown.',
	traps:
		'User names and item codes belong to the system that the mapping names; without a date a row counts for no period. A mapping may say that columns are items, and what their cells hold.',
	wide: enrolmentCells,
	required: [[...address, ...username, ...learnerNumber], item],
	telling: [enrolled, ['State of enrolment'], how],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		email: email(...address),
		username: key(...username),
		employee_number: key(...learnerNumber),
		display_name: text('Learner name'),
		first_name: text('Learner first name'),
		last_name: text('Learner last name'),
		org_unit: text('Learner unit'),
		manager_key: text('Learner manager'),
		is_active: flag('Learner is active'),
		hired_on: day('Learner hired on'),
		item_title: required('item', ...item),
		item_code: text('Code of the item'),
		item_format: text('Format of the item'),
		item_minutes: minutes(null, 'Minutes of the item'),
		item_topics: text('Topics of the item'),
		record_id: text('Number of the enrolment'),
		enrolled_at: date(...enrolled),
		started_at: date('Started on'),
		completed_at: date('Completed on'),
		closed_at: date('Ended on'),
		due_at: date('Due on'),
		last_activity_at: date('Last active on'),
		is_date_only: dayOnly(...enrolled, ...others),
		status: words(['State of enrolment'], statusWords, 'unknown'),
		progress: percent('Progress in percent'),
		seconds: seconds(null, 'Time spent'),
		origin: words(how, originWords),
		// How somebody was enrolled is a method, as in the reports of systems: an assignment on record goes before it.
		origin_rule: always("'R7'"),
		// Some ways to enrol say how binding it is, too; the others are no words that anybody would have to know.
		obligation: {
			...stated,
			...firstOf(stated, words(how, obligationWords, null, undefined, false))
		},
		enrolled_by: text('Enrolled by'),
		method: text(...how)
	}
};

const personNumber = ['Person number'];
const personAddress = ['Person e-mail'];

/** Any table of people, under headings of our own. */
export const ownPeople: TableSource = {
	id: 'own-people',
	system: 'own-people',
	title: 'Any table of people (unit, hired, left)',
	format: 'table',
	entity: 'employment',
	decidesOrigin: 'Nothing; it says who is employed, and where.',
	traps: 'A day of leaving is the first day on which the person is gone.',
	required: [[...personNumber, ...personAddress, 'Person user name'], ['Unit of the person']],
	telling: [['Person name'], ['Hired on'], ['Left on']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key(...personNumber),
		email: email(...personAddress),
		username: key('Person user name'),
		display_name: text('Person name'),
		first_name: text('Person first name'),
		last_name: text('Person last name'),
		org_unit: text('Unit of the person'),
		manager_key: text('Manager of the person'),
		is_active: flag('Person is active'),
		hired_on: day('Hired on'),
		left_on: day('Left on'),
		leave_reason: text('Reason of leaving'),
		leave_kind: words(['Kind of leaving'], {
			voluntary: 'voluntary',
			involuntary: 'involuntary',
			other: 'other',
			resignation: 'voluntary',
			dismissal: 'involuntary'
		}),
		employment_type: text('Kind of employment')
	}
};

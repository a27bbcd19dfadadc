import { derived, email, key, percent, required, text } from '../columns.ts';
import { flag, words } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { statusWords } from '../status-words.ts';

const learner = {
	email: email('Email'),
	username: key('User ID'),
	first_name: text('First name'),
	last_name: text('Last name'),
	org_unit: text('Team name', 'Teams'),
	is_active: flag('Is on account')
};
const item = {
	item_code: text('Course ID', 'Course slug'),
	item_title: required('course', 'Course name', 'Course title'),
	item_external: derived(() => ({ value: 'true' }))
};

/** Pluralsight, course usage: one row per person, course and day. FORMATS.md §16. */
export const pluralsightUsage: TableSource = {
	id: 'pluralsight-usage',
	system: 'pluralsight',
	title: 'Pluralsight: course usage',
	format: 'table',
	entity: 'event',
	decidesOrigin: 'Nothing: viewing is no enrolment, and nobody is enrolled by others.',
	traps:
		'A row is a day of viewing. Usage is in seconds. People who left the account stay in the list.',
	required: [['Usage in seconds'], ['View date'], ['Course name', 'Course ID']],
	telling: [['User ID', 'Email'], ['Team name'], ['Is on account'], ['Note', 'Course ID']],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		...learner,
		...item,
		happened_at: date('View date'),
		kind: derived(() => ({ value: "'viewed'" })),
		verb: derived(() => ({ value: "'Course usage'" })),
		seconds: seconds('seconds', 'Usage in seconds')
	}
};

/** Pluralsight, course completion. FORMATS.md §16. */
export const pluralsightCompletion: TableSource = {
	id: 'pluralsight-completion',
	system: 'pluralsight',
	title: 'Pluralsight: course completion',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the report does not tell assigned from chosen courses.',
	traps: 'The first view stands for the start; there is no enrolment.',
	required: [
		['First view date'],
		['Completion status', 'Completion date'],
		['Course name', 'Course ID']
	],
	telling: [
		['User ID', 'Email'],
		['Team name'],
		['Is on account'],
		['Completion date'],
		['Percent complete', 'Note', 'Course ID']
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		...learner,
		...item,
		started_at: date('First view date'),
		completed_at: date('Completion date'),
		last_activity_at: date('Last view date'),
		is_date_only: dayOnly('First view date'),
		status: words(['Completion status'], statusWords, 'unknown'),
		progress: percent('Percent complete')
	}
};

import { email, text } from '../columns.ts';
import { anchorDate } from '../dates.ts';
import { derived } from '../columns.ts';
import type { TableSource } from '../source.ts';
import { answersOf, questionsBeside } from './answers.ts';
import { consent, consentHeadings } from './facts.ts';
import { survey, wave } from './wave.ts';

const submitted = ['Submit Date (UTC)', 'Submit Date'];
const started = ['Start Date (UTC)', 'Start Date'];
const facts = [
	'#',
	...submitted,
	...started,
	'Stage Date (UTC)',
	'Response Type',
	'Network ID',
	'Tags',
	'Ending',
	'Score',
	'Email'
];

/** Typeform, responses as CSV: a column for each question or choice, headings with markup. FORMATS.md §25. */
export const typeform: TableSource = {
	id: 'typeform',
	system: 'typeform',
	title: 'Typeform: responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'Two questions may have choices of one name: the second is told apart by its place; a choice is answered by its label or by 1.',
	required: [['#'], ['Network ID'], submitted],
	telling: [started],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Your e-mail address', 'What is your email address?'),
		survey,
		wave,
		response_key: text('#'),
		submitted_at: anchorDate(...submitted, 'Stage Date (UTC)', ...started),
		is_complete: derived(
			({ cell }) => ({
				value: `coalesce(lower(${cell(['Response Type']) ?? 'null'}), 'completed') = 'completed'`
			}),
			['Response Type']
		),
		has_consent: consent,
		answers: answersOf(questionsBeside([...facts, ...consentHeadings]))
	}
};

import { message } from '#queries/messages.ts';
import { email, text } from '../columns.ts';
import { anchorDate } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { Shape, TableSource } from '../source.ts';
import type { AsQuestion } from './answers.ts';
import { answersOf, plainText } from './answers.ts';
import { consent, consentHeadings } from './facts.ts';
import { survey, wave } from './wave.ts';

const respondent = [
	'Respondent ID',
	'RespondentID',
	'Teilnehmer-ID',
	'ID del encuestado',
	'ID du répondant'
];
const ended = ['End Date', 'Date Modified', 'Enddatum', 'Fecha de finalización', 'Date de fin'];
const started = ['Start Date', 'Date Created', 'Startdatum', 'Fecha de inicio', 'Date de début'];
const facts = new Set(
	[
		...respondent,
		...ended,
		...started,
		...consentHeadings,
		'Collector ID',
		'IP Address',
		'Email Address',
		'First Name',
		'Last Name',
		'Language',
		'Collector Name',
		'Status'
	].map(normaliseHeader)
);
const isFact = (heading: string): boolean =>
	facts.has(heading) || /^custom( data)? ?\d*$/.test(heading);

/** What stands in the second header row over a column with one answer. */
const single = new Set([
	'',
	'response',
	'open-ended response',
	'antwort',
	'offene antwort',
	'respuesta',
	'respuesta abierta',
	'réponse',
	'réponse ouverte'
]);

const isBlank = (cell: string): boolean => cell.trim() === '';

/**
 * The text of a question stands over its first column only, and goes on over the blank ones to the right of it. A column
 * of a question with several has the row or choice below its heading.
 */
const asQuestion: AsQuestion = (column, table) => {
	const place = table.indexOf(column);
	const named = table.findLastIndex(({ heading }, index) => index <= place && !isBlank(heading));
	const heading = plainText(table[named]?.heading ?? '');
	if (heading === '' || isFact(normaliseHeader(heading))) return null;
	const part = plainText(column.below[0] ?? '');
	const isPart = !single.has(part.toLowerCase()) || named < place;
	const code = isPart && part !== '' ? `${heading} [${part}]` : heading;
	return { code, wording: code, answer: column.cell };
};

/** Whether a row is the second header row: nothing below the respondent's id, and what is answered below the questions. */
const isSecondRow = (row: readonly string[] | undefined): boolean =>
	row !== undefined &&
	isBlank(row[0] ?? '') &&
	(row.every(isBlank) ||
		row.some((cell) => cell.trim() !== '' && single.has(cell.trim().toLowerCase())));

const twoRows: Shape = {
	says: message('import.second_header_row_with_response_or'),
	isNeeded: true,
	holds: ({ below }) => below.length === 1
};

/** SurveyMonkey, all responses as CSV: two header rows, in the expanded and the condensed layout. FORMATS.md §25. */
export const surveyMonkey: TableSource = {
	id: 'survey-monkey',
	system: 'survey-monkey',
	title: 'SurveyMonkey: all responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'The text of a question stands over its first column only; each choice of several is a question of its own; exports without dates have no wave of their own, so name it.',
	required: [respondent],
	telling: [],
	shapes: [twoRows],
	headerRows: ([first]) => (isSecondRow(first) ? 1 : 0),
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email Address'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		survey,
		wave,
		response_key: text(...respondent),
		submitted_at: anchorDate(...ended, ...started),
		has_consent: consent,
		language: text('Language'),
		answers: answersOf(asQuestion)
	}
};

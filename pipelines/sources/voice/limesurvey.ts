import type { Sql } from '../columns.ts';
import { derived, email, text } from '../columns.ts';
import { stamp } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { answersOf, questionsBeside } from './answers.ts';
import { consent, consentHeadings } from './facts.ts';
import { survey, wave } from './wave.ts';

const id = ['id', 'Response ID', 'Antwort ID', 'ID de respuesta', 'ID de la réponse'];
const submitted = [
	'submitdate',
	'Date submitted',
	'Datum Abgeschickt',
	'Fecha de envío',
	'Date de soumission'
];
const lastPage = ['lastpage', 'Last page', 'Letzte Seite', 'Última página', 'Dernière page'];
const language = [
	'startlanguage',
	'Start language',
	'Start-Sprache',
	'Lenguaje inicial',
	'Langue de départ'
];
const started = ['startdate', 'Date started', 'Datum gestartet'];
const acted = ['datestamp', 'Date last action', 'Datum letzte Aktivität'];
const others = [
	'seed',
	'Seed',
	'token',
	'Access code',
	'Token',
	'ipaddr',
	'IP address',
	'refurl',
	'Referrer URL',
	'email',
	'Email address',
	'firstname',
	'First name',
	'lastname',
	'Last name',
	'interviewtime',
	'Total time'
];

/** LimeSurvey writes the first of January 1980 where there is no date. */
const real = (cell: Sql): Sql =>
	`case when not starts_with(${cell}, '1980-01-01') then ${cell} end`;

/** Whether a column holds how long a group or a question took: "Group time: …", or a code with digits before "Time". */
const isTiming = (heading: string): boolean =>
	/^(?:group|question) ?time(?:\d*$|:| :)/.test(heading) || /^\w*\d\w*time$/.test(heading);

/** LimeSurvey, responses as CSV, with codes or with full texts as headings. FORMATS.md §25. */
export const limesurvey: TableSource = {
	id: 'limesurvey',
	system: 'limesurvey',
	title: 'LimeSurvey: responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'A response without a date of submission is unfinished, and so is one of 1980-01-01; export answers as text or keep the key at hand, because codes say nothing by themselves.',
	required: [id, submitted, lastPage],
	telling: [language],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		email: email('email', 'Email address'),
		first_name: text('firstname', 'First name'),
		last_name: text('lastname', 'Last name'),
		survey,
		wave,
		response_key: text(...id),
		submitted_at: derived(
			(reading) => {
				const cells = [submitted, acted, started].flatMap((names) => reading.cell(names) ?? []);
				const any = `coalesce(${[...cells.map(real), 'null'].join(', ')})`;
				return {
					value: `(${stamp(any, reading)})`,
					refuses: {
						when: (value) => `${value} is null and ${any} is not null`,
						reason: 'not_a_date',
						cell: reading.cell(submitted) ?? 'null'
					}
				};
			},
			[...submitted, ...acted, ...started]
		),
		is_complete: derived(({ cell }) => ({
			value: `${real(cell(submitted) ?? 'null')} is not null`
		})),
		has_consent: consent,
		language: text(...language),
		answers: answersOf(
			questionsBeside(
				[
					...id,
					...submitted,
					...lastPage,
					...language,
					...started,
					...acted,
					...others,
					...consentHeadings
				],
				isTiming
			)
		)
	}
};

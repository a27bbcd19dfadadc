import { message } from '#queries/messages.ts';
import type { Sql } from '../columns.ts';
import { email, text } from '../columns.ts';
import { anchorDate } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { Shape, Shown, TableSource } from '../source.ts';
import { answersOf, questionsBeside, readsAsQuestion } from './answers.ts';
import { wordScales } from './scales.ts';
import { consent, consentHeadings, nameOfRespondent } from './facts.ts';
import { survey, wave } from './wave.ts';

const stamped = ['Timestamp', 'Zeitstempel', 'Marca temporal', 'Horodateur'];
const googleAddress = [
	'Email Address',
	'Email address',
	'Username',
	'E-Mail-Adresse',
	'Dirección de correo electrónico',
	'Adresse e-mail'
];

const stampFirst: Shape = {
	says: message('import.time_stamp_in_first_column'),
	isNeeded: true,
	holds: ({ header }) =>
		stamped.some((name) => normaliseHeader(name) === normaliseHeader(header[0] ?? ''))
};
const stampedWithTime: Shape = {
	says: message('import.stamps_with_time_day'),
	holds: ({ rows }) => {
		const stamps = rows.map(([first]) => first ?? '').filter((cell) => cell !== '');
		return stamps.filter((cell) => /\d[ T,].*\d:\d/.test(cell)).length * 2 > stamps.length;
	}
};

/** The words of all scales, as a cell is compared with them. */
const scaleWords = new Set(
	wordScales.flatMap(({ words }) => words.flatMap((label) => label.toLowerCase().split('|')))
);

/** Whether most of these cells are such as stand in a column of answers on a scale. */
function mostAre(cells: readonly string[], isSuch: (cell: string) => boolean): boolean {
	const filled = cells.map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== '');
	return filled.length > 0 && filled.filter(isSuch).length * 4 >= filled.length * 3;
}

/** A form of few or short headings: some column asks or answers in words of a scale, and a third of all do, or in small numbers. */
function asksInCells({ header, rows }: Shown): boolean {
	const columns = header.slice(1).map((heading, index) => {
		const cells = rows.map((row) => row[index + 1] ?? '');
		return {
			isAsked: readsAsQuestion(heading) || mostAre(cells, (cell) => scaleWords.has(cell)),
			isNumbered: mostAre(cells, (cell) => /^(\d|10)$/.test(cell))
		};
	});
	const likely = columns.filter(({ isAsked, isNumbered }) => isAsked || isNumbered);
	return columns.some(({ isAsked }) => isAsked) && likely.length * 3 >= columns.length;
}

const asksInHeadings: Shape = {
	says: message('import.questions_as_headings'),
	isNeeded: true,
	holds: (shown) =>
		shown.header.slice(1).filter(readsAsQuestion).length * 2 >= shown.header.length - 1 ||
		(stampedWithTime.holds(shown) && asksInCells(shown))
};

/** Google Forms, responses as the linked sheet holds them. FORMATS.md §25. */
export const googleForms: TableSource = {
	id: 'google-forms',
	system: 'google-forms',
	title: 'Google Forms: responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'The heading is the whole question, so a changed wording is a new question; rows of a grid stand in brackets; several choices share a cell, separated by commas, or by semicolons in a download, whose stamps name their zone.',
	required: [stamped],
	telling: [],
	shapes: [stampFirst, asksInHeadings, stampedWithTime],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email(...googleAddress),
		survey,
		wave,
		submitted_at: anchorDate(...stamped),
		has_consent: consent,
		answers: answersOf(
			questionsBeside([
				...stamped,
				...googleAddress,
				...consentHeadings,
				'Score',
				'Punktzahl',
				'Puntuación'
			])
		)
	}
};

const begun = ['Start time', 'Startzeit', 'Hora de inicio', 'Heure de début'];
const done = ['Completion time', 'Fertigstellungszeit', 'Hora de finalización', 'Heure de fin'];
const microsoftAddress = ['Email', 'E-Mail', 'Correo electrónico', 'Adresse de messagerie'];
const microsoftName = ['Name', 'Nombre', 'Nom'];
const quiz = ['Total points', 'Quiz feedback', 'Last modified time', 'Language'];

/** Several choices share a cell, each followed by a semicolon. */
const withoutLastSemicolon = (cell: Sql): Sql => `rtrim(${cell}, '; ')`;

/** Microsoft Forms, responses as the workbook holds them. FORMATS.md §25. */
export const microsoftForms: TableSource = {
	id: 'microsoft-forms',
	system: 'microsoft-forms',
	title: 'Microsoft Forms: responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'"anonymous" is no address; several choices share a cell, separated by semicolons; points and feedback of a quiz are no answers.',
	required: [['ID', 'Id'], begun, done],
	telling: [microsoftAddress, microsoftName],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email(...microsoftAddress),
		display_name: nameOfRespondent(...microsoftName),
		survey,
		wave,
		response_key: text('ID', 'Id'),
		submitted_at: anchorDate(...done, ...begun),
		has_consent: consent,
		language: text('Language'),
		answers: answersOf(
			questionsBeside(
				[
					'ID',
					...begun,
					...done,
					...microsoftAddress,
					...microsoftName,
					...quiz,
					...consentHeadings
				],
				(heading) => /^(points|feedback) - /.test(heading),
				withoutLastSemicolon
			)
		)
	}
};

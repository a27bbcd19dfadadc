import type { Sql } from '../columns.ts';
import { number, required, text } from '../columns.ts';
import { oneOf } from '../words.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';

/** What was done about the themes of a survey. METRICS.md D7. */
export const actionLog: TableSource = {
	id: 'action-log',
	system: 'action-log',
	title: 'Action log (what was done about a theme)',
	format: 'table',
	entity: 'action',
	decidesOrigin: 'Nothing; it says what followed a survey.',
	traps: 'Survey, wave and theme must read as in the survey and its key.',
	required: [['Theme'], ['Action'], ['Done on', 'Acted on', 'Date']],
	telling: [['Wave'], ['Survey'], ['Done by', 'Acted by', 'Owner']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		survey: text('Survey'),
		wave: text('Wave'),
		theme: required('theme', 'Theme'),
		action: text('Action'),
		acted_on: anchorDay('Done on', 'Acted on', 'Date'),
		acted_by: text('Done by', 'Acted by', 'Owner')
	}
};

/** What a person said the tone of a comment is, to judge the dictionary by. METRICS.md D5. */
export const commentLabels: TableSource = {
	id: 'comment-labels',
	system: 'comment-labels',
	title: 'Labels for comments (the tone as a person reads it)',
	format: 'table',
	entity: 'comment_label',
	decidesOrigin: 'Nothing; it says how a person reads comments.',
	traps: 'A comment is found by its whole text.',
	required: [
		['Comment', 'Comment text'],
		['Label', 'Tone']
	],
	telling: [],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		comment: required('comment', 'Comment', 'Comment text'),
		label: oneOf('unknown_label', ['Label', 'Tone'], {
			positive: 'positive',
			positiv: 'positive',
			positif: 'positive',
			positivo: 'positive',
			'+': 'positive',
			neutral: 'neutral',
			neutre: 'neutral',
			neutro: 'neutral',
			'0': 'neutral',
			negative: 'negative',
			negativ: 'negative',
			négatif: 'negative',
			négative: 'negative',
			negativo: 'negative',
			'-': 'negative'
		})
	}
};

/** An answer in words: English, German, French, Spanish. */
const spoken = (cell: Sql): Sql =>
	`case when lower(${cell}) in ('no', 'nein', 'non') then 0 when lower(${cell}) in ('partly', 'teilweise', 'teils', 'en partie', 'partiellement', 'en parte', 'parcialmente') then 1
		when lower(${cell}) in ('yes', 'ja', 'oui', 'sí', 'si') then 2 end`;

/** What named persons declare about the readiness checklist. METRICS.md F. */
export const declarations: TableSource = {
	id: 'declarations',
	system: 'declarations',
	title: 'Declarations for the readiness checklist',
	format: 'table',
	entity: 'declaration',
	decidesOrigin: 'Nothing; it says what people answer for.',
	traps:
		'Questions are named Q1 to Q9. Answers are 0 or no, 1 or partly, 2 or yes, and ? or unknown; the newest declaration of a question holds, also one that says unknown.',
	required: [['Question'], ['Score', 'Answer'], ['Declared by']],
	telling: [['Declared on'], ['Note']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		question: required('question', 'Question'),
		score: {
			headers: ['Score', 'Answer'],
			cast: (reading) => {
				const { value } = number('Score', 'Answer').cast(reading);
				const cell = reading.cell(['Score', 'Answer']) ?? 'null';
				const said = `coalesce(${spoken(cell)}, ${value})`;
				const isUnknown = `coalesce(lower(${cell}) in ('?', 'unknown', 'unbekannt', 'inconnu', 'desconocido'), false)`;
				return {
					value: said,
					refuses: {
						when: (score) => `(${score} is null or ${score} not in (0, 1, 2)) and not ${isUnknown}`,
						reason: 'no_such_answer',
						cell
					}
				};
			}
		},
		declared_by: text('Declared by'),
		declared_on: day('Declared on'),
		note: text('Note')
	}
};

import { required, text, whole } from '../columns.ts';
import { flag, words } from '../words.ts';
import type { TableSource } from '../source.ts';

const question = ['Question', 'Question code'];
const construct = ['Measures', 'Construct'];

/** What the analyst says about the questions of a survey: what each measures, on how many points, and which way round. */
export const surveyKey: TableSource = {
	id: 'survey-key',
	system: 'survey-key',
	title: 'Survey key (what each question measures)',
	format: 'table',
	entity: 'survey_key',
	decidesOrigin: 'Nothing; it says what the questions of a survey measure.',
	traps:
		'A question is named by its code in the export, or by its words where the export has no codes; the newest line about a question holds.',
	required: [question, construct],
	telling: [['Points'], ['Reversed', 'Reverse keyed', 'Is reversed'], ['Kind', 'Type']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		survey: text('Survey'),
		question: required('question', ...question),
		wording: text('Wording', 'Question text'),
		construct: text(...construct),
		kind: words(
			['Kind', 'Type'],
			{
				scale: 'scale',
				likert: 'scale',
				rating: 'scale',
				skala: 'scale',
				échelle: 'scale',
				escala: 'scale',
				comment: 'comment',
				kommentar: 'comment',
				freitext: 'comment',
				commentaire: 'comment',
				comentario: 'comment',
				text: 'comment',
				'open text': 'comment',
				choice: 'choice',
				auswahl: 'choice',
				choix: 'choice',
				opción: 'choice',
				'multiple choice': 'choice'
			},
			null
		),
		points: whole('Points', 'Scale points'),
		is_reversed: flag('Reversed', 'Reverse keyed', 'Is reversed')
	}
};

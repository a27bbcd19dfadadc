import { message } from '#queries/messages.ts';
import { text } from '../columns.ts';
import { anchorDate } from '../dates.ts';
import type { Shape, TableSource } from '../source.ts';
import { answersOf, questionsBeside, readsAsQuestion } from './answers.ts';
import { survey, wave } from './wave.ts';

const response = ['Response ID', 'Participant ID', 'Response'];
const submitted = ['Submitted at', 'Submitted date', 'Submitted', 'Survey date', 'Launch date'];
const groups = [
	'Department',
	'Unit',
	'Team',
	'Division',
	'Location',
	'Level',
	'Tenure',
	'Gender',
	'Age group'
];

const asksInHeadings: Shape = {
	says: message('import.at_least_three_questions_as_headings'),
	isNeeded: true,
	holds: ({ header }) => header.filter(readsAsQuestion).length >= 3
};
const namesNobody: Shape = {
	says: message('import.no_address_and_no_number_person'),
	isNeeded: true,
	holds: ({ header }) =>
		!header.some((heading) => /e-?mail|employee|first name|last name/i.test(heading))
};

/**
 * Culture Amp, de-identified extract: one demographic as it was at the launch, no comments, nobody named. FORMATS.md §25
 * knows no header of it; these are the headings that such an extract can do without least.
 */
export const cultureAmp: TableSource = {
	id: 'culture-amp',
	system: 'culture-amp',
	title: 'Culture Amp: de-identified responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'Nobody is named, so answers cannot be joined to learning; the unit is that of the launch; comments are not in the extract.',
	required: [response, submitted],
	telling: [groups],
	shapes: [asksInHeadings, namesNobody],
	dateOrder: 'mdy',
	keepsIdenticalRows: true,
	columns: {
		org_unit: text('Department', 'Unit', 'Team', 'Division'),
		survey,
		wave,
		response_key: text(...response),
		submitted_at: anchorDate(...submitted),
		answers: answersOf(
			questionsBeside([...response, ...submitted, ...groups, 'Survey', 'Survey name'])
		)
	}
};

import { message } from '#queries/messages.ts';
import type { TableColumn } from '../columns.ts';
import { derived, email, key, text } from '../columns.ts';
import { anchorDate } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { Shape, TableSource } from '../source.ts';
import { answersOf, plainText } from './answers.ts';
import { consent, consentHeadings, unitOfResponse } from './facts.ts';
import { survey, wave } from './wave.ts';

/** The id by which Qualtrics knows a column, from the third header row. */
function importId(below: readonly string[]): string | null {
	const text = below.find((cell) => cell.includes('ImportId'));
	return /"ImportId"\s*:\s*"([^"]*)"/.exec(text ?? '')?.[1] ?? null;
}

const aboutConsent = new Set(consentHeadings.map(normaliseHeader));

/**
 * Questions have ids of their own; everything else is a fact about the response or embedded data. Topics of Text iQ are no
 * answers, nor is the leave to quote a comment.
 */
const isQuestion = ({ heading, below }: TableColumn): boolean =>
	/^QID/.test(importId(below) ?? '') &&
	!aboutConsent.has(normaliseHeader(heading)) &&
	!/ - (parent )?topics?( hierarchy.*)?$| - sentiment( polarity| score)?$/.test(
		normaliseHeader(heading)
	);

const importIds: Shape = {
	says: message('import.importid_in_third_header_row'),
	isNeeded: true,
	holds: ({ below }) =>
		below.some((row) => row.filter((cell) => /"ImportId"/.test(cell)).length > 2)
};

/** Rows that authors make while they try their survey out. */
const previews = ['1', 'survey preview', 'preview', 'umfragevorschau', 'vista previa', 'aperçu'];

/**
 * Qualtrics, responses as CSV with three header rows: codes, question texts in the account's language, import ids.
 * FORMATS.md §25.
 */
export const qualtrics: TableSource = {
	id: 'qualtrics',
	system: 'qualtrics',
	title: 'Qualtrics: survey responses',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		"Previews are refused; question texts stand in the account's language; topics of Text iQ and embedded data are no answers.",
	required: [['ResponseId', 'Response ID'], ['StartDate'], ['Finished']],
	telling: [['RecordedDate'], ['Progress'], ['UserLanguage']],
	shapes: [importIds],
	headerRows: (following) =>
		following.slice(0, 2).findIndex((row) => row.some((cell) => cell.includes('"ImportId"'))) + 1,
	zone: ({ below }) => {
		const stated = /"timeZone"\s*:\s*"([^"]+)"/.exec(below.flat().join(' '))?.[1];
		return stated !== undefined && Intl.supportedValuesOf('timeZone').includes(stated)
			? stated
			: null;
	},
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('RecipientEmail'),
		employee_number: key('ExternalReference'),
		first_name: text('RecipientFirstName'),
		last_name: text('RecipientLastName'),
		org_unit: unitOfResponse,
		survey,
		wave,
		response_key: text('ResponseId', 'Response ID'),
		submitted_at: anchorDate('RecordedDate', 'EndDate', 'StartDate'),
		is_complete: derived(
			({ cell }) => {
				const finished = `lower(${cell(['Finished']) ?? 'null'})`;
				return {
					value: `case when ${finished} in ('1', 'true', 'wahr', 'verdadero', 'vrai') then true when ${finished} is not null then false end`
				};
			},
			['Finished']
		),
		is_preview: derived(
			({ cell }) => {
				const status = cell(['Status']) ?? 'null';
				const isPreview = `coalesce(lower(${status}) in (${previews.map((word) => `'${word}'`).join(', ')}), false)`;
				return {
					value: isPreview,
					refuses: { when: (value) => value, reason: 'preview_response', cell: status }
				};
			},
			['Status']
		),
		has_consent: consent,
		language: text('UserLanguage'),
		answers: answersOf((column) =>
			isQuestion(column)
				? {
						code: column.heading.trim(),
						wording: plainText(column.below[0] ?? column.heading),
						answer: column.cell
					}
				: null
		)
	}
};

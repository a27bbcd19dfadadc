import type { Column } from '../columns.ts';
import { email, key, number, percent, text } from '../columns.ts';
import { flag, words } from '../words.ts';
import { seconds } from '../durations.ts';
import { anchorDate, date } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { itemMark } from '../source.ts';
import { answersOf, plainText } from '../voice/answers.ts';
import { survey, wave } from '../voice/wave.ts';
import { message } from '#queries/messages.ts';
import { obligationWords, originWords } from './spoken-words.ts';

const verbs = ['What happened'];
const how = ['How the doer was enrolled'];

/** What systems and people call the things that happen between a person and an item. */
const eventWords = {
	Enrolled: 'enrolled',
	Registered: 'enrolled',
	'Signed up': 'enrolled',
	Joined: 'enrolled',
	Booked: 'enrolled',
	Assigned: 'assigned',
	Recommended: 'recommended',
	Withdrawn: 'withdrawn',
	Unenrolled: 'withdrawn',
	Cancelled: 'withdrawn',
	Left: 'withdrawn',
	Started: 'started',
	Launched: 'started',
	Opened: 'started',
	Initialized: 'started',
	Attempted: 'started',
	Progressed: 'progressed',
	Experienced: 'progressed',
	Answered: 'progressed',
	Interacted: 'progressed',
	Played: 'progressed',
	Paused: 'progressed',
	Submitted: 'progressed',
	Viewed: 'viewed',
	Visited: 'viewed',
	Watched: 'viewed',
	Read: 'viewed',
	Completed: 'completed',
	Complete: 'completed',
	Finished: 'completed',
	Passed: 'completed',
	Certified: 'completed',
	Reset: 'uncompleted',
	Reopened: 'uncompleted',
	Failed: 'failed',
	Waived: 'waived',
	Exempted: 'waived'
} as const;

const titles = ['Item of the event'];
const codes = ['Code of the event’s item'];

/** The item's title; a row that has neither title nor code says nothing. */
const itemOf: Column = {
	headers: titles,
	cast: ({ cell }) => {
		const [title, code] = [cell(titles) ?? 'null', cell(codes) ?? 'null'];
		return {
			value: title,
			refuses: {
				when: () => `coalesce(${title}, ${code}) is null`,
				reason: 'missing_item',
				cell: title
			}
		};
	}
};

/** Any table of what people did when, an event per row, under headings of our own. */
export const ownEvents: TableSource = {
	id: 'own-events',
	system: 'own',
	title: 'Any table of events (who did what, when)',
	format: 'table',
	entity: 'event',
	decidesOrigin:
		'How the doer was enrolled, by the meaning that you give its words: that of the enrolment, else of the first row that says it; without it every origin is unknown. A word such as mandatory says how binding it is, too.',
	traps:
		'An event whose word has no meaning is kept and counts for nothing. Rows that look alike are separate events.',
	required: [
		['Doer e-mail', 'Doer user name', 'Doer number'],
		[...titles, ...codes],
		['Happened on'],
		verbs
	],
	telling: [],
	needsPerson: true,
	dateOrder: 'dmy',
	keepsIdenticalRows: true,
	columns: {
		email: email('Doer e-mail'),
		username: key('Doer user name'),
		employee_number: key('Doer number'),
		display_name: text('Doer name'),
		org_unit: text('Doer unit'),
		item_title: itemOf,
		item_code: text(...codes),
		happened_at: anchorDate('Happened on'),
		kind: words(verbs, eventWords, 'other'),
		verb: text(...verbs),
		seconds: seconds(null, 'Time taken'),
		progress: percent('Progress reached'),
		score: number('Score reached'),
		due_at: date('Event due on'),
		origin: words(how, originWords),
		obligation: words(how, obligationWords, null, undefined, false),
		enrolled_by: text('Enrolled by whom')
	}
};

const answered = ['Answered on'];

/** Any table of answers, a response per row and a question per column, as a mapping marks them. */
export const ownAnswers: TableSource = {
	id: 'own-answers',
	system: 'own-answers',
	title: 'Any table of survey answers (each column a question)',
	format: 'table',
	entity: 'response',
	decidesOrigin: 'Nothing; it says what people think of learning here.',
	traps:
		'A mapping says which columns are questions; the heading is the whole question. Survey and wave are in the file’s name, or fixed for all rows. Rows that look alike and name nobody are separate responses.',
	required: [answered],
	telling: [],
	shapes: [
		{
			says: message('import.columns_marked_as_questions'),
			isNeeded: true,
			holds: ({ header }) => header.some((heading) => heading.startsWith(itemMark))
		}
	],
	wide: { answer: () => ({}) },
	dateOrder: 'dmy',
	keepsIdenticalRows: 'unnamed',
	columns: {
		email: email('Respondent e-mail'),
		username: key('Respondent user name'),
		employee_number: key('Respondent number'),
		display_name: text('Respondent name'),
		org_unit: text('Unit of the respondent'),
		survey,
		wave,
		response_key: text('Number of the response'),
		submitted_at: anchorDate(...answered),
		has_consent: flag('Comment may be shown'),
		language: text('Language of the answers'),
		answers: answersOf(({ heading, cell }) => {
			if (!heading.startsWith(itemMark)) return null;
			const wording = plainText(heading.slice(itemMark.length));
			return { code: wording, wording, answer: cell };
		})
	}
};

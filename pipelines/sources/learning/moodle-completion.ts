import { message } from '#queries/messages.ts';
import { derived, email, key, text } from '../columns.ts';
import { dateOf } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { Shown, TableSource, WideItem } from '../source.ts';
import { itemCode, itemTitle } from './gradebook.ts';
import { headingDate } from './heading-date.ts';

/** Completed and not completed in English, German, Spanish and French, with what stands behind it in brackets. */
const state =
	/^(not completed|completed|(nicht )?abgeschlossen|(no )?(completado|completada|finalizado|finalizada)|(non )?(achevée?|terminée?|complétée?))( ?\(.*\))?$/i;
const stamp = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

const mail = [
	'Email address',
	'Email',
	'E-Mail-Adresse',
	'Dirección de correo',
	'Dirección Email',
	'Correo electrónico',
	'Adresse de courriel'
];
const number = ['ID number', 'ID-Nummer', 'Número de ID', "Numéro d'identification"];
const login = ['Username', 'Anmeldename', 'Nombre de usuario', "Nom d'utilisateur"];

/** Whether a column holds states and nothing else; the first cell that is none ends the look. */
function hasStates(rows: Shown['rows'], at: number): boolean {
	let found = false;
	for (const row of rows) {
		const cell = row[at]?.trim() ?? '';
		if (cell === '') continue;
		if (!state.test(cell)) return false;
		found = true;
	}
	return found;
}

/** Whether a column holds times, but for one in five cells. */
function hasTimes(rows: Shown['rows'], at: number): boolean {
	const times = rows.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== '');
	return times.filter((cell) => !stamp.test(cell)).length <= times.length * 0.2;
}

/** Pairs of columns: an activity with the states of people, and a heading that is blank or a day, with times below it. */
function activities({ header, rows }: Shown, course: string | null): readonly WideItem[] {
	const found: WideItem[] = [];
	for (let at = 1; at + 1 < header.length; at++) {
		if (!hasStates(rows, at) || !hasTimes(rows, at + 1)) continue;
		const named = header[at]?.trim() ?? '';
		const title = named === '' ? `Activity ${found.length + 1}` : named;
		const due = headingDate(header[at + 1] ?? '');
		found.push({
			at,
			beside: at + 1,
			title,
			...(course !== null && { code: `${course}/${title}` }),
			...(due !== null && { due })
		});
		at++;
	}
	return found;
}

/** The course in the name that Moodle gives the file: progress.<short name>.csv. */
const courseOf = (fileName: string): string | null =>
	/^progress\.(.+?)\.(csv|txt|xls)$/i.exec(fileName)?.[1] ?? null;

const done =
	"case when regexp_matches(lower(item.cell), '^(not|nicht|no|non) ') then false else true end";
const isFail = `regexp_matches(lower(item.cell), 'did not|nicht bestanden|nicht erreicht|\\((?:ohne|sin|non) |no alcanz|no aprob|non atteint|pas atteint|échou')`;

/**
 * Moodle, activity completion report of a course, also its "Excel-compatible" UTF-16 variant. FORMATS.md §4. The heading
 * of the names is blank; every activity has two columns, its state and the time, and the day when it is expected.
 */
export const moodleCompletion: TableSource = {
	id: 'moodle-completion',
	system: 'moodle',
	title: 'Moodle: Activity completion report',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Nothing: the report has no enrolment method. An expected day is a due date, which is only a hint (rule R8).',
	traps:
		'A row per person and two columns per activity. Times are in the zone of whoever downloads it. A state may have been set by a teacher. Identity columns must be switched on (ID number, e-mail address or username); names alone are no keys. Keep the file’s name: it holds the course.',
	required: [],
	telling: [[...mail, ...number, ...login]],
	shapes: [
		{
			says: message('import.blank_heading_over_names'),
			isNeeded: true,
			holds: ({ header }) => normaliseHeader(header[0] ?? '-') === ''
		},
		{
			says: message('import.pairs_columns_with_states_completion_and'),
			isNeeded: true,
			holds: (shown) => activities(shown, null).length > 0
		}
	],
	items: (shown, fileName) => activities(shown, courseOf(fileName)),
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		email: email(...mail),
		username: key(...login),
		employee_number: key(...number),
		display_name: text(''),
		item_title: itemTitle,
		item_code: itemCode,
		completed_at: dateOf(({ item }) => `(case when ${done} then ${item.beside} end)`),
		last_activity_at: dateOf(({ item }) => item.beside),
		due_at: derived(({ item }) => ({ value: item.due })),
		status: derived(() => ({
			value: `case when item.cell is null or not ${done} then 'not_started' when ${isFail} then 'failed' else 'completed' end`
		})),
		method: derived(({ item }) => ({
			value: `nullif(regexp_extract(${item.cell}, '\\((set by .+)\\)', 1), '')`
		}))
	}
};

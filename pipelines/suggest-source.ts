import { looksLikeCells } from './mapping-fit.ts';
import { asItem } from './mapping.ts';
import type { TableSource, WideRules } from './sources/source.ts';
import { sources } from './sources/sources.ts';
import { readsAsQuestion } from './sources/voice/answers.ts';
import { columnName, slotsOf, suggestColumns } from './suggest-mapping.ts';

type Rows = readonly (readonly string[])[];

const fieldsOf: Readonly<Record<string, RegExp>> = {
	'own-enrolments': /^(item_.+|enrolled_at|completed_at)$/,
	'own-people': /^(hired_on|left_on|employment_type)$/,
	'own-events': /^(happened_at|kind)$/
};

const leastQuestions = 3;

/** The source that a table of the analyst's own most likely is: one whose needed columns it has. */
export function suggestSource(header: readonly string[], rows: Rows): string {
	const questions = header.filter(readsAsQuestion).length;
	if (questions >= leastQuestions && questions * 2 >= header.length) return 'own-answers';
	const counted = sources.flatMap((source) => {
		const telling = fieldsOf[source.id];
		if (source.format !== 'table' || telling === undefined) return [];
		const mapped = new Set(Object.values(suggestColumns(source, header, rows)));
		const slots = slotsOf(source).filter(({ heading }) => mapped.has(heading));
		const score = slots.filter(({ fields }) => fields.some((field) => telling.test(field))).length;
		if (source.id !== 'own-events') return [{ id: source.id, score }];
		return [{ id: source.id, score: score === 2 ? 3 : 0 }];
	});
	const [best] = counted.toSorted((left, right) => right.score - left.score);
	return best === undefined || best.score === 0 ? 'own-enrolments' : best.id;
}

const leastItems = 2;
/** Words of one's own are still to be mapped. */
const leastKnown = 0.5;

const keysOfPeople = ['email', 'username', 'employee_number'];
/** People of a table of many items stand in it once, but for the odd one. */
const mostRepeated = 0.1;

/** Whether people come again and again, as in a table of a row per person and item. */
function isLong(
	source: TableSource,
	names: readonly string[],
	columns: Readonly<Record<string, string>>,
	rows: Rows
): boolean {
	const headings = new Set(keysOfPeople.flatMap((key) => source.columns[key]?.headers ?? []));
	const place = names.findIndex((name) => headings.has(columns[name] ?? ''));
	const keys = rows.map((row) => row[place]?.trim() ?? '').filter((key) => key !== '');
	return keys.length - new Set(keys).size > keys.length * mostRepeated;
}

/**
 * How the columns that are left over are items or questions, where a table looks as if they were: the state of people with
 * items, or what was answered. Null where it does not.
 */
export function suggestWide(
	source: TableSource,
	header: readonly string[],
	rows: Rows,
	columns: Readonly<Record<string, string>>
): { readonly wide: WideRules; readonly columns: Readonly<Record<string, string>> } | null {
	const names = header.map((_, place) => columnName(header, place));
	const free = names.flatMap((name, place) =>
		(columns[name] ?? '') === '' ? [{ name, place }] : []
	);
	const asItems = (chosen: typeof free) => ({
		...columns,
		...Object.fromEntries(chosen.map(({ name }) => [name, asItem]))
	});
	if (source.entity === 'response' && source.wide?.answer) {
		const asked = free.filter(({ place }) => readsAsQuestion(header[place] ?? ''));
		const chosen = asked.length > 0 ? asked : free;
		return chosen.length === 0 ? null : { wide: { cells: 'answer' }, columns: asItems(chosen) };
	}
	if (isLong(source, names, columns, rows)) return null;
	const item = new Set(source.columns['item_title']?.headers);
	if (!source.wide?.state || Object.values(columns).some((slot) => item.has(slot))) return null;
	const cellsOf = (place: number) => rows.slice(0, 100).map((row) => row[place] ?? '');
	const states = free.filter(
		({ place }) =>
			cellsOf(place).some((cell) => cell.trim() !== '') &&
			looksLikeCells('state', cellsOf(place), {}, leastKnown)
	);
	if (states.length < leastItems) return null;
	return { wide: { cells: 'state' }, columns: asItems(states) };
}

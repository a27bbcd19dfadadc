import type { DuckDBConnection } from '@duckdb/node-api';
import type { Metric } from './catalogue.ts';
import { parametersOf, valuesOf } from './compute.ts';
import { readsMacro } from './lineage.ts';
import { message, messageOfCode, systemInWords } from './messages.ts';
import { countsEmployed } from './envelope.ts';
import { reachOfNeeds } from './needs.ts';
import type { HeldBack, NeedName } from './needs.ts';
import { monthsIn } from './grain.ts';
import { roundCount } from './present.ts';
import type { ResultRow } from './present.ts';
import type { Question, Viewer } from './request.ts';
import { rowInWords, toOther, variantInWords } from './vocabulary.ts';

/** Kinds of data in words, as a list. */
export const filesInWords = (names: readonly NeedName[]): string =>
	names.map((name) => message(`definition.needs.${name}`)).join('; ');

/** Which files an answer waits for, in a sentence; nothing where all are there. */
export const missingInWords = (missing: readonly NeedName[]): readonly string[] =>
	missing.length === 0 ? [] : [message('note.missing', { files: filesInWords(missing) })];

/** Which files are missing, and what an answer cannot tell without them. */
export const rowsMissInWords = (files: string, rows: readonly string[]): string =>
	message('note.rows_miss', { files, list: rows.join('; ') });

/**
 * Which rows an answer leaves out, because only they need files that are not loaded, a sentence for each set of files; what is
 * inferred about them has a sentence of its own.
 */
export function untoldInWords(
	metric: Metric,
	untold: ReadonlyMap<string, readonly NeedName[]>,
	inferred: readonly string[]
): readonly string[] {
	const others = [...untold].filter(
		([name]) => !inferred.includes(name) && !metric.warns.includes(name)
	);
	const byFiles = Map.groupBy(others, ([, files]) => filesInWords(files));
	return [...byFiles].map(([files, rows]) =>
		rowsMissInWords(
			files,
			rows.map(([name]) => rowInWords(metric, name))
		)
	);
}

/** The accounts that were counted apart, as a viewer may know of them: null where they are fewer than the smallest group. */
export const tellUnmatched = (count: number, viewer: Viewer, smallest: number): number | null =>
	viewer.role !== 'analyst' && count < smallest ? null : roundCount(count, viewer);

/** That accounts are counted apart, with their number where it may be told. */
export const unmatchedInWords = (count: number | null): string =>
	message('note.unmatched_accounts', {
		some: count === null ? 'some' : 'told',
		count: count ?? 0
	});

/** What an answer takes from learning files, because no personnel file says it, and what none of the files says. */
export function inferredInWords(inferred: readonly string[]): readonly string[] {
	const has = (what: string): boolean => inferred.includes(what);
	return [
		...(has('people') ? [message('note.inferred_people')] : []),
		...(has('exposure') && !has('people') ? [message('note.inferred_exposure')] : []),
		...(has('employed') ? [message('note.employed')] : []),
		...(has('prompted') ? [message('note.unprompted')] : [])
	];
}

/** What a measure needs of a period, with the periods that have it: the first of them that its select reads holds for it. */
const periodNeeds = [
	{
		macro: 'whole_year_start',
		need: 'year_before',
		begin: 'learning_start()',
		periods:
			'passed_period($grain, (select day from whole_year_start($grain, $from::date)), $to::date, $as_of::date)'
	},
	{
		macro: 'first_period',
		need: 'three_before',
		begin: 'learning_start()',
		periods: `(
			select period_no
			from passed_period($grain, $from::date, $to::date, $as_of::date)
			where period_no - 3 >= (select first_no from first_period($grain))
		)`
	},
	{
		macro: 'passed_period',
		need: 'whole',
		begin: 'learning_start()',
		periods: 'passed_period($grain, $from::date, $to::date, $as_of::date)'
	},
	{
		macro: 'personnel_period',
		need: 'personnel',
		begin: '(select from_on as day from personnel_window)',
		periods: 'personnel_period($grain, $from::date, $to::date, $as_of::date)'
	}
] as const;

/**
 * Why an answer by period has no rows, where the data hold no period that the measure can be told of; nothing for other reasons.
 * Where the data begin is told by its month: the day may be that of one person.
 */
export async function tellNoPeriod(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<readonly string[]> {
	const { metric, grain, from, to } = question;
	const found = periodNeeds.find(({ macro }) => readsMacro(metric.sql, macro));
	if (grain === null || !found) return [];
	const sql = `
		select
			strftime(any_value(day), '%Y-%m') as begin,
			(select count(*) from ${found.periods})::integer as periods,
		from ${found.begin}`;
	const bound = parametersOf(sql, valuesOf(question, asOf));
	const reader = await connection.runAndReadAll(sql, bound);
	const [row] = reader.getRowObjectsJS() as { begin: string | null; periods: number }[];
	if (!row || row.begin === null || row.periods > 0) return [];
	return [
		message('note.no_period', {
			grain,
			need: found.need,
			asked: from === null && to === null ? 'no' : 'yes',
			begin: row.begin,
			end: asOf
		})
	];
}

/** What must be exported anew for the data to reach further, in a sentence with its day as it is or in words. */
export function heldBackInWords(
	{ systems, needs, furthest }: HeldBack,
	dayInWords: (day: string) => string = (day) => day
): string {
	const ends = [
		...systems.map(systemInWords),
		...needs.map((need) => messageOfCode(`reach.${need}`) ?? need)
	];
	return message('note.held_back', {
		list: [...new Set(ends)].join(', '),
		date: dayInWords(furthest)
	});
}

/** The day on which the learning data begin, and its month; nothing without learning data. */
async function learningBegin(connection: DuckDBConnection): Promise<string[]> {
	const reader = await connection.runAndReadAll(
		"select strftime(day, '%Y-%m-%d') from learning_start() where day is not null"
	);
	const day = reader.getRowsJS()[0]?.[0] as string | undefined;
	return day === undefined ? [] : [day, day.slice(0, 7)];
}

/** That the time asked for, or the state, lies before or after all data of the metric, or that these do not meet; nothing where they do. */
export async function tellOutside(
	connection: DuckDBConnection,
	{ metric, from, to, asOf: state }: Question,
	asOf: string
): Promise<readonly string[]> {
	const isAsked = from !== null || to !== null || state !== null;
	const outside = (begin: string): string[] => [
		message('note.nothing', {
			why: message(isAsked ? 'note.outside' : 'note.apart', { begin, end: asOf }),
			isPart: 'no'
		})
	];
	const isLearning = metric.needs.includes('enrolment');
	const [day, told = 'none'] = isLearning ? await learningBegin(connection) : [];
	if (day !== undefined && (asOf < day || (to !== null && to <= day))) return outside(told);
	return from !== null && from > asOf ? outside(told) : [];
}

const monthDays = 30.44;

/**
 * That the first period of a trend holds only a part of its days, where the number of people who did something grows with the
 * days; a tenth of it may lie before the data begin.
 */
export async function tellPart(
	connection: DuckDBConnection,
	{ metric, grain }: Question,
	rows: readonly ResultRow[]
): Promise<readonly string[]> {
	if (grain === null || !readsMacro(metric.sql, 'passed_period')) return [];
	const starts = rows.filter(({ suppressed }) => !suppressed).map((row) => row.period_start ?? '');
	const first = starts.toSorted()[0];
	const [day, begin] = await learningBegin(connection);
	if (first === undefined || day === undefined) return [];
	const before = (Date.parse(day) - Date.parse(first)) / 86_400_000;
	if (before <= (monthsIn[grain] * monthDays) / 10) return [];
	return [message('note.part_of_period', { grain, start: first, begin: begin ?? '' })];
}

/** So many days after the last one of personnel files, people who left since are many enough for a sentence. */
const personnelDays = 31;

/** That people count as employed after the personnel files have ended, because nothing tells who left. */
export async function tellPersonnelEnd(
	connection: DuckDBConnection,
	{ metric }: Question,
	asOf: string
): Promise<readonly string[]> {
	if (!countsEmployed(metric)) return [];
	const end = await reachOfNeeds(connection, ['employment'], []);
	if (end === null || Date.parse(asOf) - Date.parse(end) <= personnelDays * 86_400_000) return [];
	return [message('note.personnel_end', { date: end })];
}

/** That the second states of a row of E2 hold those who stayed, where these have no row of their own. */
export function tellStayed({ metric }: Question, rows: readonly ResultRow[]): readonly string[] {
	if (metric.id !== 'type_transitions') return [];
	return rows.some(({ variant }) => variant?.endsWith(toOther) === true)
		? [message('note.stayed_too')]
		: [];
}

/** Whether anybody was employed at the end of a quarter that was asked for (E, E2). */
async function isAnybodyEmployed(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<boolean> {
	const sql =
		'select 1 from quarter_person($as_of::date) where is_within(day, $from::date, $to::date) limit 1';
	const bound = parametersOf(sql, valuesOf(question, asOf));
	return (await connection.runAndReadAll(sql, bound)).currentRowCount > 0;
}

/** Why an answer has no row although every file that it needs is there, in a sentence about the variant that was asked for. */
export async function tellNothing(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<string> {
	const { metric, variants, from, to, where } = question;
	const isOfTypes = readsMacro(metric.sql, 'quarter_person');
	const usual = metric.default_variants;
	const [only = ''] = variants.length === 1 ? variants : [];
	const why = messageOfCode(`nothing.${metric.id}`, {
		asked: only === '' || (usual.length === 1 && usual.includes(only)) ? 'no' : 'yes',
		variant: variantInWords(metric, only),
		employed: isOfTypes && (await isAnybodyEmployed(connection, question, asOf)) ? 'yes' : 'no'
	});
	const isPart = from !== null || to !== null || where.size > 0;
	return message('note.nothing', { why: why ?? '', isPart: isPart ? 'yes' : 'no' });
}

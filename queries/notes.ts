import type { DuckDBConnection } from '@duckdb/node-api';
import { parametersOf, valuesOf } from './compute.ts';
import { readsMacro } from './lineage.ts';
import { message, messageOfCode, systemInWords } from './messages.ts';
import type { HeldBack } from './needs.ts';
import { monthsIn } from './grain.ts';
import { roundCount } from './present.ts';
import type { ResultRow } from './present.ts';
import type { Question, Viewer } from './request.ts';

/** What of an answer's envelope tells of accounts that match nobody of the personnel file. */
export interface Unmatched {
	/** How many there are, rounded for others than analysts; null where none are, or too few to be told. */
	readonly unmatched_accounts: number | null;
	/** What a reader must know beside the rows, in sentences. */
	readonly notes: readonly string[];
}

/** The accounts that were counted apart, as a viewer may know of them: their number is hidden below the smallest group. */
export function tellUnmatched(count: number | null, viewer: Viewer, smallest: number): Unmatched {
	if (count === null) return { unmatched_accounts: null, notes: [] };
	const shown = viewer.role !== 'analyst' && count < smallest ? null : roundCount(count, viewer);
	return {
		unmatched_accounts: shown,
		notes: [
			message('note.unmatched_accounts', {
				some: shown === null ? 'some' : 'told',
				count: shown ?? 0
			})
		]
	};
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
 * Others than analysts learn the month in which the data begin: the day may be that of one person.
 */
export async function tellNoPeriod(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	viewer: Viewer
): Promise<readonly string[]> {
	const { metric, grain, from, to } = question;
	const found = periodNeeds.find(({ macro }) => readsMacro(metric.sql, macro));
	if (grain === null || !found) return [];
	const sql = `
		select
			strftime(any_value(day), if($is_exact, '%Y-%m-%d', '%Y-%m')) as begin,
			(select count(*) from ${found.periods})::integer as periods,
		from ${found.begin}`;
	const bound = parametersOf(sql, valuesOf(question, asOf));
	const reader = await connection.runAndReadAll(sql, {
		...bound,
		is_exact: viewer.role === 'analyst'
	});
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

/** The day on which the learning data begin, as others than analysts may know it: its month. */
async function learningBegin(connection: DuckDBConnection, viewer: Viewer): Promise<string[]> {
	const reader = await connection.runAndReadAll(
		"select strftime(day, '%Y-%m-%d') from learning_start() where day is not null"
	);
	const day = reader.getRowsJS()[0]?.[0] as string | undefined;
	return day === undefined ? [] : [day, viewer.role === 'analyst' ? day : day.slice(0, 7)];
}

/** That the time asked for, or the state, lies before or after all data of the metric; nothing where it does not. */
export async function tellOutside(
	connection: DuckDBConnection,
	{ metric, from, to }: Question,
	asOf: string,
	viewer: Viewer
): Promise<readonly string[]> {
	const outside = (begin: string): string[] => [
		message('note.nothing', { why: message('note.outside', { begin, end: asOf }) })
	];
	const isLearning = metric.needs.includes('enrolment');
	const [day, told = 'none'] = isLearning ? await learningBegin(connection, viewer) : [];
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
	rows: readonly ResultRow[],
	viewer: Viewer
): Promise<readonly string[]> {
	if (grain === null || !readsMacro(metric.sql, 'passed_period')) return [];
	const starts = rows.filter(({ suppressed }) => !suppressed).map((row) => row.period_start ?? '');
	const first = starts.toSorted()[0];
	const [day, begin] = await learningBegin(connection, viewer);
	if (first === undefined || day === undefined) return [];
	const before = (Date.parse(day) - Date.parse(first)) / 86_400_000;
	if (before <= (monthsIn[grain] * monthDays) / 10) return [];
	return [message('note.part_of_period', { grain, start: first, begin: begin ?? '' })];
}

/** Why an answer has no row although every file that its metric needs is there, in a sentence. */
export const nothingInWords = (metric: string): string =>
	message('note.nothing', { why: messageOfCode(`nothing.${metric}`) ?? '' });

import type { DuckDBConnection } from '@duckdb/node-api';
import { ask, findFilterIds } from './ask.ts';
import type { Answer } from './ask.ts';
import type { Metric } from './catalogue.ts';
import { parametersOf, valuesOf } from './compute.ts';
import { hideCounts, shownAs } from './explain-hide.ts';
import type { Count, Counted, Shown } from './explain-hide.ts';
import { countsSql, hasRows, readsVariant, rowsSqlOf } from './explain-sql.ts';
import { readRequest } from './request.ts';
import type { Question, Viewer } from './request.ts';
import { readVerbatims } from './verbatims.ts';
import type { Verbatim } from './verbatims.ts';

/** One episode behind a number, with the file and line that tell of it. For analysts only. */
export interface ExplainedRow {
	/** The display name, or else the key by which a system knows the person. */
	readonly person: string;
	readonly item: string;
	readonly class: string;
	readonly initiator: string;
	readonly initiator_rule: string;
	readonly obligation: string;
	readonly obligation_rule: string;
	/** That of the fact which decides the class: the obligation of what is required, else the initiator. */
	readonly confidence: number;
	readonly enrolled: string;
	readonly completed: string | null;
	readonly counted: Counted;
	readonly reason: string;
	readonly file: string;
	readonly batch_id: number;
	readonly line: number;
	/** The column of the record that tells of the episode, from 1; null where the whole record does. */
	readonly place_in_record: number | null;
	readonly source: string;
	/** How many further enrolments belong to the same episode. */
	readonly further_rows: number;
}

/** The way from a number back to its rows. */
export interface Explanation {
	readonly metric: Metric;
	readonly sql: string;
	readonly parameters: Readonly<Record<string, string | number | null>>;
	readonly answer: Answer;
	/** Which rows of the answer the counts are those of, added up over periods and breakdowns. */
	readonly explained: { readonly variant: string | null; readonly horizon: number | null };
	/**
	 * Every episode once, by what the number makes of it: numerator + denominator is the answer's denominator. The reach
	 * counts people in periods instead. For others than analysts rounded, and null where it would tell on few people.
	 */
	readonly counts: readonly Shown[];
	readonly rows: readonly ExplainedRow[] | null;
	/** Comments that their writers agreed to show; null for numbers that no comment stands behind. */
	readonly verbatims: readonly Verbatim[] | null;
}

/** Which of the rows to list; without a reason all of them, those that count first. */
export interface Page {
	readonly limit: number;
	readonly offset: number;
	readonly reason?: string;
	/**
	 * The measure that the number is one of. A day by which a share had finished counts who had by then; of one of two rates
	 * that a metric compares, only its own rows are listed.
	 */
	readonly measure?: string;
}

const rowsPerPage = 25;
const mostRows = 1000;
const curveHorizon = 90;
/** The first of the days at which the time to move is told. */
const stayHorizon = 365;

type Values = Parameters<typeof parametersOf>[1];

const classes = ['self_initiated', 'prompted', 'assigned_required', 'assigned_other', 'unknown'];
const ends = [
	'completed_late',
	'completed_later',
	'closed',
	'left',
	'left_followed',
	'open',
	'inactive',
	'no_activity'
];

/** The reasons for which an episode counts: those that reach the numerator, and the others. */
function countedReasons(
	metric: Metric,
	variant: string | null
): { reached: readonly string[]; others: readonly string[] } {
	if (metric.reasons) {
		return {
			reached: metric.reasons.numerator.map((reason) =>
				reason === 'variant' ? (variant ?? '') : reason
			),
			others: metric.reasons.denominator
		};
	}
	if (metric.population === 'begun') return { reached: [variant ?? ''], others: classes };
	return { reached: [metric.population === 'employed' ? 'active' : 'completed'], others: ends };
}

/** The one variant that an explanation is about: the asked one, else the widest of the usual ones. */
function chooseVariant({ metric, variants }: Question): string | null {
	if (!readsVariant(metric))
		return metric.open_variants === undefined ? (variants[0] ?? null) : null;
	if (variants.length === 1) return variants[0] ?? null;
	if (metric.reasons?.variant !== undefined) return metric.reasons.variant;
	const wider = Object.values(metric.nested).find((variant) => variants.includes(variant));
	return wider ?? variants[0] ?? null;
}

/** The days to the event that the counts use; a curve has many: of completions the tile names that of 90, of moves a year is told first. */
function chooseHorizon(
	{ metric, horizon }: Question,
	answer: Answer,
	variant: string | null,
	measure: string | undefined
): number | null {
	const day = (measure ?? '').startsWith('day_')
		? answer.rows.find((row) => row.measure === measure && row.variant === variant)?.value
		: undefined;
	if (typeof day === 'number') return Math.ceil(day);
	if (metric.population === 'awaited' || metric.population === 'matured_pair')
		return horizon ?? curveHorizon;
	if (metric.population === 'followed_role') return horizon ?? stayHorizon;
	return horizon;
}

/** Counts of answers, of types and of the house are protected for everybody: no role may go on from them to rows. */
const hidesCounts = (metric: Metric, viewer: Viewer): boolean =>
	viewer.role !== 'analyst' || metric.rows === 'none';

async function readCounts(
	connection: DuckDBConnection,
	viewer: Viewer,
	metric: Metric,
	values: Values
): Promise<Count[]> {
	const { reached, others } = countedReasons(metric, values['variant'] as string | null);
	const sql = countsSql(metric, hidesCounts(metric, viewer));
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
	const counts = reader.getRowObjectsJS().map((row): Count => {
		const reason = row['reason'] as string;
		return {
			counted: reached.includes(reason)
				? 'numerator'
				: others.includes(reason)
					? 'denominator'
					: 'out',
			reason,
			arm: row['arm'] as string | null,
			episodes: row['episodes'] as number,
			lines: row['lines'] as number,
			persons: row['persons'] as number | null
		};
	});
	return places.flatMap((place) => counts.filter(({ counted }) => counted === place));
}

const places: readonly Counted[] = ['numerator', 'denominator', 'out'];

/** What a metric can make of an episode. */
const placesOf = (metric: Metric, variant: string | null): readonly Counted[] =>
	countedReasons(metric, variant).others.length > 0
		? places
		: places.filter((place) => place !== 'denominator');

/** One page of the rows, reason by reason in the order of the counts: each reason is looked for alone. */
async function readRows(
	connection: DuckDBConnection,
	metric: Metric,
	page: Page,
	values: Values,
	counts: readonly Count[]
): Promise<ExplainedRow[]> {
	const sql = rowsSqlOf(metric);
	if (sql === null) return [];
	const isArm = counts.some(({ arm }) => arm !== null && arm === page.measure);
	const chosen = counts.filter(
		({ reason, arm }) =>
			(page.reason === undefined || reason === page.reason) &&
			(!isArm || arm === null || arm === page.measure)
	);
	const limit = Math.min(Math.max(Math.trunc(page.limit), 0), mostRows);
	let offset = Math.max(Math.trunc(page.offset), 0);
	const rows: ExplainedRow[] = [];
	for (const { counted, reason, arm, lines } of chosen) {
		if (rows.length >= limit) break;
		if (offset < lines) {
			const bound = parametersOf(sql, {
				...values,
				reason,
				arm,
				limit: limit - rows.length,
				offset
			});
			const found = (await connection.runAndReadAll(sql, bound)).getRowObjectsJS();
			rows.push(...found.map((row) => ({ ...row, counted, reason }) as unknown as ExplainedRow));
		}
		offset = Math.max(offset - lines, 0);
	}
	return rows;
}

/**
 * Tells where a number comes from: its definition and select, the answer as `ask` gives it, what counts and what does
 * not, by reason, and for analysts one page of the episodes with file and line. Throws AskError like `ask`. An episode
 * that stays open counts in several periods of the period-based rate, so that one is explained over the whole time, and not to
 * others than analysts, who are told it by quarter only.
 */
export async function explain(
	connection: DuckDBConnection,
	viewer: Viewer,
	request: unknown,
	page: Page = { limit: rowsPerPage, offset: 0 }
): Promise<Explanation> {
	const asked = readRequest(request);
	const isWhole = asked.metric.population === 'open_voluntary';
	const question = isWhole ? { ...asked, grain: null } : asked;
	const { metric } = question;
	const answer = await ask(
		connection,
		viewer,
		isWhole ? { ...(request as object), grain: undefined } : request
	);
	const asOf = answer.as_of ?? '';
	const parameters = Object.fromEntries(
		Object.keys(parametersOf(metric.sql, {})).map((name) => [
			name,
			valuesOf(question, asOf)[name] ?? null
		])
	);
	const variant = chooseVariant(question);
	const explained = { variant, horizon: chooseHorizon(question, answer, variant, page.measure) };
	const explanation = { metric, sql: metric.sql, parameters, answer, explained };
	const isUntold = viewer.role !== 'analyst' && metric.told_by !== undefined;
	if (answer.as_of === null || answer.missing.length > 0 || !hasRows(metric) || isUntold)
		return { ...explanation, counts: [], rows: null, verbatims: null };
	const filters = await findFilterIds(connection, question);
	const values = { ...valuesOf(question, asOf), ...filters, ...explained };
	const counts = await readCounts(connection, viewer, metric, values);
	if (hidesCounts(metric, viewer)) {
		const shown = await hideCounts(connection, viewer, question, {
			answer,
			places: placesOf(metric, variant),
			filters,
			counts,
			explained
		});
		const verbatims = await readVerbatims(connection, viewer, question, answer, filters);
		return { ...explanation, counts: shown, rows: null, verbatims };
	}
	return {
		...explanation,
		counts: counts.map((count) => shownAs(count, count.episodes)),
		rows: await readRows(connection, metric, page, values, counts),
		verbatims: null
	};
}

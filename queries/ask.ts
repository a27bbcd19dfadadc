import type { DuckDBConnection } from '@duckdb/node-api';
import { filterValues, parametersOf } from './compute.ts';
import { askedBy } from './periods.ts';
import type { Cell } from './compute.ts';
import { refuseDifferences } from './differencing.ts';
import { tellSteps } from './curve-steps.ts';
import { readGroups } from './bands-and-systems.ts';
import type { HiddenReason } from './hidden-reason.ts';
import { openTables, tableFor } from './tables.ts';
import { countsTo, present } from './present.ts';
import type { ResultRow } from './present.ts';
import { message } from './messages.ts';
import { AskError, readRequest } from './request.ts';
import type { Question, Viewer } from './request.ts';
import type { Dimension, Unit } from './catalogue.ts';
import { readEnvelope } from './envelope.ts';
import { notesBeside } from './beside.ts';
import { saidInWords } from './wording.ts';
import { missingInWords, tellUnmatched } from './notes.ts';
import type { HeldBack } from './needs.ts';

export { AskError } from './request.ts';
export type { AskErrorCode, AskRequest, Viewer } from './request.ts';
export { roles } from './request.ts';
export type { ResultRow } from './present.ts';

/** What every caller gets for a question, on every way out of the house. */
export interface Answer {
	readonly metric: string;
	readonly version: number;
	readonly unit: Unit;
	/** The day to which all systems' data reach; null without data. */
	readonly as_of: string | null;
	/** What ends there, where other data reach further; null otherwise. */
	readonly held_back: HeldBack | null;
	readonly filters: Readonly<Record<string, string>>;
	readonly dimensions: readonly Dimension[];
	/**
	 * What was inferred from learning records because no personnel file is loaded (people, exposure), or was left out because
	 * one is (unmatched_accounts); that nothing tells who was prompted, so that it counts as self-initiated (prompted); that
	 * whoever counts as employed is known by their learning only (employed).
	 */
	readonly inferred: readonly string[];
	/** Episodes of the period that are too young to count; null where it does not apply or would single people out. */
	readonly maturing: number | null;
	/** Where nothing is old enough to count yet: the day on which enough people have had their time. */
	readonly matures_on?: string;
	/** Kinds of data that this metric needs and that are not loaded. */
	readonly missing: readonly string[];
	/** Measures and variants that have no rows, each with the kinds of data that only they need and that are not loaded. */
	readonly untold: Readonly<Record<string, readonly string[]>>;
	/**
	 * Accounts of learning systems that are counted apart, because they match nobody of the personnel file: rounded for others than
	 * analysts; null where there are none, or too few to be told.
	 */
	readonly unmatched_accounts: number | null;
	/** What a reader must know beside the rows, or why there are none, in sentences. */
	readonly notes: readonly string[];
	/** For measures that compare similar people and for the return, what may be said of them in words. */
	readonly said: readonly string[];
	/** What counts are rounded to; shares are worked out from the exact ones, so that both need not agree. */
	readonly counts_to: number;
	readonly data_version: number;
	readonly rows: readonly ResultRow[];
	/** How many cells of this answer are hidden, told as a band or as they were told before, by rule. */
	readonly hidden: readonly { readonly rule: string; readonly cells: number }[];
}

/** The names of a dimension's values by their ids. */
async function readNames(
	connection: DuckDBConnection,
	dimension: Dimension
): Promise<ReadonlyMap<number, string>> {
	const sql = 'select id, name from dimension_value where dimension = $dimension';
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, { dimension }));
	return new Map(
		reader.getRowObjectsJS().map((row) => [row['id'] as number, row['name'] as string])
	);
}

/** The ids of the filters' values; -1 for a value that no row has. */
function chooseIds(
	question: Question,
	names: readonly ReadonlyMap<number, string>[]
): readonly number[] {
	return [...question.where].map(([dimension, value]) => {
		const values = names[question.axes.indexOf(dimension)] ?? new Map<number, string>();
		return [...values].find(([, name]) => name === value)?.[0] ?? -1;
	});
}

/** Looks up a question's filters, as parameters for a select. */
export async function findFilterIds(
	connection: DuckDBConnection,
	question: Question
): Promise<Readonly<Record<string, string | number | null>>> {
	const names = [];
	for (const axis of question.axes) names.push(await readNames(connection, axis));
	return filterValues(question, chooseIds(question, names));
}

/** The cells that answer a question before anything is hidden, with what hides each. For `ask` and tests. */
export interface Computed {
	readonly asOf: string;
	readonly names: readonly ReadonlyMap<number, string>[];
	readonly cells: readonly Cell[];
	readonly hides: (cell: Cell) => HiddenReason | null;
	/** The ids of the filters' values, in their order. */
	readonly ids: readonly number[];
	/** For each axis, the ids that the same table lists without its filters. */
	readonly listed: readonly ReadonlySet<number>[];
	/** The variants of which the same table tells anything under its filters, whichever is asked for. */
	readonly toldVariants: readonly string[];
}

const listedIn = (table: readonly Cell[], { axes }: Question): readonly ReadonlySet<number>[] =>
	axes.map((_axis, index) => {
		const listed = new Set<number>();
		for (const { keys } of table) listed.add(keys[index] ?? 0);
		return listed;
	});

/** Computes a question's table over all its axes, protects it as a whole, and keeps what the filters choose. */
export async function compute(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	viewer: Viewer = { role: 'analyst' }
): Promise<Computed> {
	const names = [];
	for (const axis of question.axes) names.push(await readNames(connection, axis));
	const groups = await readGroups(connection, question.axes);
	const remember = await openTables(connection);
	const asked = { connection, asOf, names, groups, remember };
	const { table, hides } = await tableFor(viewer, question)(asked, question);
	const ids = chooseIds(question, names);
	const kept = [...question.where.keys()].map((dimension) => question.axes.indexOf(dimension));
	const steps = tellSteps(table, hides, question, viewer);
	const chosen =
		kept.length === 0
			? steps
			: steps.filter((cell) => kept.every((axis, index) => cell.keys[axis] === ids[index]));
	const { variants } = question;
	const cells =
		variants.length === 0
			? chosen
			: chosen.filter(({ variant }) => variant === null || variants.includes(variant));
	const told = new Set<string>();
	for (const cell of chosen)
		if (cell.variant !== null && !told.has(cell.variant) && hides(cell) === null)
			told.add(cell.variant);
	const toldVariants = [...told].toSorted();
	return { asOf, names, cells, hides, ids, listed: listedIn(table, question), toldVariants };
}

/**
 * The one way to a number: checks the request, runs the metric's select with bound parameters, hides what would tell on
 * few people (METRICS.md §I) and returns rows of the result contract. Throws AskError.
 */
export async function ask(
	connection: DuckDBConnection,
	viewer: Viewer,
	request: unknown
): Promise<Answer> {
	const question = askedBy(viewer, readRequest(request));
	const envelope = await readEnvelope(connection, question);
	const unmatched =
		envelope.unmatched === null
			? null
			: tellUnmatched(envelope.unmatched, viewer, question.metric.smallest_group);
	const answer = {
		metric: question.metric.id,
		version: question.metric.version,
		unit: question.metric.unit,
		as_of: envelope.asOf,
		held_back: envelope.heldBack,
		filters: Object.fromEntries(question.where),
		dimensions: question.by,
		inferred: envelope.inferred,
		missing: envelope.missing,
		untold: Object.fromEntries(envelope.untold),
		unmatched_accounts: unmatched,
		counts_to: countsTo(viewer),
		data_version: envelope.dataVersion
	};
	if (envelope.asOf === null || envelope.missing.length > 0) {
		const notes = missingInWords(envelope.missing);
		return { ...answer, notes, said: [], maturing: null, rows: [], hidden: [] };
	}
	const computed = await compute(connection, question, envelope.asOf, viewer);
	const { untold } = envelope;
	const cells =
		untold.size === 0
			? computed.cells
			: computed.cells.filter(
					({ measure, variant }) => !untold.has(measure ?? '') && !untold.has(variant ?? '')
				);
	await refuseUnknownValues(connection, question, computed);
	await refuseDifferences(connection, question, envelope.asOf, computed.ids);
	const { rows, hidden } = present({ ...computed, cells }, question, viewer);
	// Beside numbers that are all hidden, even that nothing is too young would tell of few people.
	const isDark = rows.length > 0 && rows.every(({ suppressed }) => suppressed);
	const maturing = isDark ? null : await envelope.maturing(viewer, computed.ids);
	const maturesOn =
		rows.length === 0 && maturing !== null && maturing > 0
			? await envelope.maturesOn(viewer, computed.ids)
			: null;
	return {
		...answer,
		notes: await notesBeside({
			connection,
			viewer,
			question,
			envelope,
			asOf: envelope.asOf,
			unmatched,
			computed,
			rows,
			maturing
		}),
		said: saidInWords(question, rows),
		maturing,
		...(maturesOn !== null && { matures_on: maturesOn }),
		rows,
		hidden
	};
}

const fewestAlike = 0.8;
const mostNamed = 3;

/** Names of a dimension's values that look like a text, the most alike first. */
async function namesLike(
	connection: DuckDBConnection,
	dimension: Dimension,
	text: string
): Promise<readonly { id: number; name: string }[]> {
	const sql = `
		select id, name,
		from dimension_value
		where dimension = $dimension
			and (
				jaro_winkler_similarity(lower(name), lower($text)) >= $fewest
				or contains(lower(name), lower($text))
			)
		order by jaro_winkler_similarity(lower(name), lower($text)) desc, name`;
	const bound = parametersOf(sql, { dimension, text, fewest: fewestAlike });
	const reader = await connection.runAndReadAll(sql, bound);
	return reader.getRowObjectsJS() as { id: number; name: string }[];
}

/** A filter by a value that no row has: told with names that are like it, of those that the same answer lists unfiltered. */
async function refuseUnknownValues(
	connection: DuckDBConnection,
	question: Question,
	{ ids, listed }: Computed
): Promise<void> {
	const place = ids.indexOf(-1);
	const [dimension, value] = [...question.where][place] ?? [];
	if (dimension === undefined || value === undefined) return;
	const own = listed[question.axes.indexOf(dimension)];
	const near = (await namesLike(connection, dimension, value))
		.filter(({ id, name }) => own?.has(id) && name !== '')
		.slice(0, mostNamed)
		.map(({ name }) => name);
	throw new AskError(
		'unknown_value',
		message('ask.unknown_value', { dimension, value, count: near.length, near: near.join(', ') })
	);
}

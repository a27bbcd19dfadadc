import type { DuckDBConnection, DuckDBResultReader, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import type { Metric } from './catalogue.ts';
import type { Sum } from './dominance.ts';
import { periodNumber } from './grain.ts';
import type { Question } from './request.ts';
import type { UnknownPart } from './unknown-part.ts';

/** A layer that holds all people of another one, in the period in which it tells of them, and how many more it has. */
export interface Within {
	readonly layer: string;
	readonly period_no: number;
	/** Null where it does not hold all of them in this place. */
	readonly apart: number | null;
}

/** One number before protection: where it stands in the table of periods and keys, and what it says. */
export interface Cell {
	readonly period_no: number;
	readonly keys: readonly number[];
	/** The population behind the number; several, joined by "+", where it compares them. */
	readonly layer: string;
	readonly variant: string | null;
	readonly measure: string | null;
	readonly horizon: number | null;
	readonly value: number | null;
	readonly numerator: number | null;
	readonly denominator: number | null;
	readonly persons: number;
	readonly lo: number | null;
	readonly hi: number | null;
	readonly bound_lo: number | null;
	readonly bound_hi: number | null;
	readonly unknown_share: number | null;
	/** Why there is no value where one was asked for, if the select says so: too few per arm, grades unknown. */
	readonly reason?: string | null;
	/** How many people have something that the wider variant counts and this one does not; null where that is not told. */
	readonly apart?: number | null;
	/** The layers that hold all of its people, with how many people each holds beside them; null where `nested` and `apart` tell. */
	readonly within?: readonly Within[] | null;
	/** The sums of minutes behind the number, where it is made of such; they must not be those of one or two people. */
	readonly sums?: readonly Sum[] | null;
	/** Who stands behind the bounds and not behind the number, where these tell what those people did. */
	readonly unknown_part?: UnknownPart | null;
	/** Its bounds tell nothing of the people of unknown class. */
	readonly isVeiled?: boolean;
	/** An earlier state of the number, which stands until the people behind it have changed by enough of them. */
	readonly isFrozen?: boolean;
}

type Values = Readonly<Record<string, string | number | null>>;

/** The named parameters that occur in a select, out of all that a question has; an unused one would be refused. */
export function parametersOf(sql: string, values: Values): Record<string, DuckDBValue> {
	const names = new Set([...sql.matchAll(/\$([a-z][a-z_0-9]*)/g)].map((match) => match[1] ?? ''));
	return Object.fromEntries([...names].map((name) => [name, values[name] ?? null]));
}

/** The asked variant that a metric is not told in unless somebody asks for it: costly ones are worked out only then. */
const unusualOf = ({ metric, variants }: Question): string | null =>
	variants.find((name) => !metric.default_variants.includes(name)) ?? null;

/** Everything that a metric's select may bind. */
export function valuesOf(question: Question, asOf: string): Values {
	return {
		from: question.from,
		to: question.to,
		grain: question.grain,
		by_1: question.axes[0] ?? null,
		by_2: question.axes[1] ?? null,
		by_3: question.axes[2] ?? null,
		as_of: asOf,
		variant: question.variants.length === 1 ? (question.variants[0] ?? null) : null,
		unusual: unusualOf(question),
		horizon: question.horizon
	};
}

/** A question's filters as the parameters `on_1`, `id_1` … of a select. */
export function filterValues(question: Question, ids: readonly number[]): Values {
	const on = [...question.where.keys()];
	return Object.fromEntries(
		[0, 1, 2].flatMap((slot) => [
			[`on_${slot + 1}`, on[slot] ?? null],
			[`id_${slot + 1}`, ids[slot] ?? null]
		])
	);
}

const fingerprints = new WeakMap<Metric, string>();

/** A select by its text, so that numbers kept by another version of the program are not taken for its own. */
function fingerprint(metric: Metric): string {
	const known = fingerprints.get(metric);
	if (known !== undefined) return known;
	const made = createHash('sha256').update(metric.sql).digest('hex').slice(0, 16);
	fingerprints.set(metric, made);
	return made;
}

/** The variant that a metric's select binds; null where it answers all of them at once. */
export const variantOf = ({
	metric,
	variants
}: Pick<Question, 'metric' | 'variants'>): string | null =>
	metric.sql.includes('$variant') ? (variants[0] ?? null) : null;

/** What makes two questions have the same table: everything that a metric's select may bind, but the period. */
export function questionKey(question: Question, asOf: string): string {
	const { metric, grain, axes, horizon } = question;
	const variant = metric.sql.includes('$unusual') ? unusualOf(question) : variantOf(question);
	return JSON.stringify([metric.id, fingerprint(metric), grain, axes, horizon, variant, asOf]);
}

/** The kept table of a question, if there is one and the asked time consists of whole periods of it. */
async function readPrepared(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<DuckDBResultReader | null> {
	const { grain, from, to } = question;
	const first = from === null ? -1 : periodNumber(grain, from);
	const end = to === null ? 1_000_000 : periodNumber(grain, to);
	if (first === null || end === null) return null;
	const keySql = 'select 1 from prepared_cell where question = $question limit 1';
	const key = { question: questionKey(question, asOf) };
	if ((await connection.runAndReadAll(keySql, key)).currentRowCount === 0) return null;
	const sql = `select * exclude (question) from prepared_cell
		where question = $question and period_no >= $first and period_no < $end`;
	return connection.runAndReadAll(sql, { ...key, first, end });
}

/**
 * The unprotected table behind an answer, over all axes of the question and without its filters, kept or counted anew.
 * For `ask` and tests only: nothing outside this folder may show what it returns.
 */
export async function computeCells(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<readonly Cell[]> {
	const { sql } = question.metric;
	const reader =
		(await readPrepared(connection, question, asOf)) ??
		(await connection.runAndReadAll(sql, parametersOf(sql, valuesOf(question, asOf))));
	const columns = reader.getColumnsObjectJS() as Record<
		string,
		readonly (string | number | null)[]
	>;
	const sums = columns['sums'] as unknown as readonly (readonly Sum[] | null)[] | undefined;
	const parts = columns['unknown_part'] as unknown as readonly (UnknownPart | null)[] | undefined;
	const within = columns['within'] as unknown as readonly (readonly Within[] | null)[] | undefined;
	const number = (name: string, row: number): number | null =>
		(columns[name]?.[row] ?? null) as number | null;
	const text = (name: string, row: number): string | null =>
		(columns[name]?.[row] ?? null) as string | null;
	const keys = question.axes.map(
		(_axis, index) => columns[`key_${index + 1}`] as readonly number[]
	);
	return Array.from({ length: reader.currentRowCount }, (_none, row) => ({
		period_no: number('period_no', row) ?? 0,
		keys: keys.map((column) => column[row] ?? 0),
		layer: text('layer', row) ?? '',
		variant: text('variant', row),
		measure: text('measure', row),
		horizon: number('horizon', row),
		value: number('value', row),
		numerator: number('numerator', row),
		denominator: number('denominator', row),
		persons: number('persons', row) ?? 0,
		lo: number('lo', row),
		hi: number('hi', row),
		bound_lo: number('bound_lo', row),
		bound_hi: number('bound_hi', row),
		unknown_share: number('unknown_share', row),
		reason: text('reason', row) ?? null,
		apart: number('apart', row) ?? null,
		within: within?.[row] ?? null,
		sums: sums?.[row] ?? null,
		unknown_part: parts?.[row] ?? null
	}));
}

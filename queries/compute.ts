import { DuckDBListType, DuckDBStructType, JSDuckDBValueConverter } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
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

/** What the cells of a table are called by: few words stand in many cells, and reading text takes longest. */
const wordNames = ['layer', 'variant', 'measure', 'horizon'] as const;
const keyNames = ['key_1', 'key_2', 'key_3'] as const;
const numberNames = [
	...['value', 'numerator', 'denominator', 'persons', 'lo', 'hi'],
	...['bound_lo', 'bound_hi', 'unknown_share', 'apart']
] as const;
const otherNames = ['reason', 'within', 'sums', 'unknown_part'] as const;

/** A table as columns of a select; a number that is not there is null. */
interface Columns {
	readonly count: number;
	readonly of: (name: string) => readonly unknown[] | undefined;
}

/** Reads a select by columns, because a table can have a hundred thousand rows; numbers and texts are taken as they are. */
async function readColumns(
	connection: DuckDBConnection,
	sql: string,
	values: Record<string, DuckDBValue>
): Promise<Columns> {
	const result = await connection.run(sql, values);
	const chunks = await result.fetchAllChunks();
	const columns = result.columnNames().map((name, index) => {
		const isList = result.columnType(index) instanceof DuckDBListType;
		const isStruct = result.columnType(index) instanceof DuckDBStructType;
		const column: unknown[] = [];
		for (const chunk of chunks) {
			if (isList || isStruct)
				column.push(...chunk.convertColumnValues(index, JSDuckDBValueConverter));
			else {
				const vector = chunk.getColumnVector(index);
				const rows = vector.itemCount;
				for (let row = 0; row < rows; row++) {
					const item = vector.getItem(row);
					column.push(Number.isNaN(item) ? null : item);
				}
			}
		}
		return [name, column] as const;
	});
	const byName = new Map(columns);
	return {
		count: chunks.reduce((sum, { rowCount }) => sum + rowCount, 0),
		of: (name) => byName.get(name)
	};
}

/** The words of a kept table, with how many of their cells have a number of each kind: what none has is not read. */
const wordsSql = `
	select word_no, count(*)::integer as cells,
		${wordNames.map((name) => `any_value(${name}) as ${name}`).join(', ')},
		${[...keyNames, ...numberNames, ...otherNames].map((name) => `count(${name})::integer as ${name}`).join(', ')}
	from prepared_cell
	where question = $question
	group by word_no`;

/** A number of a kept table, not a number where it has none: a column with nulls is read ten times slower. */
const numberSql = (name: string, isWhole: boolean): string =>
	isWhole ? name : `coalesce(${name}::double, 'nan') as ${name}`;

/** The kept table of a question, if there is one and the asked time consists of whole periods of it. */
async function readPrepared(
	connection: DuckDBConnection,
	question: Question,
	asOf: string
): Promise<Columns | null> {
	const { grain, from, to } = question;
	const first = from === null ? -1 : periodNumber(grain, from);
	const end = to === null ? 1_000_000 : periodNumber(grain, to);
	if (first === null || end === null) return null;
	const key = { question: questionKey(question, asOf) };
	const words = await readColumns(connection, wordsSql, key);
	if (words.count === 0) return null;
	const held = (name: string): number =>
		(words.of(name) as readonly number[]).reduce((sum, count) => sum + count, 0);
	const cells = held('cells');
	const keys = keyNames.slice(0, question.axes.length);
	const sql = `
		select ${[
			...['word_no', 'period_no', ...keys],
			...numberNames
				.filter((name) => held(name) > 0)
				.map((name) => numberSql(name, held(name) === cells)),
			...otherNames.filter((name) => held(name) > 0)
		].join(', ')}
		from prepared_cell
		where question = $question and period_no >= $first and period_no < $end`;
	const { count, of } = await readColumns(connection, sql, { ...key, first, end });
	const rowOfWord = new Map(words.of('word_no')?.map((word, row) => [word, row]));
	const spoken = (of('word_no') ?? []).map((word) => rowOfWord.get(word) ?? 0);
	const isWord = (name: string): boolean => (wordNames as readonly string[]).includes(name);
	return {
		count,
		of: (name) => {
			if (!isWord(name)) return of(name);
			const called = words.of(name) ?? [];
			return spoken.map((row) => called[row] ?? null);
		}
	};
}

/** The list of keys of each row, equal ones as one list, because many cells stand in the same place. */
function sharing(
	columns: readonly (readonly (number | null)[])[]
): (row: number) => readonly number[] {
	interface Branch {
		readonly next: Map<number, Branch>;
		readonly keys: readonly number[];
	}
	const root: Branch = { next: new Map(), keys: [] };
	return (row) => {
		let branch = root;
		for (const column of columns) {
			const key = column[row] ?? 0;
			const known = branch.next.get(key) ?? { next: new Map(), keys: [...branch.keys, key] };
			branch.next.set(key, known);
			branch = known;
		}
		return branch.keys;
	};
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
	const columns =
		(await readPrepared(connection, question, asOf)) ??
		(await readColumns(connection, sql, parametersOf(sql, valuesOf(question, asOf))));
	const nothing = new Array<null>(columns.count).fill(null);
	const column = <Kind>(name: string): readonly (Kind | null)[] =>
		(columns.of(name) as readonly (Kind | null)[] | undefined) ?? nothing;
	const [period, horizon] = [column<number>('period_no'), column<number>('horizon')];
	const keysOf = sharing(
		keyNames.slice(0, question.axes.length).map((name) => column<number>(name))
	);
	const [layer, variant] = [column<string>('layer'), column<string>('variant')];
	const [measure, reason] = [column<string>('measure'), column<string>('reason')];
	const [value, persons] = [column<number>('value'), column<number>('persons')];
	const [numerator, denominator] = [column<number>('numerator'), column<number>('denominator')];
	const [lo, hi] = [column<number>('lo'), column<number>('hi')];
	const [low, high] = [column<number>('bound_lo'), column<number>('bound_hi')];
	const [unknown, apart] = [column<number>('unknown_share'), column<number>('apart')];
	const within = column<readonly Within[]>('within');
	const sums = column<readonly Sum[]>('sums');
	const part = column<UnknownPart>('unknown_part');
	const cells: Cell[] = [];
	for (let row = 0; row < columns.count; row++)
		cells.push({
			period_no: period[row] ?? 0,
			keys: keysOf(row),
			layer: layer[row] ?? '',
			variant: variant[row] ?? null,
			measure: measure[row] ?? null,
			horizon: horizon[row] ?? null,
			value: value[row] ?? null,
			numerator: numerator[row] ?? null,
			denominator: denominator[row] ?? null,
			persons: persons[row] ?? 0,
			lo: lo[row] ?? null,
			hi: hi[row] ?? null,
			bound_lo: low[row] ?? null,
			bound_hi: high[row] ?? null,
			unknown_share: unknown[row] ?? null,
			reason: reason[row] ?? null,
			apart: apart[row] ?? null,
			within: within[row] ?? null,
			sums: sums[row] ?? null,
			unknown_part: part[row] ?? null
		});
	return cells;
}

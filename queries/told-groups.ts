import { listValue } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { isByGrain } from './differencing.ts';
import { kinOf } from './layers.ts';
import type { Question } from './request.ts';
import { peopleApart, readSketch, writeSketch } from './sketch.ts';
import type { Sketch } from './sketch.ts';

/** The people behind a layer of a number. */
export interface Group {
	readonly layer: string;
	readonly sketch: Sketch;
}

const boxes = 64;

/** How many boxes of a sketch find it again: as many as the largest smallest group of a measure with breakdowns. */
export const mostMarks = 10;

/**
 * The smallest boxes of a sketch, as numbers. Of two sketches that differ in fewer than k boxes, the smallest box that they
 * share is among the k smallest of either, because fewer than k others come before it.
 */
const marksOf = (sketch: Sketch): number[] =>
	[...sketch]
		.map(([box, total]) => total * boxes + box)
		.toSorted((a, b) => a - b)
		.slice(0, mostMarks);

/** A group by the name that its layer has among measures of the same people. */
interface Named {
	readonly layer: string;
	readonly digest: string;
	readonly group: Group;
}

/** Digests by sketch and layer: the sketches of a table are looked at anew with each question and stay the same. */
const digests = new WeakMap<Sketch, Map<string, string>>();

/** What a group is known by. */
function digestOf(layer: string, sketch: Sketch): string {
	const own = digests.get(sketch) ?? new Map<string, string>();
	digests.set(sketch, own);
	const known = own.get(layer);
	if (known !== undefined) return known;
	const text = `${layer}\n${writeSketch(sketch)}`;
	const made = createHash('sha256').update(text).digest('base64url').slice(0, 16);
	own.set(layer, made);
	return made;
}

/** What is held against each other; people who count by grain are others in each. */
const familyOf = (question: Question): string => {
	const name = kinOf(question.metric)?.family ?? question.metric.id;
	return isByGrain(question) ? `${name} by ${question.grain ?? 'all'}` : name;
};

/** The groups that hold anybody, each of them once; none of a measure that has no breakdowns. */
function named({ metric }: Question, groups: readonly Group[]): readonly Named[] {
	if (metric.dimensions.length === 0) return [];
	const kin = kinOf(metric);
	const found = new Map<string, Named>();
	for (const group of groups) {
		if (group.sketch.size === 0) continue;
		const layer = kin?.layers[group.layer] ?? `${metric.id} ${group.layer}`;
		const digest = digestOf(layer, group.sketch);
		if (!found.has(digest)) found.set(digest, { layer, digest, group });
	}
	return [...found.values()];
}

/** Those of the groups that were never told of. */
async function freshOnes(
	connection: DuckDBConnection,
	question: Question,
	groups: readonly Group[]
): Promise<readonly Named[]> {
	const all = named(question, groups);
	if (all.length === 0) return [];
	const reader = await connection.runAndReadAll(
		'select digest from told_group where family = $family and digest in (select unnest($digests))',
		{ family: familyOf(question), digests: listValue(all.map(({ digest }) => digest)) }
	);
	const known = new Set(reader.getRowsJS().map(([digest]) => digest as string));
	return all.filter(({ digest }) => !known.has(digest));
}

const nearSql = `
with own as (select unnest($marks)::bigint as mark),
told as (
    select layer, sketch, unnest(marks) as mark
    from told_group
    where family = $family
)
select layer, mark, sketch from told semi join own using (mark)`;

/**
 * METRICS.md §I rules 3 and 4 between tables of whatever breakdowns, grains and periods: which groups differ by 1 to
 * k − 1 people from one that was told of.
 */
export async function nearlyTold(
	connection: DuckDBConnection,
	question: Question,
	groups: readonly Group[]
): Promise<(group: Group) => boolean> {
	const fresh = await freshOnes(connection, question, groups);
	if (fresh.length === 0) return () => false;
	const marks = new Set(fresh.flatMap(({ group }) => marksOf(group.sketch)));
	const reader = await connection.runAndReadAll(nearSql, {
		family: familyOf(question),
		marks: listValue([...marks].map(BigInt))
	});
	const told = new Map<string, Sketch[]>();
	for (const [layer, mark, sketch] of reader.getRowsJS() as [string, bigint, string][]) {
		const at = `${layer} ${mark}`;
		told.set(at, [...(told.get(at) ?? []), readSketch(sketch)]);
	}
	const k = question.metric.smallest_group;
	const isNear = ({ layer, group: { sketch } }: Named): boolean =>
		marksOf(sketch).some((mark) =>
			told.get(`${layer} ${mark}`)?.some((other) => {
				const apart = peopleApart(sketch, other);
				return apart > 0 && apart < k;
			})
		);
	const near = new Set(fresh.filter(isNear).map(({ digest }) => digest));
	return (group) =>
		near.size > 0 && named(question, [group]).some(({ digest }) => near.has(digest));
}

/** Keeps the groups that are told of now. */
export async function keepGroups(
	connection: DuckDBConnection,
	question: Question,
	groups: readonly Group[]
): Promise<void> {
	const fresh = await freshOnes(connection, question, groups);
	if (fresh.length === 0) return;
	const appender = await connection.createAppender('told_group');
	for (const { layer, digest, group } of fresh) {
		appender.appendVarchar(familyOf(question));
		appender.appendVarchar(layer);
		appender.appendVarchar(digest);
		appender.appendVarchar(writeSketch(group.sketch));
		appender.appendList(marksOf(group.sketch).map(BigInt));
		appender.endRow();
	}
	appender.closeSync();
}

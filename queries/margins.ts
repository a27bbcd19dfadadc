import type { DuckDBConnection } from '@duckdb/node-api';
import type { Dimension } from './catalogue.ts';
import type { Cell } from './compute.ts';
import { isByGrain } from './differencing.ts';
import { coarserGrains, periodHolding } from './grain.ts';
import type { Grain } from './grain.ts';
import { groupDimensions } from './bands-and-systems.ts';
import { kinOf } from './layers.ts';
import { partsPeople } from './lines.ts';
import { hideCells } from './protect.ts';
import type { HiddenReason } from './hidden-reason.ts';
import type { Axes } from './lines.ts';
import type { Question } from './request.ts';
import { addSketches, countOf, peopleApart } from './sketch.ts';
import type { Sketch } from './sketch.ts';
import { keepTold, personsOf, readTold, toldAt, toldKey, toldPlace } from './told.ts';
import type { Names, Telling, ToldTable } from './told.ts';
import { keepGroups, nearlyTold } from './told-groups.ts';
import type { Group } from './told-groups.ts';

/** A layer of a place as it is about to be told: the people who stand behind what is told, which may be an earlier state. */
export interface Published {
	readonly layer: string;
	readonly first: Cell;
	/** What is compared across states: the people, or their number where they are only counted. Null where it is hidden. */
	readonly sketch: Sketch | null;
	/** The people, where they are known. Nobody where it is hidden. */
	readonly people: Sketch;
	/** It is told anew, and not what was told last. */
	readonly isNew: boolean;
}

interface Margin {
	readonly key: string;
	/** What a layer is called there; undefined for one that is not told of there. */
	readonly layerOf: (layer: string) => string | undefined;
	readonly placeOf: (cell: Cell) => string;
}

/** One breakdown of a margin: its dimension, and the name of its value for a cell of the table. */
interface Axis {
	readonly dimension: Dimension;
	readonly valueOf: (cell: Cell) => string;
}

interface About {
	readonly question: Question;
	readonly names: Names;
	readonly axes: Axes;
	readonly isUsual: boolean;
}

/** Waves and patterns are compared by their numbers of people, which add up where the people are parted. */
const isCounted = ({ metric }: Question): boolean => metric.open_variants !== undefined;

/** What the axes of a table add up to: each one kept or left out, items also by their band of length or their system. */
function coarserAxes({ question, names, axes }: About): Axis[][] {
	return question.axes.reduce<Axis[][]>(
		(found, dimension, axis) => {
			const idOf = (cell: Cell): number => cell.keys[axis] ?? 0;
			const own: Axis = {
				dimension,
				valueOf: (cell) => names[axis]?.get(idOf(cell)) ?? String(idOf(cell))
			};
			const groups = axes.groups?.get(dimension);
			const wider = groupDimensions
				.filter((name) => groups !== undefined && !question.axes.includes(name))
				.map((name): Axis => ({
					dimension: name,
					valueOf: (cell) => groups?.get(idOf(cell))?.get(name)?.name ?? ''
				}));
			const isKept = isCounted(question) && !partsPeople.has(dimension);
			return found.flatMap((kept) => [
				...(isKept ? [] : [kept]),
				...[own, ...wider].map((one) => [...kept, one])
			]);
		},
		[[]]
	);
}

/**
 * The tables that a table adds up to, for its own measure or for all of the same people, of which it is itself one. People who
 * count by grain are others in each.
 */
function marginsOf(about: About): Margin[] {
	const { question } = about;
	const { grain } = question;
	const coarser = isByGrain(question) ? [grain] : coarserGrains(grain);
	const own = toldKey(question, grain, question.axes);
	const kin = kinOf(question.metric);
	return coarseAxesBy(about, coarser)
		.map(({ axes, to }): Margin => {
			const ordered = axes.toSorted((a, b) => (a.dimension < b.dimension ? -1 : 1));
			return {
				key: toldKey(
					question,
					to,
					ordered.map(({ dimension }) => dimension),
					kin?.family
				),
				layerOf: (layer) => (kin ? kin.layers[layer] : layer),
				placeOf: (cell) =>
					toldPlace(
						periodHolding(cell.period_no, grain, to),
						ordered.map(({ valueOf }) => valueOf(cell))
					)
			};
		})
		.filter(({ key }) => key !== own);
}

const coarseAxesBy = (about: About, coarser: readonly Grain[]): { axes: Axis[]; to: Grain }[] =>
	coarserAxes(about).flatMap((axes) => coarser.map((to) => ({ axes, to })));

interface Total extends Telling {
	readonly parts: readonly Published[];
	/** The people of all parts, in the layer of the parts. */
	readonly group: Group;
}

/** The numbers of a margin that the table gives: those of which all parts are told. */
function totalsOf({ placeOf, layerOf }: Margin, published: readonly Published[]): Total[] {
	const told = published.filter(({ layer }) => layerOf(layer) !== undefined);
	const at = ({ layer, first }: Published): string => toldAt(placeOf(first), layerOf(layer) ?? '');
	return [...Map.groupBy(told, at).values()].flatMap((own): Total[] => {
		const [one] = own;
		const sketches = own.map(({ sketch }) => sketch).filter((sketch) => sketch !== null);
		if (!one || sketches.length < own.length) return [];
		const sketch = addSketches(sketches);
		const isPeople = own.every((part) => part.sketch === part.people);
		const people = isPeople ? sketch : addSketches(own.map((part) => part.people));
		const group = { layer: one.layer, sketch: people };
		return [
			{
				place: placeOf(one.first),
				layer: layerOf(one.layer) ?? '',
				cells: [],
				sketch,
				parts: own,
				group
			}
		];
	});
}

/** Whether a total differs by 1 to k − 1 people from what any table told of it. */
function isTooClose({ place, layer, sketch }: Total, told: ToldTable, question: Question): boolean {
	const k = question.metric.smallest_group;
	const states = told.get(toldAt(place, layer)) ?? [];
	const changes = states.map((state) =>
		isCounted(question)
			? Math.abs(personsOf(state) - countOf(sketch))
			: peopleApart(state.sketch, sketch)
	);
	return changes.at(-1) !== 0 && changes.some((change) => change > 0 && change < k);
}

const bySize = (a: Published, b: Published): number =>
	a.first.persons - b.first.persons || (a.first.keys.join('/') < b.first.keys.join('/') ? -1 : 1);

/** The part of a total that is hidden when the total must not be worked out: the smallest of those that are told anew. */
function smallestPart({ parts }: Total): Published | undefined {
	const fresh = parts.filter(({ isNew }) => isNew);
	return (fresh.length > 0 ? fresh : parts).toSorted(bySize)[0];
}

const groupOf = ({ layer, people }: Published): Group => ({ layer, sketch: people });
const cellName = ({ layer, period_no, keys }: Cell): string =>
	JSON.stringify([layer, period_no, keys]);
const nameOf = ({ first, layer }: Published): string => cellName({ ...first, layer });

/**
 * METRICS.md §I rules 3 to 5 between tables. What a table adds up to was perhaps told by another one, of an earlier state; and
 * what it tells, itself or as a sum, may be of nearly the same people as a number of quite another table. Where the two would
 * differ by 1 to k − 1 people, it is hidden as if it were small, or the smallest of its parts that are new, and neighbours
 * with it. Answers which cells, and keeps what the table tells of its totals and of whom it tells.
 */
export async function closeMargins(
	connection: DuckDBConnection,
	about: About,
	published: readonly Published[],
	cells: readonly Cell[],
	isDark: (cell: Cell) => boolean
): Promise<(cell: Cell) => HiddenReason | null> {
	const { question, axes, isUsual } = about;
	const margins = marginsOf(about);
	const keys = margins.map(({ key }) => key);
	const told = await readTold(connection, keys);
	const toldOf = ({ key }: Margin): ToldTable => told.get(key) ?? new Map();
	const totals = margins.map((margin) => ({ margin, own: totalsOf(margin, published) }));
	const summed = totals.flatMap(({ own }) => own);
	const groups = [...published.map(groupOf), ...summed.map(({ group }) => group)];
	const isNearlyTold = await nearlyTold(connection, question, groups);
	const near = new Set(published.filter((one) => isNearlyTold(groupOf(one))).map(nameOf));
	const stale = new Set<string>();
	for (const { margin, own } of totals)
		for (const total of own) {
			const part = smallestPart(total);
			if (!part) continue;
			if (isTooClose(total, toldOf(margin), question)) stale.add(nameOf(part));
			if (isNearlyTold(total.group)) near.add(nameOf(part));
		}
	const startsDark = (cell: Cell): boolean =>
		near.has(cellName(cell)) || stale.has(cellName(cell)) || isDark(cell);
	const hides =
		near.size + stale.size === 0
			? () => null
			: hideCells(cells, axes, question.metric, { startsDark });
	const isTold = (one: Published): boolean =>
		one.sketch !== null && hides({ ...one.first, layer: one.layer }) === null;
	const left = new Set(published.filter(isTold));
	const isLeft = ({ parts }: Total): boolean => parts.every((part) => left.has(part));
	const sums = summed.filter(isLeft).map(({ group }) => group);
	await keepGroups(connection, question, [...[...left].map(groupOf), ...sums]);
	for (const { margin, own } of totals) {
		const telling = own
			.filter(isLeft)
			.map((total) => ({ ...total, isCounted: isCounted(question) }));
		await keepTold(connection, margin.key, isUsual, toldOf(margin), telling);
	}
	return (cell) => hides(cell) && (stale.size > 0 ? 'frozen' : 'complementary');
}

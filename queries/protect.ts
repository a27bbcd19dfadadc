import type { Cell, Within } from './compute.ts';
import type { Dimension, Metric } from './catalogue.ts';
import { addUp, isDominated } from './dominance.ts';
import type { Sum } from './dominance.ts';
import type { HiddenReason } from './hidden-reason.ts';
import { classOfLayer } from './layers.ts';
import { isNobodyUnknown, unknownCell } from './unknown-part.ts';

export type { HiddenReason } from './hidden-reason.ts';

/** The axes of a table: its grain of time, if any, and its dimensions in the order of the keys. */
export interface Axes {
	readonly grain: 'month' | 'quarter' | 'year' | null;
	readonly dimensions: readonly Dimension[];
	/** Groups that a dimension's values add up to and that can be asked for themselves: bands of length, systems. */
	readonly groups?: Groups;
}

/** For a dimension, by id of its value, the groups that the value is in. */
export type Groups = ReadonlyMap<Dimension, ReadonlyMap<number, readonly string[]>>;

interface Place {
	readonly id: string;
	readonly period: number;
	readonly keys: readonly number[];
	readonly persons: number;
	readonly apart: number | null;
	readonly within: readonly Within[] | null;
	readonly sums: readonly Sum[] | null;
}

type Layer = Map<string, Place>;
type Hidden = Map<string, HiddenReason>;

/** The dimensions along which a person stands in one cell only. */
export const partsPeople: ReadonlySet<Dimension> = new Set([
	'org_unit',
	'job_family',
	'location',
	'grade'
]);

const placeId = (period: number, keys: readonly number[]): string => `${period}/${keys.join('/')}`;
const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** The layers of a table: for each population, its cells with their number of people; those of unknown class beside it. */
function layersOf(cells: readonly Cell[]): Map<string, Layer> {
	const layers = new Map<string, Layer>();
	for (const cell of cells.flatMap((one) => [one, ...unknownCell(one)])) {
		if (cell.layer.includes('+')) continue;
		const layer = layers.get(cell.layer) ?? new Map<string, Place>();
		layers.set(cell.layer, layer);
		const id = placeId(cell.period_no, cell.keys);
		if (!layer.has(id))
			layer.set(id, {
				id,
				period: cell.period_no,
				keys: cell.keys,
				persons: cell.persons,
				apart: cell.apart ?? null,
				within: cell.within ?? null,
				sums: cell.sums ?? null
			});
	}
	return new Map(
		[...layers].filter(([name, layer]) => !isNobodyUnknown(name, [...layer.values()]))
	);
}

/**
 * The lines of a table: cells that differ along one axis only and add up to a total that anybody may ask for.
 * Months add up within their quarter, their year and over all, items also within their band of length and their system. Units part the people; along every other axis one
 * person can stand in several cells. Shorter lines come first: what they hide often serves the longer ones, and the
 * same cells stay dark whatever order the rows came in.
 */
function linesOf(layer: Layer, axes: Axes): { places: Place[]; parts: boolean }[] {
	const lines = new Map<string, { places: Place[]; parts: boolean }>();
	const put = (id: string, place: Place, parts: boolean): void => {
		const line = lines.get(id);
		if (line) line.places.push(place);
		else lines.set(id, { places: [place], parts });
	};
	for (const place of layer.values()) {
		if (axes.grain) {
			const months = monthsOf[axes.grain];
			const rest = place.keys.join('/');
			for (const span of [3, 12].filter((span) => span > months)) {
				put(`in ${span} ${Math.floor((place.period * months) / span)} ${rest}`, place, false);
			}
			put(`time ${rest}`, place, false);
		}
		axes.dimensions.forEach((dimension, axis) => {
			const rest = place.keys.filter((_key, index) => index !== axis).join('/');
			put(`${dimension} ${place.period} ${rest}`, place, partsPeople.has(dimension));
			for (const group of axes.groups?.get(dimension)?.get(place.keys[axis] ?? 0) ?? [])
				put(`${dimension} ${group} ${place.period} ${rest}`, place, false);
		});
	}
	return [...lines]
		.filter(([, line]) => line.places.length > 1)
		.toSorted(([a, one], [b, other]) => one.places.length - other.places.length || (a < b ? -1 : 1))
		.map(([, line]) => line);
}

/** Hides the next-smallest cells of a line until its hidden ones cannot be told from the total; true when it hid any. */
function closeLine(
	line: { places: Place[]; parts: boolean },
	hidden: Hidden,
	k: number,
	peopleIn: (places: readonly Place[]) => number
): boolean {
	const dark = line.places.filter((place) => hidden.has(place.id));
	if (dark.length === 0) return false;
	const open = line.places
		.filter((place) => !hidden.has(place.id))
		.sort((a, b) => a.persons - b.persons || (a.id < b.id ? -1 : 1));
	const covers = (places: readonly Place[]): boolean => {
		const persons = places.map((place) => place.persons);
		if (!line.parts) return Math.max(...persons) >= k;
		return persons.reduce((sum, count) => sum + count, 0) >= k && peopleIn(places) >= k;
	};
	const sums = dark.map((place) => place.sums);
	let changed = false;
	for (const next of open) {
		if (dark.length >= 2 && covers(dark) && !isDominated(addUp(sums, line.parts))) break;
		sums.push(next.sums);
		hidden.set(next.id, 'complementary');
		dark.push(next);
		changed = true;
	}
	return changed;
}

/** The places of layers that hold all people of a place, and how many people more. */
function placesAround(
	layers: Map<string, Layer>,
	name: string,
	place: Place,
	metric: Metric
): { layer: string; id: string; apart: number }[] {
	if (place.within !== null)
		return place.within.flatMap(({ layer, period_no, apart }) =>
			apart === null ? [] : [{ layer, id: placeId(period_no, place.keys), apart }]
		);
	const layer = metric.nested[name];
	if (layer === undefined) return [];
	const outer = layers.get(layer)?.get(place.id);
	return [{ layer, id: place.id, apart: place.apart ?? (outer?.persons ?? 0) - place.persons }];
}

/** Hides a number next to a wider one where the two would differ by fewer than k people, and what goes dark in both. */
function closeNested(
	layers: Map<string, Layer>,
	hidden: Map<string, Hidden>,
	metric: Metric
): boolean {
	const k = metric.smallest_group;
	let changed = false;
	for (const [name, layer] of layers) {
		const innerHidden = hidden.get(name);
		if (!innerHidden) continue;
		for (const place of layer.values()) {
			for (const { layer: wider, id, apart } of placesAround(layers, name, place, metric)) {
				const outerHidden = hidden.get(wider);
				if (!outerHidden || layers.get(wider)?.has(id) !== true) continue;
				if (!innerHidden.has(place.id) && apart > 0 && apart < k) {
					innerHidden.set(place.id, 'nested');
					changed = true;
				}
				if (!innerHidden.has(place.id) && outerHidden.has(id)) {
					innerHidden.set(place.id, 'complementary');
					changed = true;
				}
				const reason = innerHidden.get(place.id);
				if (reason && reason !== 'nested' && !outerHidden.has(id) && apart < k) {
					outerHidden.set(id, 'complementary');
					changed = true;
				}
			}
		}
	}
	return changed;
}

/**
 * What wider layers have beside narrower ones, as layers of their own: a total of both gives their difference, so what is left
 * of it where the narrower one is hidden must be as many people, of as many places, as with any other hidden cells.
 */
function gapsOf(
	layers: Map<string, Layer>,
	metric: Metric,
	axes: Axes
): { inner: string; lines: ReturnType<typeof linesOf> }[] {
	const gaps = new Map<string, { inner: string; layer: Layer }>();
	for (const [inner, layer] of layers)
		for (const place of layer.values())
			for (const { layer: wider, id, apart } of placesAround(layers, inner, place, metric)) {
				if (apart <= 0 || layers.get(wider)?.has(id) !== true) continue;
				const name = JSON.stringify([wider, inner]);
				const gap = gaps.get(name) ?? { inner, layer: new Map<string, Place>() };
				gaps.set(name, gap);
				gap.layer.set(place.id, { ...place, persons: apart, sums: null });
			}
	return [...gaps]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([, { inner, layer }]) => ({ inner, lines: linesOf(layer, axes) }));
}

/**
 * Where a number is shown beside several narrower ones, what is left of it without them must be nobody or k people, of more
 * than one hidden group: else the smallest of the shown ones is hidden too. Whoever is in none of them is such a group.
 */
function closeParts(
	layers: Map<string, Layer>,
	hidden: Map<string, Hidden>,
	metric: Metric
): boolean {
	const k = metric.smallest_group;
	let changed = false;
	for (const wider of new Set(Object.values(metric.nested))) {
		const parts = Object.keys(metric.nested).filter(
			(name) =>
				metric.nested[name] === wider &&
				layers.has(name) &&
				// The same people, counted in another way, are no part of them.
				classOfLayer(name) !== classOfLayer(wider)
		);
		if (parts.length < 2) continue;
		for (const whole of layers.get(wider)?.values() ?? []) {
			if (hidden.get(wider)?.has(whole.id) === true) continue;
			const found = parts.flatMap((name) => {
				const place = layers.get(name)?.get(whole.id);
				return place ? [{ name, place, isDark: hidden.get(name)?.has(place.id) === true }] : [];
			});
			const rest = whole.persons - found.reduce((sum, { place }) => sum + place.persons, 0);
			const dark = found.filter(({ isDark }) => isDark).map(({ place }) => place.persons);
			if (dark.length === 0 && (rest <= 0 || rest >= k)) continue;
			const sizes = rest > 0 ? [...dark, rest] : dark;
			const open = found
				.filter(({ isDark }) => !isDark)
				.toSorted((a, b) => a.place.persons - b.place.persons || (a.name < b.name ? -1 : 1));
			for (const { name, place } of open) {
				if (sizes.length > 1 && Math.max(...sizes) >= k) break;
				hidden.get(name)?.set(place.id, 'complementary');
				sizes.push(place.persons);
				changed = true;
			}
		}
	}
	return changed;
}

/** Layers of one group hide the same places. */
function closeGroups(
	layers: Map<string, Layer>,
	hidden: Map<string, Hidden>,
	groupOf: (layer: string) => string
): boolean {
	let changed = false;
	for (const group of Map.groupBy(layers.keys(), groupOf).values())
		for (const name of group)
			for (const id of hidden.get(name)?.keys() ?? [])
				for (const other of group) {
					const dark = hidden.get(other);
					if (!dark || dark.has(id) || layers.get(other)?.has(id) !== true) continue;
					dark.set(id, 'complementary');
					changed = true;
				}
	return changed;
}

/** Layers that `groupOf` gives the same name hide the same places; what `startsDark` names is hidden whoever is in it. */
interface Together {
	readonly groupOf?: (layer: string) => string;
	readonly startsDark?: (cell: Cell) => boolean;
	/**
	 * At least how many people stand in cells of a layer taken together: whoever moved within a period stands in two units. Where
	 * it is not known, the cells are taken to part the people.
	 */
	readonly peopleIn?: (layer: string, cells: readonly Pick<Place, 'period' | 'keys'>[]) => number;
}

/** METRICS.md §I rules 1, 3, 6 and the nested part of 4: which cells of a table stay dark, to a fixed point. */
export function hideCells(
	cells: readonly Cell[],
	axes: Axes,
	metric: Metric,
	{ groupOf, startsDark, peopleIn = () => Infinity }: Together = {}
): (cell: Cell) => HiddenReason | null {
	const k = metric.smallest_group;
	const layers = layersOf(cells);
	const hidden = new Map<string, Hidden>();
	const lines = new Map<string, ReturnType<typeof linesOf>>();
	for (const [name, layer] of [...layers].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		const dark = new Map<string, HiddenReason>();
		for (const { id, persons, sums } of layer.values()) {
			if (persons < k) dark.set(id, 'too_few');
			else if (isDominated(sums)) dark.set(id, 'dominance');
		}
		hidden.set(name, dark);
		lines.set(name, linesOf(layer, axes));
	}
	const gaps = gapsOf(layers, metric, axes);
	if (startsDark)
		for (const cell of cells) {
			const dark = hidden.get(cell.layer);
			const id = placeId(cell.period_no, cell.keys);
			if (dark && !dark.has(id) && startsDark(cell)) dark.set(id, 'complementary');
		}
	for (let changed = true; changed;) {
		changed = closeNested(layers, hidden, metric);
		changed = closeParts(layers, hidden, metric) || changed;
		if (groupOf) changed = closeGroups(layers, hidden, groupOf) || changed;
		for (const [name, dark] of hidden) {
			const within = (places: readonly Place[]): number => peopleIn(name, places);
			for (const line of lines.get(name) ?? [])
				changed = closeLine(line, dark, k, within) || changed;
		}
		for (const { inner, lines: own } of gaps) {
			const dark = hidden.get(inner);
			for (const line of own)
				changed = (dark && closeLine(line, dark, k, () => Infinity)) || changed;
		}
	}
	const reasonIn = (name: string, id: string, keys: readonly number[]): HiddenReason | null => {
		const layer = layers.get(name);
		const dark = hidden.get(name);
		if (!layer || !dark || layer.has(id)) return dark?.get(id) ?? null;
		const elsewhere = [...layer.values()].filter((place) => place.keys.join() === keys.join());
		return elsewhere.map((place) => dark.get(place.id) ?? null).find((reason) => reason) ?? null;
	};
	return (cell) => {
		const id = placeId(cell.period_no, cell.keys);
		const reasons = cell.layer.split('+').map((name) => reasonIn(name, id, cell.keys));
		return reasons.find((reason) => reason !== null) ?? null;
	};
}

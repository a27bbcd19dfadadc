import type { Metric } from './catalogue.ts';
import type { Cell } from './compute.ts';
import { addUp, isDominated } from './dominance.ts';
import type { HiddenReason } from './hidden-reason.ts';
import { classOfLayer } from './layers.ts';
import { linesOf, placeId } from './lines.ts';
import type { Axes, Layer, Line, Place } from './lines.ts';

/** What is hidden of a layer, by the id of the place. */
export type Hidden = Map<string, HiddenReason>;

const bySize = (a: Place, b: Place): number => a.persons - b.persons || (a.id < b.id ? -1 : 1);

/** Hides the next-smallest cells of a line until its hidden ones cannot be told from the total; true when it hid any. */
export function closeLine(
	line: Line,
	hidden: Hidden,
	k: number,
	peopleIn: (places: readonly Place[]) => number
): boolean {
	const dark = line.places.filter((place) => hidden.has(place.id));
	if (dark.length === 0 || dark.length === line.places.length) return false;
	const sums = dark.map((place) => place.sums);
	const isCovered = (): boolean => {
		if (dark.length < 2) return false;
		const persons = dark.map((place) => place.persons);
		if (line.parts) {
			if (persons.reduce((sum, count) => sum + count, 0) < k || peopleIn(dark) < k) return false;
		} else if (Math.max(...persons) < k) return false;
		return !isDominated(addUp(sums, line.parts));
	};
	if (isCovered()) return false;
	const open = line.places.filter((place) => !hidden.has(place.id)).sort(bySize);
	for (const next of open) {
		sums.push(next.sums);
		hidden.set(next.id, 'complementary');
		dark.push(next);
		if (isCovered()) break;
	}
	return open.length > 0;
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
export function closeNested(
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
export function gapsOf(
	layers: Map<string, Layer>,
	metric: Metric,
	axes: Axes
): { inner: string; lines: Line[] }[] {
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
export function closeParts(
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
export function closeGroups(
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

/** What the cells of a table add up to in another table, which tells or hides it. */
export interface Total {
	/** The place there that holds a place of this table. */
	readonly holds: (place: Pick<Cell, 'period_no' | 'keys'>) => Pick<Cell, 'period_no' | 'keys'>;
	readonly isHidden: (cell: Pick<Cell, 'layer' | 'period_no' | 'keys'>) => boolean;
	/** The breakdown that the other table does without, by its place among the axes, if it does without one. */
	readonly without?: number | undefined;
}

/** The parts of each place of a layer that another table hides. */
export function partsOfHidden(name: string, layer: Layer, totals: readonly Total[]): Place[][] {
	const asCell = ({ period, keys }: Place) => ({ layer: name, period_no: period, keys });
	return totals.flatMap(({ holds, isHidden }) => {
		const totalOf = (place: Place) => ({ layer: name, ...holds(asCell(place)) });
		const parts = Map.groupBy(layer.values(), (place) => {
			const { period_no, keys } = totalOf(place);
			return placeId(period_no, keys);
		});
		return [...parts.values()].filter(([first]) => first && isHidden(totalOf(first)));
	});
}

/** Hides the smallest part of what another table hides, where all of its parts would be told; its lines close around it. */
export function closeTotals(hiddenTotals: readonly Place[][], hidden: Hidden): boolean {
	let changed = false;
	for (const parts of hiddenTotals) {
		if (parts.some(({ id }) => hidden.has(id))) continue;
		const [smallest] = parts.toSorted(bySize);
		if (smallest) hidden.set(smallest.id, 'complementary');
		changed = true;
	}
	return changed;
}

import { closeBlocks, crossTables } from './blocks.ts';
import type { Metric } from './catalogue.ts';
import {
	closeGroups,
	closeLine,
	closeNested,
	closeParts,
	closeTotals,
	gapsOf,
	partsOfHidden
} from './closing.ts';
import type { Hidden, Total } from './closing.ts';
import type { Cell } from './compute.ts';
import { isDominated } from './dominance.ts';
import type { HiddenReason } from './hidden-reason.ts';
import { layersOf, linesOf, placeId } from './lines.ts';
import type { Axes, Line, Place } from './lines.ts';

/**
 * Layers that `groupOf` gives the same name hide the same places; what `startsDark` names is hidden whoever is in it; of what
 * `totals` hide, not all parts are told, and what two of them tell leaves nobody or k people beside both.
 */
interface Together {
	readonly groupOf?: (layer: string) => string;
	readonly startsDark?: (cell: Cell) => boolean;
	readonly totals?: readonly Total[];
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
	{ groupOf, startsDark, totals = [], peopleIn = () => Infinity }: Together = {}
): (cell: Cell) => HiddenReason | null {
	const k = metric.smallest_group;
	const layers = layersOf(cells);
	const hidden = new Map<string, Hidden>();
	const lines = new Map<string, Line[]>();
	const hiddenTotals = new Map<string, Place[][]>();
	const crossed = new Map<string, ReturnType<typeof crossTables>>();
	for (const [name, layer] of [...layers].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		const dark = new Map<string, HiddenReason>();
		for (const { id, persons, sums } of layer.values()) {
			if (persons < k) dark.set(id, 'too_few');
			else if (isDominated(sums)) dark.set(id, 'dominance');
		}
		hidden.set(name, dark);
		lines.set(name, linesOf(layer, axes));
		hiddenTotals.set(name, partsOfHidden(name, layer, totals));
		crossed.set(name, crossTables(name, layer, totals, axes));
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
			changed = closeTotals(hiddenTotals.get(name) ?? [], dark) || changed;
			for (const table of crossed.get(name) ?? [])
				changed = closeBlocks(table, dark, k, within) || changed;
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
	const names = new Map<string, readonly string[]>();
	return (cell) => {
		const own =
			names.get(cell.layer) ??
			cell.layer.split('+').filter((name) => (hidden.get(name)?.size ?? 0) > 0);
		names.set(cell.layer, own);
		if (own.length === 0) return null;
		const id = placeId(cell.period_no, cell.keys);
		for (const name of own) {
			const reason = reasonIn(name, id, cell.keys);
			if (reason !== null) return reason;
		}
		return null;
	};
}

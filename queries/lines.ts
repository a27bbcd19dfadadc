import type { Dimension } from './catalogue.ts';
import type { Cell, Within } from './compute.ts';
import type { Sum } from './dominance.ts';
import { monthsIn } from './grain.ts';
import type { Grain } from './grain.ts';
import type { Groups } from './bands-and-systems.ts';
import { isNobodyUnknown, unknownCell } from './unknown-part.ts';

/** The axes of a table: its grain of time, if any, and its dimensions in the order of the keys. */
export interface Axes {
	readonly grain: Grain;
	readonly dimensions: readonly Dimension[];
	readonly groups?: Groups;
}

export interface Place {
	readonly id: string;
	readonly period: number;
	readonly keys: readonly number[];
	readonly persons: number;
	readonly apart: number | null;
	readonly within: readonly Within[] | null;
	readonly sums: readonly Sum[] | null;
}

export type Layer = Map<string, Place>;

/** Places that differ along one axis only; some axes part the people. */
export interface Line {
	readonly places: readonly Place[];
	readonly parts: boolean;
}

/** The dimensions along which a person stands in one cell only. */
export const partsPeople: ReadonlySet<Dimension> = new Set([
	'org_unit',
	'job_family',
	'location',
	'grade'
]);

export const placeId = (period: number, keys: readonly number[]): string =>
	`${period}/${keys.join('/')}`;

/** The layers of a table: for each population, its cells with their number of people; those of unknown class beside it. */
export function layersOf(cells: readonly Cell[]): Map<string, Layer> {
	const layers = new Map<string, Layer>();
	let last: Cell | undefined;
	const put = (cell: Cell): void => {
		// Many numbers of one place often follow each other.
		const isKnown =
			cell.period_no === last?.period_no && cell.keys === last.keys && cell.layer === last.layer;
		last = cell;
		if (isKnown || cell.layer.includes('+')) return;
		const layer = layers.get(cell.layer) ?? new Map<string, Place>();
		if (layer.size === 0) layers.set(cell.layer, layer);
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
	};
	for (const cell of cells) {
		put(cell);
		if (cell.unknown_part) unknownCell(cell).forEach(put);
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
export function linesOf(layer: Layer, axes: Axes): Line[] {
	const lines = new Map<string, { places: Place[]; parts: boolean }>();
	const put = (id: string, place: Place, parts: boolean): void => {
		const line = lines.get(id);
		if (line) line.places.push(place);
		else lines.set(id, { places: [place], parts });
	};
	for (const place of layer.values()) {
		if (axes.grain) {
			const months = monthsIn[axes.grain];
			const rest = place.keys.join('/');
			for (const span of [3, 12].filter((span) => span > months)) {
				put(`in ${span} ${Math.floor((place.period * months) / span)} ${rest}`, place, false);
			}
			put(`time ${rest}`, place, false);
		}
		axes.dimensions.forEach((dimension, axis) => {
			const rest = place.keys.filter((_key, index) => index !== axis).join('/');
			put(`${dimension} ${place.period} ${rest}`, place, partsPeople.has(dimension));
			for (const [kind, { id }] of axes.groups?.get(dimension)?.get(place.keys[axis] ?? 0) ?? [])
				put(`${dimension} ${kind} ${id} ${place.period} ${rest}`, place, false);
		});
	}
	return [...lines]
		.filter(([, line]) => line.places.length > 1)
		.toSorted(([a, one], [b, other]) => one.places.length - other.places.length || (a < b ? -1 : 1))
		.map(([, line]) => line);
}

import type { Cell } from './compute.ts';
import type { Sum } from './dominance.ts';

/** The people of unknown class whom a pair of bounds counts in, and the bounds that hold whatever each of them did. */
export interface UnknownPart {
	readonly persons: number;
	/** Null where no such bounds exist, because the share of the unknown itself tells too much. */
	readonly lo: number | null;
	readonly hi: number | null;
	/** Their sums of minutes, where a number is made of such. */
	readonly sums: readonly Sum[] | null;
}

const rangeAbove = 0.2;

/** METRICS.md ruling 0b.5: so much is unknown that the number is a range. */
export const isRange = ({ unknown_share: share, bound_lo: low }: Cell): boolean =>
	(share ?? 0) > rangeAbove && low !== null;

/** The layer of the unknown people beside a layer; nobody can ask for it. */
export const layerOfUnknown = (layer: string): string =>
	layer
		.split('+')
		.map((name) => `? ${name}`)
		.join('+');

/**
 * Whether the unknown of a cell are a group: also nobody is, where the share of the unknown tells what they did, because it
 * would tell that none of them did it.
 */
const isGroup = ({ persons, lo }: UnknownPart): boolean => persons > 0 || lo === null;

/** Whether a layer of unknown people has none anywhere: where nobody at all is unknown, it may be said. */
export const isNobodyUnknown = (
	layer: string,
	places: readonly { readonly persons: number }[]
): boolean => layer.startsWith('? ') && places.every(({ persons }) => persons === 0);

/** The people of unknown class beside a cell, as a cell of their own. */
export function unknownCell(cell: Cell): readonly Cell[] {
	const part = cell.unknown_part;
	if (!part || !isGroup(part) || cell.layer.includes('+')) return [];
	const { persons, sums } = part;
	const layer = layerOfUnknown(cell.layer);
	return [{ ...cell, layer, persons, sums, apart: null, within: null, unknown_part: null }];
}

/** A cell whose bounds tell only how many are unknown, and nothing of what they did. */
function veiled(cell: Cell, { lo, hi }: UnknownPart): Cell {
	const told =
		lo === null
			? { bound_lo: null, bound_hi: null, unknown_share: null }
			: { bound_lo: lo, bound_hi: hi };
	const reason = cell.reason ?? (isRange(cell) ? 'range' : null);
	return { ...cell, ...told, reason, unknown_part: null, isVeiled: true };
}

/**
 * METRICS.md §I rules 1 to 3 for bounds: they tell what people of unknown class did, so such people are a group like any
 * other. Where there are 1 to k − 1 of them, or a neighbour's bounds would give so few away, they are the widest ones.
 */
export function veilBounds(
	table: readonly Cell[],
	isDark: (cell: Cell) => boolean
): readonly Cell[] {
	return table.map((cell) => {
		const part = cell.unknown_part;
		if (!part || !isGroup(part)) return cell;
		return isDark({ ...cell, layer: layerOfUnknown(cell.layer) }) ? veiled(cell, part) : cell;
	});
}

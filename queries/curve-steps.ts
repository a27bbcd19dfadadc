import type { Cell } from './compute.ts';
import type { HiddenReason } from './hidden-reason.ts';
import type { Question, Viewer } from './request.ts';

/** The days at which a curve is told whatever happened; its other points are days on which somebody completed. */
const usualDays: ReadonlySet<number> = new Set([30, 60, 90, 180]);

/**
 * The cells without the points of curves that would tell on few people: of a hidden curve all days on which somebody completed,
 * and for others than analysts those that fewer than k completions part from the points on either side.
 */
export function tellSteps(
	cells: readonly Cell[],
	hides: (cell: Cell) => HiddenReason | null,
	question: Question,
	viewer: Viewer
): readonly Cell[] {
	const k = question.metric.smallest_group;
	const isStep = ({ measure, horizon }: Cell): boolean =>
		measure === 'cif' &&
		horizon !== null &&
		horizon !== question.horizon &&
		!usualDays.has(horizon);
	if (!cells.some(isStep)) return cells;
	const curveOf = ({ period_no, keys, variant }: Cell): string =>
		JSON.stringify([period_no, keys, variant]);
	const points = cells.filter(({ measure, horizon }) => measure === 'cif' && horizon !== null);
	const silent = new Set<Cell>();
	for (const curve of Map.groupBy(points, curveOf).values()) {
		const days = curve.toSorted((a, b) => (a.horizon ?? 0) - (b.horizon ?? 0));
		let told = 0;
		days.forEach((point, index) => {
			const count = point.numerator ?? 0;
			const next = days.slice(index + 1).find((later) => !isStep(later));
			const left = (next?.numerator ?? Infinity) - count;
			const isThin = count - told < k || (left > 0 && left < k);
			if (isStep(point) && (hides(point) !== null || (viewer.role !== 'analyst' && isThin)))
				silent.add(point);
			else told = count;
		});
	}
	return cells.filter((cell) => !silent.has(cell));
}

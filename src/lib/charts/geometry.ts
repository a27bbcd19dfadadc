/** Moves labels apart, in their order, until each has its gap, and keeps them within the ends. */
export function spread(
	wanted: readonly number[],
	gap: number,
	low: number,
	high: number
): number[] {
	const order = wanted
		.map((_, index) => index)
		.toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
	const placed = [...wanted];
	let floor = low;
	for (const index of order) {
		placed[index] = Math.max(placed[index] ?? low, floor);
		floor = (placed[index] ?? low) + gap;
	}
	let ceiling = high;
	for (const index of order.toReversed()) {
		placed[index] = Math.min(placed[index] ?? high, ceiling);
		ceiling = (placed[index] ?? high) - gap;
	}
	return placed;
}

/** Every k-th value, the first included, so that labels have room. */
export function thin<T>(values: readonly T[], width: number, room: number): T[] {
	const step = Math.max(1, Math.ceil((values.length * room) / Math.max(width, 1)));
	return values.filter((_, index) => index % step === 0);
}

/** The upper end of an axis of shares: the next fifth above everything drawn, at most 1. */
export function topOf(values: readonly (number | null)[]): number {
	const highest = Math.max(0, ...values.filter((value) => value !== null));
	return Math.min(1, Math.max(0.2, Math.ceil(highest * 5 - 1e-9) / 5));
}

/** The gridlines of an axis of shares that ends at a fifth. */
export function shareTicks(top: number): number[] {
	const step = top <= 0.4 ? 0.1 : top <= 0.6 ? 0.2 : 0.25;
	const end = top > 0.6 ? 1 : top;
	return Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step).filter(
		(tick) => tick <= top + 1e-9
	);
}

const letterWidth = 6.5;
const lineHeight = 14;

interface Spot {
	readonly x: number;
	readonly y: number;
}

/** Where the label of a point stands: beside it (1 right, -1 left), at which height, and how many letters have room. */
export interface LabelPlace {
	readonly side: 1 | -1;
	readonly y: number;
	readonly letters: number;
}

/**
 * Places labels beside their points, each where it covers fewest other points and labels: on the other side, or a few lines
 * further in its direction (-1 upwards, 1 downwards); cut where neither side has room for all of it.
 */
export function placeLabels(
	labels: readonly (Spot & { readonly letters: number; readonly direction: 1 | -1 })[],
	points: readonly Spot[],
	width: number,
	height: number
): LabelPlace[] {
	const taken: { from: number; to: number; y: number }[] = [];
	return labels.map(({ x, y, letters, direction }) => {
		const candidates = [0, 1, 2, 3, 4].flatMap((lines) =>
			([1, -1] as const).map((side) => {
				const gap = lines === 0 ? 10 : 17;
				const room = (side === 1 ? width - x : x) - gap;
				const fitting = Math.min(letters, Math.max(6, Math.floor(room / letterWidth)));
				const near = x + side * gap;
				const far = near + side * fitting * letterWidth;
				const box = {
					from: Math.min(near, far),
					to: Math.max(near, far),
					y: y + direction * lines * (lineHeight - 1)
				};
				const covered = points.filter(
					(point) =>
						point.x > box.from - 6 && point.x < box.to + 6 && Math.abs(point.y - box.y) < 12
				).length;
				const overlaps = taken.filter(
					(other) =>
						other.from < box.to && other.to > box.from && Math.abs(other.y - box.y) < lineHeight
				).length;
				const isOut = box.y < 6 || box.y > height - 6;
				const cost =
					3 * covered + 10 * overlaps + lines + (fitting < letters ? 5 : 0) + (isOut ? 50 : 0);
				return { side, y: box.y, letters: fitting, box, cost };
			})
		);
		const best = candidates.reduce((least, one) => (one.cost < least.cost ? one : least));
		taken.push(best.box);
		return { side: best.side, y: best.y, letters: best.letters };
	});
}

/** A text cut to a number of characters, with an ellipsis where it was cut. */
export function cut(text: string, length: number): string {
	return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

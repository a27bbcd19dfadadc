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

/** Moves labels apart in one direction only, away from the middle of a drawing: -1 upwards, 1 downwards. */
export function pile(wanted: readonly number[], gap: number, direction: -1 | 1): number[] {
	const order = wanted
		.map((_, index) => index)
		.toSorted((a, b) => direction * ((wanted[a] ?? 0) - (wanted[b] ?? 0)));
	const placed = [...wanted];
	let edge = -direction * Infinity;
	for (const index of order) {
		const at = wanted[index] ?? 0;
		placed[index] = direction === 1 ? Math.max(at, edge) : Math.min(at, edge);
		edge = (placed[index] ?? 0) + direction * gap;
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

/**
 * On which side of its point a label stands (1 right, -1 left) and how many letters have room there: where it covers fewest
 * other points, of the sides where all of it has room; else where there is more room.
 */
export function sideOf(
	label: { readonly x: number; readonly y: number; readonly letters: number },
	others: readonly { readonly x: number; readonly y: number }[],
	width: number,
	gap = 10
): { readonly side: 1 | -1; readonly letters: number } {
	const wide = label.letters * letterWidth + gap;
	const sides = ([1, -1] as const).map((side) => {
		const room = side === 1 ? width - label.x : label.x;
		const covered = others.filter(({ x, y }) => {
			const along = side * (x - label.x);
			return along > 0 && along < wide + 6 && Math.abs(y - label.y) < 12;
		}).length;
		return { side, room, covered, fits: room >= wide };
	});
	const [best] = sides.toSorted(
		(a, b) => Number(b.fits) - Number(a.fits) || (a.fits ? a.covered - b.covered : b.room - a.room)
	);
	if (!best) return { side: 1, letters: label.letters };
	const letters = Math.max(6, Math.floor((best.room - gap) / letterWidth));
	return { side: best.side, letters: Math.min(label.letters, letters) };
}

/** A text cut to a number of characters, with an ellipsis where it was cut. */
export function cut(text: string, length: number): string {
	return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

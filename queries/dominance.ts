/** A sum behind a number, with what the person who adds most and the two who add most have in it. */
export interface Sum {
	readonly total: number;
	readonly top: number;
	readonly two: number;
}

const topShare = 0.5;
const twoShare = 0.8;

/** METRICS.md §I rule 6: one person has more than half of a sum, or two more than four fifths. */
export function isDominated(sums: readonly Sum[] | null): boolean {
	return (sums ?? []).some(
		({ total, top, two }) => total > 0 && (top > topShare * total || two > twoShare * total)
	);
}

/**
 * The sums of several cells taken together. Where the cells part the people, the largest of all are known; elsewhere
 * one person may be the largest in each, which is assumed.
 */
export function addUp(lists: readonly (readonly Sum[] | null)[], parts: boolean): readonly Sum[] {
	const places = Math.max(0, ...lists.map((list) => list?.length ?? 0));
	return Array.from({ length: places }, (_none, place): Sum => {
		const sums = lists.flatMap((list) => list?.[place] ?? []);
		const add = (of: (sum: Sum) => number): number =>
			sums.reduce((whole, sum) => whole + of(sum), 0);
		const total = add((sum) => sum.total);
		if (!parts) return { total, top: add((sum) => sum.top), two: add((sum) => sum.two) };
		const [first = 0, second = 0] = sums
			.flatMap(({ top, two }) => [top, two - top])
			.toSorted((a, b) => b - a);
		return { total, top: first, two: first + second };
	});
}

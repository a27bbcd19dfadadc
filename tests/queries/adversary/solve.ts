/** Vectors that span all differences between states of the atoms that the told sums cannot tell apart. */
export function unknownDirections(
	told: readonly (readonly number[])[],
	atoms: number
): readonly (readonly number[])[] {
	const rows = told.map((row) => [...row]);
	const pivots: number[] = [];
	for (let column = 0; column < atoms && pivots.length < rows.length; column += 1) {
		const top = pivots.length;
		const found = rows.findIndex((row, place) => place >= top && isThere(row[column]));
		if (found < 0) continue;
		const [pivot] = rows.splice(found, 1) as [number[]];
		const lead = pivot[column] ?? 1;
		const scaled = pivot.map((value) => value / lead);
		rows.splice(top, 0, scaled);
		rows.forEach((row, place) => {
			const times = row[column] ?? 0;
			if (place === top || !isThere(times)) return;
			scaled.forEach((value, at) => (row[at] = (row[at] ?? 0) - times * value));
		});
		pivots.push(column);
	}
	const free = Array.from({ length: atoms }, (_none, column) => column).filter(
		(column) => !pivots.includes(column)
	);
	return free.map((column) =>
		Array.from({ length: atoms }, (_none, at) => {
			if (at === column) return 1;
			const row = pivots.indexOf(at);
			return row < 0 ? 0 : -(rows[row]?.[column] ?? 0);
		})
	);
}

const isThere = (value = 0): boolean => Math.abs(value) > 1e-9;

/**
 * The sets of fewer than `smallest` people of whom the told sums give a sum of their own, by whatever adding up and taking away:
 * linear algebra instead of a search. Atoms are groups of people of whom nothing finer is told.
 */
export function groupsGivenAway(
	told: readonly (readonly number[])[],
	persons: readonly number[],
	smallest: number
): readonly (readonly number[])[] {
	const directions = unknownDirections(told, persons.length);
	const isGiven = (set: readonly number[]): boolean =>
		directions.every(
			(direction) => !isThere(set.reduce((sum, atom) => sum + (direction[atom] ?? 0), 0))
		);
	const found: number[][] = [];
	const grow = (set: readonly number[], from: number, size: number): void => {
		if (size > 0 && isGiven(set)) found.push([...set]);
		for (let atom = from; atom < persons.length; atom += 1) {
			const more = persons[atom] ?? 0;
			if (more > 0 && size + more < smallest) grow([...set, atom], atom + 1, size + more);
		}
	};
	grow([], 0, 0);
	return found;
}

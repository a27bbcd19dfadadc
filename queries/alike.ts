/** How many letters have to be put in, taken out or changed to make one text of another. */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (const [down, letter] of [...one].entries()) {
		const next = [down + 1];
		for (let at = 0; at < other.length; at++)
			next.push(
				Math.min(
					(next[at] ?? 0) + 1,
					(row[at + 1] ?? 0) + 1,
					(row[at] ?? 0) + (letter === other[at] ? 0 : 1)
				)
			);
		row = next;
	}
	return row.at(-1) ?? 0;
}

const shown = 3;

/** The few of the known names that hold a name that is not among them, or differ least from it, the most alike first. */
export const mostAlike = (name: string, known: readonly string[]): readonly string[] =>
	known
		.map((one) => ({ one, far: one.includes(name) ? 0 : distance(name, one) }))
		.toSorted((a, b) => a.far - b.far)
		.slice(0, shown)
		.map(({ one }) => one);

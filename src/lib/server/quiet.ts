interface Activity {
	answering: number;
	lastAnswered: number;
}

const held = globalThis as { autonometerActivity?: Activity };
const activity = (): Activity =>
	(held.autonometerActivity ??= { answering: 0, lastAnswered: Number.NEGATIVE_INFINITY });

/** Does the work for somebody who waits for it. */
export async function whileAnswering<T>(work: () => T | Promise<T>): Promise<T> {
	const now = activity();
	now.answering += 1;
	try {
		return await work();
	} finally {
		now.answering -= 1;
		now.lastAnswered = performance.now();
	}
}

/** What work in the background waits for, in milliseconds: that nobody asked for so long, but no longer than so. */
const patience = { quiet: 500, most: 2000, step: 50 };

/**
 * Resolves when nobody has asked for half a second, so that work in the background gives way to people; after two seconds in
 * any case, so that it comes to an end where somebody always asks; and at once where it `isOver`.
 */
export async function quiet(isOver: () => boolean = () => false): Promise<void> {
	const until = performance.now() + patience.most;
	const isBusy = () => {
		const { answering, lastAnswered } = activity();
		return answering > 0 || performance.now() - lastAnswered < patience.quiet;
	};
	while (isBusy() && performance.now() < until && !isOver())
		await new Promise((done) => setTimeout(done, patience.step));
}

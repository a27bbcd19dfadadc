/*
 * What imports of one data folder that run beside each other must know of each other. One process owns the folder, so that its
 * memory is the place; but the pages that a server answers with are built into copies of these modules, so that it is the
 * memory of the process and not of a module.
 */

interface Beside {
	readonly inHands: Map<string, number>;
	readonly answered: Set<string>;
	readonly leaving: Set<string>;
	readonly turns: Map<string, Promise<unknown>>;
}

const held = globalThis as { autonometerBesideImports?: Beside };
const { inHands, answered, leaving, turns } = (held.autonometerBesideImports ??= {
	inHands: new Map(),
	answered: new Set(),
	leaving: new Set(),
	turns: new Map()
});

const nameOf = (dataDir: string, what: string | number): string => `${dataDir}|${what}`;

/** Says that an import works with this original, which nobody removes until it lets go. */
export function holdOriginal(dataDir: string, sha256: string): () => void {
	const name = nameOf(dataDir, sha256);
	inHands.set(name, (inHands.get(name) ?? 0) + 1);
	return () => {
		const left = (inHands.get(name) ?? 1) - 1;
		if (left > 0) inHands.set(name, left);
		else inHands.delete(name);
	};
}

/** Whether some import works with this original. */
export const isHeld = (dataDir: string, sha256: string): boolean =>
	inHands.has(nameOf(dataDir, sha256));

/**
 * Takes note that somebody is told of a batch, because the same file was sent again while the first import of it was at work.
 * False where that import was cancelled and takes it back: then nobody may be told of it.
 */
export function tellOf(dataDir: string, batchId: number): boolean {
	const name = nameOf(dataDir, batchId);
	if (leaving.has(name)) return false;
	answered.add(name);
	return true;
}

/** Says that a cancelled import takes its batch back; false where somebody was told of it, so that it stays. */
export function leave(dataDir: string, batchId: number): boolean {
	const name = nameOf(dataDir, batchId);
	if (answered.has(name)) return false;
	leaving.add(name);
	return true;
}

/** The batches of a folder that are remembered because somebody was told of them. */
export const toldBatches = (dataDir: string): readonly number[] =>
	[...answered].flatMap((name) => {
		const at = name.lastIndexOf('|');
		return name.slice(0, at) === dataDir ? Number(name.slice(at + 1)) : [];
	});

/** Says that this batch and those before it stay, so that it need not be remembered who was told of them. */
export function settled(dataDir: string, batchId: number): void {
	for (const told of toldBatches(dataDir))
		if (told <= batchId) answered.delete(nameOf(dataDir, told));
}

/** Says that a batch is gone, and its number free for another one. */
export function gone(dataDir: string, batchId: number): void {
	const name = nameOf(dataDir, batchId);
	leaving.delete(name);
	answered.delete(name);
}

/** Work on a folder after whatever this process does there already: two that take one file of an inbox would both move it. */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
	const before = turns.get(folder) ?? Promise.resolve();
	const turn = before.then(work, work);
	const ended = turn.then(
		() => undefined,
		() => undefined
	);
	turns.set(folder, ended);
	return turn;
}

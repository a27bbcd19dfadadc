/** A stream of repeatable chance: same seed and label, same numbers, on every machine. */
export interface Random {
	/** A number in [0, 1). */
	next(): number;
	/** A whole number in [low, high]. */
	between(low: number, high: number): number;
	chance(share: number): boolean;
	/** One of the list; the list must not be empty. */
	pick<T>(list: readonly T[]): T;
	/** One of the list, by weight. */
	weighted<T>(list: readonly (readonly [T, number])[]): T;
	/** Roughly normal with mean 0 and deviation 1, never beyond 3.5. */
	normal(): number;
	/** How often something happens that is expected `mean` times. */
	poisson(mean: number): number;
	/** A fresh list in random order. */
	shuffled<T>(list: readonly T[]): T[];
	/** Eight hexadecimal digits. */
	hex(): string;
}

/** The stream that belongs to a label, so that a change in one noun leaves the others as they were. */
export function randomFor(seed: number, label: string): Random {
	let state = hash(`${seed}/${label}`);

	// mulberry32, public domain, by Tommy Ettinger.
	function word(): number {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return (mixed ^ (mixed >>> 14)) >>> 0;
	}
	const next = () => word() / 4294967296;
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));

	function pick<T>(list: readonly T[]): T {
		return at(list, Math.floor(next() * list.length));
	}
	function weighted<T>(list: readonly (readonly [T, number])[]): T {
		let total = 0;
		for (const [, weight] of list) total += weight;
		let rest = next() * total;
		for (const [value, weight] of list) {
			rest -= weight;
			if (rest < 0) return value;
		}
		return at(list, list.length - 1)[0];
	}
	function poisson(mean: number): number {
		const limit = Math.exp(-mean);
		let count = 0;
		for (let product = next(); product > limit; product *= next()) count += 1;
		return count;
	}
	function shuffled<T>(list: readonly T[]): T[] {
		const copy = [...list];
		for (let index = copy.length - 1; index > 0; index -= 1) {
			const other = between(0, index);
			[copy[index], copy[other]] = [at(copy, other), at(copy, index)];
		}
		return copy;
	}
	return {
		next,
		between,
		chance: (share) => next() < share,
		pick,
		weighted,
		normal: () =>
			Math.max(
				-3.5,
				Math.min(3.5, (next() + next() + next() + next() + next() + next() - 3) * 1.4142)
			),
		poisson,
		shuffled,
		hex: () => word().toString(16).padStart(8, '0')
	};
}

/** The element at an index that the caller knows to be there. */
export function at<T>(list: readonly T[], index: number): T {
	const value = list[index];
	if (value === undefined) throw new RangeError(`No element ${index} in a list of ${list.length}`);
	return value;
}

// FNV-1a, then one round of mixing so that near labels start far apart.
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) | 0;
}

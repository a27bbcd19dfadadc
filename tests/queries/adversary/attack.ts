/** A number that was told: the question, in words for a report, and who and what stands behind it, one bit for each atom. */
export interface Told {
	readonly question: number;
	readonly what: string;
	/** What it tells of them; numbers about different things cannot be taken from each other. */
	readonly about?: string | undefined;
	readonly atoms: Uint32Array;
}

/** What tells of too few people. */
export interface Breach {
	readonly kind: 'cell' | 'pair' | 'parts' | 'cover';
	readonly persons: number;
	readonly what: string;
}

export interface Attack {
	readonly breaches: readonly Breach[];
	/** Pairs of which one holds the other, and sets of parts taken from a whole. */
	readonly nested: number;
	readonly partings: number;
	readonly distinct: number;
}

const bitsOf = 32;

/** The atoms that fit, as bits. */
export function bitsFor<Atom>(atoms: readonly Atom[], fits: (atom: Atom) => boolean): Uint32Array {
	const bits = new Uint32Array(Math.ceil(atoms.length / bitsOf));
	atoms.forEach((atom, place) => {
		if (fits(atom)) bits[place >> 5] = (bits[place >> 5] ?? 0) | (1 << (place & 31));
	});
	return bits;
}

/** The atoms of bits. */
export const atomsIn = <Atom>(atoms: readonly Atom[], bits: Uint32Array): Atom[] =>
	atoms.filter((_atom, place) => ((bits[place >> 5] ?? 0) & (1 << (place & 31))) !== 0);

const isWithin = (inner: Uint32Array, outer: Uint32Array): boolean =>
	inner.every((word, place) => (word & ~(outer[place] ?? 0)) === 0);
const without = (wide: Uint32Array, narrow: Uint32Array): Uint32Array =>
	wide.map((word, place) => word & ~(narrow[place] ?? 0));
/** How many people have atoms in a set; not counted beyond `enough`. */
export function peopleIn(atoms: Uint32Array, personOf: readonly number[], enough: number): number {
	const found = new Set<number>();
	for (let word = 0; word < atoms.length && found.size < enough; word += 1) {
		const bits = atoms[word] ?? 0;
		if (bits === 0) continue;
		for (let bit = 0; bit < bitsOf; bit += 1)
			if ((bits & (1 << bit)) !== 0) found.add(personOf[word * bitsOf + bit] ?? -1);
	}
	return found.size;
}

/**
 * Holds everything that was told against everything else: each number alone, each pair of which one holds the other, each
 * number less all its parts that one other answer tells, and less as many parts of whatever answers as fit beside each other.
 */
export function attack(
	told: readonly Told[],
	personOf: readonly number[],
	smallest: number
): Attack {
	const distinct = new Map<string, Told>();
	for (const one of told) {
		const key = one.atoms.join();
		if (!distinct.has(key)) distinct.set(key, one);
	}
	const sets = [...distinct.values()];
	const sizeOf = new Map(
		sets.map((set) => [set, set.atoms.reduce((sum, word) => sum + bitCount(word), 0)])
	);
	const bySize = sets.toSorted((a, b) => (sizeOf.get(b) ?? 0) - (sizeOf.get(a) ?? 0));
	const breaches: Breach[] = [];
	const isFew = (atoms: Uint32Array): number => {
		const persons = peopleIn(atoms, personOf, smallest);
		return persons > 0 && persons < smallest ? persons : 0;
	};
	const note = (kind: Breach['kind'], atoms: Uint32Array, what: () => string): void => {
		const persons = isFew(atoms);
		if (persons > 0) breaches.push({ kind, persons, what: what() });
	};
	let nested = 0;
	let partings = 0;
	const answers = Map.groupBy(told, ({ question }) => question);
	const partsOf = new Map<number, Told[]>();
	for (const [question, rows] of answers) {
		const own = new Map(rows.map((row) => [row.atoms.join(), row]));
		partsOf.set(question, [...own.values()]);
	}
	for (const whole of sets) {
		note('cell', whole.atoms, () => whole.what);
		const inner = bySize.filter((set) => set !== whole && isWithin(set.atoms, whole.atoms));
		for (const part of inner) {
			nested += 1;
			note('pair', without(whole.atoms, part.atoms), () => `${whole.what} without ${part.what}`);
		}
		for (const rows of partsOf.values()) {
			let taken = whole.atoms;
			let parts = 0;
			for (const { atoms } of rows)
				if (isWithin(atoms, taken)) {
					taken = without(taken, atoms);
					parts += 1;
				}
			if (parts < 2) continue;
			partings += 1;
			note(
				'parts',
				taken,
				() => `${whole.what} without ${parts} parts such as ${rows[0]?.what ?? ''}`
			);
		}
		let rest = whole.atoms;
		const used: Told[] = [];
		for (const part of inner) {
			if (!isWithin(part.atoms, rest)) continue;
			rest = without(rest, part.atoms);
			used.push(part);
		}
		if (used.length < 2) continue;
		partings += 1;
		note(
			'cover',
			rest,
			() => `${whole.what} without ${used.map(({ what }) => what).join(' and ')}`
		);
	}
	return { breaches, nested, partings, distinct: sets.length };
}

/** The same for numbers about several things, each by itself. */
export function attackByWhat(
	told: readonly Told[],
	personOf: readonly number[],
	smallest: number
): Attack {
	const found = [...Map.groupBy(told, ({ about = '' }) => about).values()].map((own) =>
		attack(own, personOf, smallest)
	);
	const add = (of: (one: Attack) => number): number => found.reduce((sum, one) => sum + of(one), 0);
	return {
		breaches: found.flatMap(({ breaches }) => breaches),
		nested: add(({ nested }) => nested),
		partings: add(({ partings }) => partings),
		distinct: add(({ distinct }) => distinct)
	};
}

function bitCount(word: number): number {
	let left = word >>> 0;
	let count = 0;
	for (; left !== 0; count += 1) left &= left - 1;
	return count;
}

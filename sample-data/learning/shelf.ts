import type { Item, System } from '../catalogue.ts';
import { appeal } from '../catalogue.ts';
import type { Random } from '../random.ts';
import { at } from '../random.ts';

/** What a division sees of a system's catalogue. */
export interface Shelf {
	/** One elective item, the appealing ones more often. */
	draw(random: Random): Item;
}

/** The shelf of each system and division, made once. */
export function makeShelves(items: readonly Item[]): (system: System, division: string) => Shelf {
	const shelves = new Map<string, Shelf>();
	return (system, division) => {
		const key = `${system}/${division}`;
		const found = shelves.get(key);
		if (found) return found;
		const made = fill(
			items.filter((item) => item.system === system && item.isElective),
			division
		);
		shelves.set(key, made);
		return made;
	};
}

function fill(items: readonly Item[], division: string): Shelf {
	const totals = new Float64Array(items.length);
	let total = 0;
	for (const [index, item] of items.entries()) {
		total += appeal(item, division);
		totals[index] = total;
	}
	return {
		draw(random) {
			const target = random.next() * total;
			let low = 0;
			let high = items.length - 1;
			while (low < high) {
				const middle = (low + high) >> 1;
				if ((totals[middle] ?? total) > target) high = middle;
				else low = middle + 1;
			}
			return at(items, low);
		}
	};
}

import type { Season } from '../calendar.ts';
import { drawDay, drawMinute, firstDay, lastDay, seasonShare } from '../calendar.ts';
import type { Item, System } from '../catalogue.ts';
import { officialPaths } from '../catalogue.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Episode } from './episode.ts';
import { live } from './episode.ts';
import type { Shelf } from './shelf.ts';
import { makeShelves } from './shelf.ts';

/** Self-chosen enrolments of an average person in an ordinary year. */
const perYear: Readonly<Record<System, number>> = {
	absorb: 4.8,
	waypoint: 3.5,
	cornerstone: 5.6,
	moodle: 1.15
};

/** How often a system fails to record that the person chose: bare registrations, external progress. */
const unsaid: Readonly<Record<System, number>> = {
	absorb: 0.012,
	waypoint: 0.07,
	cornerstone: 0.05,
	moodle: 0
};

/** Items that the person has taken already; chosen twice only after a good while, which we leave out. */
export type Taken = Map<Person, Set<Item>>;

/** What people chose for themselves. */
export function chooseFreely(
	random: Random,
	people: readonly Person[],
	items: readonly Item[],
	seasons: { launched: Season; other: Season },
	taken: Taken
): Episode[] {
	const shelfOf = makeShelves(items);
	const following = followers(items);
	return people.flatMap((person) => {
		const systems: System[] = person.usesWaypoint
			? [person.team.system, 'waypoint']
			: [person.team.system];
		const season = person.team.isLaunched ? seasons.launched : seasons.other;
		const from = Math.max(firstDay, person.hiredOn + 3);
		const to = Math.min(lastDay + 1, person.leftOn ?? Infinity);
		if (from >= to) return [];
		return systems.flatMap((system) => {
			const expected =
				perYear[system] * person.curiosity * person.team.pull * seasonShare(season, from, to);
			const days = Array.from({ length: random.poisson(Math.min(expected, 60)) }, () =>
				drawDay(random, season, from, to)
			).sort((a, b) => a - b);
			return chooseOn(
				random,
				person,
				shelfOf(system, person.team.division),
				following,
				days,
				taken
			);
		});
	});
}

function chooseOn(
	random: Random,
	person: Person,
	shelf: Shelf,
	following: ReadonlyMap<Item, Item>,
	days: readonly number[],
	taken: Taken
): Episode[] {
	const own = taken.get(person) ?? new Set<Item>();
	taken.set(person, own);
	const episodes: Episode[] = [];
	let last: Item | null = null;
	for (const day of days) {
		const isFree = (item: Item) => item.publishedOn <= day && !own.has(item);
		const next: Item | undefined = last && random.chance(0.16) ? following.get(last) : undefined;
		const item: Item | null = next && isFree(next) ? next : browse(random, shelf, isFree);
		if (!item) continue;
		own.add(item);
		last = item;
		const enrolledAt = day * 1440 + drawMinute(random);
		const origin = random.chance(unsaid[item.system]) ? 'unsaid' : 'self';
		episodes.push(live(random, { person, item, origin, enrolledAt }));
	}
	return episodes;
}

/** Something that the person is free to take: out by that day, and not taken yet. */
function browse(random: Random, shelf: Shelf, isFree: (item: Item) => boolean): Item | null {
	for (let attempt = 0; attempt < 6; attempt += 1) {
		const item = shelf.draw(random);
		if (isFree(item)) return item;
	}
	return null;
}

/** The item that an official path puts after another. */
function followers(items: readonly Item[]): Map<Item, Item> {
	const byCode = new Map(items.map((item) => [`${item.system}/${item.code}`, item]));
	const next = new Map<Item, Item>();
	for (const path of officialPaths) {
		const steps = path.items.map((code) => byCode.get(`${path.system}/${code}`));
		for (const [index, item] of steps.entries()) {
			const after = steps[index + 1];
			if (item?.isElective && after?.isElective) next.set(item, after);
		}
	}
	return next;
}

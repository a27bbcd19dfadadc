import type { Season } from './calendar.ts';
import { dayOf, drawMinute, lastDay } from './calendar.ts';
import type { Item, System } from './catalogue.ts';
import { assign } from './learning/assigned.ts';
import type { Taken } from './learning/chosen.ts';
import { chooseFreely } from './learning/chosen.ts';
import type { Episode } from './learning/episode.ts';
import { live } from './learning/episode.ts';
import { followPath } from './learning/path.ts';
import type { Person } from './people.ts';
import type { Planted } from './planted.ts';
import { isEmployed } from './people.ts';
import { randomFor } from './random.ts';

/** Everything that everybody took in the period, in the order of enrolment. */
export function makeLearning(
	seed: number,
	people: readonly Person[],
	items: readonly Item[],
	seasons: { launched: Season; other: Season },
	truth: Planted
): Episode[] {
	const taken: Taken = new Map();
	const chosen = chooseFreely(randomFor(seed, 'chosen'), people, items, seasons, taken);
	const episodes = [
		...chosen,
		...followPath(randomFor(seed, 'path'), people, items, taken, truth.emergentPath),
		...lastOnes(seed, people, items, taken),
		...assign(randomFor(seed, 'assigned'), people, items, taken)
	];
	return [...episodes, ...again(seed, episodes)].sort(
		(a, b) => a.enrolledAt - b.enrolledAt || a.person.index - b.person.index
	);
}

const systems: readonly System[] = ['absorb', 'cornerstone', 'moodle', 'waypoint'];

/** Somebody chooses something on the last day but one, so that every export visibly reaches the end. */
function lastOnes(
	seed: number,
	people: readonly Person[],
	items: readonly Item[],
	taken: Taken
): Episode[] {
	const random = randomFor(seed, 'last');
	const day = lastDay - 1;
	return systems.flatMap((system) => {
		const able = people.filter(
			(person) =>
				isEmployed(person, lastDay) &&
				(system === 'waypoint' ? person.usesWaypoint : person.team.system === system)
		);
		if (able.length === 0) return [];
		const person = random.pick(able);
		const item = items.find(
			(offer) => offer.system === system && offer.isElective && !taken.get(person)?.has(offer)
		);
		const enrolledAt = day * 1440 + drawMinute(random);
		return item ? [live(random, { person, item, origin: 'self', enrolledAt, sure: true })] : [];
	});
}

/** Second attempts after a failure; how they came about, Absorb no longer says. */
function again(seed: number, episodes: readonly Episode[]): Episode[] {
	const random = randomFor(seed, 'again');
	return episodes.flatMap((episode) => {
		const { person, item, outcome, lastAt } = episode;
		const retries = item.system === 'absorb' && outcome === 'failed' && episode.dueOn === null;
		const day = Math.floor(lastAt / 1440) + random.between(2, 40);
		if (!retries || day > lastDay || day < dayOf('2024-11-01') || !isEmployed(person, day))
			return [];
		const enrolledAt = day * 1440 + drawMinute(random);
		return [live(random, { person, item, origin: 'unsaid', enrolledAt, dueOn: null })];
	});
}

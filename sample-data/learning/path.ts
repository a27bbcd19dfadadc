import type { Day } from '../calendar.ts';
import { civil, dayOf, drawMinute, lastDay } from '../calendar.ts';
import type { Item } from '../catalogue.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import type { Planted } from '../planted.ts';
import type { Random } from '../random.ts';
import type { Taken } from './chosen.ts';
import type { Episode } from './episode.ts';
import { live } from './episode.ts';

/** The emergent path: people of many departments take three items in one order, and more of them each quarter. */
export function followPath(
	random: Random,
	people: readonly Person[],
	items: readonly Item[],
	taken: Taken,
	{ codes, from, supporters }: Planted['emergentPath']
): Episode[] {
	if (supporters === 0) return [];
	const steps = codes.flatMap((code) => items.filter((item) => item.code === code));
	const begin = dayOf(from);
	const able = people.filter(
		(person) =>
			person.team.system === 'absorb' &&
			!person.team.isSmall &&
			person.curiosity > 0.5 &&
			isEmployed(person, begin) &&
			isEmployed(person, lastDay) &&
			!steps.some((item) => taken.get(person)?.has(item))
	);
	const active = people.filter((person) => isEmployed(person, lastDay)).length;
	const wanted = Math.max(6, Math.round((supporters * active) / 2000));
	return spread(random, able)
		.slice(0, wanted)
		.flatMap((person, index) => {
			// Half of them begin in the last third: the path grows.
			let day = begin + Math.round(162 * Math.sqrt(((index * 7919) % wanted) / wanted));
			return steps.map((item) => {
				taken.get(person)?.add(item);
				const enrolledAt = onWorkday(day) * 1440 + drawMinute(random);
				const start = { person, item, origin: 'self' as const, enrolledAt };
				const episode = live(random, { ...start, sure: random.chance(0.8) });
				day = Math.max(day + random.between(4, 21), 0);
				return meaningful(episode);
			});
		});
}

/** One person of each team in turn, so that no unit owns the path. */
function spread(random: Random, people: readonly Person[]): Person[] {
	const queues = new Map<string, Person[]>();
	for (const person of random.shuffled(people)) {
		queues.set(person.team.name, [...(queues.get(person.team.name) ?? []), person]);
	}
	const turns = [...queues.values()];
	const longest = Math.max(0, ...turns.map((queue) => queue.length));
	return Array.from({ length: longest }, (_, round) => turns.map((queue) => queue[round]))
		.flat()
		.filter((person) => person !== undefined);
}

/** Whoever took a step did at least half of it. */
function meaningful(episode: Episode): Episode {
	if (episode.outcome === 'completed') return episode;
	const progress = 55 + ((episode.person.index * 13) % 40);
	return {
		...episode,
		outcome: 'in_progress',
		startedAt: episode.startedAt ?? episode.enrolledAt + 2,
		lastAt: Math.max(episode.lastAt, episode.enrolledAt + 40),
		progress,
		minutesSpent: Math.round((episode.item.minutes * progress) / 100)
	};
}

function onWorkday(day: Day): Day {
	const { weekday } = civil(day);
	return weekday < 5 ? day : day + 7 - weekday;
}

import type { Day } from '../calendar.ts';
import { civil, dayOf, drawMinute, endOfData, firstDay, lastDay } from '../calendar.ts';
import { campaigns } from '../campaigns.ts';
import type { Item, System } from '../catalogue.ts';
import type { Duty } from '../duties.ts';
import { bindsTeam, duties } from '../duties.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import type { Random } from '../random.ts';
import type { Taken } from './chosen.ts';
import type { Episode, Origin } from './episode.ts';
import { live } from './episode.ts';
import { makeShelves } from './shelf.ts';

type Find = (system: System, code: string) => Item;

/** What obligations, campaigns, onboarding and managers put on people's desks. */
export function assign(
	random: Random,
	people: readonly Person[],
	items: readonly Item[],
	taken: Taken
): Episode[] {
	const byCode = new Map(items.map((item) => [`${item.system}/${item.code}`, item]));
	const find: Find = (system, code) => {
		const item = byCode.get(`${system}/${code}`);
		if (!item) throw new RangeError(`The catalogue of ${system} has no ${code}`);
		return item;
	};
	return [
		...duties.flatMap((duty) => oblige(random, people, find(duty.system, duty.code), duty)),
		...campaigns.flatMap((campaign) => {
			const reached = people.filter(
				(person) =>
					person.team.system === campaign.system && campaign.reaches(person.team, person.leads)
			);
			const due = campaign.due === null ? null : dayOf(campaign.due);
			const item = find(campaign.system, campaign.code);
			return reached.flatMap((person) =>
				hand(random, person, item, 'admin', dayOf(campaign.on), due)
			);
		}),
		...people.flatMap((person) => welcome(random, person, find)),
		...suggest(random, people, items, taken)
	];
}

function oblige(random: Random, people: readonly Person[], item: Item, duty: Duty): Episode[] {
	return people
		.filter((person) => person.team.system === duty.system && bindsTeam(duty, person.team))
		.flatMap((person) => {
			const rounds = duty.rounds.map(([on, due]) => ({ on: dayOf(on), due: dayOf(due) }));
			const isNew = person.hiredOn >= firstDay && duty.forNewcomers;
			const start = person.hiredOn + 2;
			if (isNew) rounds.push({ on: start, due: start + 30 });
			rounds.sort((a, b) => a.on - b.on);
			return rounds
				.filter((round) => !isNew || round.on === start || round.on > start + 90)
				.flatMap((round, index, all) => {
					// One in eighty is ahead of the assignment and enrols alone: still an obligation.
					const origin: Origin = random.chance(0.0125) ? 'self' : 'obligation';
					const episodes = hand(random, person, item, origin, round.on, round.due);
					return episodes.map((episode) => expire(episode, all[index + 1]?.on));
				});
		});
}

/** What is still open when the next round begins has run out. */
function expire(episode: Episode, nextOn: Day | undefined): Episode {
	if (nextOn === undefined || (episode.completedAt ?? Infinity) < nextOn * 1440) return episode;
	return {
		...episode,
		outcome: 'expired',
		completedAt: null,
		progress: episode.startedAt === null ? 0 : Math.min(episode.progress, 60),
		lastAt: Math.min(episode.lastAt, nextOn * 1440 - 600)
	};
}

/** One enrolment of a batch that runs at nine in the morning. */
function hand(
	random: Random,
	person: Person,
	item: Item,
	origin: Origin,
	on: Day,
	dueOn: Day | null
): Episode[] {
	if (!isEmployed(person, on) || on > lastDay) return [];
	const minute = origin === 'self' ? drawMinute(random) : 9 * 60 + (person.index % 9);
	return [live(random, { person, item, origin, enrolledAt: on * 1440 + minute, dueOn })];
}

function welcome(random: Random, person: Person, find: Find): Episode[] {
	if (person.hiredOn < firstDay) return [];
	const day = person.hiredOn + 1;
	const give = (system: System, code: string, after: number, due: number | null) =>
		hand(random, person, find(system, code), 'rule', day + after, due === null ? null : day + due);
	if (person.team.system === 'moodle') return give('moodle', '17', 0, 21);
	if (person.team.system === 'cornerstone') {
		return [...give('cornerstone', 'FK-ON-01', 0, 30), ...give('cornerstone', 'FK-ON-02', 0, null)];
	}
	return [
		...give('absorb', 'ONB-010', 0, 30),
		...give('absorb', 'ONB-030', 0, 30),
		...give('absorb', 'ONB-020', 7, null),
		...(random.chance(0.4) ? give('absorb', 'ONB-040', 14, null) : [])
	];
}

/** Single items that a manager or the learning team gives to somebody, in an ordinary year. */
const perYear: Readonly<Record<System, number>> = {
	absorb: 2,
	waypoint: 0.55,
	cornerstone: 2.4,
	moodle: 0.75
};

function suggest(
	random: Random,
	people: readonly Person[],
	items: readonly Item[],
	taken: Taken
): Episode[] {
	const shelfOf = makeShelves(items);
	return people.flatMap((person) => {
		const systems: System[] = person.usesWaypoint
			? [person.team.system, 'waypoint']
			: [person.team.system];
		const own = taken.get(person) ?? new Set<Item>();
		taken.set(person, own);
		const from = Math.max(firstDay, person.hiredOn + 20);
		const to = Math.min(lastDay, (person.leftOn ?? Infinity) - 1);
		if (from >= to) return [];
		return systems.flatMap((system) => {
			const count = random.poisson((perYear[system] * (to - from)) / 365);
			return Array.from({ length: count }).flatMap(() => {
				const item = shelfOf(system, person.team.division).draw(random);
				const day = onWorkday(random.between(from, to));
				if (own.has(item) || item.publishedOn > day || day > to) return [];
				own.add(item);
				const dueOn = random.chance(0.45) ? day + random.pick([30, 45, 60]) : null;
				const origin = random.chance(0.4) ? 'manager' : 'admin';
				const enrolledAt = Math.min(day * 1440 + drawMinute(random), endOfData - 1);
				return [live(random, { person, item, origin, enrolledAt, dueOn })];
			});
		});
	});
}

function onWorkday(day: Day): Day {
	const { weekday } = civil(day);
	return weekday < 5 ? day : day - (weekday - 4);
}

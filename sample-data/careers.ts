import type { Day } from './calendar.ts';
import { civil, dayOf, firstDay, lastDay } from './calendar.ts';
import type { Episode } from './learning/episode.ts';
import type { Team } from './organisation.ts';
import type { Person } from './people.ts';
import type { Planted } from './planted.ts';
import type { Random } from './random.ts';
import { at, randomFor } from './random.ts';

/** A job at a moment: the letters of the team and the level make the code, the level makes the grade. */
export interface Post {
	readonly team: Team;
	readonly level: number;
}

/** A change from one job to another inside the company. */
export interface Move {
	readonly person: Person;
	readonly on: Day;
	readonly kind: 'Promotion' | 'Lateral Move' | 'Demotion';
	readonly before: Post;
	readonly after: Post;
}

/** Who learned how much by own choice in a window; the groups that the planted difference is about. */
export type LearnerGroup = 'others' | 'light' | 'deep';

/** The moves of the whole period, newest post last for everybody. */
export function makeMoves(
	seed: number,
	people: readonly Person[],
	teams: readonly Team[],
	episodes: readonly Episode[],
	mobility: Planted['mobility']
): Move[] {
	const random = randomFor(seed, 'careers');
	const second = { from: dayOf(mobility.from), to: dayOf(mobility.to) };
	const first = { from: firstDay, to: second.from - 1 };
	const last = { from: second.to + 1, to: lastDay };
	const groups = groupLearners(people, episodes, first.from, second.from);
	// Production is drawn apart, because its learning log has no names that HR could be joined to.
	const staffs = [true, false].map((isPlant) =>
		people.filter((person) => (person.team.system === 'moodle') === isPlant)
	);
	// What people did before the data begin is not known, so the first year goes by what they did in it.
	return [second, last, first]
		.flatMap((window) =>
			staffs.flatMap((staff) => moveSome(random, staff, teams, groups, window, mobility))
		)
		.toSorted((a, b) => b.on - a.on)
		.reduce<Move[]>((moves, move) => [...moves, follow(moves, move)], []);
}

/** Self-chosen enrolments and completions of each person in [from, to), as a group. */
export function groupLearners(
	people: readonly Person[],
	episodes: readonly Episode[],
	from: Day,
	to: Day
): Map<Person, LearnerGroup> {
	const groups = new Map<Person, LearnerGroup>(people.map((person) => [person, 'others']));
	const completions = new Map<Person, number>();
	for (const episode of episodes) {
		const { person, enrolledAt, completedAt } = episode;
		if (episode.origin !== 'self' || episode.dueOn !== null) continue;
		if (enrolledAt < from * 1440 || enrolledAt >= to * 1440) continue;
		if (groups.get(person) === 'others') groups.set(person, 'light');
		if (completedAt === null || completedAt >= to * 1440) continue;
		const count = (completions.get(person) ?? 0) + 1;
		completions.set(person, count);
		if (count >= 3) groups.set(person, 'deep');
	}
	return groups;
}

function moveSome(
	random: Random,
	people: readonly Person[],
	teams: readonly Team[],
	groups: ReadonlyMap<Person, LearnerGroup>,
	window: { from: Day; to: Day },
	rates: Planted['mobility']
): Move[] {
	const counted = people.filter(
		(person) =>
			person.hiredOn <= window.from - 90 && (person.leftOn === null || person.leftOn > window.from)
	);
	const inGroup = (group: LearnerGroup) => counted.filter((person) => groups.get(person) === group);
	const years = Math.min(1, (window.to - window.from + 1) / 365);
	return (
		[
			[inGroup('light'), rates.lightLearners],
			[inGroup('deep'), rates.learners],
			[inGroup('others'), rates.others]
		] as const
	).flatMap(([group, rate]) =>
		random
			.shuffled(group)
			.filter((person) => canMove(person, window.to))
			.slice(0, Math.round(rate * years * group.length))
			.map((person) => move(random, person, teams, window))
	);
}

function canMove(person: Person, until: Day): boolean {
	const stays = person.leftOn === null || person.leftOn > until;
	return stays && !person.leads && !person.team.isSmall;
}

function move(
	random: Random,
	person: Person,
	teams: readonly Team[],
	window: { from: Day; to: Day }
): Move {
	const on = firstOfMonth(random.between(window.from + 20, window.to - 20));
	const after = { team: person.team, level: person.level };
	const others = teams.filter(
		(team) => team.system === person.team.system && team.code !== person.team.code && !team.isSmall
	);
	const near = others.filter((team) => team.division === person.team.division);
	const kind = random.weighted([
		['Promotion', person.level > 1 ? 56 : 0],
		['Lateral Move', 40],
		['Demotion', person.level < 4 ? 4 : 0]
	] as const);
	const team =
		kind === 'Promotion' && random.chance(0.85)
			? person.team
			: pickOr(random, near.length > 0 && random.chance(0.7) ? near : others, person.team);
	const steps = { Promotion: -1, 'Lateral Move': 0, Demotion: 1 }[kind];
	// Where no other job exists nearby, only a change of level is a move.
	const level =
		after.level + (team === person.team && steps === 0 ? (after.level > 1 ? -1 : 1) : steps);
	const settled =
		level < after.level ? 'Promotion' : level > after.level ? 'Demotion' : 'Lateral Move';
	return { person, on, kind: settled, before: { team, level }, after };
}

/** An earlier move of somebody who moves again ends where the later one begins. */
function follow(later: readonly Move[], earlier: Move): Move {
	const next = later.findLast((known) => known.person === earlier.person);
	if (!next) return earlier;
	const after = next.before;
	const level = Math.max(1, after.level - 1);
	if (level === after.level) {
		return {
			...earlier,
			kind: 'Demotion',
			before: { team: after.team, level: after.level + 1 },
			after
		};
	}
	return { ...earlier, kind: 'Promotion', before: { team: after.team, level }, after };
}

function pickOr<T>(random: Random, list: readonly T[], fallback: T): T {
	return list.length > 0 ? at(list, random.between(0, list.length - 1)) : fallback;
}

function firstOfMonth(day: Day): Day {
	const { year, month } = civil(day);
	const first = dayOf(`${year}-${month}-1`);
	return first < firstDay || first > lastDay ? day : first;
}

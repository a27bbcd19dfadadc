import type { Day } from './calendar.ts';
import { civil, dayOf, firstDay, lastDay } from './calendar.ts';
import { drawName, fold } from './names.ts';
import type { Site, Team } from './organisation.ts';
import { company } from './planted.ts';
import type { Random } from './random.ts';
import { at } from './random.ts';

/** Somebody who worked in the company on at least one day of the period. */
export interface Person {
	readonly index: number;
	/** Employee number; Feldkamp has its own series. */
	readonly number: string;
	readonly first: string;
	readonly last: string;
	readonly name: string;
	readonly email: string;
	readonly username: string;
	/** The id in Moodle's log; only the production academy has one. */
	readonly moodleId: number | null;
	/** The team on the last day; careers.ts tells where somebody was before. */
	readonly team: Team;
	readonly site: Site;
	readonly hiredOn: Day;
	/** The first day on which the person is gone. */
	readonly leftOn: Day | null;
	readonly leaveReason: 'voluntary' | 'involuntary' | null;
	/** 1 (junior) to 5 (leads the team). */
	readonly level: number;
	readonly leads: boolean;
	/** Uses Waypoint beside Absorb. */
	readonly usesWaypoint: boolean;
	/** How much more than others the person chooses to learn; 1 on average, and hardly at all for one in four. */
	readonly curiosity: number;
	/** How much better the person finishes, on the logit scale, around 0. */
	readonly diligence: number;
}

/** Everybody who was employed in the period, in the order of their employee numbers. */
export function makePeople(random: Random, teams: readonly Team[]): Person[] {
	const names = new Set<string>();
	const emails = new Set<string>();
	const drafts = teams.flatMap((team) => draftTeam(random, team));
	drafts.sort((a, b) => a.hiredOn - b.hiredOn);
	let moodleId = 41;
	return drafts.map((draft, index) => {
		const site = draft.leads ? at(draft.team.sites, 0)[0] : random.weighted(draft.team.sites);
		const { first, last } = unique(random, site, names);
		const inFeldkamp = draft.team.system === 'cornerstone';
		const domain = inFeldkamp ? company.subsidiaryDomain : company.domain;
		let local = `${fold(first)}.${fold(last)}`;
		while (emails.has(`${local}@${domain}`)) local += '2';
		const email = `${local}@${domain}`;
		emails.add(email);
		if (draft.team.system === 'moodle') moodleId += random.between(1, 3);
		return {
			...draft,
			index,
			number: inFeldkamp ? `FK-${2001 + index}` : `${104_200 + index * 3}`,
			first,
			last,
			name: `${first} ${last}`,
			email,
			username: local,
			moodleId: draft.team.system === 'moodle' ? moodleId : null,
			site,
			usesWaypoint:
				draft.team.system === 'absorb' && random.chance(0.4 + 0.22 * Math.min(draft.curiosity, 2))
		};
	});
}

type Draft = Omit<
	Person,
	| 'index'
	| 'number'
	| 'first'
	| 'last'
	| 'name'
	| 'email'
	| 'username'
	| 'moodleId'
	| 'site'
	| 'usesWaypoint'
>;

function draftTeam(random: Random, team: Team): Draft[] {
	const people: Draft[] = [];
	for (let place = 0; place < team.headcount; place += 1) {
		const leads = place === 0;
		const joined = !leads && !team.isSmall && random.chance(0.19);
		people.push({
			...traits(random, team, leads),
			hiredOn: joined ? joinDay(random) : longAgo(random, leads),
			leftOn: null,
			leaveReason: null
		});
	}
	const leavers = team.isSmall ? 0 : random.poisson(team.headcount * 0.17);
	for (let leaver = 0; leaver < leavers; leaver += 1) {
		const hiredOn = random.chance(0.22) ? joinDay(random) : longAgo(random, false);
		const from = Math.max(firstDay + 1, hiredOn + 60);
		if (from > lastDay) continue;
		people.push({
			...traits(random, team, false),
			hiredOn,
			leftOn: leaveDay(random, from),
			leaveReason: random.chance(0.78) ? 'voluntary' : 'involuntary'
		});
	}
	return people;
}

function traits(random: Random, team: Team, leads: boolean) {
	const lively = Math.exp(0.75 * random.normal() - 0.28) * 1.365;
	return {
		team,
		leads,
		level: leads
			? 5
			: random.weighted([
					[1, 16],
					[2, 40],
					[3, 31],
					[4, 13]
				] as const),
		curiosity: random.chance(0.28) ? 0.06 : lively,
		diligence: 0.55 * random.normal()
	};
}

function longAgo(random: Random, leads: boolean): Day {
	const years = (leads ? 3 : 0.1) + 14 * random.next() * random.next();
	return workday(firstDay - Math.round(years * 365));
}

function joinDay(random: Random): Day {
	const day = random.between(firstDay, lastDay - 10);
	const { month, year } = civil(day);
	// Half of the joiners begin on the first of their month, most of all in January, April, September and October.
	const begins = random.chance([1, 4, 9, 10].includes(month) ? 0.9 : 0.35);
	const first = dayOf(`${year}-${month}-1`);
	return workday(begins && first >= firstDay ? first : day);
}

function leaveDay(random: Random, from: Day): Day {
	const day = random.between(from, lastDay);
	const { year, month } = civil(day);
	const next = month === 12 ? dayOf(`${year + 1}-1-1`) : dayOf(`${year}-${month + 1}-1`);
	return random.chance(0.7) && next <= lastDay ? next : day;
}

function workday(day: Day): Day {
	const { weekday } = civil(day);
	return weekday < 5 ? day : day + 7 - weekday;
}

function unique(random: Random, site: Site, taken: Set<string>): { first: string; last: string } {
	for (let attempt = 0; ; attempt += 1) {
		const { first, last } = drawName(random, site);
		const initial = `${'ABCDEFGHJKLMNOPRSTVW'.charAt(random.between(0, 19))}.`;
		const name = attempt < 40 ? { first, last } : { first: `${first} ${initial}`, last };
		const key = `${fold(name.first)} ${fold(name.last)}`;
		if (taken.has(key)) continue;
		taken.add(key);
		return name;
	}
}

/** Whether the person is employed on a day. */
export function isEmployed(person: Person, day: Day): boolean {
	return person.hiredOn <= day && (person.leftOn === null || day < person.leftOn);
}

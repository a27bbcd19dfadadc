import { makeSeasons } from './calendar.ts';
import type { Move } from './careers.ts';
import { makeMoves } from './careers.ts';
import type { Item } from './catalogue.ts';
import { makeCatalogue } from './catalogue.ts';
import { makeLearning } from './learning.ts';
import type { Episode } from './learning/episode.ts';
import type { Team } from './organisation.ts';
import { makeTeams } from './organisation.ts';
import type { Person } from './people.ts';
import { makePeople } from './people.ts';
import type { Planted } from './planted.ts';
import { planted } from './planted.ts';
import { randomFor } from './random.ts';

/** The made-up company with all that happened in it; every export is written from this and nothing else. */
export interface Company {
	readonly seed: number;
	/** What is true about it. */
	readonly truth: Planted;
	readonly teams: readonly Team[];
	readonly people: readonly Person[];
	readonly items: readonly Item[];
	/** In the order of enrolment. */
	readonly episodes: readonly Episode[];
	readonly moves: readonly Move[];
	/** Whom somebody reports to; null for the heads of the divisions. */
	managerOf(person: Person): Person | null;
}

/** Makes up the company: same seed, size and truth, same company. */
export function imagineCompany(seed: number, employees: number, truth: Planted = planted): Company {
	const teams = makeTeams(randomFor(seed, 'organisation'), employees);
	const people = makePeople(randomFor(seed, 'people'), teams);
	const items = makeCatalogue(randomFor(seed, 'catalogue'));
	const seasons = makeSeasons(randomFor(seed, 'seasons'), truth.launch);
	const episodes = makeLearning(seed, people, items, seasons, truth);
	const leads = new Map(people.filter((person) => person.leads).map((lead) => [lead.team, lead]));
	const heads = new Map<string, Person>();
	for (const [team, lead] of leads) {
		const head = heads.get(team.division);
		if (!head || head.team.headcount < team.headcount) heads.set(team.division, lead);
	}
	return {
		seed,
		truth,
		teams,
		people,
		items,
		episodes,
		moves: makeMoves(seed, people, teams, episodes, truth.mobility),
		managerOf(person) {
			const lead = person.leads ? heads.get(person.team.division) : leads.get(person.team);
			return lead === undefined || lead === person ? null : lead;
		}
	};
}

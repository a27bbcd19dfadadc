import { dayOf, firstDay, isoDate, lastDay } from '../calendar.ts';
import type { Company } from '../company.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import { planted } from '../planted.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { table } from './table.ts';

const outside = [
	['Career Site', 5],
	['Job Board', 4],
	['Agency', 2],
	['Employee Referral', 2]
] as const;

/** Vacancies that recruiting closed: most moves into another post had one, and every hire of the period. */
export function exportVacancies(company: Company): Export {
	const random = randomFor(company.seed, 'vacancies');
	const inside = company.moves
		.filter(({ kind, on }) => kind !== 'Demotion' && on >= firstDay && random.chance(0.72))
		.map(({ person, on, after }) => ({ person, on, post: after, from: 'Internal Candidate' }));
	const first = new Map<Person, { team: Person['team']; level: number }>();
	for (const move of [...company.moves].sort((a, b) => b.on - a.on))
		first.set(move.person, move.before);
	const hired = company.people
		.filter(({ hiredOn }) => hiredOn >= firstDay && hiredOn <= lastDay)
		.map((person) => ({
			person,
			on: person.hiredOn,
			post: first.get(person) ?? { team: person.team, level: person.level },
			from: random.weighted(outside)
		}));
	const rows = [...inside, ...hired]
		.sort((a, b) => a.on - b.on || a.person.index - b.person.index)
		.map(({ person, on, post, from }, index) => [
			`R-${10_000 + index * 7}`,
			isoDate(on),
			from,
			person.number,
			`${post.team.code}-${post.level}`,
			post.team.family,
			`G${post.level + 4}`,
			post.team.name
		]);
	const header = [
		'Job Requisition ID',
		'Filled Date',
		'Candidate Type',
		'Employee ID',
		'Job Code',
		'Job Family',
		'Grade',
		'Hiring Department'
	];
	return table('vacancies-filled.csv', header, rows);
}

const wishes = [
	'Lead a small project from start to end',
	'Explain our numbers to people who do not like numbers',
	'Take over a customer of my own',
	'Automate what I do by hand every week',
	'Train two new colleagues',
	'Be ready for the next level',
	'Hold a difficult conversation well',
	'Write English that needs no correcting',
	'Understand what the unit next door does',
	'Get certified'
];

/** Development goals from the yearly reviews; more of them where initiative is asked for, and half of them are looked at again. */
export function exportGoals(company: Company): Export {
	const random = randomFor(company.seed, 'goals');
	const rows = planted.readiness.rounds.map(dayOf).flatMap((round, index) =>
		company.people
			.filter((person) => isEmployed(person, round) && person.hiredOn <= round - 120)
			.filter((person) => random.chance((person.team.isLaunched ? 0.46 : 0.37) + 0.08 * index))
			.map((person) => goal(random, person, round + random.between(0, 20)))
	);
	const header = ['Employee ID', 'Employee', 'Goal', 'Set on', 'Target role', 'Updated on'];
	return table('development-goals.csv', header, rows, true);
}

function goal(random: Random, person: Person, day: number): (string | number)[] {
	const on = Math.min(day, lastDay);
	const updated = on + random.between(40, 260);
	const isUpdated = random.chance(0.5) && updated <= lastDay && isEmployed(person, updated);
	return [
		person.number,
		person.name,
		random.pick(wishes),
		isoDate(on),
		random.chance(0.4) ? person.team.family : '',
		isUpdated ? isoDate(updated) : ''
	];
}

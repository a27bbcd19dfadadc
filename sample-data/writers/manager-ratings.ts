import { dayOf, isoDate } from '../calendar.ts';
import { groupLearners } from '../careers.ts';
import type { Company } from '../company.ts';
import { isEmployed } from '../people.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';

const header = [
	'Review Cycle',
	'Rated On',
	'Employee ID',
	'Employee',
	'Manager ID',
	'Manager',
	'Ready for the next role (1-5)'
];

/** Two rounds in which managers say how ready each of their people is for the next role. */
export function exportManagerRatings(company: Company): Export {
	const random = randomFor(company.seed, 'ratings');
	const [before, after] = company.truth.readiness.rounds.map(dayOf);
	if (before === undefined || after === undefined)
		throw new RangeError('Readiness is rated in two rounds');
	const groups = groupLearners(company.people, company.episodes, before, after);
	const leniency = new Map(company.people.map((person) => [person, 0.35 * random.normal()]));
	const rounds: string[][] = [[], []];
	for (const person of company.people) {
		const manager = company.managerOf(person);
		if (!manager) continue;
		const grown = groups.get(person) === 'others' ? 0 : company.truth.readiness.learnersGain;
		const start = 2.75 + 0.8 * random.normal() + (leniency.get(manager) ?? 0);
		const ends = [start, start + 0.12 + grown + 0.45 * random.normal()];
		for (const [round, day] of [before, after].entries()) {
			if (!isEmployed(person, day) || person.hiredOn > day - 120 || random.chance(0.14)) continue;
			const rating = Math.max(1, Math.min(5, Math.round(ends[round] ?? start)));
			const on = isoDate(day + random.between(0, 13));
			const cycle = round === 0 ? 'Autumn 2025' : 'Autumn 2026';
			const cells = [cycle, on, person.number, person.name, manager.number, manager.name, rating];
			rounds[round]?.push(csvLine(cells, '\r\n'));
		}
	}
	const rows = rounds.flat();
	const bytes = Buffer.from(csvLine(header, '\r\n') + rows.join(''), 'utf8');
	return { file: 'manager-ratings.csv', rows: rows.length, bytes };
}

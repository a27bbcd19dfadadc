import { civil, firstDay, isoDateTime, lastDay } from '../calendar.ts';
import type { Item } from '../catalogue.ts';
import { appeal } from '../catalogue.ts';
import type { Company } from '../company.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import { planted } from '../planted.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { table } from './table.ts';
import { activityId } from './xapi.ts';

const channels = [
	['newsletter', 5],
	['recommendation', 4],
	['manager suggestion', 2]
] as const;

/** Share of the self-chosen enrolments that a prompt came before, and how often a prompt is shown in vain, per person and month. */
const followed = 0.16;
const inVain = 0.11;

interface Shown {
	readonly person: Person;
	readonly item: Item;
	readonly minute: number;
	readonly channel: string;
}

/** What the newsletter, the LXP and managers recommended to whom. Production reads no mail, and nobody was led to the emergent path. */
export function exportPrompts(company: Company): Export {
	const random = randomFor(company.seed, 'prompts');
	const emergent: readonly string[] = planted.emergentPath.codes;
	const shown: Shown[] = [];
	for (const { person, item, origin, dueOn, enrolledAt } of company.episodes) {
		if (origin !== 'self' || dueOn !== null || item.system === 'moodle') continue;
		if (emergent.includes(item.code) || !random.chance(followed)) continue;
		const minute = enrolledAt - random.between(1, 9) * 1440 - random.between(5, 400);
		if (minute < Math.max(firstDay, person.hiredOn) * 1440) continue;
		shown.push({ person, item, minute, channel: random.weighted(channels) });
	}
	const shelves = new Map<string, (readonly [Item, number])[]>();
	const shelfOf = (person: Person) => {
		const system = person.usesWaypoint && random.chance(0.5) ? 'waypoint' : person.team.system;
		const key = `${system}/${person.team.division}`;
		const known = shelves.get(key);
		if (known) return known;
		const made = company.items
			.filter((item) => item.system === system && item.isElective && !emergent.includes(item.code))
			.map((item) => [item, appeal(item, person.team.division)] as const);
		shelves.set(key, made);
		return made;
	};
	for (let day = firstDay; day <= lastDay; day += 30) {
		for (const person of company.people) {
			if (person.team.system === 'moodle' || !random.chance(inVain)) continue;
			const on = day + random.between(0, 29);
			if (on > lastDay || civil(on).weekday >= 5 || !isEmployed(person, on)) continue;
			const item = random.weighted(shelfOf(person));
			const minute = on * 1440 + random.between(480, 1020);
			shown.push({ person, item, minute, channel: random.weighted(channels) });
		}
	}
	shown.sort((a, b) => a.minute - b.minute || a.person.index - b.person.index);
	const places = new Map(company.items.map((item, index) => [item, index]));
	const rows = shown.map(({ person, item, minute, channel }) => [
		isoDateTime(minute, 0),
		channel,
		person.number,
		person.email,
		...(item.system === 'waypoint'
			? ['xapi', activityId(item, places.get(item) ?? 0)]
			: [item.system, item.code]),
		item.title
	]);
	const header = ['Shown at', 'Channel', 'Employee ID', 'Email', 'System', 'Item code', 'Title'];
	return table('recommendations.csv', header, rows);
}

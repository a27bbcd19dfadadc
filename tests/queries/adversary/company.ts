import { crowdTo, facts, makeCrowd, seeded } from '../crowd.ts';
import type { Member } from '../crowd.ts';
import { dayAfter, monthAfter } from './calendar.ts';
import { makeSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

/** An enrolment of the company, with what is known of its time and place. */
export interface Learning extends Member {
	readonly seconds: number;
	readonly lastActivity: string;
	/** The learning system that it is in; no file of the player tells whether anything was completed. */
	readonly system: 'lms' | 'player';
}

/** Whether the files of an enrolment's system can tell that it was completed. */
export const isTold = ({ system }: Pick<Learning, 'system'>): boolean => system === 'lms';

/** A person in one calendar month, in the post held in all of it. */
export interface Month {
	readonly person: string;
	/** The first day of the month. */
	readonly day: string;
	readonly unit: string;
	readonly family: string;
	readonly place: string;
	readonly grade: string;
	readonly fte: number | null;
}

export interface Reply {
	readonly person: string;
	readonly wave: string;
	readonly closed: string;
	readonly scores: Readonly<Record<string, number>>;
}

export interface Rating {
	readonly person: string;
	readonly rated: string;
	readonly score: number;
}

/** A rating after an earlier one of the same manager. */
export interface Pair extends Rating {
	/** What the person learned of free choice in between. */
	readonly group: 'learners' | 'between' | 'others';
}

/** Everything that the company's files tell, as the test knows it without the product. */
export interface Company extends Surroundings {
	readonly learning: readonly Learning[];
	readonly months: readonly Month[];
	readonly invited: readonly { person: string; wave: string; closed: string }[];
	readonly replies: readonly Reply[];
	readonly ratings: readonly Rating[];
	readonly pairs: readonly Pair[];
	/** The post of a person on a day. */
	readonly postOn: (person: string, day: string) => Month | undefined;
}

export const questions: Readonly<Record<string, number>> = { A: 5, B: 5, C: 5, R: 11 };
const waves = [
	{ name: 'autumn', closed: '2024-11-15' },
	{ name: 'spring', closed: '2025-05-15' }
] as const;
/** The rounds of ratings, and how many of the people take part; after the second and third one a year of job history follows. */
const rounds: readonly (readonly [day: string, share: number])[] = [
	['2024-01-15', 0.6],
	['2024-03-12', 0.6],
	['2024-05-10', 0.9],
	['2025-03-10', 0.9]
];
export const monthsFrom = '2024-01-01';
/** Who owns an item; the last one serves everybody. */
export const owners: Readonly<Record<string, string>> = {
	c0: 'Sales',
	c1: 'Works',
	c2: 'Research',
	c3: 'Sales',
	w0: 'Sales',
	w1: 'Sales',
	w2: 'Works',
	w3: 'Works',
	w4: 'Research',
	w5: 'Sales'
};
export const ownerOf = (item: string): string => owners[item] ?? 'Everybody';

/** People who take six further items one after the other, most of them in the order of the items. */
function walks(random: () => number): Member[] {
	return Array.from({ length: 40 }, (_none, walker) => {
		const unit = walker < 20 ? 'Sales' : walker < 33 ? 'Works' : 'Research';
		let order = [0, 1, 2, 3, 4, 5];
		if (random() < 0.4) order = order.toSorted(() => random() - 0.5);
		let day = dayAfter('2024-01-05', Math.floor(random() * 330));
		return order.slice(0, 2 + Math.floor(random() * 5)).map((item): Member => {
			day = dayAfter(day, 3 + Math.floor(random() * 50));
			return {
				person: `w${walker}`,
				item: `w${item}`,
				unit,
				minutes: 45,
				enrolled: day,
				completed: null,
				kind: 'self_initiated',
				origin: 'self',
				obligation: 'optional'
			};
		});
	})
		.flat()
		.filter(({ enrolled }) => enrolled <= crowdTo);
}

const playing: Readonly<Record<string, number>> = { Sales: 0.5, Works: 0.3, Research: 0.05 };

/** What people take in a system of which no file tells completions: many of some units do, few of others. */
function plays(learners: ReadonlyMap<string, string>, seed: number): Member[] {
	const random = seeded(seed + 4);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const kinds = [
		'self_initiated',
		'self_initiated',
		'prompted',
		'assigned_other',
		'unknown'
	] as const;
	return [...learners].flatMap(([person, unit]) => {
		const chance = playing[unit] ?? 0.15;
		return ['m0', 'm1', 'm2'].flatMap((item): Member[] => {
			if (random() >= (item === 'm2' ? chance / 4 : chance)) return [];
			const kind = pick(kinds);
			const enrolled = dayAfter('2024-01-03', Math.floor(random() * 530));
			const at = { person, item, unit, minutes: item === 'm0' ? 20 : 45 };
			return [{ ...at, enrolled, completed: null, kind, ...facts[kind] }];
		});
	});
}

const voluntary = new Set(['self_initiated', 'prompted']);

/** The first day on which somebody is gone: every ninth learner leaves, in another month each. */
const exitOf = (person: string): string => {
	const number = Number(person.slice(1));
	const isLeaver = !person.startsWith('q') && number % 9 === 4;
	return isLeaver ? monthAfter(monthsFrom, 8 + (number % 8)) : '9999';
};

/** The days after the last one of people who left. */
export const leavesOf = ({ months }: Pick<Company, 'months'>): ReadonlyMap<string, string> =>
	new Map(
		[...new Map(months.map(({ person, day }) => [person, day]))]
			.filter(([, day]) => day < '2025-06-01')
			.map(([person, day]) => [person, monthAfter(day, 1)])
	);

/** The last day on which an episode is open, as far as is known: nothing is on the day after somebody's last one. */
export const lastDayOf =
	(leaves: ReadonlyMap<string, string>) =>
	({ person, completed }: Pick<Learning, 'person' | 'completed'>): string => {
		const left = leaves.get(person);
		return completed ?? (left === undefined ? crowdTo : dayAfter(left, -1));
	};

function makeRatings(seed: number, people: readonly string[], postOn: Company['postOn']): Rating[] {
	const random = seeded(seed + 2);
	return people.flatMap((person) =>
		rounds
			.filter(([rated, share]) => postOn(person, rated) && random() < share)
			.map(([rated]) => ({ person, rated, score: 1 + Math.floor(random() * 5) }))
	);
}

/** Each rating with the one before it, and what the person learned in between. */
function pairsOf(ratings: readonly Rating[], learning: readonly Learning[]): Pair[] {
	const own = Map.groupBy(
		learning.filter(({ kind }) => voluntary.has(kind)),
		({ person }) => person
	);
	return ratings.flatMap((rating, place): Pair[] => {
		const before = ratings[place - 1];
		if (before?.person !== rating.person) return [];
		const isBetween = (day: string | null | undefined): boolean =>
			typeof day === 'string' && day >= before.rated && day < rating.rated;
		const episodes = own.get(rating.person) ?? [];
		const done = episodes.filter(({ completed }) => isBetween(completed)).length;
		const timed = episodes.filter(({ lastActivity }) => isBetween(lastActivity));
		const seconds = timed.reduce((sum, one) => sum + Math.min(one.seconds, 180 * one.minutes), 0);
		const isActive =
			done > 0 || timed.length > 0 || episodes.some(({ started }) => isBetween(started));
		const isLearner = done >= 3 || seconds >= 5 * 3600;
		return [{ ...rating, group: isLearner ? 'learners' : isActive ? 'between' : 'others' }];
	});
}

/** People of uneven units with posts, moves, learning, two waves of a survey and four rounds of ratings. */
export function makeCompany(seed: number): Company {
	const random = seeded(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const met = new Set<string>();
	const isFirstOfDay = ({ person, enrolled }: Member): boolean => {
		const day = `${person} ${enrolled}`;
		return !met.has(day) && met.add(day) !== undefined;
	};
	const begun = (
		members: readonly Member[],
		system: Learning['system'],
		draw: () => number
	): Learning[] =>
		members
			.filter(isFirstOfDay)
			.filter(({ person, enrolled }) => enrolled < exitOf(person))
			.map((member): Learning => {
				const last = dayAfter(member.enrolled, Math.floor(draw() * 40));
				const isThere = (day: string): boolean => day <= crowdTo && day < exitOf(member.person);
				const { completed } = member;
				return {
					...member,
					system,
					completed: completed !== null && isThere(completed) ? completed : null,
					seconds: 600 + Math.floor(draw() * 30) * 60,
					started: member.enrolled,
					lastActivity: [last, completed ?? '', member.enrolled]
						.filter(isThere)
						.reduce((a, b) => (a > b ? a : b))
				};
			});
	const told = begun([...makeCrowd(seed), ...walks(random)], 'lms', random);
	const unitOf = new Map(told.map(({ person, unit }) => [person, unit]));
	const learning = [...told, ...begun(plays(unitOf, seed), 'player', seeded(seed + 5))];
	for (let quiet = 0; quiet < 12; quiet += 1)
		unitOf.set(`q${quiet}`, pick(['Sales', 'Board', 'Legal']));
	const months: Month[] = [];
	for (const [person, unit] of unitOf) {
		let post = {
			unit,
			family: pick(['Trade', 'Trade', 'Craft', 'Law']),
			place: pick(['Here', 'Here', 'There', 'Annex']),
			grade: pick(['1', '2', '2', '3']),
			fte: pick([1, 1, 1, 1, 0.5, 0.5, null])
		};
		const quiet = person.startsWith('q');
		const last = quiet && random() < 0.4 ? 6 + Math.floor(random() * 10) : 18;
		for (let month = quiet && random() < 0.3 ? 5 : 0; month < last; month += 1) {
			if (monthAfter(monthsFrom, month) >= exitOf(person)) break;
			if (month > 0 && random() < 0.03)
				post = {
					...post,
					family: pick(['Trade', 'Craft', 'Law']),
					grade: pick(['1', '2', '3']),
					place: pick(['Here', 'There', 'Annex'])
				};
			months.push({ person, day: monthAfter(monthsFrom, month), ...post });
		}
	}
	const byMonth = new Map(months.map((month) => [`${month.person} ${month.day}`, month]));
	const postOn = (person: string, day: string): Month | undefined =>
		byMonth.get(`${person} ${day.slice(0, 7)}-01`);
	const people = [...unitOf.keys()];
	const asked = waves.flatMap(({ name, closed }) =>
		people
			.filter((person) => postOn(person, closed) && random() < 0.95)
			.map((person) => ({ person, wave: name, closed }))
	);
	const replies = asked
		.filter(() => random() < 0.75)
		.map(({ person, wave, closed }): Reply => ({
			person,
			wave,
			closed,
			scores: Object.fromEntries(
				Object.entries(questions)
					.filter(() => random() < 0.92)
					.map(([question, points]) => [
						question,
						points === 11 ? Math.floor(random() * 11) : 1 + Math.floor(random() * 5)
					])
			)
		}));
	const ratings = makeRatings(seed, people, postOn);
	const pairs = pairsOf(ratings, learning);
	const surroundings = makeSurroundings(seed, told, months, replies);
	return { learning, months, invited: asked, replies, ratings, pairs, postOn, ...surroundings };
}

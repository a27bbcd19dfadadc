import { seeded } from '../crowd.ts';
import { dayAfter } from './calendar.ts';
import type { Learning, Month, Reply } from './company.ts';

export interface Prompt {
	readonly person: string;
	readonly item: string;
	readonly shown: string;
	/** The person was left out of it, to compare with. */
	readonly isHeldOut: boolean;
}

export interface Vacancy {
	/** Who filled it; null for somebody from outside whom no file knows. */
	readonly person: string | null;
	readonly filled: string;
	readonly unit: string;
	readonly family: string;
	readonly grade: string;
}

export interface Comment {
	readonly person: string;
	readonly wave: string;
	readonly closed: string;
	/** 1, 0, −1; null in a language that is not read. */
	readonly tone: number | null;
	/** What it speaks of; empty for nothing that is known. */
	readonly theme: string;
}

/** Months in which units do their mandatory learning; "" stands for all of them. */
export const windows: readonly { readonly unit: string; readonly month: string }[] = [
	{ unit: '', month: '2024-05-01' },
	{ unit: 'Sales', month: '2024-09-01' },
	{ unit: 'Works', month: '2024-11-01' },
	{ unit: 'Board', month: '2025-02-01' },
	{ unit: '', month: '2025-04-01' }
];

/** Items that somebody found outside of the catalogue. */
export const external: ReadonlySet<string> = new Set(['c2', 'c5', 'w3', 'm0']);

/** Lines of the sheet of costs. */
export const costs: Readonly<Record<string, number>> = {
	licences: 9000,
	content: 4000,
	staff: 20000,
	rollout: 3000,
	tool: 2000,
	hourly_wage: 40,
	admin_hour: 45,
	minutes_per_assignment: 10,
	assignments_released: 300
};

/** What a comment says, by theme and tone; no two say the same, as nobody would write it. */
export const wordsOf = ({ person, theme, tone }: Comment): string =>
	`${tone === null ? 'das war' : 'this was'} ${theme} ${['bad', 'fair', 'good'][(tone ?? 0) + 1] ?? ''} so ${person}`;

export interface Surroundings {
	readonly prompts: readonly Prompt[];
	readonly vacancies: readonly Vacancy[];
	readonly comments: readonly Comment[];
}

/** What else the files of a company hold: prompts that nobody followed, filled vacancies, comments of replies. */
export function makeSurroundings(
	seed: number,
	learning: readonly Learning[],
	months: readonly Month[],
	replies: readonly Reply[]
): Surroundings {
	const random = seeded(seed + 1);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const taken = new Set(learning.map(({ person, item }) => `${person} ${item}`));
	const learners = [...new Set(learning.map(({ person }) => person))];
	const items = [...new Set(learning.map(({ item }) => item))];
	const isThere = new Set(months.map(({ person, day }) => `${person} ${day}`));
	const prompts: Prompt[] = [];
	while (prompts.length < 260) {
		const person = learners[Math.floor(random() * random() * learners.length)] ?? '';
		const item = pick(items);
		const shown = dayAfter('2024-01-10', Math.floor(random() * 500));
		if (taken.has(`${person} ${item}`) || !isThere.has(`${person} ${shown.slice(0, 7)}-01`))
			continue;
		taken.add(`${person} ${item}`);
		prompts.push({
			person,
			item,
			shown,
			isHeldOut: item < 'c4' && prompts.length % 3 === 0
		});
	}
	const vacancies = Array.from({ length: 110 }, (): Vacancy => {
		const { person, unit, family, grade } = pick(months);
		const filled = dayAfter('2024-01-10', Math.floor(random() * 500));
		return { person: random() < 0.6 ? person : null, filled, unit, family, grade };
	});
	const comments = replies.flatMap(({ person, wave, closed }): Comment[] =>
		random() < 0.3
			? []
			: [
					{
						person,
						wave,
						closed,
						tone: pick([-1, -1, -1, 0, 1, 1, null]),
						theme: pick(['deadline', 'deadline', 'career', 'manager', ''])
					}
				]
	);
	return { prompts, vacancies, comments };
}

import { dayAfter, daysBetween, lengthBand, monthAfter, periodOf } from './calendar.ts';
import type { Company, Learning, Month } from './company.ts';
import { ownerOf } from './company.ts';

/** The smallest thing that counts: something of one person on a day, or in the period that begins on it, with its place. */
export interface Atom {
	readonly person: string;
	readonly from: string;
	readonly keys: Readonly<Record<string, string>>;
	/** What else tells whether it counts, such as a class, a wave, a pattern. */
	readonly tag: string;
	readonly episode?: Learning;
}

/** The place of an enrolment. */
export const learningKeys = (row: Learning): Record<string, string> => ({
	org_unit: row.unit,
	item: `Title of ${row.item}`,
	source: row.system,
	length_band: lengthBand(row.minutes)
});
/** The place of a post. */
export const postKeys = (post: Month | undefined): Record<string, string> => ({
	org_unit: post?.unit ?? '',
	job_family: post?.family ?? '',
	location: post?.place ?? '',
	grade: post?.grade ?? ''
});
/** The chosen items of each person in the order in which they were begun. */
function sequencesOf({ learning }: Company): ReadonlyMap<string, readonly Learning[]> {
	const chosen = learning.filter(({ kind }) => kind === 'self_initiated');
	const byPerson = Map.groupBy(chosen, ({ person }) => person);
	return new Map(
		[...byPerson].map(([person, rows]) => [
			person,
			rows.toSorted((a, b) => (a.enrolled < b.enrolled ? -1 : a.enrolled > b.enrolled ? 1 : 0))
		])
	);
}

/** One atom for each chosen item after another one. */
export function edges(company: Company): Atom[] {
	return [...sequencesOf(company)].flatMap(([person, rows]) =>
		rows.slice(1).map((row, place): Atom => {
			const before = rows[place];
			const tag = `Title of ${before?.item ?? ''} → Title of ${row.item}`;
			return { person, from: row.enrolled, keys: {}, tag };
		})
	);
}

const longest = 4;
const widestGap = 60;

/** One atom for each person and pattern of chosen items. */
export function patterns(company: Company): Atom[] {
	const found: Atom[] = [];
	for (const [person, rows] of sequencesOf(company)) {
		const grow = (path: readonly Learning[]): void => {
			const last = path.at(-1);
			if (path.length > 1)
				found.push({
					person,
					from: last?.enrolled ?? '',
					keys: {},
					tag: path.map(({ item }) => `Title of ${item}`).join(' → ')
				});
			if (path.length === longest) return;
			for (const next of rows) {
				const gap = last ? daysBetween(last.enrolled, next.enrolled) : 1;
				if (gap > 0 && gap <= widestGap) grow([...path, next]);
			}
		};
		for (const first of rows) grow([first]);
	}
	return found;
}

/** One atom for each person and period that has passed with enough days of employment in it, in the post at its end. */
export function employed({ months }: Company): Atom[] {
	return (['month', 'quarter', 'year'] as const).flatMap((grain) => {
		const stays = Map.groupBy(
			months,
			({ person, day }) => `${person} ${periodOf(day, grain) ?? ''}`
		);
		return [...stays.values()].flatMap((stay): Atom[] => {
			const last = stay.at(-1);
			const from = last && periodOf(last.day, grain);
			if (!last || !from || (grain === 'year' && from > '2024-01-01')) return [];
			const served = stay.reduce((sum, { day }) => sum + daysBetween(day, monthAfter(day, 1)), 0);
			if (served < (grain === 'month' ? 15 : 45)) return [];
			return [{ person: last.person, from, keys: postKeys(last), tag: grain }];
		});
	});
}

/** The first days of the quarters of the data. */
export const quarters = [
	'2024-01-01',
	'2024-04-01',
	'2024-07-01',
	'2024-10-01',
	'2025-01-01',
	'2025-04-01'
];

/** Chosen items that are at home somewhere, by learner's unit and owner. */
export function housed(company: Company): Atom[] {
	return [...sequencesOf(company)].flatMap(([person, rows]) =>
		rows
			.filter(({ item }) => ownerOf(item) !== 'Everybody')
			.map(({ enrolled, unit, item }): Atom => ({
				person,
				from: enrolled,
				keys: {},
				tag: `${unit} → ${ownerOf(item)}`
			}))
	);
}

const fewestChosen = 5;

/** One atom for each person and quarter or year with at least five chosen items in the twelve months before its end. */
export function diverse(company: Company): Atom[] {
	const sequences = sequencesOf(company);
	const periods = [
		{ grain: 'year', start: '2024-01-01', months: 12 },
		...quarters.slice(3).map((start) => ({ grain: 'quarter', start, months: 3 }))
	];
	return periods.flatMap(({ grain, start, months }) => {
		const end = monthAfter(start, months);
		const since = monthAfter(end, -12);
		return [...sequences].flatMap(([person, rows]): Atom[] => {
			const count = rows.filter(({ enrolled }) => enrolled >= since && enrolled < end).length;
			const keys = postKeys(company.postOn(person, dayAfter(end, -1)));
			return count < fewestChosen ? [] : [{ person, from: start, keys, tag: grain }];
		});
	});
}

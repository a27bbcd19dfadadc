import { crowdTo } from '../crowd.ts';
import { employed, learningKeys, patterns, postKeys } from './atoms.ts';
import type { Atom } from './atoms.ts';
import { dayAfter, lengthBand, monthAfter, periodOf } from './calendar.ts';
import { anyGrain, ofPosts, standsIn } from './census.ts';
import type { Census } from './census.ts';
import type { Company } from './company.ts';
import { windows } from './surroundings.ts';

const voluntary = new Set(['self_initiated', 'prompted']);
const posts = ofPosts.dimensions;
const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** One atom for each person and period in which the person was active on an item of their own. */
function active(company: Company): Atom[] {
	const seen = new Set(
		company.learning
			.filter(({ kind }) => kind === 'self_initiated')
			.flatMap(({ person, enrolled, completed }) =>
				[enrolled, completed ?? enrolled].flatMap((day) =>
					anyGrain.map((grain) => `${person} ${grain ?? ''} ${periodOf(day, grain) ?? ''}`)
				)
			)
	);
	const known: Readonly<Record<string, string>> = { month: '2024-04-01', quarter: '2024-10-01' };
	return employed(company).filter(
		({ person, from, tag }) => from >= (known[tag] ?? '9') && seen.has(`${person} ${tag} ${from}`)
	);
}

/** One atom for each person and period in whose last twelve months the person chose something and was given something. */
function diverged({ learning, postOn }: Company): Atom[] {
	const starts = Array.from({ length: 18 }, (_none, month) => monthAfter('2024-01-01', month));
	const grains = Object.entries(monthsOf);
	const periods = grains.flatMap(([grain, months]) =>
		starts
			.filter((start) => periodOf(start, grain) === start)
			.map((start) => ({ grain, start, end: monthAfter(start, months) }))
	);
	const passed = periods.filter(
		({ start, end, grain }) =>
			end <= dayAfter(crowdTo, 1) &&
			start >= monthAfter('2024-01-01', 12 - monthsOf[grain as 'month'])
	);
	const own = Map.groupBy(learning, ({ person }) => person);
	return passed.flatMap(({ grain, start, end }) => {
		const since = monthAfter(end, -12);
		return [...own].flatMap(([person, rows]): Atom[] => {
			const kinds = new Set(
				rows.filter(({ enrolled }) => enrolled >= since && enrolled < end).map(({ kind }) => kind)
			);
			const isGiven = kinds.has('assigned_required') || kinds.has('assigned_other');
			const keys = postKeys(postOn(person, dayAfter(end, -1)));
			return kinds.has('self_initiated') && isGiven
				? [{ person, from: start, keys, tag: grain }]
				: [];
		});
	});
}

const isWeekend = (day: string): boolean =>
	[0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** One atom for each person and day from Monday to Friday with something of the person's own. */
function activeDays({ learning, postOn }: Company): Atom[] {
	const days = new Map<string, Atom>();
	for (const { person, enrolled, completed, lastActivity, kind } of learning)
		if (voluntary.has(kind))
			for (const from of [enrolled, completed ?? enrolled, lastActivity])
				if (!isWeekend(from))
					days.set(`${person} ${from}`, {
						person,
						from,
						keys: postKeys(postOn(person, from)),
						tag: ''
					});
	return [...days.values()];
}

/** Who had a window of mandatory learning in the time of a row. */
function windowed({ months }: Company): Census['behind'] {
	return (row, { from = '', to = '9', grain }) => {
		const persons = new Set(
			months
				.filter(
					({ day, unit }) =>
						windows.some(
							(window) => window.month === day && (window.unit === '' || window.unit === unit)
						) &&
						from <= day &&
						day < to &&
						periodOf(day, grain) === row.period_start
				)
				.map(({ person }) => person)
		);
		return ({ person }) => persons.has(person);
	};
}

const ofGrain: Census['behind'] =
	(_row, { grain = 'quarter' }) =>
	({ tag }) =>
		tag === grain;

/** Whom further measures of learning count. */
export function learningCensuses(company: Company): Readonly<Record<string, Census>> {
	const { learning, prompts, vacancies, postOn } = company;
	const minutesOf = new Map(learning.map(({ item, minutes }) => [item, minutes]));
	const placed = learning.map((row): Atom => ({
		person: row.person,
		from: row.enrolled,
		keys: { ...learningKeys(row), ...postKeys(postOn(row.person, row.enrolled)) },
		tag: row.kind,
		episode: row
	}));
	const offered = prompts.map(({ person, item, shown, isHeldOut }): Atom => ({
		person,
		from: shown,
		keys: {
			...postKeys(postOn(person, shown)),
			item: `Title of ${item}`,
			length_band: lengthBand(minutesOf.get(item) ?? 0)
		},
		tag: isHeldOut ? 'held out' : 'shown'
	}));
	const learningDimensions = ['org_unit', 'item', 'source', 'length_band'] as const;
	const dimensions = [...learningDimensions, ...posts.slice(1)];
	return {
		external_share: {
			pace: 'slow',
			smallest: 5,
			dimensions,
			grains: anyGrain,
			atoms: placed,
			behind:
				() =>
				({ tag }) =>
					tag === 'self_initiated'
		},
		depth_guardrail: {
			pace: 'slow',
			smallest: 5,
			dimensions,
			grains: anyGrain,
			variants: ['strict', 'broad'],
			atoms: placed.flatMap((atom) =>
				atom.episode?.completed ? [{ ...atom, from: atom.episode.completed }] : []
			),
			behind:
				({ variant }) =>
				({ tag }) =>
					variant === 'strict' ? tag === 'self_initiated' : voluntary.has(tag)
		},
		prompt_response_rate: {
			pace: 'slow',
			// What is hidden beside a family stood in full by length and family.
			first: [
				{ grain: 'month' },
				{ grain: 'month', by: ['job_family'] },
				{ grain: 'month', by: ['length_band', 'job_family'] }
			],
			smallest: 5,
			dimensions: ['org_unit', 'item', 'length_band', ...posts.slice(1)],
			grains: anyGrain,
			atoms: offered,
			behind: (row, asked) => {
				if (row.measure === 'difference') return null;
				if (row.measure !== 'compared')
					return ({ tag }) => tag === (row.measure === null ? 'shown' : 'held out');
				const isThere = standsIn(row, asked);
				const items = new Set(
					offered
						.filter((atom) => atom.tag === 'held out' && isThere(atom))
						.map(({ keys }) => keys['item'])
				);
				return ({ tag, keys }) => tag === 'shown' && items.has(keys['item']);
			}
		},
		path_rate: {
			pace: 'quick',
			smallest: 5,
			dimensions: ['org_unit'],
			grains: anyGrain,
			usualGrain: 'quarter',
			atoms: employed(company),
			behind: ofGrain
		},
		self_directed_persistence: {
			pace: 'quick',
			...ofPosts,
			smallest: 5,
			usualGrain: 'quarter',
			atoms: active(company),
			behind: ofGrain
		},
		curriculum_divergence: {
			pace: 'slow',
			...ofPosts,
			smallest: 5,
			usualGrain: 'quarter',
			atoms: diverged(company),
			behind: ofGrain
		},
		outside_windows_index: {
			pace: 'slow',
			...ofPosts,
			smallest: 5,
			atoms: activeDays(company),
			behind: windowed(company)
		},
		internal_fill_rate: {
			pace: 'quick',
			smallest: 5,
			dimensions: ['org_unit', 'job_family', 'grade'],
			grains: anyGrain,
			atoms: vacancies.map(({ person, filled, unit, family, grade }, place) => ({
				person: person ?? `vacancy ${place}`,
				from: filled,
				keys: { org_unit: unit, job_family: family, grade },
				tag: ''
			})),
			behind: () => () => true
		},
		emergent_paths: {
			pace: 'slow',
			isSingle: true,
			smallest: 5,
			dimensions: [],
			grains: ['quarter', undefined],
			usualGrain: 'quarter',
			atoms: patterns(company),
			behind:
				({ variant }) =>
				({ tag }) =>
					tag === variant
		}
	};
}

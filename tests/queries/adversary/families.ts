import type { AskRequest, ResultRow } from '#queries/ask.ts';
import { crowdTo } from '../crowd.ts';
import { learningKeys, postKeys } from './atoms.ts';
import type { Atom } from './atoms.ts';
import { daysBetween, horizonOf, monthAfter } from './calendar.ts';
import type { Census } from './census.ts';
import { isTold, lastDayOf, leavesOf } from './company.ts';
import type { Company, Learning } from './company.ts';

/** What a row of one measure tells that a row of another one may tell, too: of whom, and what. */
export interface Telling {
	readonly about: string;
	readonly of: (atom: Atom) => boolean;
	/** Whether it counts in the time of the row, where that is not by its own day. */
	readonly isInTime?: (atom: Atom) => boolean;
}

/** Measures that tell the same of the same people, in whole or in part. */
export interface Family {
	/** The grain of answers for which none is asked, where they are told by period at all. */
	readonly usualGrain?: 'quarter' | 'year';
	readonly smallest: number;
	/** The smallest things of which they tell; where the same person can be told of in several ways, once for each. */
	readonly atoms: readonly Atom[];
	readonly measures: Readonly<
		Record<string, (row: ResultRow, asked: AskRequest, rows: readonly ResultRow[]) => Telling[]>
	>;
}

const isVoluntary = ({ kind }: Learning): boolean =>
	kind === 'self_initiated' || kind === 'prompted';
const isOfClass = (name: string | null, row: Learning): boolean =>
	name === 'broad' || name === 'voluntary_broad'
		? isVoluntary(row)
		: row.kind === (name === 'strict' ? 'self_initiated' : name);
const days = [30, 60, 90, 120, 180];

/** Everything begun: of which class it is, and whether it was completed within so many days. */
function episodes(company: Company): Family {
	const { learning, postOn } = company;
	const lastDay = lastDayOf(leavesOf(company));
	const atoms = learning.flatMap((row) =>
		['class', ...days.map(String)].map((tag): Atom => ({
			person: row.person,
			from: row.enrolled,
			keys: { ...learningKeys(row), ...postKeys(postOn(row.person, row.enrolled)) },
			tag,
			episode: row
		}))
	);
	type Within = (row: Learning) => number;
	const isOld =
		(asOf: string, within: Within) =>
		(row: Learning): boolean =>
			daysBetween(row.enrolled, asOf) >= within(row);
	const completed = (
		name: string | null,
		within: Within,
		counts: (row: Learning) => boolean
	): Telling => ({
		about: 'completed',
		of: ({ tag, episode }) =>
			episode !== undefined &&
			isTold(episode) &&
			tag === String(within(episode)) &&
			isOfClass(name, episode) &&
			counts(episode)
	});
	const classed = (name: string, counts: (row: Learning) => boolean): Telling => ({
		about: `class ${name}`,
		of: ({ tag, episode }) => tag === 'class' && episode !== undefined && counts(episode)
	});
	const begun =
		(asOf: string) =>
		(row: Learning): boolean =>
			row.enrolled <= asOf;
	return {
		smallest: 5,
		atoms,
		measures: {
			initiation_mix: ({ variant }, { as_of: asOf = crowdTo }) => [
				classed(variant ?? '', begun(asOf))
			],
			voluntary_completion_rate: ({ variant }, { as_of: asOf = crowdTo, horizon }) => {
				const within: Within = ({ minutes }) => horizon ?? horizonOf(minutes);
				return [completed(variant, within, isOld(asOf, within))];
			},
			completion_gap: ({ variant, measure }, { as_of: asOf = crowdTo, horizon }) => {
				const within: Within = () => horizon ?? 90;
				const name = measure === 'voluntary' ? variant : measure;
				return measure === null || measure === 'difference'
					? []
					: [completed(name, within, isOld(asOf, within))];
			},
			time_to_complete: ({ variant, measure, horizon }, { as_of: asOf = crowdTo }) => [
				classed(variant ?? '', (row) => isTold(row) && begun(asOf)(row)),
				...(measure === 'cif' && horizon !== null
					? [completed(variant, () => horizon, begun(asOf))]
					: [])
			],
			external_share: () => [classed('self_initiated', () => true)],
			// What is open in a quarter is what was begun in it, and what was carried into it.
			period_completion_rate: ({ variant, period_start: start }, { from = '', to = '9' }) => [
				{
					...classed(variant === 'strict' ? 'self_initiated' : 'voluntary_broad', () => true),
					isInTime: ({ episode }) => {
						if (!episode || !isTold(episode) || start === null) return false;
						const first = from > start ? from : start;
						const end = [to, monthAfter(start, 3)].reduce((a, b) => (a < b ? a : b));
						return episode.enrolled < end && lastDay(episode) >= first;
					}
				}
			]
		}
	};
}

const of = (census: Census | undefined): Census => {
	if (!census) throw new Error('no census');
	return census;
};

/** Answers to the same questions of a wave, with how many of their people answered. */
function answers(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['favourability']);
	const isR = ({ tag }: Atom): boolean => tag.endsWith(' R');
	return {
		smallest: 10,
		atoms,
		measures: {
			favourability: ({ variant, measure }, { by = [], where = {} }) =>
				measure?.startsWith('change') === true
					? []
					: [
							{
								about: [...by, ...Object.keys(where)].includes('question') ? 'favour' : 'all',
								of: ({ tag }) => tag.startsWith(`${variant ?? ''} `)
							}
						],
			recommend_score: ({ variant, measure }) =>
				measure === 'change'
					? []
					: [
							{
								about: 'favour',
								of: (atom) => isR(atom) && atom.tag.startsWith(`${variant ?? ''} `)
							}
						],
			perceived_autonomy: ({ variant }) => [
				{
					about: 'favour',
					of: (atom) => !isR(atom) && atom.tag.startsWith(`${variant ?? ''} `)
				}
			]
		}
	};
}

/** Who was asked: how many of them answered at least half of the questions, which is told of those who did, too. */
function asked(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['response_rate']);
	const inWave = (wave: string | null): Telling => ({
		about: 'answered',
		of: ({ tag }) => tag === wave
	});
	return {
		smallest: 10,
		atoms,
		measures: {
			response_rate: ({ variant }) => [inWave(variant)],
			favourability: ({ variant, measure }, { by = [], where = {} }) =>
				measure?.startsWith('change') === true ||
				[...by, ...Object.keys(where)].includes('question')
					? []
					: [inWave(variant)]
		}
	};
}

/** Time: all that is known, and what people found themselves or were assigned; prompted time is between them. */
function hours(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['voluntary_hours_share']);
	const measured =
		(counts: (tag: string) => boolean) =>
		({ variant }: ResultRow): Telling[] =>
			variant === 'wall' ? [{ about: 'minutes', of: ({ tag }) => counts(tag) }] : [];
	return {
		smallest: 5,
		atoms,
		measures: {
			voluntary_hours_share: measured((tag) => tag !== 'unknown'),
			self_found_ratio: measured((tag) => tag !== 'unknown' && tag !== 'prompted')
		}
	};
}

/** People who took a path, over all time and by the quarter of its last step. */
function paths(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['frequent_paths']);
	const taken = ({ variant }: ResultRow): Telling[] =>
		variant === null ? [] : [{ about: 'path', of: ({ tag }) => tag === variant }];
	return {
		smallest: 5,
		usualGrain: 'quarter',
		atoms,
		measures: {
			frequent_paths: (row, { from = '', to = '9' }) =>
				taken(row).map((telling) => ({
					...telling,
					isInTime: ({ from: day }) => from <= day && day < to
				})),
			emergent_paths: taken
		}
	};
}

/** People employed in a period: who of them was active on something of their own. */
function reached(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['self_directed_reach']);
	const ofGrain = ({ grain = 'quarter' }: AskRequest): Telling[] => [
		{ about: 'active', of: ({ tag }) => tag === grain }
	];
	return {
		smallest: 5,
		usualGrain: 'quarter',
		atoms,
		measures: {
			self_directed_reach: (_row, asked) => ofGrain(asked),
			self_directed_persistence: (_row, asked) => ofGrain(asked),
			path_rate: (_row, asked) => ofGrain(asked)
		}
	};
}

/** People in posts: how many of them there are, and how many in full and part time. */
function posted(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['mover_share']);
	const isOf =
		(variant: string | null) =>
		({ tag }: Atom): boolean =>
			variant === 'all' || tag === variant;
	return {
		smallest: 5,
		usualGrain: 'year',
		atoms,
		measures: {
			mobility_rate: () => [{ about: 'posts', of: isOf('all') }],
			mover_share: ({ variant }) => [{ about: 'posts', of: isOf(variant) }]
		}
	};
}

/** People of a quarter who are known well enough for a type, and those who have one at its start or end. */
function typed(censuses: Readonly<Record<string, Census>>): Family {
	const { atoms } = of(censuses['type_transitions']);
	const ends = (tag: string): string => tag.split(' → ')[1] ?? '';
	return {
		smallest: 5,
		usualGrain: 'quarter',
		atoms,
		measures: {
			autonomy_types: ({ measure }, { by = [], where = {} }) =>
				by.length > 0 || Object.keys(where).length > 0
					? []
					: [
							{
								about: 'types',
								of: ({ tag }) =>
									tag.startsWith('1 ') &&
									ends(tag) !== 'left' &&
									(measure === 'not_classifiable' || ends(tag) !== 'not_classifiable')
							}
						],
			type_transitions: ({ variant, measure }) => {
				if (measure === 'net_flow')
					return [
						{
							about: 'types',
							of: ({ tag }) => tag.startsWith('1 ') && !/joined →|→ left|not_classifiable/.test(tag)
						}
					];
				const lag = measure === 'share_two_quarters' ? 2 : 1;
				const [before = ''] = (variant ?? '').split(' → ');
				return [{ about: 'types', of: ({ tag }) => tag.startsWith(`${lag} ${before} →`) }];
			}
		}
	};
}

export function makeFamilies(
	company: Company,
	censuses: Readonly<Record<string, Census>>
): Readonly<
	Record<
		'episodes' | 'answers' | 'asked' | 'hours' | 'paths' | 'active' | 'posts' | 'types',
		Family
	>
> {
	return {
		episodes: episodes(company),
		answers: answers(censuses),
		asked: asked(censuses),
		hours: hours(censuses),
		paths: paths(censuses),
		active: reached(censuses),
		posts: posted(censuses),
		types: typed(censuses)
	};
}

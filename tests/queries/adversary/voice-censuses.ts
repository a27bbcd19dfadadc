import type { AskRequest } from '#queries/ask.ts';
import { crowdTo } from '../crowd.ts';
import { postKeys } from './atoms.ts';
import type { Atom } from './atoms.ts';
import { daysBetween } from './calendar.ts';
import { ofPosts } from './census.ts';
import type { Census } from './census.ts';
import type { Company } from './company.ts';

/** Whether so much of the scale is answered that its statements count. */
export const isScored = (scores: Readonly<Record<string, number>>): boolean =>
	['A', 'B', 'C'].filter((question) => question in scores).length >= 2;

/** Whom the measures of surveys and ratings count. */
export function voiceCensuses({
	invited,
	replies,
	pairs,
	postOn
}: Company): Readonly<Record<string, Census>> {
	const valid = replies.filter(({ scores }) => Object.keys(scores).length * 2 >= 4);
	const counted = (scores: Readonly<Record<string, number>>): readonly string[] =>
		Object.keys(scores).filter((question) => question === 'R' || isScored(scores));
	const answered = valid.flatMap(({ person, wave, closed, scores }) =>
		counted(scores).map((question): Atom => ({
			person,
			from: closed,
			keys: { ...postKeys(postOn(person, closed)), question },
			tag: `${wave} ${question}`
		}))
	);
	const inWave =
		(questions: readonly string[]): Census['behind'] =>
		(row) =>
		({ tag }) =>
			questions.some((question) => tag === `${row.variant ?? ''} ${question}`);
	const inAutumn = new Set(
		answered
			.filter(({ tag }) => tag.startsWith('autumn'))
			.map(({ person, tag }) => `${person} ${tag.slice(-1)}`)
	);
	const isLinked = ({ person, tag }: Atom): boolean => inAutumn.has(`${person} ${tag.slice(-1)}`);
	/** Over several questions the change of linked people is a mean over them, of which no question is a part. */
	const isByQuestion = ({ by = [], where = {} }: AskRequest): boolean =>
		[...by, ...Object.keys(where)].includes('question');
	const autonomous = valid.filter(({ scores }) => isScored(scores));
	const rated = pairs.map(({ person, rated: from, group, score }): Atom => ({
		person,
		from,
		keys: postKeys(postOn(person, from)),
		tag: `${group} rated_${score}`
	}));
	return {
		favourability: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			dimensions: [...ofPosts.dimensions, 'question'],
			atoms: answered,
			behind: (row, asked) => {
				if (row.measure === 'change') return null;
				const isOfWave = inWave(['A', 'B', 'C', 'R'])(row, asked);
				if (row.measure !== 'change_linked' || isOfWave === null) return isOfWave;
				if (!isByQuestion(asked)) return null;
				return (atom) => isOfWave(atom) && isLinked(atom);
			}
		},
		recommend_score: {
			pace: 'quick',
			...ofPosts,
			smallest: 10,
			atoms: answered,
			behind: (row, asked) => (row.measure === 'change' ? null : inWave(['R'])(row, asked))
		},
		perceived_autonomy: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			atoms: autonomous.map(({ person, wave, closed }) => ({
				person,
				from: closed,
				keys: postKeys(postOn(person, closed)),
				tag: wave
			})),
			behind: (row) => (row.measure === 'item_rest' ? null : ({ tag }) => tag === row.variant)
		},
		response_rate: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			atoms: invited.map(({ person, wave, closed }) => ({
				person,
				from: closed,
				keys: postKeys(postOn(person, closed)),
				tag: wave
			})),
			behind:
				(row) =>
				({ tag }) =>
					tag === row.variant
		},
		manager_readiness: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			first: [{}, { grain: 'month' }],
			atoms: rated,
			about: ({ measure }) => (measure === 'moved' ? 'what came after it' : 'the change'),
			behind: (row) => {
				if (row.measure === 'reliability' || row.measure === 'kappa') return null;
				// Weighted over strata that nobody is told of.
				if (row.measure === 'matched_difference') return null;
				if (row.measure === 'moved')
					return ({ from, tag }) =>
						daysBetween(from, crowdTo) >= 365 &&
						(row.variant === 'all' || tag.endsWith(` ${row.variant ?? ''}`));
				if (row.measure === 'difference') return ({ tag }) => !tag.startsWith('between ');
				return ({ tag }) => row.variant === 'all' || tag.startsWith(`${row.variant ?? ''} `);
			}
		}
	};
}

import { crowdTo } from '../crowd.ts';
import { employed, postKeys } from './atoms.ts';
import type { Atom } from './atoms.ts';
import { dayAfter, daysBetween } from './calendar.ts';
import { ofPosts } from './census.ts';
import type { Census } from './census.ts';
import { isTold } from './company.ts';
import type { Company, Month } from './company.ts';
import { transitions } from './types.ts';
import { isScored } from './voice-censuses.ts';

const voluntary = new Set(['self_initiated', 'prompted']);
const firstDay = '2020-01-01';

const isSameRole = (a: Month, b: Month): boolean => a.family === b.family && a.grade === b.grade;

/** One atom for each stay in a role, by its first day. */
function roles({ months }: Company): Atom[] {
	return [...Map.groupBy(months, ({ person }) => person).values()].flatMap((own) => {
		const stays = own.filter((month, place) => {
			const before = own[place - 1];
			return before === undefined || !isSameRole(before, month);
		});
		const isPassing = (place: number): boolean => {
			const [before, here, next] = [stays[place - 1], stays[place], stays[place + 1]];
			return (
				before !== undefined &&
				here !== undefined &&
				next !== undefined &&
				isSameRole(before, next) &&
				daysBetween(here.day, next.day) <= 30
			);
		};
		return stays
			.filter((_stay, place) => !isPassing(place) && !(place > 1 && isPassing(place - 1)))
			.map((stay): Atom => {
				const from = stay.day === '2024-01-01' ? firstDay : stay.day;
				return { person: stay.person, from, keys: postKeys(stay), tag: 'all' };
			});
	});
}

/** One atom for each person and part of the profile in a quarter. */
function parts(company: Company): Atom[] {
	const { learning, replies } = company;
	const put = (tag: string, person: string, from: string): Atom => ({
		person,
		from,
		keys: {},
		tag
	});
	return [
		...employed(company)
			.filter(({ tag }) => tag === 'quarter')
			.flatMap(({ person, from }) => [
				put('initiative', person, from),
				put('path_making', person, from)
			]),
		...learning
			.filter(({ kind }) => kind !== 'unknown')
			.map(({ person, lastActivity }) => put('direction', person, lastActivity)),
		...learning
			.filter((row) => voluntary.has(row.kind) && isTold(row))
			.map(({ person, enrolled }) => put('follow_through', person, enrolled)),
		...replies
			.filter(({ scores }) => Object.keys(scores).length * 2 >= 4)
			.filter(({ scores }) => ['A', 'B', 'C'].filter((question) => question in scores).length >= 2)
			.map(({ person, closed }) => put('experience', person, closed))
	];
}

/** Who learned in the year before a day, by what counts. */
function learners({ learning }: Company, asOf: string): ReadonlyMap<string, ReadonlySet<string>> {
	const since = dayAfter(asOf, -365);
	const isLate = (day: string | null): boolean => day !== null && day > since && day <= asOf;
	const done = Map.groupBy(
		learning.filter(({ kind, completed }) => voluntary.has(kind) && isLate(completed)),
		({ person }) => person
	);
	return new Map([
		[
			'active',
			new Set(
				learning
					.filter(({ lastActivity, enrolled }) => enrolled <= asOf && isLate(lastActivity))
					.map(({ person }) => person)
			)
		],
		['done', new Set([...done].filter(([, rows]) => rows.length >= 3).map(([person]) => person))],
		[
			'begun',
			new Set(learning.filter(({ enrolled }) => enrolled <= asOf).map(({ person }) => person))
		]
	]);
}

/** Whom measures of people, comments and the whole house count. */
export function peopleCensuses(company: Company): Readonly<Record<string, Census>> {
	const { comments, postOn, months, replies } = company;
	const written = comments.map(({ person, wave, closed, tone, theme }): Atom => ({
		person,
		from: closed,
		keys: { ...postKeys(postOn(person, closed)), theme: themes[theme] ?? '' },
		tag: `${wave} ${tone === null ? 'unread' : 'read'}`
	}));
	const everybody = [...new Set(months.map(({ person }) => person))].map((person): Atom => ({
		person,
		from: '2024-01-01',
		keys: {},
		tag: ''
	}));
	const states = ['2025-03-31', '2025-05-31'];
	const house = {
		dimensions: [],
		grains: [undefined],
		states,
		isTimeless: true,
		atoms: everybody
	} as const;
	return {
		time_to_move: {
			...ofPosts,
			smallest: 5,
			pace: 'slow',
			variants: ['all'],
			atoms: roles(company),
			behind: () => () => true
		},
		comment_sentiment: {
			...ofPosts,
			pace: 'slow',
			smallest: 10,
			dimensions: [...ofPosts.dimensions, 'theme'],
			atoms: written,
			about: ({ measure }) => (measure === 'unread' ? 'whether it was read' : 'the tone'),
			behind: ({ variant, measure }) => {
				if (variant === null) return null;
				if (measure === 'unread') return ({ tag }) => tag.startsWith(`${variant} `);
				return ({ tag }) => tag === `${variant} read`;
			}
		},
		loop_closure: {
			smallest: 10,
			pace: 'slow',
			dimensions: [],
			grains: ['quarter', 'year', undefined],
			atoms: written,
			behind: ({ variant, measure }) => {
				if (measure?.startsWith('change_') === true) return null;
				return ({ tag }) => tag.startsWith(`${variant ?? ''} `);
			}
		},
		type_transitions: {
			smallest: 5,
			pace: 'slow',
			dimensions: [],
			grains: ['quarter', undefined],
			usualGrain: 'quarter',
			atoms: transitions(company),
			behind: ({ variant, measure }) => {
				const lag = measure === 'share_two_quarters' ? 2 : 1;
				if (measure === 'net_flow')
					return ({ tag }) => tag.startsWith('1 ') && !/joined →|→ left|not_classifiable/.test(tag);
				const [before = ''] = (variant ?? '').split(' → ');
				return ({ tag }) => tag.startsWith(`${lag} ${before} →`);
			},
			beside: ({ variant, measure, period_start: start }, _asked, rows) => {
				if (measure === 'net_flow' || variant === null) return null;
				const lag = measure === 'share_two_quarters' ? 2 : 1;
				const [before = '', after] = variant.split(' → ');
				if (after !== 'other') return ({ tag }) => tag === `${lag} ${variant}`;
				const named = new Set(
					rows
						.filter((row) => row.period_start === start && row.measure === measure)
						.map((row) => `${lag} ${row.variant ?? ''}`)
				);
				return ({ tag }) => tag.startsWith(`${lag} ${before} →`) && !named.has(tag);
			}
		},
		autonomy_index: {
			smallest: 50,
			pace: 'slow',
			dimensions: [],
			grains: ['quarter', undefined],
			usualGrain: 'quarter',
			atoms: parts(company),
			behind: ({ measure }) => {
				const part = measure?.replace('scaled_', '') ?? '';
				return parted.has(part) ? ({ tag }) => tag === part : null;
			}
		},
		readiness_checklist: {
			...house,
			smallest: 10,
			isSingle: true,
			about: ({ variant, measure }) => `${variant ?? ''} ${measure ?? ''}`,
			behind: ({ measure, reason }, { as_of: asOf = crowdTo }) => {
				const known = learners(company, asOf);
				const latest = replies
					.filter(({ closed }) => closed <= asOf)
					.reduce((last, { closed }) => (closed > last ? closed : last), '');
				const heard = new Set(
					replies
						.filter(({ closed, scores }) => closed === latest && 'A' in scores)
						.filter(({ scores }) => Object.keys(scores).length * 2 >= 4 && isScored(scores))
						.map(({ person }) => person)
				);
				const of = {
					control: heard,
					items_used: known.get('active'),
					own_paths: known.get('active'),
					self_assessments: known.get('active'),
					hr_join: known.get('active')
				}[measure ?? ''];
				const found = reason === 'no_data' ? known.get('begun') : (of ?? known.get('begun'));
				return ({ person }) => found?.has(person) === true;
			}
		},
		return_on_investment: {
			...house,
			isSingle: true,
			smallest: 10,
			behind: (_row, { as_of: asOf = crowdTo }) => {
				const done = learners(company, asOf).get('done');
				return ({ person }) => done?.has(person) === true;
			}
		}
	};
}

const parted = new Set(['initiative', 'direction', 'follow_through', 'path_making', 'experience']);
/** By the word that a comment has, the theme that the product finds. */
const themes: Readonly<Record<string, string>> = {
	deadline: 'time',
	career: 'career',
	manager: 'manager'
};

import type { AskRequest } from '#queries/ask.ts';
import { crowdTo } from '../crowd.ts';
import {
	diverse,
	edges,
	employed,
	housed,
	learningKeys,
	patterns,
	postKeys,
	quarters
} from './atoms.ts';
import type { Atom } from './atoms.ts';
import { anyGrain, ofPosts } from './census.ts';
import type { Census } from './census.ts';
import { learningCensuses } from './learning-censuses.ts';
import { peopleCensuses } from './people-censuses.ts';
import { voiceCensuses } from './voice-censuses.ts';
import { isTold, lastDayOf, leavesOf } from './company.ts';
import type { Company, Month } from './company.ts';
import { dayAfter, daysBetween, horizonOf, lengthBand, monthAfter, periodOf } from './calendar.ts';

const voluntary = new Set(['self_initiated', 'prompted']);
const assigned = new Set(['assigned_required', 'assigned_other']);
const learningDimensions = ['org_unit', 'item', 'source', 'length_band'];

const isCensored = (variant: string | null): boolean =>
	variant?.endsWith('_exit_censored') === true;

const classOf = (asked: string | null): ((atom: Atom) => boolean) => {
	const variant = asked?.replace('_exit_censored', '') ?? null;
	if (variant === 'strict') return ({ tag }) => tag === 'self_initiated';
	if (variant === 'broad' || variant === 'voluntary_broad') return ({ tag }) => voluntary.has(tag);
	return ({ tag }) => tag === variant;
};

/** The posts that people left by a move, with the day: another family or grade, unless it lasts 30 days at most and they come back. */
function leftPosts(months: Company['months']): (Month & { readonly on: string })[] {
	const jobOf = (month: Month): string => `${month.family} ${month.grade}`;
	return [...Map.groupBy(months, ({ person }) => person).values()].flatMap((own) => {
		const turns = own.filter((month, place) => {
			const before = own[place - 1];
			return !before || jobOf(before) !== jobOf(month);
		});
		const isPassing = (place: number): boolean => {
			const [before, turn, next] = [turns[place - 1], turns[place], turns[place + 1]];
			return (
				!!before &&
				!!turn &&
				!!next &&
				jobOf(before) === jobOf(next) &&
				daysBetween(turn.day, next.day) <= 30
			);
		};
		return turns.flatMap((turn, place) => {
			const before = own[own.indexOf(turn) - 1];
			const isMove = before && !isPassing(place) && !isPassing(place - 1);
			return isMove ? [{ ...before, on: turn.day }] : [];
		});
	});
}

/** Whom every family of measures counts. */
export function makeCensuses(company: Company): Readonly<Record<string, Census>> {
	const { learning, months, prompts, postOn } = company;
	const leftOn = leavesOf(company);
	const lastDay = lastDayOf(leftOn);
	const begun = learning.map((row): Atom => ({
		person: row.person,
		from: row.enrolled,
		keys: learningKeys(row),
		tag: row.kind,
		episode: row
	}));
	/** What could be told as completed. */
	const told = begun.filter(({ episode }) => episode !== undefined && isTold(episode));
	/** Had the person of an episode left before its horizon, without having completed it? */
	const leftWithin = ({ episode }: Atom, { horizon }: AskRequest): boolean => {
		if (!episode) return false;
		const left = leftOn.get(episode.person);
		if (left === undefined) return false;
		if (episode.completed !== null && episode.completed < left) return false;
		return daysBetween(episode.enrolled, left) < (horizon ?? horizonOf(episode.minutes));
	};
	const spent = learning.map((row): Atom => ({
		person: row.person,
		from: row.lastActivity,
		keys: { ...learningKeys(row), ...postKeys(postOn(row.person, row.enrolled)) },
		tag: row.kind,
		episode: row
	}));
	const open = learning.filter(isTold).flatMap((row) =>
		quarters
			.filter((start) => {
				const quarter = periodOf(row.enrolled, 'quarter') ?? '';
				return quarter <= start && lastDay(row) >= start;
			})
			.map((start): Atom => ({
				person: row.person,
				from: start,
				keys: learningKeys(row),
				tag: row.kind,
				episode: row
			}))
	);
	// Whoever moves on the first day of a period stands there in the post of the day before, too.
	const held = [...months.map((month) => ({ ...month, on: month.day })), ...leftPosts(months)].map(
		(post): Atom => ({
			person: post.person,
			from: post.on,
			keys: postKeys(post),
			tag: post.fte === null ? 'unknown' : post.fte < 1 ? 'part_time' : 'full_time'
		})
	);
	const isMatured =
		({ as_of: asOf = crowdTo, horizon }: AskRequest, usual?: number) =>
		({ episode }: Atom): boolean =>
			episode !== undefined &&
			daysBetween(episode.enrolled, asOf) >= (horizon ?? usual ?? horizonOf(episode.minutes));
	const states = ['2025-03-31', '2025-05-31'];
	/** Told by one measure and by another that leaves out what cannot be told as completed. */
	const beside: Census['first'] = [
		{ by: ['org_unit'] },
		{ by: ['org_unit'], grain: 'quarter' },
		{ by: ['length_band'] },
		{ by: ['source'], where: { length_band: lengthBand(20) } }
	];
	const ofLearning = { smallest: 5, dimensions: learningDimensions, grains: anyGrain } as const;
	const classified = quarters.flatMap((start) => {
		const next = monthAfter(start, 3);
		const last = dayAfter(next, -1);
		const since = dayAfter(next, -180);
		const isIn = (day: string): boolean => day >= since && day < next;
		const isKnown = new Set([
			...learning
				.filter(({ kind, enrolled }) => kind !== 'unknown' && isIn(enrolled))
				.map(({ person }) => person),
			...prompts
				.filter(({ shown, isHeldOut }) => !isHeldOut && isIn(shown))
				.map(({ person }) => person)
		]);
		return months
			.filter(({ day }) => day === monthAfter(start, 2))
			.map((month): Atom => ({
				person: month.person,
				from: last,
				keys: postKeys(month),
				tag: isKnown.has(month.person) ? 'classifiable' : 'not'
			}));
	});
	return {
		initiation_mix: {
			pace: 'quick',
			...ofLearning,
			first: beside,
			atoms: begun,
			states,
			behind:
				(_row, { as_of: asOf = crowdTo }) =>
				({ from }) =>
					from <= asOf
		},
		voluntary_completion_rate: {
			pace: 'slow',
			...ofLearning,
			first: beside,
			atoms: told,
			states,
			horizons: [30, 60, 120],
			variants: ['strict_exit_censored', 'broad_exit_censored'],
			variantChance: 0.4,
			behind: (row, asked) => {
				const isOf = classOf(row.variant);
				const isOld = isMatured(asked);
				return (atom) => isOf(atom) && isOld(atom);
			},
			about: ({ variant }) => (isCensored(variant) ? 'followed' : 'completed'),
			// Beside the rate, a censored one tells of those who did not leave within the horizon.
			beside: ({ variant }, asked) => {
				if (!isCensored(variant)) return null;
				const isOf = classOf(variant);
				const isOld = isMatured(asked);
				return (atom) => isOf(atom) && isOld(atom) && !leftWithin(atom, asked);
			}
		},
		completion_gap: {
			pace: 'slow',
			...ofLearning,
			atoms: told,
			states,
			horizons: [60],
			variants: ['strict', 'broad'],
			behind: (row, asked) => {
				const isOld = isMatured(asked, 90);
				const isOf = classOf(row.variant);
				const measure = row.measure?.replace('standardised_', '');
				if (measure === 'assigned_required')
					return (atom) => atom.tag === 'assigned_required' && isOld(atom);
				if (measure === 'voluntary') return (atom) => isOf(atom) && isOld(atom);
				return (atom) => (isOf(atom) || atom.tag === 'assigned_required') && isOld(atom);
			}
		},
		meaningful_progress_rate: {
			...ofLearning,
			atoms: told,
			behind: (row, asked) => {
				const isOf = classOf(row.variant);
				const isOld = isMatured(asked);
				return (atom) => isOf(atom) && isOld(atom);
			}
		},
		period_completion_rate: {
			pace: 'slow',
			...ofLearning,
			first: beside,
			grains: ['quarter', undefined],
			usualGrain: 'quarter',
			atoms: open,
			behind: (row) => classOf(row.variant)
		},
		time_to_complete: {
			pace: 'slow',
			...ofLearning,
			first: beside,
			atoms: told,
			states,
			horizons: [60, 120],
			variants: ['voluntary_broad', 'self_initiated', 'prompted', 'assigned_required'],
			behind: (row, { as_of: asOf = crowdTo }) => {
				const isOf = classOf(row.variant);
				return (atom) => isOf(atom) && atom.from <= asOf;
			}
		},
		self_directed_reach: {
			smallest: 5,
			dimensions: ['org_unit', 'job_family', 'location', 'grade'],
			grains: ['month', 'quarter', 'year', undefined],
			usualGrain: 'quarter',
			atoms: employed(company),
			behind:
				(_row, { grain = 'quarter' }) =>
				({ tag }) =>
					tag === grain
		},
		self_found_ratio: {
			pace: 'slow',
			...ofLearning,
			atoms: spent,
			dimensions: [...learningDimensions, 'job_family', 'location', 'grade'],
			variants: ['wall'],
			behind: (row) =>
				row.variant === 'wall' ? ({ tag }) => tag === 'self_initiated' || assigned.has(tag) : null
		},
		voluntary_hours_share: {
			pace: 'slow',
			...ofLearning,
			atoms: spent,
			dimensions: [...learningDimensions, 'job_family', 'location', 'grade'],
			variants: ['wall'],
			behind: (row) => (row.variant === 'wall' ? ({ tag }) => tag !== 'unknown' : null)
		},
		choice_diversity: {
			pace: 'slow',
			...ofPosts,
			smallest: 5,
			grains: ['quarter', 'year', undefined],
			usualGrain: 'quarter',
			variants: ['topic'],
			atoms: diverse(company),
			behind:
				(_row, { grain = 'quarter' }) =>
				({ tag }) =>
					tag === grain
		},
		mobility_rate: {
			pace: 'slow',
			...ofPosts,
			smallest: 5,
			variants: ['all', 'promotion', 'cross_functional'],
			atoms: held,
			behind: () => () => true
		},
		mover_share: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			usualGrain: 'year',
			variants: ['all', 'full_time', 'part_time'],
			atoms: held,
			behind:
				(row) =>
				({ tag }) =>
					row.variant === 'all' || tag === row.variant
		},
		...learningCensuses(company),
		...peopleCensuses(company),
		...voiceCensuses(company),
		autonomy_types: {
			pace: 'slow',
			...ofPosts,
			smallest: 10,
			grains: ['quarter', undefined],
			usualGrain: 'quarter',
			atoms: classified,
			behind: (row) =>
				row.measure === 'not_classifiable' ? () => true : ({ tag }) => tag === 'classifiable'
		},
		next_item_graph: {
			smallest: 5,
			dimensions: [],
			grains: [undefined],
			states,
			atoms: edges(company),
			behind: (row, { as_of: asOf = crowdTo }) =>
				row.variant === null ? null : ({ tag, from }) => tag === row.variant && from <= asOf,
			beside: (row, { as_of: asOf = crowdTo }, rows) => {
				const first = `${(row.variant ?? '').split(' → ')[0] ?? ''} → `;
				const pairs = rows.filter(
					({ variant, measure }) => measure === 'confidence' && variant?.startsWith(first)
				);
				if (row.measure !== 'confidence' || pairs.length < 2) return null;
				return ({ tag, from }) => tag.startsWith(first) && from <= asOf;
			}
		},
		frequent_paths: {
			pace: 'slow',
			smallest: 5,
			dimensions: [],
			grains: [undefined],
			atoms: patterns(company),
			behind: (row) => (row.variant === null ? null : ({ tag }) => tag === row.variant)
		},
		silo_index: {
			pace: 'slow',
			smallest: 5,
			dimensions: [],
			grains: anyGrain,
			atoms: housed(company),
			behind: (row) => {
				if (row.measure === 'homeless_share') return null;
				return ({ tag }) => row.variant === null || tag === row.variant;
			}
		}
	};
}

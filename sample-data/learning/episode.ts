import type { Day, Minute } from '../calendar.ts';
import { atWork, civil, drawMinute, endOfData } from '../calendar.ts';
import type { Item } from '../catalogue.ts';
import type { Person } from '../people.ts';
import { planted } from '../planted.ts';
import type { Random } from '../random.ts';

/** How a person and an item came together. `unsaid`: the system no longer says. */
export type Origin = 'self' | 'manager' | 'admin' | 'rule' | 'obligation' | 'unsaid';

export type Outcome =
	'not_started' | 'in_progress' | 'completed' | 'failed' | 'withdrawn' | 'expired' | 'pending';

/** One person taking one item once: what the exports are written from. */
export interface Episode {
	readonly person: Person;
	readonly item: Item;
	readonly origin: Origin;
	readonly enrolledAt: Minute;
	readonly dueOn: Day | null;
	readonly startedAt: Minute | null;
	readonly completedAt: Minute | null;
	/** The last sign of life; the enrolment itself when nothing followed. */
	readonly lastAt: Minute;
	readonly outcome: Outcome;
	/** 0–100 */
	readonly progress: number;
	readonly minutesSpent: number;
	/** Percent; null where the item asks nothing. */
	readonly score: number | null;
}

interface Start {
	readonly person: Person;
	readonly item: Item;
	readonly origin: Origin;
	readonly enrolledAt: Minute;
	readonly dueOn?: Day | null;
	/** Finished whatever chance says. */
	readonly sure?: boolean;
}

/** What becomes of an enrolment until the person leaves or the data end. */
export function live(random: Random, start: Start): Episode {
	const { person, item, origin, enrolledAt, dueOn = null, sure = false } = start;
	const end = person.leftOn === null ? endOfData : Math.min(endOfData, person.leftOn * 1440);
	const isOwed = dueOn !== null;
	const finishes = sure || random.chance(chanceToFinish(start, isOwed));
	const days = isOwed ? owedDays(random, enrolledAt, dueOn) : chosenDays(random, item.minutes);
	// A few come back to it when nobody counts on them any more.
	const isLate = !finishes && random.chance(0.04);
	const wanted = isLate ? 91 + random.between(0, 120) : days;
	const completedAt =
		finishes || isLate ? moment(random, enrolledAt, wanted, item.minutes) : Infinity;
	const opened = finishes || isLate || random.chance(origin === 'self' ? 0.74 : 0.42);
	const startedAt = opened ? openedAt(random, origin, enrolledAt, completedAt) : Infinity;

	if (startedAt >= end) {
		return close(start, null, null, enrolledAt, waiting(random, start), 0, 0, null);
	}
	if (completedAt < end) {
		const spent = Math.max(1, Math.round(item.minutes * pace(random)));
		const score =
			['course', 'workshop'].includes(item.format) && random.chance(0.6)
				? 100 - random.between(0, 24)
				: null;
		return close(start, startedAt, completedAt, completedAt, 'completed', 100, spent, score);
	}
	const progress = Math.max(1, Math.round(92 * random.next() * random.next()));
	const spent = Math.max(1, Math.round((item.minutes * pace(random) * progress) / 100));
	const lastAt = atWork(
		random,
		startedAt + 3,
		Math.min(end - 1, startedAt + random.between(3, 36_000))
	);
	if (item.format === 'course' && random.chance(isOwed ? 0.09 : 0.025)) {
		return close(start, startedAt, null, lastAt, 'failed', 100, spent, random.between(31, 69));
	}
	return close(start, startedAt, null, lastAt, 'in_progress', progress, spent, null);
}

/** A place in a workshop that one asks for has to be granted first. */
function waiting(random: Random, { item, origin }: Start): Outcome {
	if (item.format !== 'workshop' || origin !== 'self' || !random.chance(0.4)) return 'not_started';
	return random.chance(0.35) ? 'withdrawn' : 'pending';
}

function close(
	start: Start,
	startedAt: Minute | null,
	completedAt: Minute | null,
	lastAt: Minute,
	outcome: Outcome,
	progress: number,
	minutesSpent: number,
	score: number | null
): Episode {
	const { person, item, origin, enrolledAt, dueOn = null } = start;
	return {
		person,
		item,
		origin,
		enrolledAt,
		dueOn,
		startedAt,
		completedAt,
		lastAt,
		outcome,
		progress,
		minutesSpent,
		score
	};
}

function chanceToFinish({ person, item, origin }: Start, isOwed: boolean): number {
	const nominal =
		planted.completion.voluntaryByMinutes.find(([limit]) => item.minutes <= limit)?.[1] ?? 0.2;
	const base = isOwed ? 0.815 : origin === 'self' ? nominal : nominal * 0.92;
	const lean = person.diligence + person.team.finish;
	const odds = (base / (1 - base)) * Math.exp(isOwed ? lean * 0.6 : lean);
	return odds / (1 + odds);
}

/** Days to completion of something chosen: hours for a video, weeks for a long course, never past 88 and so, with a weekend, within 90. */
function chosenDays(random: Random, minutes: number): number {
	const typical =
		minutes <= 15 ? 0.4 : minutes <= 60 ? 3 : minutes <= 240 ? 11 : minutes <= 900 ? 26 : 42;
	return Math.min(88, typical * Math.exp(0.85 * random.normal()));
}

/** Days to completion of something owed: at once, in the last days, or when the reminder came. */
function owedDays(random: Random, enrolledAt: Minute, dueOn: Day): number {
	const until = dueOn - Math.floor(enrolledAt / 1440);
	const way = random.next();
	if (way < 0.36) return Math.min(until, 9 * random.next() * random.next() + 0.1);
	if (way < 0.56) return until * random.next();
	if (way < 0.86) return Math.max(0.2, until - 12 * random.next() * random.next());
	return until + 1 + 13 * random.next();
}

function moment(random: Random, enrolledAt: Minute, days: number, minutes: number): Minute {
	if (days < 1)
		return enrolledAt + Math.max(2, Math.round(minutes * pace(random))) + random.between(0, 50);
	const day = Math.floor(enrolledAt / 1440) + Math.floor(days);
	const { weekday } = civil(day);
	return (weekday < 5 ? day : day + 7 - weekday) * 1440 + drawMinute(random);
}

function openedAt(random: Random, origin: Origin, enrolledAt: Minute, completedAt: Minute): Minute {
	const last = Math.max(enrolledAt, Math.min(completedAt - 1, enrolledAt + 60 * 1440));
	if (origin === 'self' && random.chance(0.7))
		return Math.min(last, enrolledAt + random.between(0, 9));
	const share = random.next() * random.next();
	const guess =
		enrolledAt + Math.floor((last - enrolledAt) * (origin === 'self' ? share : 0.2 + 0.8 * share));
	const day = Math.floor(guess / 1440);
	return Math.max(enrolledAt, Math.min(last, day * 1440 + drawMinute(random)));
}

const pace = (random: Random) => Math.max(0.12, Math.exp(0.38 * random.normal() - 0.12));

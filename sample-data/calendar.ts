import type { Random } from './random.ts';
import { at } from './random.ts';
import type { Planted } from './planted.ts';
import { period, planted } from './planted.ts';

/** Days since 1970-01-01. */
export type Day = number;
/** Minutes since 1970-01-01T00:00Z. */
export type Minute = number;

interface Civil {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	/** 0 is Monday. */
	readonly weekday: number;
}

/** The day of an ISO date. */
export function dayOf(iso: string): Day {
	const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
	return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

export const firstDay = dayOf(period.from);
export const lastDay = dayOf(period.to);
/** The first minute that no export reaches. */
export const endOfData: Minute = (lastDay + 1) * 1440;
export const launchDay = dayOf(planted.launch.on);

const known = new Map<Day, Civil>();

/** Year, month, day and weekday. */
export function civil(day: Day): Civil {
	const found = known.get(day);
	if (found) return found;
	const date = new Date(day * 86_400_000);
	const made = {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		weekday: (date.getUTCDay() + 6) % 7
	};
	known.set(day, made);
	return made;
}

const two = (number: number) => (number < 10 ? `0${number}` : `${number}`);

/** `2026-09-30` */
export function isoDate(day: Day): string {
	const date = civil(day);
	return `${date.year}-${two(date.month)}-${two(date.day)}`;
}

/** `2026-09-30 09:14:05` */
export function isoDateTime(minute: Minute, second: number): string {
	return `${isoDate(Math.floor(minute / 1440))} ${clock(minute)}:${two(second)}`;
}

/** `2026-09-30T09:14:05.120Z` */
export function isoInstant(minute: Minute, second: number, millisecond: number): string {
	const tail = `${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
	return `${isoDate(Math.floor(minute / 1440))}T${clock(minute)}:${tail}`;
}

/** `9/30/2026` */
export function usDate(day: Day): string {
	const date = civil(day);
	return `${date.month}/${date.day}/${date.year}`;
}

/** `9/30/2026 9:14 AM` */
export function usDateTime(minute: Minute): string {
	const hour = Math.floor(minute / 60) % 24;
	const half = hour < 12 ? 'AM' : 'PM';
	return `${usDate(Math.floor(minute / 1440))} ${hour % 12 || 12}:${two(minute % 60)} ${half}`;
}

/** `7/09/26, 21:40`: the short form of a Moodle log, whose day is not padded. */
export function logTime(minute: Minute): string {
	const date = civil(Math.floor(minute / 1440));
	return `${date.day}/${two(date.month)}/${two(date.year % 100)}, ${clock(minute)}`;
}

function clock(minute: Minute): string {
	return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

const months = [1.45, 1.15, 1.1, 0.95, 0.98, 0.85, 0.58, 0.52, 1.08, 1.12, 1.1, 0.66];
const weekdays = [1.05, 1.15, 1.1, 1.05, 0.85, 0.05, 0.07];
const fridays = [0.82, 0.82, 0.82, 0.82, 1.9, 1, 1];
const closed = new Set(
	['2025-04-18', '2025-04-21', '2025-05-01', '2026-04-03', '2026-04-06', '2026-05-01'].map(dayOf)
);

/** Running totals of how much a day invites to learn; an ordinary year adds up to 1. */
export interface Season {
	readonly total: Float64Array;
}

/** The two seasons of the company: where "Learn Fridays" was launched, and elsewhere. */
export function makeSeasons(
	random: Random,
	launch: Planted['launch']
): { launched: Season; other: Season } {
	const other = new Float64Array(lastDay - firstDay + 2);
	const launched = new Float64Array(other.length);
	for (let index = 0; index <= lastDay - firstDay; index += 1) {
		const day = firstDay + index;
		const weight = (mood(day) * (0.8 + 0.4 * random.next())) / 284;
		other[index + 1] = (other[index] ?? 0) + weight;
		launched[index + 1] = (launched[index] ?? 0) + weight * lift(launch, day);
	}
	return { launched: { total: launched }, other: { total: other } };
}

function mood(day: Day): number {
	const { month, day: date, weekday } = civil(day);
	const idle = (month === 12 && date >= 24) || (month === 1 && date === 1) || closed.has(day);
	return at(months, month - 1) * at(weekdays, weekday) * (idle ? 0.05 : 1);
}

function lift(launch: Planted['launch'], day: Day): number {
	if (day < launchDay || launch.lift === 1) return 1;
	const novelty = launch.novelty * Math.exp(-(day - launchDay) / 30);
	return (launch.lift + novelty) * at(fridays, civil(day).weekday);
}

/** The share of a year's invitation that lies in [from, to). */
export function seasonShare(season: Season, from: Day, to: Day): number {
	return totalBefore(season, to) - totalBefore(season, from);
}

/** A day in [from, to), busy days more often. */
export function drawDay(random: Random, season: Season, from: Day, to: Day): Day {
	const target = totalBefore(season, from) + random.next() * seasonShare(season, from, to);
	let low = 0;
	let high = season.total.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((season.total[middle + 1] ?? Infinity) > target) high = middle;
		else low = middle + 1;
	}
	return Math.min(firstDay + low, to - 1);
}

function totalBefore(season: Season, day: Day): number {
	const index = Math.max(0, Math.min(season.total.length - 1, day - firstDay));
	return season.total[index] ?? 0;
}

const hours = [
	[7, 3],
	[8, 9],
	[9, 14],
	[10, 13],
	[11, 10],
	[12, 6],
	[13, 11],
	[14, 12],
	[15, 10],
	[16, 7],
	[17, 3],
	[19, 1.5],
	[20, 1.5],
	[21, 1]
] as const;

/** A minute of the day at which people are at work, seldom later. */
export function drawMinute(random: Random): number {
	return random.weighted(hours) * 60 + random.between(0, 59);
}

/** A minute of a working hour on about that day, not before `earliest` and not after `latest`, its day being that of `latest`. */
export function atWork(random: Random, earliest: Minute, latest: Minute): Minute {
	const minute = Math.floor(latest / 1440) * 1440 + drawMinute(random);
	return Math.max(earliest, Math.min(minute, Math.max(earliest, latest)));
}

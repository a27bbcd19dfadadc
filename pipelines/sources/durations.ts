import type { Column, Reading, Sql } from './columns.ts';
import { countsOpen, numeric, plainNumber, unread } from './columns.ts';
import { isoSeconds } from './iso-duration.ts';

/** What a plain number of a length of time counts. */
export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** What plain lengths of time are taken for where nothing tells. */
export const usualUnit: TimeUnit = 'minutes';

const secondsIn: Readonly<Record<TimeUnit, number>> = {
	seconds: 1,
	minutes: 60,
	hours: 3600,
	days: 86400
};

/** A number before a unit of time; one sign with three digits behind it could part thousands, and is left. */
const amount = '\\d+(?:[.,]\\d{1,2})?';

/** The part of a length of time in words that is told in one unit, in seconds. */
const wordsOfTime = (cell: Sql, unit: string, factor: number): Sql =>
	`coalesce(try_cast(replace(regexp_extract(${cell}, '(${amount}) ?(?:${unit})(?:[^a-z]|$)', 1, 'i'), ',', '.') as double), 0) * ${factor}`;

const unitsOfTime = [
	['d|days?|tage?|d[ií]as?|jours?', 86400],
	['h|hrs?|hours?|std|stunden?|horas?|heures?', 3600],
	['m|mins?|minutes?|minuten?|minutos?', 60],
	['s|secs?|seconds?|sek|sekunden?|segundos?|secondes?', 1]
] as const;

/** The seconds of a length of time in any of its spellings; a plain number counts `factor` seconds each. */
function secondsOf(cell: Sql, factor: number, reading: Reading): Sql {
	const plain = `try_cast(${plainNumber(cell, reading)} as double) * ${factor}`;
	const part = (pattern: string) =>
		`coalesce(try_cast(replace(regexp_extract(${cell}, '${pattern}', 1), ',', '.') as double), 0)`;
	const clock = `(case when regexp_full_match(${cell}, '(\\d+ days?,? |\\d+\\.)?\\d+:[0-5]\\d(:[0-5]\\d([.,]\\d+)?)?') then
			${part('^(\\d+)(?: days?,? |\\.)')} * 86400 + ${part('(\\d+):')} * 3600 + ${part(':(\\d\\d)')} * 60
			+ ${part(':\\d\\d:(.+)$')} end)`;
	const parts = unitsOfTime.map(([names]) => `(${amount} ?(${names})[.,]? ?)?`).join('');
	const sums = unitsOfTime.map(([names, size]) => wordsOfTime(cell, names, size));
	const words = `(case when regexp_full_match(${cell}, '${parts}', 'i') then ${sums.join(' + ')} end)`;
	return `coalesce(${plain}, ${clock}, ${words}, ${isoSeconds(cell)})`;
}

function lengthOfTime(
	unit: TimeUnit | null,
	headers: readonly string[],
	kept: (seconds: Sql) => Sql
): Column {
	const read = numeric(headers, (cell, reading) => {
		const factor = secondsIn[reading.unitOf(headers) ?? unit ?? usualUnit];
		return {
			value: kept(secondsOf(cell, factor, reading)),
			refuses: {
				when: (value) => `${unread(cell)(value)} or ${value} < 0`,
				reason: 'not_a_duration',
				cell
			},
			...countsOpen(cell, reading)
		};
	});
	return { ...read, lengths: [{ headers, unit }] };
}

/**
 * A length of time as whole seconds: plain numbers in the unit that the file or a person names, else in that of the export
 * (null: of anybody's table; `days` are fractions of a day, as spreadsheets keep a clock), or "1:05:30",
 * or "1:05" as hours and minutes, or "1 day, 2:03:04", or words such as "1h 5m 2s" and "1,5 Std.", or ISO 8601.
 */
export const seconds = (unit: TimeUnit | null, ...headers: string[]): Column =>
	lengthOfTime(unit, headers, (value) => `try_cast(round(${value}) as integer)`);

/** The same as minutes, which is how long an item is meant to take. */
export const minutes = (unit: TimeUnit | null, ...headers: string[]): Column =>
	lengthOfTime(unit, headers, (value) => `(${value}) / 60.0`);

import type { Sql } from './columns.ts';

const durationForm =
	'^P(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?$';
const durationParts = {
	years: 31_536_000,
	months: 2_592_000,
	weeks: 604_800,
	days: 86_400,
	hours: 3600,
	minutes: 60,
	seconds: 1
} as const;

/** Seconds and nothing else, as most statements have it: read without taking the text apart. */
const areSeconds = (text: Sql): Sql => `regexp_full_match(${text}, 'PT[0-9.]+S')`;

/** The parts of an ISO 8601 duration, null where the text is none, or seconds alone. */
export const durationStruct = (text: Sql): Sql =>
	`case when ${areSeconds(text)} then null when regexp_matches(${text}, '${durationForm}') then regexp_extract(${text}, '${durationForm}', [${Object.keys(
		durationParts
	)
		.map((part) => `'${part}'`)
		.join(', ')}]) end`;

/** Whole seconds of a duration and its parts; a year counts 365 days and a month 30. */
export const secondsOf = (text: Sql, parts: Sql): Sql =>
	`case when ${areSeconds(text)} then try_cast(round(coalesce(try_cast(substring(${text}, 3, length(${text}) - 3) as double), 0)) as integer) when ${parts} is not null then try_cast(round(${Object.entries(
		durationParts
	)
		.map(([part, seconds]) => `coalesce(try_cast(${parts}.${part} as double), 0) * ${seconds}`)
		.join(' + ')}) as integer) end`;

/** Whole seconds of an ISO 8601 duration such as PT1H20M; null where the text is none. */
export const isoSeconds = (text: Sql): Sql =>
	`case when regexp_matches(${text}, '^P.*\\d') then ${secondsOf(text, `(${durationStruct(text)})`)} end`;

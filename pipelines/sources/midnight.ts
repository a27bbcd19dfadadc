import type { Sql } from './columns.ts';

/** The clock of a day that a database or a spreadsheet wrote as a moment: 00:00, 00:00:00.000, 12:00 AM, T00:00:00Z. */
const clock =
	'[T ,]+(?:0?0:00(?::00(?:[.,]0+)?)?|12:00(?::00)? ?[Aa]\\.?[Mm]\\.?)(?: ?(?:Z|UTC|[+-]00:?00))?$';

/** Whether a date stands at midnight. */
export const midnight = new RegExp(clock);

/** Whether a cell is a day with an offset behind it, which is no time of day. */
const isDayInZone = (cell: Sql): Sql =>
	`regexp_full_match(${cell}, '\\d{4}-\\d\\d-\\d\\d[+-]\\d\\d:\\d\\d')`;

/** Whether a cell holds a time of day, and one that is not midnight. */
const isTimed = (cell: Sql): Sql =>
	`(length(${cell}) > 10 and regexp_matches(${cell}, '\\d:\\d\\d') and not ${isDayInZone(cell)} and not regexp_matches(${cell}, '${clock}'))`;

/** What a conversion ends with that finds a time of day in a column of days. */
export const timesBesideDays = 'times beside days';

/** The day alone of a cell in a column of days; another time of day than midnight ends the conversion, since it is no such column. */
export const dayAlone = (cell: Sql): Sql =>
	`case when length(${cell}) <= 10 then ${cell} when ${isTimed(cell)} then error('${timesBesideDays}') else regexp_replace(${cell}, '${clock}', '') end`;

/** Whether any cell of a column holds a time of day other than midnight. */
export const isAnyTimed = (cell: Sql): Sql => `coalesce(bool_or(${isTimed(cell)}), false)`;

import type { Sql } from './columns.ts';

/** The clock of a day that a database or a spreadsheet wrote as a moment: 00:00, 00:00:00.000, 12:00 AM, T00:00:00Z. */
const clock =
	'[T ,]+(?:0?0:00(?::00(?:[.,]0+)?)?|12:00(?::00)? ?[Aa]\\.?[Mm]\\.?)(?: ?(?:Z|UTC|[+-]00:?00))?$';

/** Whether a date stands at midnight. */
export const midnight = new RegExp(clock);

/** The day alone of a cell that stands at midnight; any other cell as it is. */
export const withoutMidnight = (cell: Sql): Sql => `regexp_replace(${cell}, '${clock}', '')`;

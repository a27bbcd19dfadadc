import type { Column, Reading, Sql } from './columns.ts';
import { quote, unread } from './columns.ts';

const clocks = ['', ' %H:%M', ', %H:%M', ' %H:%M:%S', ', %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'];
const days = {
	dmy: ['%d/%m/%y', '%d.%m.%y', '%d-%m-%y', '%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y'],
	mdy: ['%m/%d/%y', '%m-%d-%y', '%m/%d/%Y', '%m-%d-%Y']
} as const;

/**
 * The strptime formats of numeric dates in one order of day and month. Years of two digits come first: DuckDB's %Y
 * would take "26" for the year 26, while %y refuses four digits.
 */
export const dateFormats = (order: 'dmy' | 'mdy'): readonly string[] =>
	days[order].flatMap((day) => clocks.map((clock) => day + clock));

/** A cell without a time of day: no notation with one is as short. */
const isDayOnly = (cell: Sql): Sql => `(length(${cell}) <= 10)`;

/** The cell as it reads, or null where it is no date. ISO stamps that state an offset come out as UTC. */
function plain(cell: Sql, reading: Reading): Sql {
	const iso = `try_cast(${cell} as timestamp)`;
	if (reading.dateOrder === 'ymd') return iso;
	const parse = (formats: readonly string[]): Sql =>
		`try_strptime(${cell}, [${formats.map(quote).join(', ')}])`;
	const usual = reading.dateFormats.length > 0 ? `${parse(reading.dateFormats)}, ` : '';
	const numeric = `coalesce(${usual}${parse(dateFormats(reading.dateOrder))})`;
	return `case when ${cell}[5] = '-' then ${iso} else ${numeric} end`;
}

/** A cell as UTC timestamp; a date without a time of day stands at noon local (METRICS.md §0). Null where it is no date. */
export function stamp(cell: Sql, reading: Reading): Sql {
	const read = plain(cell, reading);
	const noon = `case when ${isDayOnly(cell)} then ${read} + interval 12 hour else ${read} end`;
	if (reading.timeZone === 'UTC') return `(${noon})`;
	const local = `timezone('UTC', timezone(${quote(reading.timeZone)}, ${noon}))`;
	return `case when ${cell}[-1] = 'Z' or ${cell}[-6] in ('+', '-') and ${cell}[5] = '-' and length(${cell}) > 16 then ${read} else ${local} end`;
}

const cellsOf = (headers: readonly string[], reading: Reading): Sql | null => {
	const cells = headers.flatMap((heading) => reading.cell([heading]) ?? []);
	if (cells.length < 2) return cells[0] ?? null;
	return `coalesce(${cells.join(', ')})`;
};

/** A date or time stamp in any of the file's notations; text that is none refuses the row with `not_a_date`. */
export const date = (...headers: string[]): Column => ({
	headers,
	cast: (reading) => {
		const cell = reading.cell(headers);
		if (cell === null) return { value: 'null' };
		const value = stamp(cell, reading);
		return {
			value,
			refuses: { when: unread(cell), reason: 'not_a_date', cell }
		};
	}
});

/** The date that the record hangs on: the first of these columns that holds a value. Without one the row is refused. */
export const anchorDate = (...headers: string[]): Column => ({
	headers,
	cast: (reading) => {
		const cell = cellsOf(headers, reading);
		if (cell === null) return { value: 'null' };
		const value = stamp(cell, reading);
		return { value, refuses: { when: (read) => `${read} is null`, reason: 'not_a_date', cell } };
	}
});

/** Whether the first of these columns that holds a value has no time of day. */
export const dayOnly = (...headers: string[]): Column => ({
	headers: [],
	cast: (reading) => {
		const cell = cellsOf(headers, reading);
		return { value: cell === null ? 'null' : `coalesce(${isDayOnly(cell)}, false)` };
	}
});

/** A plain day, such as the start of a rule's validity. */
export const day = (...headers: string[]): Column => {
	const stamped = date(...headers);
	return {
		headers,
		cast: (reading) => {
			const whole = stamped.cast({ ...reading, timeZone: 'UTC' });
			return { ...whole, value: `(${whole.value})::date` };
		}
	};
};

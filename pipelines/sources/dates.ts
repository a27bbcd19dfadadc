import type { Column, Reading, Sql } from './columns.ts';
import { quote, unread } from './columns.ts';
import type { NotationRule } from './notations.ts';
import { notationRule } from './notations.ts';

export type { Notation } from './notations.ts';

const clocks = [
	'',
	' %H:%M',
	', %H:%M',
	' %H:%M:%S',
	', %H:%M:%S',
	' %I:%M %p',
	' %I:%M:%S %p',
	', %I:%M %p',
	', %I:%M:%S %p'
];
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

/** What is asked of each notation of the file in turn, before what holds for all other cells. */
function byNotation(
	cell: Sql,
	reading: Reading,
	answer: (rule: NotationRule) => Sql | null,
	otherwise: Sql
): Sql {
	const cases = reading.notations.flatMap((name) => {
		const rule = notationRule(name);
		const then = answer(rule);
		return then === null ? [] : [`when ${rule.when(cell)} then ${then}`];
	});
	return cases.length === 0 ? otherwise : `case ${cases.join(' ')} else ${otherwise} end`;
}

/** A cell without a time of day: no numeric notation with one is as short. */
const isDayOnly = (cell: Sql, reading: Reading): Sql =>
	`(${byNotation(cell, reading, (rule) => rule.isDay(cell), `length(${cell}) <= 10`)})`;

/**
 * An ISO cell. One that states an offset comes out as UTC, by way of a cast that keeps the offset: that to a plain
 * timestamp drops it without a word (DuckDB 1.5.5). The session's zone is UTC. It begins with a digit, because DuckDB
 * takes the words "infinity" and "epoch" for times too.
 */
const isoStamp = (cell: Sql): Sql =>
	`case when length(${cell}) > 19 then try_cast(${cell} as timestamptz)::timestamp
		when ${cell} >= '0' and ${cell} < ':' then try_cast(${cell} as timestamp) end`;

/** The cell as it reads, or null where it is no date. */
function plain(cell: Sql, reading: Reading): Sql {
	const iso = isoStamp(cell);
	if (reading.dateOrder === 'ymd') return iso;
	const parse = (formats: readonly string[]): Sql =>
		`try_strptime(${cell}, [${formats.map(quote).join(', ')}])`;
	const usual = reading.dateFormats.length > 0 ? `${parse(reading.dateFormats)}, ` : '';
	const numeric = `coalesce(${usual}${parse(dateFormats(reading.dateOrder))})`;
	return `case when ${cell}[5] = '-' then ${iso} else ${numeric} end`;
}

/** A cell as UTC timestamp; a date without a time of day stands at noon local (METRICS.md §0). Null where it is no date. */
export function stamp(cell: Sql, reading: Reading): Sql {
	const read = byNotation(
		cell,
		reading,
		(rule) => (rule.isAbsolute ? null : rule.read(cell, reading.year)),
		plain(cell, reading)
	);
	const absolute = (rule: NotationRule) => (rule.isAbsolute ? rule.read(cell, reading.year) : null);
	return byNotation(cell, reading, absolute, inZone(cell, read, reading));
}

/** Whether an ISO cell says its offset or zone, in any of the ways that DuckDB reads: Z, +01, +0100, +01:00, " UTC". */
const statesZone = (cell: Sql): Sql =>
	`${cell}[-1] = 'Z' and length(${cell}) > 11 or length(${cell}) > 19 and regexp_matches(${cell}, '^\\d{4}[-/].*:\\d\\d(\\.\\d+)?([+-]\\d\\d(:?\\d\\d)?| [A-Za-z][A-Za-z_/+-]*)$')`;

/** The local time that was read as UTC, unless the cell states its own offset. */
function inZone(cell: Sql, read: Sql, reading: Reading): Sql {
	const { timeZone, noonZone = timeZone } = reading;
	const isDay = isDayOnly(cell, reading);
	const toUtc = (zone: string, local: Sql) =>
		zone === 'UTC' ? `(${local})` : `timezone('UTC', timezone(${quote(zone)}, ${local}))`;
	if (noonZone !== timeZone) {
		const noon = toUtc(noonZone, `${read} + interval 12 hour`);
		const time = `case when ${statesZone(cell)} then ${read} else ${toUtc(timeZone, read)} end`;
		return `case when ${isDay} then ${noon} else ${time} end`;
	}
	const local = `case when ${isDay} then ${read} + interval 12 hour else ${read} end`;
	if (timeZone === 'UTC') return `(${local})`;
	return `case when ${statesZone(cell)} then ${read} else ${toUtc(timeZone, local)} end`;
}

/** The cell, or null where it says in a notation of the file that there is no date. */
function present(cell: Sql, reading: Reading): Sql {
	const none = reading.notations.flatMap((name) => notationRule(name).saysNone?.(cell) ?? []);
	return none.length === 0 ? cell : `(case when not (${none.join(' or ')}) then ${cell} end)`;
}

const cellsOf = (headers: readonly string[], reading: Reading): Sql | null => {
	const cells = headers
		.flatMap((heading) => reading.cell([heading]) ?? [])
		.map((cell) => present(cell, reading));
	if (cells.length < 2) return cells[0] ?? null;
	return `coalesce(${cells.join(', ')})`;
};

/** What is no date, unless it says that there is none, as databases do with a day of zeros. */
const undated =
	(cell: Sql) =>
	(value: Sql): Sql =>
		`(${unread(cell)(value)} and not starts_with(${cell}, '0000-00-00'))`;

/** A date or time stamp in any of the file's notations; text that is none refuses the row with `not_a_date`. */
export const date = (...headers: string[]): Column => ({
	headers,
	cast: (reading) => {
		const found = reading.cell(headers);
		if (found === null) return { value: 'null' };
		const cell = present(found, reading);
		return {
			value: stamp(cell, reading),
			refuses: { when: undated(cell), reason: 'not_a_date', cell }
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

/**
 * The day of enrolment, where others of the record's dates may stand in for it as its place in time but never as its value:
 * a start that passed for the enrolment would look like a quick one, which counts as the learner's doing (rule R10). A row
 * without any of them is refused.
 */
export const enrolmentDate = (own: readonly string[], others: readonly string[]): Column => ({
	headers: own,
	uses: others,
	cast: (reading) => {
		const [cell, any] = [cellsOf(own, reading), cellsOf([...own, ...others], reading)];
		if (any === null) return { value: 'null' };
		const value = cell === null ? 'null' : stamp(cell, reading);
		const isUnread = (read: Sql) => (cell === null ? 'false' : undated(cell)(read));
		return {
			value,
			refuses: {
				when: (read) => `(${any} is null or ${isUnread(read)})`,
				reason: 'not_a_date',
				cell: cell ?? any
			}
		};
	}
});

/** Whether the first of these columns that holds a value has no time of day. */
export const dayOnly = (...headers: string[]): Column => ({
	headers: [],
	cast: (reading) => {
		const cell = cellsOf(headers, reading);
		return { value: cell === null ? 'null' : `coalesce(${isDayOnly(cell, reading)}, false)` };
	}
});

/** A plain day, such as the start of a rule's validity. */
export const day = (...headers: string[]): Column => {
	const stamped = date(...headers);
	return {
		headers,
		cast: (reading) => {
			const whole = stamped.cast({ ...reading, timeZone: 'UTC', noonZone: 'UTC' });
			return whole.value === 'null' ? whole : { ...whole, value: `(${whole.value})::date` };
		}
	};
};

/** The day that the record hangs on; without one the row is refused. */
export const anchorDay = (...headers: string[]): Column => {
	const stamped = anchorDate(...headers);
	return {
		headers,
		cast: (reading) => {
			const whole = stamped.cast({ ...reading, timeZone: 'UTC', noonZone: 'UTC' });
			return whole.value === 'null' ? whole : { ...whole, value: `(${whole.value})::date` };
		}
	};
};
/** A date that a source finds by its own SQL, as in a cell of a wide table; text that is none refuses the row. */
export const dateOf = (find: (reading: Reading) => Sql): Column => ({
	headers: [],
	cast: (reading) => {
		const cell = present(find(reading), reading);
		return {
			value: stamp(cell, reading),
			refuses: { when: undated(cell), reason: 'not_a_date', cell }
		};
	}
});

/** A day and a time of day that stand in two columns; the time may be missing. */
export const dateAndTime = (days: readonly string[], times: readonly string[]): Column => {
	const whole = dateOf(({ cell }) => {
		const [day, time] = [cell(days) ?? 'null', cell(times)];
		return time === null
			? day
			: `concat_ws(' ', ${day}, case when ${day} is not null then ${time} end)`;
	});
	return {
		headers: days,
		uses: times,
		cast: (reading) => (reading.cell(days) === null ? { value: 'null' } : whole.cast(reading))
	};
};

/** As `dayOnly`, where a time of day may stand in a column of its own. */
export const dayOnlyUnless = (times: readonly string[], days: readonly string[]): Column => ({
	headers: [],
	cast: (reading) => {
		const { value } = dayOnly(...days).cast(reading);
		const time = reading.cell(times);
		return { value: time === null ? value : `(${value} and ${time} is null)` };
	}
});

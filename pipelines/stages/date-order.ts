import { message } from '#queries/messages.ts';
import { dateFormats } from '../sources/dates.ts';
import { bareHeading, normaliseHeader } from '../sources/headers.ts';
import { midnight } from '../sources/midnight.ts';
import type { Notation } from '../sources/notations.ts';
import { notationRule, notationsShown } from '../sources/notations.ts';
import type { TableSource } from '../sources/source.ts';
import type { EarlierOrder } from './earlier-order.ts';
import { zoneOfNoon } from './organisation-day.ts';
import { zoneOfHeadings } from './zone.ts';

/** How a file writes its dates, and what shows it. */
export interface DateReading {
	readonly dateOrder: 'ymd' | 'dmy' | 'mdy';
	/** True where no value of the first rows tells day from month, and nothing and nobody else did. */
	readonly isAmbiguous: boolean;
	/** A value that shows the question best where the order is ambiguous, else null. */
	readonly openCell: string | null;
	/** What told the order; null where it is a guess or there is none to tell. */
	readonly toldBy: 'values' | 'person' | 'earlier' | null;
	/** True where some values can only be read one way and some only the other. */
	readonly isContradictory: boolean;
	readonly formats: readonly string[];
	/** Notations beside ISO and numeric ones. */
	readonly notations: readonly Notation[];
	readonly timeZone: string;
	/** Zone at whose noon dates without a time of day stand. */
	readonly noonZone: string;
	/** The columns in which most dates state no year, and the first such date; null where there are none. */
	readonly yearless: { readonly places: readonly number[]; readonly cell: string } | null;
	/**
	 * The columns in which no date has a time of day but midnight, by all rows that were looked at: days, to which a database or
	 * a spreadsheet may add a clock.
	 */
	readonly midnights: readonly number[];
	/** Whether the headings name the zone. */
	readonly isZoneStated: boolean;
	/** Whether the first rows hold any date at all. */
	readonly hasDates: boolean;
	/** Whether some of the first values hold a time of day without a zone: else there is no zone to ask about. */
	readonly hasTimes: boolean;
	readonly evidence: string;
}

const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?:,? .*)?$/;

const patterns: Readonly<Record<string, string>> = {
	'%d': '\\d{1,2}',
	'%m': '\\d{1,2}',
	'%y': '\\d{2}',
	'%Y': '\\d{4}',
	'%H': '\\d{1,2}',
	'%I': '\\d{1,2}',
	'%M': '\\d{1,2}',
	'%S': '\\d{1,2}',
	'%p': '[AaPp][Mm]'
};

const toPattern = (format: string): RegExp =>
	new RegExp(`^${format.replaceAll(/%[a-zA-Z]|[./]/g, (part) => patterns[part] ?? `\\${part}`)}$`);

/** Whether two numbers can be a day and a month, in either order: 31/31 cannot. */
const isDayAndMonth = (first: number, second: number): boolean => {
	const [less, more] = [Math.min(first, second), Math.max(first, second)];
	return less >= 1 && less <= 12 && more <= 31;
};

/** Dots part the numbers only where the day comes first: no system writes month.day.year. */
const isDotted = (cell: string): boolean => /^\d+\./.test(cell);

/** Whether a stamp says itself which moment it is. */
const statesZone = (cell: string): boolean =>
	/^\d{4}.*:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?| UTC)$/.test(cell) ||
	notationsShown([cell]).some((name) => notationRule(name).isAbsolute);

/** The places of the columns that the source reads as dates. */
function datePlaces(source: TableSource, header: readonly string[]): number[] {
	const dated = new Set(
		Object.entries(source.columns)
			.filter(([field]) => /_(at|on|from|to)$/.test(field))
			.flatMap(([, column]) => column.headers.map(normaliseHeader))
	);
	return header.flatMap((heading, index) => {
		const plain = normaliseHeader(heading);
		return dated.has(plain) || dated.has(bareHeading(plain, source)) ? [index] : [];
	});
}

/** Whether a cell has a time of day; an offset behind a day is none. */
const isTimed = (cell: string): boolean =>
	/\d:\d\d/.test(cell) && !notationRule('dayInZone').shows.test(cell);

/** Where the first rows show that days come with a midnight, in words. */
function midnightsInWords(
	header: readonly string[],
	rows: readonly (readonly string[])[],
	midnights: readonly number[]
): string {
	const shown = midnights.filter((index) => rows.some((row) => isTimed(row[index] ?? '')));
	if (shown.length === 0) return '';
	const columns = shown.map((index) => (header[index] ?? '').trim()).join(', ');
	return message('import.days_at_midnight', { columns });
}

/** How dates are read where rows further down show that these columns hold times of day, midnights among them. */
export function withTimes(
	dates: DateReading,
	header: readonly string[],
	rows: readonly (readonly string[])[],
	timed: readonly number[]
): DateReading {
	const midnights = dates.midnights.filter((index) => !timed.includes(index));
	const columns = timed.map((index) => (header[index] ?? '').trim()).join(', ');
	const before = midnightsInWords(header, rows, dates.midnights);
	const isSaid = before !== '' && dates.evidence.endsWith(before);
	const bare = isSaid ? dates.evidence.slice(0, -before.length) : dates.evidence;
	const stated = rows.flatMap((row) =>
		timed.map((index) => row[index]?.trim() ?? '').filter(isTimed)
	);
	return {
		...dates,
		midnights,
		hasTimes: dates.hasTimes || stated.length === 0 || !stated.every(statesZone),
		evidence: `${bare}${midnightsInWords(header, rows, midnights)}${message('import.times_further_down', { columns })}`
	};
}

/** An order of day and month in words. */
export const orderInWords = (order: 'ymd' | 'dmy' | 'mdy'): string =>
	message(`imports.preview.dates.${order}`);

/** What is known of a file's dates beside their values. */
export interface DateWords {
	/** Zone of stamps that state none; UTC where nobody said. */
	readonly timeZone: string | null;
	/** Zone of the organisation; UTC where it is not known. */
	readonly ownZone: string;
	/** The order that a mapping names, whatever the values say. */
	readonly asked: DateReading['dateOrder'] | null;
	/** The order that a person named for values that leave it open. */
	readonly chosen: 'dmy' | 'mdy' | null;
	readonly earlier: EarlierOrder | null;
	/** Further cells that may be dates. */
	readonly also: readonly string[];
}

/** The order where the values leave it open: a person's word, an earlier file of the system, else the source's habit. */
function orderLeftOpen(
	{ dateOrder }: TableSource,
	cell: string,
	{ chosen, earlier }: DateWords
): Pick<DateReading, 'toldBy' | 'evidence'> & { readonly dateOrder: 'dmy' | 'mdy' } {
	if (chosen !== null) {
		const words = orderInWords(chosen);
		return {
			dateOrder: chosen,
			toldBy: 'person',
			evidence: message('import.dates_as_asked', { words })
		};
	}
	if (earlier !== null) {
		const words = orderInWords(earlier.dateOrder);
		const evidence = message('import.dates_as_in_earlier', { words, file: earlier.file });
		return { dateOrder: earlier.dateOrder, toldBy: 'earlier', evidence };
	}
	const words = orderInWords(dateOrder);
	const evidence = message('import.dates_like_could_be_read_both', { cell, words });
	return { dateOrder, toldBy: null, evidence };
}

/**
 * The order of day and month, proven by a value above 12 in one place or by dots, else told by a person or an earlier
 * file, else the source's habit, flagged ambiguous.
 */
export function readDates(
	source: TableSource,
	header: readonly string[],
	rows: readonly (readonly string[])[],
	said: DateWords
): DateReading {
	const { ownZone, asked, also } = said;
	const places = datePlaces(source, header);
	const cells = rows
		.flatMap((row) => places.map((index) => row[index]?.trim() ?? ''))
		.concat(also)
		.filter((cell) => cell !== '');
	const lacksYear = (cell: string) =>
		notationsShown([cell]).some((name) => name === 'wordsWithoutYear');
	const yearless = places.filter((index) => {
		const filled = rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
		return filled.length > 0 && filled.filter(lacksYear).length * 2 >= filled.length;
	});
	const first = yearless.length === 0 ? undefined : cells.find(lacksYear);
	const stated = zoneOfHeadings(places.map((index) => header[index] ?? ''));
	const midnights = places.filter((index) =>
		rows.every((row) => {
			const cell = row[index]?.trim() ?? '';
			return !isTimed(cell) || midnight.test(cell);
		})
	);
	const timed = rows
		.flatMap((row) =>
			places.filter((index) => !midnights.includes(index)).map((index) => row[index]?.trim() ?? '')
		)
		.concat(also);
	const timeZone = stated ?? said.timeZone ?? 'UTC';
	const common = {
		notations: [...new Set([...(source.notations ?? []), ...notationsShown(cells)])],
		timeZone,
		noonZone: zoneOfNoon(timeZone, ownZone),
		yearless: first === undefined ? null : { places: yearless, cell: first },
		isZoneStated: stated !== null,
		hasDates: cells.length > 0,
		midnights,
		hasTimes: timed.some((cell) => /\d{1,2}:\d{2}/.test(cell) && !statesZone(cell))
	};
	const inZone = [
		stated === null ? '' : message('import.in_as_headings_say', { stated }),
		midnightsInWords(header, rows, midnights)
	].join('');
	const written = cells.flatMap((cell) => {
		const match = numeric.exec(cell);
		return match ? [{ cell, first: Number(match[1]), second: Number(match[2]) }] : [];
	});
	const parts = written.filter(({ first, second }) => isDayAndMonth(first, second));
	if (parts.length === 0) {
		const [cell] = cells;
		const [impossible] = written;
		const shown =
			impossible !== undefined
				? message('import.no_date_in_any_order', { cell: impossible.cell })
				: cell === undefined
					? message('import.no_dates_in_first_rows')
					: message('import.dates_like', { cell });
		return {
			dateOrder: cells.length > 0 && impossible === undefined ? 'ymd' : source.dateOrder,
			isAmbiguous: false,
			openCell: null,
			toldBy: null,
			isContradictory: false,
			formats: [],
			...common,
			evidence: `${shown}${inZone}`
		};
	}
	const dayFirst = parts.filter(
		({ cell, first, second }) => second <= 12 && (first > 12 || isDotted(cell))
	);
	const monthFirst = parts.filter(({ first, second }) => second > 12 && first <= 12);
	const isAsked = asked !== null && asked !== 'ymd';
	const isContradictory = !isAsked && dayFirst.length > 0 && monthFirst.length > 0;
	const isTied = dayFirst.length === monthFirst.length;
	const shownCell = (parts.find(({ first, second }) => first !== second) ?? parts[0])?.cell ?? '';
	const open = !isAsked && isTied ? orderLeftOpen(source, shownCell, said) : null;
	const isAmbiguous = open !== null && open.toldBy === null && !isContradictory;
	const dateOrder = isAsked
		? asked
		: (open?.dateOrder ?? (dayFirst.length > monthFirst.length ? 'dmy' : 'mdy'));
	const formats = dateFormats(dateOrder).filter((format) => {
		const pattern = toPattern(format);
		return parts.some(({ cell }) => pattern.test(cell));
	});
	const words = orderInWords(dateOrder);
	const [oneDay, oneMonth] = [dayFirst[0]?.cell ?? '', monthFirst[0]?.cell ?? ''];
	const evidence = isAsked
		? message('import.dates_as_asked', { words })
		: isContradictory
			? message('import.can_only_be_day_first_and', {
					one_day: oneDay,
					one_month: oneMonth,
					words
				})
			: open !== null
				? open.evidence
				: message('import.order_because_of', { words, cell: oneDay || oneMonth });
	return {
		dateOrder,
		isAmbiguous,
		openCell: isAmbiguous ? shownCell : null,
		toldBy: isAsked ? 'person' : open ? open.toldBy : isContradictory ? null : 'values',
		isContradictory,
		formats,
		...common,
		evidence: `${evidence}${inZone}`
	};
}

import { message } from '#queries/messages.ts';
import type { TimeUnit } from '../sources/durations.ts';
import { usualUnit } from '../sources/durations.ts';
import { bareHeading, normaliseHeader } from '../sources/headers.ts';
import type { TableSource } from '../sources/source.ts';
import { unitIn } from '../spoken-headings.ts';

/** What the plain numbers of a file's lengths of time count, and what shows it. */
export interface DurationReading {
	/** The unit that a person said for all of them, or that the heading of a column names, by its place. */
	readonly unitAt: (place: number) => TimeUnit | null;
	/** A plain number whose unit nothing tells, with the heading of its column. */
	readonly open: { readonly column: string; readonly cell: string } | null;
	/** Whether the first rows hold any length of time. */
	readonly hasDurations: boolean;
	readonly evidence: string;
}

/** How the lengths of time of a table are told: what a person said, and where items have such cells. */
export interface DurationWords {
	readonly asked: TimeUnit | null;
	/** Places of items whose cells are lengths of time. */
	readonly items: readonly number[];
}

/** A unit of time in words. */
export const unitInWords = (unit: TimeUnit): string => message(`mapping.duration.${unit}`);

const isPlain = (cell: string): boolean => /^[+-]?\d[\d,.]*$/.test(cell);
const isNone = (cell: string): boolean => /^([-–]|--|n\/a|)$/i.test(cell);

interface Length {
	readonly place: number;
	/** The unit that the source is known for; null where it is anybody's. */
	readonly unit: TimeUnit | null;
}

/** The columns that the source reads as lengths of time. */
function lengthsIn(source: TableSource, header: readonly string[]): readonly Length[] {
	const plain = header.map(normaliseHeader);
	const bare = plain.map((heading) => bareHeading(heading, source));
	const lengths = Object.values(source.columns).flatMap((column) => column.lengths ?? []);
	return lengths.flatMap(({ headers, unit }) => {
		const places = headers.map(normaliseHeader).flatMap((name) => {
			const whole = plain.indexOf(name);
			return whole >= 0 ? [whole] : [bare.indexOf(name)];
		});
		return places
			.filter((place) => place >= 0)
			.slice(0, 1)
			.map((place) => ({ place, unit }));
	});
}

/**
 * The unit of plain lengths of time: as a person said, else as the heading of their column names it, such as
 * "Dauer (Std.)", else the one that the export is known for. Where nothing tells they are minutes. Lengths such as 1:05:30
 * or 1h 5m say it themselves.
 */
export function readDurationsOf(
	source: TableSource,
	header: readonly string[],
	headings: readonly string[],
	rows: readonly (readonly string[])[],
	{ asked, items }: DurationWords
): DurationReading {
	const own = lengthsIn(source, header);
	const byHeading = new Map(
		own.map(({ place }) => [place, unitIn(headings[place] ?? '')] as const)
	);
	const ofItems = items.map((place): Length => ({ place, unit: null }));
	const told: string[] = [];
	let open: DurationReading['open'] = null;
	let hasDurations = false;
	for (const { place, unit } of [...own, ...ofItems]) {
		const column = (headings[place] ?? '').trim();
		const cells = rows.map((row) => row[place]?.trim() ?? '').filter((cell) => !isNone(cell));
		const [first] = cells;
		if (first === undefined) continue;
		hasDurations = true;
		const cell = cells.find(isPlain);
		const named = byHeading.get(place) ?? null;
		if (cell === undefined) told.push(message('import.durations_say_it', { cell: first }));
		else if (named !== null)
			told.push(message('import.durations_of_heading', { column, unit: unitInWords(named) }));
		else if (unit !== null)
			told.push(message('import.durations_of_export', { column, unit: unitInWords(unit) }));
		else open ??= { column, cell };
	}
	const says = (evidence: string, left: DurationReading['open'] = null): DurationReading => ({
		unitAt: (place) => asked ?? byHeading.get(place) ?? null,
		open: left,
		hasDurations,
		evidence
	});
	if (asked !== null)
		return says(message('import.durations_as_asked', { unit: unitInWords(asked) }));
	if (!hasDurations) return says(message('import.durations_in_no_row'));
	if (open !== null)
		told.push(message('import.durations_open', { ...open, unit: unitInWords(usualUnit) }));
	return says([...new Set(told)].join('; '), open);
}

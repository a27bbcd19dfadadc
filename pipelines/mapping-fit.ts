import { asItem } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { normaliseHeader } from './sources/headers.ts';
import { cellWords } from './sources/lists/wide-cells.ts';
import type { CellKind } from './sources/source.ts';

const fold = (word: string): string => word.toLowerCase().replaceAll(' ', '');
const knownWords = new Set(Object.keys(cellWords).map(fold));

/** A cell that is read by its form: a day of completion, points, a share, a time. Words are none. */
export function isValueOf(kind: CellKind, cell: string): boolean {
	if (/^[-–—]{0,2}$/.test(cell)) return true;
	if (kind === 'answer') return true;
	if (kind === 'state') return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T,].*)?$/.test(cell);
	if (kind === 'time' && /^\d+:[0-5]\d(:[0-5]\d)?$|^(\d+ ?[a-zé]+[.,]? ?)+$/i.test(cell))
		return true;
	return /^[-+]?[\d.,]+ ?[%#]?$/.test(cell);
}

/** Whether most of what stands in a column, or `least` of it, is what such a cell holds: a value, or a word with a meaning. */
export function looksLikeCells(
	kind: CellKind,
	cells: readonly string[],
	said: Readonly<Record<string, string | null>> = {},
	least = 0.8
): boolean {
	const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
	const own = new Set(Object.keys(said).map(fold));
	const fitting = filled.filter(
		(cell) => isValueOf(kind, cell) || knownWords.has(fold(cell)) || own.has(fold(cell))
	);
	return fitting.length >= filled.length * least;
}

/** The most that a mapping with other items than those it was made for is trusted, so that a known export goes before. */
const mostForOtherItems = 0.95;

function fitOfWide(
	{ columns, headings = [], wide, words }: Mapping,
	row: readonly string[],
	following: readonly (readonly string[])[]
): number {
	if (wide === undefined) return 0;
	const named = new Set(
		Object.entries(columns)
			.filter(([, heading]) => heading !== asItem)
			.map(([own]) => normaliseHeader(own))
	);
	const made = new Set(headings.map(normaliseHeader));
	const items = row.flatMap((heading, place) => {
		const plain = normaliseHeader(heading);
		return plain === '' || named.has(plain) || columns[`#${place + 1}`] !== undefined
			? []
			: [{ plain, place }];
	});
	const isItem = ({ plain, place }: (typeof items)[number]) =>
		made.has(plain) ||
		(wide.cells !== 'answer' &&
			looksLikeCells(
				wide.cells,
				following.map((record) => record[place] ?? ''),
				words?.['status']
			));
	if (items.length === 0 || !items.every(isItem)) return 0;
	const known = items.filter(({ plain }) => made.has(plain)).length;
	const isSame = known === items.length;
	// Numbers look alike in every table: only their headings tell that they are the same kind of numbers.
	if (wide.cells !== 'state' && known * 2 < items.length) return 0;
	const found = new Set(row.map(normaliseHeader));
	const kept = [...named].filter((name) => !/^#\d+$/.test(name) && made.has(name));
	const there = kept.filter((name) => found.has(name)).length;
	const score = 0.7 + 0.3 * (kept.length === 0 ? 1 : there / kept.length);
	return isSame ? score : Math.min(score, mostForOtherItems);
}

/** How surely a row of headings, with the records below it, is of the kind that a mapping was made for, from 0 to 1. */
export function fitOfMapping(
	mapping: Mapping,
	row: readonly string[],
	following: readonly (readonly string[])[] = []
): number {
	const { columns, headings = [], wide, fixed = {} } = mapping;
	const found = new Set(row.map(normaliseHeader));
	const needed = Object.entries(columns)
		.filter(([own, heading]) => heading !== '' && heading !== asItem && !/^#\d+$/.test(own))
		.map(([own]) => normaliseHeader(own));
	if (!needed.every((name) => found.has(name))) return 0;
	if (wide !== undefined) return fitOfWide(mapping, row, following);
	if (needed.length === 0) return 0;
	const made = [...new Set(headings.map(normaliseHeader))].filter((name) => name !== '');
	// What is said for every row of one kind of file is wrong for every row of another, so columns too many count against it.
	const isSaid = Object.keys(fixed).length > 0;
	const all = new Set([...made, ...(isSaid ? [...found].filter((name) => name !== '') : [])]);
	const there = made.filter((name) => found.has(name)).length;
	return 0.4 + 0.6 * (made.length === 0 ? 1 : there / all.size);
}

import type { TableHead } from './readers/table-head.ts';
import { usualWidth } from './readers/table-head.ts';
import type { Column, TableColumn } from './sources/columns.ts';
import { originWords } from './sources/lists/spoken-words.ts';
import { bareHeading, normaliseHeader } from './sources/headers.ts';
import type { TableSource } from './sources/source.ts';
import { sources } from './sources/sources.ts';
import { spokenHeadings } from './spoken-headings.ts';
import { headerRowsTried } from './stages/fit.ts';

/** A column that a source knows: its heading, what it becomes, and whether a record says nothing without it. */
export interface Slot {
	readonly heading: string;
	readonly fields: readonly string[];
	readonly isNeeded: boolean;
}

/** The columns that a source knows, each under its most usual heading. */
export function slotsOf({ columns, required }: TableSource): readonly Slot[] {
	const fields = new Map<string, string[]>();
	for (const [field, { headers }] of Object.entries(columns)) {
		const [heading] = headers;
		if (heading !== undefined) fields.set(heading, [...(fields.get(heading) ?? []), field]);
	}
	const needed = new Set(required.flat().map(normaliseHeader));
	return [...fields].map(([heading, own]) => ({
		heading,
		fields: own,
		isNeeded: needed.has(normaliseHeader(heading))
	}));
}

/** The words of a heading: "RollNumber" and "roll_number" have the same. */
const tokensOf = (heading: string): ReadonlySet<string> =>
	new Set(
		normaliseHeader(heading.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
			.split(/[^\p{L}\p{N}%]+/u)
			.filter((token) => token !== '')
			.map((token) => token.replace(/(?<=[a-z]{3})s$/, ''))
	);

function alike(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
	const both = [...left].filter((token) => right.has(token)).length;
	const all = left.size + right.size - both;
	return all === 0 ? 0 : both / all;
}

let headingsByField: ReadonlyMap<string, readonly ReadonlySet<string>[]> | null = null;

/** How every known export heads a field, as sets of words. */
function known(field: string): readonly ReadonlySet<string>[] {
	if (headingsByField === null) {
		const made = new Map<string, Map<string, ReadonlySet<string>>>();
		const add = (of: string, headings: readonly string[]) => {
			const own = made.get(of) ?? new Map<string, ReadonlySet<string>>();
			for (const heading of headings) own.set(normaliseHeader(heading), tokensOf(heading));
			made.set(of, own);
		};
		for (const source of sources)
			if (source.format === 'table')
				for (const [of, { headers }] of Object.entries(source.columns)) add(of, headers);
		for (const [of, headings] of Object.entries(spokenHeadings)) add(of, headings);
		headingsByField = new Map([...made].map(([of, own]) => [of, [...own.values()]]));
	}
	return headingsByField.get(field) ?? [];
}

const leastAlike = 0.6;

/** What stands in brackets behind the name of a column, such as "(Std.)". */
const unitBehind = /\s*[([][^)\]]*[)\]]\s*$/;

/** How likely a column is a slot's, by its heading and by what stands in it. */
function likeness(heading: string, cells: readonly string[], slot: Slot): number {
	const owns = [heading, heading.replace(unitBehind, '')].map(tokensOf);
	const byName = Math.max(
		0,
		...owns.flatMap((own) => [
			alike(own, tokensOf(slot.heading)),
			...slot.fields.flatMap((field) => known(field).map((other) => alike(own, other) * 0.99))
		])
	);
	const filled = cells.filter((cell) => cell.trim() !== '');
	const addresses = filled.filter((cell) => /^\S+@\S+\.\S+$/.test(cell.trim())).length;
	const isAddress = filled.length > 0 && addresses > filled.length / 2;
	if (slot.fields.includes('email')) return isAddress ? 1 : 0;
	if (slot.fields.includes('origin') && saysHow(filled))
		return Math.max(
			byName,
			saysOwnChoice(filled) ? leastAlike : 0,
			...owns.flatMap((own) => known('enrolled_by').map((other) => alike(own, other)))
		);
	return isAddress ? 0 : byName;
}

const howWords = new Set(Object.keys(originWords));

/** Whether cells say how somebody was enrolled, "Self" or "System", where names of people might stand. */
function saysHow(cells: readonly string[]): boolean {
	const words = new Set(cells.map((cell) => cell.trim().toLowerCase()));
	const known = [...words].filter((word) => howWords.has(word)).length;
	return words.size > 0 && known * 2 >= words.size;
}

/** Whether cells tell of learners' own choice, in a word that is no role of a person: such a column is known by its cells alone. */
const saysOwnChoice = (cells: readonly string[]): boolean =>
	cells.some((cell) => {
		const word = cell.trim().toLowerCase();
		return (
			word !== 'learner' &&
			Object.entries(originWords).some(([known, means]) => known === word && means === 'self')
		);
	});

/** Where the header most likely stands: the first row that is as wide as most rows, with words in it. */
export function likelyHeader(
	tables: readonly TableHead[]
): { table: TableHead; row: number } | null {
	const [table] = tables;
	if (!table) return null;
	const width = usualWidth(table.rows);
	const isHeader = (row: readonly string[]) =>
		row.length === width && row.filter((cell) => /\p{L}/u.test(cell)).length > width / 2;
	const row = table.rows.slice(0, headerRowsTried).findIndex(isHeader);
	return { table, row: Math.max(0, row) };
}

/** How the mapping names a column: by its heading, or by its place where the heading is blank or stands twice. */
export function columnName(header: readonly string[], place: number): string {
	const plain = header.map(normaliseHeader);
	const heading = plain[place] ?? '';
	const isOne = heading !== '' && plain.filter((one) => one === heading).length === 1;
	return isOne ? (header[place] ?? '').trim() : `#${place + 1}`;
}

/** Whether a source reads a column of this heading as it is called, into any field or one of these. */
export function isNative(
	source: TableSource,
	heading: string,
	columns: readonly Column[] = Object.values(source.columns)
): boolean {
	const plain = normaliseHeader(heading);
	if (plain === '') return false;
	const own = new Set([plain, bareHeading(plain, source)]);
	return columns.some(({ headers, uses = [] }) =>
		[...headers, ...uses].some((name) => own.has(normaliseHeader(name)))
	);
}

const takesAll = (source: TableSource): boolean =>
	source.items !== undefined || (source.entity === 'response' && !source.wide);

/** Whether a source makes anything of a column of this heading, as it is called. */
export function isReadAsCalled(
	source: TableSource,
	heading: string,
	header: readonly string[]
): boolean {
	if (isNative(source, heading) || takesAll(source)) return true;
	const table = header.map((one): TableColumn => ({ heading: one, below: [], cell: 'null' }));
	const column: TableColumn = { heading, below: [], cell: 'null' };
	return Object.values(source.columns).some(({ takes }) => takes?.(column, table));
}

/**
 * Which columns of a table are likely which of the source's, each used once, the likeliest first. A column that the source
 * knows stays as it is called, and so do all where the source makes items or questions of what it does not know.
 */
export function suggestColumns(
	source: TableSource,
	header: readonly string[],
	rows: readonly (readonly string[])[]
): Readonly<Record<string, string>> {
	const sample = rows.slice(0, 100);
	const native = new Map(
		header.flatMap((heading, place) =>
			isNative(source, heading) ? [[place, heading.trim()] as const] : []
		)
	);
	const used = [...native.values()];
	const slots = slotsOf(source).filter(
		({ fields }) =>
			!used.some((heading) =>
				isNative(
					source,
					heading,
					fields.flatMap((field) => source.columns[field] ?? [])
				)
			)
	);
	const pairs = header
		.flatMap((heading, place) =>
			(native.has(place) ? [] : slots).map((slot) => ({
				place,
				slot: slot.heading,
				score: likeness(
					heading,
					sample.map((row) => row[place] ?? ''),
					slot
				)
			}))
		)
		.filter(({ score }) => score >= leastAlike)
		.toSorted((left, right) => right.score - left.score || left.place - right.place);
	const columns = new Map<number, string>();
	const taken = new Set<string>();
	for (const { place, slot } of pairs) {
		if (columns.has(place) || taken.has(slot)) continue;
		columns.set(place, slot);
		taken.add(slot);
	}
	return Object.fromEntries(
		header.map((heading, place) => [
			columnName(header, place),
			native.get(place) ??
				columns.get(place) ??
				(isReadAsCalled(source, heading, header) ? heading.trim() : '')
		])
	);
}

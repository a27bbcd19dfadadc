import { message } from '#queries/messages.ts';
import { ImportError } from './import-error.ts';
import { itemTitle } from './sources/learning/gradebook.ts';
import type { Shape, Shown, TableSource, WideItem, WideRules } from './sources/source.ts';
import { itemMark } from './sources/source.ts';

/** The heading of a column that is an item or a question, marked as one; a blank heading is called by its place. */
export const markedHeading = (heading: string, place: number): string =>
	`${itemMark}${heading.trim() === '' ? message('import.column_without_heading', { place: place + 1 }) : heading.trim()}`;

const markedItems = ({ header }: Shown): readonly WideItem[] =>
	header.flatMap((heading, at) =>
		heading.startsWith(itemMark) ? [{ at, title: heading.slice(itemMark.length) }] : []
	);

const hasItems: Shape = {
	says: message('import.columns_marked_as_items'),
	isNeeded: true,
	holds: (shown) => markedItems(shown).length > 0
};

/** Fields of an item that a record cannot state once it is about many. */
const ofOneItem = /^(item_|record_id$)/;

/**
 * The source as it reads a table in which columns are items or questions: those are marked in the header, and what their
 * cells say comes in the place of columns. Throws `not_readable` where the source has no such cells.
 */
export function asWide(source: TableSource, rules: WideRules): TableSource {
	const made = source.wide?.[rules.cells];
	if (made === undefined)
		throw new ImportError(
			'not_readable',
			message('import.mapping_cells_unknown', {
				source: source.id,
				cells: rules.cells,
				known: Object.keys(source.wide ?? {}).join(', ') || '–'
			})
		);
	const own = made(rules, source.columns);
	if (source.entity === 'response') return { ...source, columns: { ...source.columns, ...own } };
	const dropped = Object.entries(source.columns).filter(
		([field]) => ofOneItem.test(field) || own[field] !== undefined
	);
	const gone = new Set(dropped.flatMap(([, { headers }]) => headers));
	const rest = Object.entries(source.columns).filter(([field]) => !ofOneItem.test(field));
	return {
		...source,
		required: source.required.filter((names) => !names.some((name) => gone.has(name))),
		telling: source.telling.filter((names) => !names.some((name) => gone.has(name))),
		shapes: [...(source.shapes ?? []), hasItems],
		items: markedItems,
		...(rules.blanks !== 'not_started' && { skipsBlankCells: true as const }),
		columns: { ...Object.fromEntries(rest), item_title: itemTitle, ...own }
	};
}

import type { ItemCells, Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
import { isBlank } from '../sources/lists/wide-cells.ts';
import type { WideItem } from '../sources/source.ts';

/** What a row of a table says of an item where its columns are not items. */
export const noItem: ItemCells = {
	cell: 'null',
	beside: 'null',
	title: 'null',
	code: 'null',
	due: 'null',
	points: 'null'
};

/** What a row says of its item once the record is cut into its items. */
export const itemCells: ItemCells = {
	cell: 'item.cell',
	beside: 'item.beside',
	title: 'item.title',
	code: 'item.code',
	due: 'item.due',
	points: 'item.points'
};

const text = (value: string | undefined): Sql => (value === undefined ? 'null' : quote(value));

function structOf(item: WideItem, header: readonly string[], place: (index: number) => Sql): Sql {
	const beside = item.beside === undefined ? 'null' : place(item.beside);
	return `{'ordinal': ${item.at + 1}::bigint, 'heading': ${quote(header[item.at]?.trim() ?? '')}, 'title': ${quote(item.title)},
		'code': ${text(item.code)}::varchar, 'due': ${text(item.due)}::timestamp, 'points': ${item.points ?? 'null'}::double,
		'cell': ${place(item.at)}, 'beside': ${beside}::varchar}`;
}

const isFilled = `not ${isBlank('one.cell')}`;

/** What of a list of items has a filled cell; the first where none has, so that the record is still counted. */
const filledOf = (list: Sql): Sql =>
	`(case when len(list_filter(${list}, lambda one: ${isFilled})) = 0 then [list_extract(${list}, 1)]
		else list_filter(${list}, lambda one: ${isFilled}) end)`;

/**
 * The rows of `from`, each once for every item, with the item as a struct beside its columns; items with a blank cell left
 * out where `skipsBlank` says so.
 */
export function cutIntoItems(
	items: readonly WideItem[],
	header: readonly string[],
	place: (index: number) => Sql,
	from: string,
	skipsBlank: boolean
): Sql {
	const list = `[${items.map((item) => structOf(item, header, place)).join(', ')}]`;
	if (!skipsBlank) return `select *, unnest(${list}) as item from ${from}`;
	return `select * exclude (every_item), unnest(${filledOf('every_item')}) as item
		from (select *, ${list} as every_item from ${from})`;
}

/**
 * The judged rows of `from` with the verdict on their whole record: the first of its refusals refuses all of it, as one
 * row without a column, so that a record is either loaded or kept for correction.
 */
export const ruledByRecord = (from: string): Sql =>
	`select * exclude (refusal, line), verdict as refusal, case when verdict is null then line | (item.ordinal << 40) else line end as line
	from (select *, first_value(refusal ignore nulls) over record as verdict, row_number() over (partition by line order by item.ordinal) as nth
		from ${from}
		window record as (partition by line order by item.ordinal rows between unbounded preceding and unbounded following))
	where verdict is null or nth = 1`;

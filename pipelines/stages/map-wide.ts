import type { ItemCells, Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
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

/** The rows of `from`, each once for every item, with the item as a struct beside its columns. */
export const cutIntoItems = (
	items: readonly WideItem[],
	header: readonly string[],
	place: (index: number) => Sql,
	from: string
): Sql =>
	`select *, unnest([${items.map((item) => structOf(item, header, place)).join(', ')}]) as item from ${from}`;

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

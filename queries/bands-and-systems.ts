import type { DuckDBConnection } from '@duckdb/node-api';
import type { Dimension } from './catalogue.ts';

/** A value of another dimension that a value adds up to: its id and its name there. */
export interface BandOrSystem {
	readonly id: number;
	readonly name: string;
}

/** For a dimension, by id of its value, the values of other dimensions that it adds up to and that can be asked for themselves. */
export type Groups = ReadonlyMap<
	Dimension,
	ReadonlyMap<number, ReadonlyMap<GroupDimension, BandOrSystem>>
>;

/** What items add up to. */
export const groupDimensions = ['length_band', 'source'] as const;
export type GroupDimension = (typeof groupDimensions)[number];

const itemSql = `
with band_or_system as (
    select i.item_id, 'length_band' as dimension, coalesce(i.length_band_id, 0)::integer as id, from item as i
    union all
    select i.item_id, 'source', coalesce(s.system_id, 0)::integer,
    from item as i
    left join learning_system as s on s.system = i.system
)
select g.item_id, g.dimension, g.id, coalesce(v.name, g.id::varchar),
from band_or_system as g
left join dimension_value as v on v.dimension = g.dimension and v.id = g.id`;

/** Items by the bands of length and the systems that they add up to. An item of several systems is of the one that knew it last. */
export async function readGroups(
	connection: DuckDBConnection,
	axes: readonly Dimension[]
): Promise<Groups> {
	if (!axes.includes('item')) return new Map();
	const reader = await connection.runAndReadAll(itemSql);
	const items = new Map<number, Map<GroupDimension, BandOrSystem>>();
	for (const [item, dimension, id, name] of reader.getRowsJS() as [
		number,
		GroupDimension,
		number,
		string
	][])
		items.set(
			item,
			(items.get(item) ?? new Map<GroupDimension, BandOrSystem>()).set(dimension, { id, name })
		);
	return new Map([['item', items]]);
}

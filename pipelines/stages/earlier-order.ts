import type { TableSource } from '../sources/source.ts';
import type { Warehouse } from '../warehouse/open.ts';
import type { DateReading } from './date-order.ts';

/** The order of day and month in an earlier file of a system, and which file that was. */
export interface EarlierOrder {
	readonly dateOrder: 'dmy' | 'mdy';
	readonly file: string;
}

/** What the earlier files of each system tell of the order of day and month; nothing of a system whose files differ. */
export type EarlierOrders = ReadonlyMap<string, EarlierOrder>;

/** Ways to be sure of an order that hold for the next file, too. */
const lasting: readonly NonNullable<DateReading['toldBy']>[] = ['values', 'person'];

/** Tables of the analyst's own come from anywhere, as long as no system is named. */
const isOneSystem = (system: string): boolean => !/^own(-|$)/.test(system);

/** The orders that the live batches of a warehouse proved, or that a person named for them. */
export async function earlierOrders(warehouse: Warehouse): Promise<EarlierOrders> {
	const rows = await warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select system, arg_max(file_name, batch_id) as file, any_value(date_order) as date_order
			from (
				select system, file_name, batch_id,
					json_extract_string(reading, '$.dates.dateOrder') as date_order,
					json_extract_string(reading, '$.dates.toldBy') as told_by
				from batch where undone_at is null
			)
			where date_order in ('dmy', 'mdy') and told_by in (${lasting.map((way) => `'${way}'`).join(', ')})
			group by system having count(distinct date_order) = 1`
		);
		return reader.getRowObjectsJS() as {
			system: string;
			file: string;
			date_order: 'dmy' | 'mdy';
		}[];
	});
	return new Map(
		rows.map(({ system, file, date_order: dateOrder }) => [system, { dateOrder, file }])
	);
}

/** The order that the earlier files of a source's system tell. */
export const earlierOrderOf = (
	{ system }: TableSource,
	orders: EarlierOrders | undefined
): EarlierOrder | null => (isOneSystem(system) ? (orders?.get(system) ?? null) : null);

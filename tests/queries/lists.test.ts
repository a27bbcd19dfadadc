import { expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

async function read(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
	return (await warehouse.connection.runAndReadAll(sql)).getRowsJS();
}

async function opened(): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const enrolled = { enrolled: '2025-01-10', origin: 'self' } as const;
	await warehouse.load({
		to: '2025-12-31',
		enrolments: [
			{ person: 'p', item: 'a', ...enrolled },
			{ person: 'p', item: 'b', ...enrolled }
		]
	});
	return warehouse;
}

const undo = async (warehouse: Warehouse, batch: number, table: string): Promise<void> => {
	await warehouse.connection.run(`update batch set undone_at = now() where batch_id = ${batch}`);
	await warehouse.connection.run(`delete from ${table} where batch_id = ${batch}`);
	await warehouse.build('episode', 'item');
};

test('the newest mandatory list is the list, and taking it back brings the earlier one back', async () => {
	const warehouse = await opened();
	const classes = () =>
		read(
			warehouse,
			'select code, class::varchar from episode as e join item as i on i.item_id = e.item_id order by code'
		);
	await warehouse.mandate([{ item: 'a' }]);
	await warehouse.build('episode', 'item');
	const first = [
		['a', 'assigned_required'],
		['b', 'self_initiated']
	];
	expect(await classes()).toEqual(first);
	await warehouse.mandate([{ item: 'b' }]);
	await warehouse.build('episode', 'item');
	expect(await classes()).toEqual([
		['a', 'self_initiated'],
		['b', 'assigned_required']
	]);
	const newest = (await read(warehouse, 'select max(batch_id) from mandatory_item'))[0]?.[0];
	await undo(warehouse, Number(newest), 'mandatory_item');
	expect(await classes()).toEqual(first);
});

test('the newest catalogue that names an item describes it, and the older one the others', async () => {
	const warehouse = await opened();
	const describeItems = async (batch: number, items: readonly (readonly unknown[])[]) => {
		await warehouse.insert('batch', {
			batch_id: batch,
			source_id: 'catalogue',
			system: 'catalogue',
			file_name: `${batch}.csv`,
			imported_at: '2026-01-01 00:00:00'
		});
		for (const [index, [code, title, minutes, isExternal]] of items.entries()) {
			await warehouse.insert('item_alias', {
				alias_id: batch * 10 + index,
				batch_id: batch,
				system: 'lms',
				code: code as string,
				title: title as string,
				nominal_minutes: minutes as number | null,
				is_external: isExternal as boolean
			});
		}
		await warehouse.build('episode', 'item');
	};
	const items = () =>
		read(warehouse, 'select code, title, nominal_minutes, is_external from item order by code');
	await describeItems(901, [
		['a', 'Zebra', 600, true],
		['b', 'Other', 20, false]
	]);
	const first = [
		['a', 'Zebra', 600, true],
		['b', 'Other', 20, false]
	];
	expect(await items()).toEqual(first);
	await describeItems(902, [['A', 'Antelope', 45, false]]);
	expect(await items()).toEqual([
		['a', 'Antelope', 45, false],
		['b', 'Other', 20, false]
	]);
	await undo(warehouse, 902, 'item_alias');
	expect(await items()).toEqual(first);
});

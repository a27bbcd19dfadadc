import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { trendBreaks } from '#queries/breaks.ts';

const breaksOf = async (systems: string) => {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run(`
		create table dimension_value as select 1 as value_id;
		create table learning_system as
		select * from (values ${systems}) as t (system, data_from, data_to)`);
	try {
		return await trendBreaks(connection);
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
};

test('a system that joins and one that ends break the trend; the usual gaps between exports do not', async () => {
	expect(
		await breaksOf(`('absorb', date '2024-07-01', date '2026-09-30'), ('moodle', date '2024-07-29', date '2026-09-02'),
			('docebo', date '2025-03-01', date '2026-09-30'), ('litmos', date '2024-07-01', date '2025-12-31')`)
	).toEqual([
		{ date: '2025-03-01', text: 'Data of Docebo begin' },
		{ date: '2025-12-31', text: 'Data of Litmos end' }
	]);
});

test('one system alone breaks nothing, and neither do no data', async () => {
	expect(await breaksOf("('absorb', date '2024-07-01', date '2026-09-30')")).toEqual([]);
	expect(await breaksOf("('absorb', null::date, date '2026-09-30')")).toEqual([]);
});

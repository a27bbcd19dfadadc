import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { trendBreaks } from '#queries/breaks.ts';

const breaksOf = async (systems: string, again = 'null, null') => {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run(`
		create table dimension_value as select 1 as value_id;
		create table learning_system as
		select row_number() over ()::smallint as system_id, *
		from (values ${systems}) as t (system, data_from, data_to);
		create table learning_cover as
		select system_id, data_from as from_on, coalesce(a.to_on, date '9999-12-31') as to_on
		from learning_system left join (select ${again}) as a (to_on, from_on) on system_id = 1
		union all
		select 1, from_on, date '9999-12-31'
		from (select ${again}) as a (to_on, from_on)
		where from_on is not null
		union all
		select 0, min(data_from), date '9999-12-31'
		from learning_system`);
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

test('a time between two files of a system of which none tells breaks the trend where it begins and where it ends', async () => {
	expect(
		await breaksOf(
			"('absorb', date '2024-07-01', date '2026-09-30'), ('moodle', date '2024-07-01', date '2026-09-30')",
			"date '2025-08-31', date '2025-10-01'"
		)
	).toEqual([
		{ date: '2025-08-31', text: 'Data of Absorb end for a time' },
		{ date: '2025-10-01', text: 'Data of Absorb go on' }
	]);
});

import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableMemory } from '#queries/table-memory.ts';

describe('the tables that a connection has worked out', () => {
	let connection: DuckDBConnection;
	beforeAll(async () => {
		connection = await (await DuckDBInstance.create()).connect();
		await connection.run('create table prepared_cell (question varchar)');
	});
	afterAll(() => connection.closeSync());

	const making = (cells: number) => {
		let made = 0;
		const table = Array.from({ length: cells });
		const make = () => {
			made += 1;
			return Promise.resolve({ table });
		};
		return { make, times: () => made };
	};

	test('are worked out once, also by two who ask at the same time, and anew once the models are', async () => {
		const open = tableMemory();
		const remember = async (
			on: DuckDBConnection,
			...asked: Parameters<Awaited<ReturnType<typeof open>>>
		) => (await open(on))(...asked);
		const { make, times } = making(3);
		await Promise.all([remember(connection, 'a', make), remember(connection, 'a', make)]);
		expect(times()).toBe(1);
		await connection.run('create or replace table prepared_cell (question varchar)');
		await remember(connection, 'a', make);
		expect(times()).toBe(2);
	});

	test('are forgotten in the order in which they were asked for last, once they are many', async () => {
		const open = tableMemory();
		const remember = async (
			on: DuckDBConnection,
			...asked: Parameters<Awaited<ReturnType<typeof open>>>
		) => (await open(on))(...asked);
		const [a, b, c] = [making(70_000), making(70_000), making(70_000)];
		await remember(connection, 'a', a.make);
		await remember(connection, 'b', b.make);
		await remember(connection, 'a', a.make);
		await remember(connection, 'c', c.make);
		await remember(connection, 'a', a.make);
		await remember(connection, 'b', b.make);
		expect([a, b, c].map(({ times }) => times())).toEqual([1, 2, 1]);
	});

	test('that could not be worked out are tried again', async () => {
		const open = tableMemory();
		const remember = async (
			on: DuckDBConnection,
			...asked: Parameters<Awaited<ReturnType<typeof open>>>
		) => (await open(on))(...asked);
		const failing = () => Promise.reject(new Error('out of memory'));
		await expect(remember(connection, 'a', failing)).rejects.toThrow('out of memory');
		const { make, times } = making(1);
		await remember(connection, 'a', make);
		expect(times()).toBe(1);
	});
});

import type { DuckDBConnection } from '@duckdb/node-api';

/** What the warehouse remembers under a name; null where nothing was ever kept there. */
export async function readSetting(
	connection: DuckDBConnection,
	name: string
): Promise<string | null> {
	const reader = await connection.runAndReadAll('select value from setting where name = $name', {
		name
	});
	return (reader.getRowsJS()[0]?.[0] ?? null) as string | null;
}

/** Keeps a value under a name in place of the one before, inside the caller's transaction. */
export async function keepSetting(
	connection: DuckDBConnection,
	name: string,
	value: string
): Promise<void> {
	await connection.run('delete from setting where name = $name', { name });
	await connection.run('insert into setting values ($name, $value)', { name, value });
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../sources/columns.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import type { BatchFacts } from './load.ts';
import { itemColumns, personColumns } from './staged.ts';

const names = (columns: Readonly<Record<string, string>>): string =>
	Object.keys(columns).join(', ');
const { display_name: _name, is_active: _active, ...keyColumns } = personColumns;

/** The staged columns that make an identity, and those that make an item, as SQL lists. */
export const identityColumns = names(keyColumns);
export const aliasColumns = names(itemColumns);

/** What a person and an item are known by first. */
export const personKey = 'coalesce(email, email_sha1, account, username, employee_number)';
export const itemKey = 'coalesce(lower(item_code), lower(item_title))';

/** The next free number of a column; numbers of rows that were taken back may come again. */
export async function nextId(
	connection: DuckDBConnection,
	table: string,
	column: string
): Promise<number> {
	const { next } = await readNumbers(
		connection,
		`select coalesce(max(${column}), 0) + 1 as next from ${table}`
	);
	return next ?? 1;
}

/**
 * Distinct people and items of the file as identities and aliases; the maps from their hashes stand in temp tables. Only
 * columns that are `written` are gathered record by record.
 */
export async function loadNames(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number,
	written: ReadonlySet<string>
): Promise<void> {
	const system = quote(facts.source.system);
	const firstIdentity = await nextId(connection, 'identity', 'identity_id');
	const firstAlias = await nextId(connection, 'item_alias', 'alias_id');
	const gather = (columns: Readonly<Record<string, string>>) => {
		const known = Object.keys(columns).filter((name) => written.has(name));
		return {
			/** One value of each for those that share a hash. */
			taken: known.map((name) => `, any_value(${name}) as ${name}`).join(''),
			empty: Object.entries(columns)
				.filter(([name]) => !written.has(name))
				.map(([name, type]) => `, null::${type} as ${name}`)
				.join('')
		};
	};
	const person = gather(keyColumns);
	const item = gather(itemColumns);
	const displayName = written.has('display_name') ? 'min(display_name)' : 'null::varchar';
	await connection.run(`
		create or replace temp table named as
		select (row_number() over (order by person_hash) + ${firstIdentity - 1})::integer as identity_id, *${person.empty}
		from (select person_hash${person.taken}, ${displayName} as display_name from staged
			where reject_reason is null and ${personKey} is not null group by person_hash)`);
	await connection.run(`
		insert into identity by name
		select identity_id, ${batchId} as batch_id, ${system} as system, email,
			coalesce(email_sha1, sha1('mailto:' || email)) as email_sha1, username, employee_number, account, manager_key,
			org_unit, hired_on, left_on from named`);
	await connection.run(`
		insert into person_name select identity_id, ${batchId}, display_name from named where display_name is not null`);
	await connection.run(`
		create or replace temp table known_item as
		select (row_number() over (order by item_hash) + ${firstAlias - 1})::integer as alias_id, *${item.empty}
		from (select item_hash${item.taken} from staged
			where reject_reason is null and ${itemKey} is not null group by item_hash)`);
	await connection.run(`
		insert into item_alias by name
		select alias_id, ${batchId} as batch_id, coalesce(item_system, ${system}) as system, item_code as code, item_title as title, item_format as format,
			item_minutes as nominal_minutes, item_external as is_external, item_topics as topics from known_item`);
}

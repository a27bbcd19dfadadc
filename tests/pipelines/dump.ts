import type { DuckDBConnection } from '@duckdb/node-api';
import type { Warehouse } from '#pipelines/warehouse/open.ts';

/**
 * What each numbered thing is called whatever its number is: numbers of rows that were taken back come again, so two
 * warehouses of the same files may number differently.
 */
const called = {
	batch: 'select batch_id as id, sha256 || source_id as name from batch',
	identity: `select identity_id as id, concat_ws('|', b.sha256, to_json(columns(i.* exclude (identity_id, batch_id)))::varchar) as name
		from identity as i join batch as b on b.batch_id = i.batch_id`,
	person: `select p.person_id as id, min(n.name) as name from identity_person as p
		join identity_called as n on n.id = p.identity_id group by all`,
	alias: `select alias_id as id, concat_ws('|', b.sha256, a.system, a.code, a.title, a.format, a.nominal_minutes, a.version, a.equivalent_to) as name
		from item_alias as a join batch as b on b.batch_id = a.batch_id`,
	item: `select item_id as id, min(concat(system, '|', item_key)) as name from item_member group by all`,
	enroller: 'select enroller_id as id, enrolled_by as name from enroller',
	org_unit: 'select org_unit_id as id, name from org_unit',
	system: 'select system_id as id, system as name from learning_system',
	job_family: 'select job_family_id as id, name from job_family',
	location: 'select location_id as id, name from location',
	grade: 'select grade_id as id, name from grade'
} as const;

type Kind = keyof typeof called;

/** What a column's numbers stand for, by its name. */
function kindOf(column: string): Kind | null {
	if (/(^|_)batch_id$/.test(column)) return 'batch';
	if (/(^|_)identity_id$/.test(column)) return 'identity';
	if (/(^|_)(person|manager|rater)_id$/.test(column)) return 'person';
	if (/(^|_)alias_id$/.test(column)) return 'alias';
	if (/(^|_)item_id$/.test(column)) return 'item';
	if (column === 'enroller_id') return 'enroller';
	if (/(^|_)(org_)?unit_id$/.test(column)) return 'org_unit';
	if (/(^|_)system_id$/.test(column)) return 'system';
	if (/(^|_)(job_)?family_id$/.test(column)) return 'job_family';
	if (/(^|_)location_id$/.test(column)) return 'location';
	if (/(^|_)grade_id$/.test(column)) return 'grade';
	return null;
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<string[]> {
	return (await connection.runAndReadAll(sql)).getRowsJS().map(([text]) => String(text));
}

/** Tables that tell of the process and not of the data. */
const skipped = ['setting', 'schema_version', 'prepared_cell', 'hidden_count'];

/** Every canonical and every model table as sorted rows of text, without numbers that depend on the order of imports. */
export const dump = (warehouse: Warehouse): Promise<ReadonlyMap<string, readonly string[]>> =>
	warehouse.read(async (connection) => {
		const tables = await rowsOf(
			connection,
			"select table_name from duckdb_tables() where schema_name = 'main' and not internal and not temporary order by 1"
		);
		for (const [kind, sql] of Object.entries(called))
			await connection.run(`create or replace temp table ${kind}_called as ${sql}`);
		const found = new Map<string, string[]>();
		for (const table of tables.filter((name) => !skipped.includes(name))) {
			const columns = await rowsOf(
				connection,
				`select column_name from duckdb_columns() where schema_name = 'main' and table_name = '${table}' order by column_index`
			);
			const joins: string[] = [];
			const shown = columns.flatMap((column, index) => {
				const kind = kindOf(column);
				if (kind === null)
					return /(^|_)id$/.test(column) && table === 'dimension_value'
						? []
						: table === 'batch' && column === 'reading'
							? [`'reading', json_merge_patch(t.reading::json, '{"together":null}')`]
							: [`'${column}', t."${column}"`];
				joins.push(`left join temp.${kind}_called as c${index} on c${index}.id = t."${column}"`);
				return [`'${column}', coalesce(c${index}.name, '? ' || t."${column}")`];
			});
			const live = table === 'batch' ? 'where t.undone_at is null' : '';
			found.set(
				table,
				await rowsOf(
					connection,
					`select json_object(${shown.join(', ')})::varchar as text from main."${table}" as t ${joins.join(' ')} ${live} order by text`
				)
			);
		}
		return found;
	});

import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
	modelChecks,
	modelLookedThrough,
	modelOfCheck,
	statementOf
} from '#queries/model-checks.ts';
import { keptModels } from '#queries/models.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const models = keptModels();
let warehouse: Warehouse;

/** Nothing was imported, so that whatever a row names is not there. */
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.build();
	await warehouse.connection.run('begin');
});

afterEach(async () => {
	await warehouse.connection.run('rollback');
	await warehouse.connection.run('begin');
});

const read = async (sql: string): Promise<Record<string, unknown>[]> =>
	(await warehouse.connection.runAndReadAll(sql)).getRowObjectsJS();

/** A value of a type that stands in no column before it. */
function valueOf(type: string, place: number): string {
	if (type.startsWith('ENUM')) return `enum_first(null::${type})`;
	if (type === 'VARCHAR') return `'nowhere ${place}'`;
	if (type === 'BOOLEAN') return 'false';
	if (type === 'DATE' || type === 'TIMESTAMP') return "date '2000-01-01'";
	return /^\w*(INT|INTEGER|DOUBLE|FLOAT)$/.test(type) ? String(80 + place) : 'null';
}

async function insertStrangeRow(model: string): Promise<void> {
	const columns = await read(
		`select data_type as type from duckdb_columns() where table_name = '${model}' order by column_index`
	);
	const values = columns.map(({ type }, place) => valueOf(String(type), place));
	await warehouse.connection.run(`insert into ${model} select ${values.join(', ')}`);
}

async function problemsOf(model: string): Promise<string[]> {
	const rows = await read(modelChecks().get(`rows_of_${model}`) ?? '');
	return rows.map(({ problem }) => String(problem));
}

describe('statementOf(sql, models)', () => {
	test('reads keys, names of people and references, over several lines', () => {
		const sql = `-- One row per stay.
-- Key: person_id, from_on where is_staff; (name)
-- References: move; unit as org_unit_id, day where org_unit_id > 0;
--     batch
select 1 -- Key: none`;
		expect(statementOf(sql, new Map([['move', '-- Key: person_id, moved_on']]))).toEqual({
			keys: [
				{ columns: ['person_id', 'from_on'], condition: 'is_staff' },
				{ columns: ['name'], condition: null }
			],
			references: [
				{ table: 'move', columns: ['person_id', 'moved_on'], condition: null },
				{ table: 'unit', columns: ['org_unit_id', 'day'], condition: 'org_unit_id > 0' },
				{ table: 'batch', columns: ['batch_id'], condition: null }
			],
			veiled: new Set(['name'])
		});
	});
});

test('modelLookedThrough(check) is the model, but none where it is to hold one row', async () => {
	expect(modelLookedThrough('rows_of_move')).toEqual(['move']);
	expect(modelLookedThrough('rows_of_personnel_window')).toEqual([]);
	await warehouse.connection.run('delete from personnel_window');
	expect(await problemsOf('personnel_window')).toEqual(['holds 0 rows']);
});

describe('modelChecks()', () => {
	test('every kept model states its key', () => {
		const checked = [...modelChecks().keys()];
		expect(checked).toEqual([...models.keys()].map((model) => `rows_of_${model}`));
	});

	test.each([...models])(
		'%s: rows that stand twice or lead nowhere are seen',
		async (name, sql) => {
			expect(await problemsOf(name)).toEqual([]);
			const { keys, references } = statementOf(sql, models);
			await insertStrangeRow(name);
			const astray = (await problemsOf(name)).filter((problem) => problem.includes('is not among'));
			expect(astray).toHaveLength(references.length);
			await insertStrangeRow(name);
			const twice = (await problemsOf(name)).filter((problem) =>
				/\b(stands?|holds) \d+ (times|rows)$/.test(problem)
			);
			expect(twice).toHaveLength(keys.length);
		}
	);

	test('says in words what is wrong, with ids and never with a name', async () => {
		await warehouse.connection.run("insert into person_key values ('ann@example.org', -99)");
		expect(await read(modelChecks().get('rows_of_person_key') ?? '')).toEqual([
			{ key: expect.any(BigInt) as bigint, problem: 'person -99 is not among the people' }
		]);
		await warehouse.connection.run('insert into person_mark values (7, 1), (7, 2)');
		expect(await read(modelChecks().get('rows_of_person_mark') ?? '')).toContainEqual({
			person_id: 7,
			problem: 'stands 2 times'
		});
	});
});

test('modelOfCheck(check) tells which model a check is about', () => {
	expect(modelOfCheck('rows_of_post_spell')).toBe('post spell');
	expect(modelOfCheck('rows_name_a_known_item')).toBeNull();
});

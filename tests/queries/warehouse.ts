import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { defineMacros } from '#queries/macros.ts';
import {
	definePopulations,
	emptyAmong,
	isOfSettings,
	keptModels,
	modelSettings,
	orderModels,
	publishModels,
	stageModels
} from '#queries/models.ts';
import { readSql } from '#queries/repository.ts';
import { aroundTests } from '../around-tests.ts';
import { withLateRows } from './late-rows.ts';
import type { Enrolment, Event, File, JobFacts, Mandate } from './rows.ts';

export type { Enrolment, File, JobFacts } from './rows.ts';

/** A warehouse in memory with small builders; persons and items are made on first mention. */
export interface Warehouse {
	readonly connection: DuckDBConnection;
	load(file: File): Promise<number>;
	mandate(list: readonly Mandate[]): Promise<void>;
	job(
		person: string,
		day: string,
		unit: string,
		job?: string,
		manager?: string,
		facts?: JobFacts
	): Promise<void>;
	employ(
		person: string,
		hired: string,
		left?: string,
		facts?: { kind?: string; type?: string }
	): Promise<void>;
	/** How far the personnel files reach. */
	personnelTo(day: string): Promise<void>;
	prompt(person: string, item: string, shown: string, channel?: string): Promise<void>;
	assign(person: string, item: string, assigned: string, obligation?: string): Promise<void>;
	override(
		item: string,
		origin: string | null,
		obligation: string | null,
		person?: string
	): Promise<void>;
	/** Builds the models: all of them, or these and what they read, which is all that a test of few models looks at. */
	build(...wanted: readonly string[]): Promise<void>;
	insert(table: string, row: Readonly<Record<string, DuckDBValue>>): Promise<void>;
}

const stamp = (text: string | null | undefined): string | null => {
	if (text === null || text === undefined) return null;
	return text.includes(':') ? text : `${text} 12:00:00`;
};

/** Connections of tests that are over, and of the one that runs; what opens outside a test stays with its file. */
const free: DuckDBConnection[] = [];
const lent: DuckDBConnection[] = [];
let isInTest = false;
/**
 * Those that have all models and the populations, which last as the macros do: as after an import, they find the models by their
 * names. With the settings of the last build.
 */
const built = new WeakMap<DuckDBConnection, string>();

// What opens in a test is given to those that come.
aroundTests({
	before: () => {
		isInTest = true;
	},
	after: () => {
		isInTest = false;
		free.push(...lent.splice(0));
	}
});

async function makeSchema(): Promise<DuckDBConnection> {
	// For so few rows a second thread costs more than it does; the data folders of other tests have all of them.
	const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
	const connection = await instance.connect();
	for (const sql of readSql('schema').values()) await connection.run(sql);
	await defineMacros(connection);
	return connection;
}

/**
 * Leaves the canonical tables and the models that stay without rows, and nothing else: making them anew takes longer than most
 * tests. What is made of settings alone stays as it is.
 */
async function empty(connection: DuckDBConnection): Promise<DuckDBConnection> {
	const reader = await connection.runAndReadAll(
		"select database_name, table_name from duckdb_tables() where not internal and table_name <> 'bootstrap_sample'"
	);
	const canonical = [...readSql('schema').values()].join('\n');
	const kept = keptModels();
	const left: string[] = [];
	for (const [database, table] of reader.getRowsJS() as [string, string][]) {
		const isCanonical = new RegExp(`^create table ${table} `, 'm').test(canonical);
		if (database !== 'memory' || !(isCanonical || kept.has(table)))
			await connection.run(`drop table ${database}.main.${table}`);
		else if (!isOfSettings(kept.get(table) ?? '')) left.push(table);
	}
	const none = await emptyAmong(connection, left);
	for (const table of left.filter((name) => !none.has(name)))
		await connection.run(`delete from memory.main.${table}`);
	return connection;
}

/** Builds these models and what they read. */
async function buildOnly(connection: DuckDBConnection, wanted: readonly string[]): Promise<void> {
	const models = readSql('models');
	const wantedFirst = [...wanted, ...models.keys()].map(
		(name) => [name, models.get(name) ?? ''] as const
	);
	const ordered = orderModels(connection, new Map(wantedFirst));
	const last = Math.max(...wanted.map((name) => ordered.indexOf(name)));
	for (const name of ordered.slice(0, last + 1))
		await connection.run(`create or replace table ${name} as\n${models.get(name) ?? ''}`);
}

/** Opens an empty warehouse; `zone` is the organisation's time zone. */
export async function openWarehouse(zone = 'UTC'): Promise<Warehouse> {
	// What a file opens beside its tests stays its own, also where a test begins before it is open.
	const isOfTest = isInTest;
	const used = free.pop();
	const opened = used === undefined ? await makeSchema() : await empty(used);
	if (isOfTest) lent.push(opened);
	await opened.run("insert into setting values ('time_zone', $zone), ('data_version', '1')", {
		zone
	});

	let lastId = 0;
	const next = (): number => (lastId += 1);
	const persons = new Map<string, number>();
	const identities = new Map<string, number>();
	const aliases = new Map<string, number>();

	const { connection, insert } = withLateRows(opened);
	const identify = async (
		batch: number,
		system: string,
		person: string,
		facts: Pick<Enrolment, 'unit' | 'hired' | 'left'> = {}
	): Promise<number> => {
		const tuple = JSON.stringify([batch, person, facts.unit, facts.hired, facts.left]);
		const known = identities.get(tuple);
		if (known !== undefined) return known;
		const id = next();
		identities.set(tuple, id);
		if (!persons.has(person)) persons.set(person, persons.size + 1);
		await insert('identity', {
			identity_id: id,
			batch_id: batch,
			system,
			username: person,
			org_unit: facts.unit ?? null,
			hired_on: facts.hired ?? null,
			left_on: facts.left ?? null
		});
		await insert('person_name', {
			identity_id: id,
			batch_id: batch,
			display_name: `Name of ${person}`
		});
		await insert('identity_person', { identity_id: id, person_id: persons.get(person) ?? 0 });
		return id;
	};
	const alias = async (
		batch: number,
		system: string,
		item: string,
		minutes?: number
	): Promise<number> => {
		const tuple = JSON.stringify([batch, item, minutes]);
		const known = aliases.get(tuple);
		if (known !== undefined) return known;
		const id = next();
		aliases.set(tuple, id);
		await insert('item_alias', {
			alias_id: id,
			batch_id: batch,
			system,
			code: item,
			title: `Title of ${item}`,
			nominal_minutes: minutes ?? null
		});
		return id;
	};
	const batch = async (
		system: string,
		source: string,
		from: string | null,
		to: string | null,
		tellsCompletion = true
	): Promise<number> => {
		const id = next();
		await insert('batch', {
			batch_id: id,
			source_id: source,
			system,
			file_name: `${source}-${id}.csv`,
			sha256: `${source} ${from ?? ''} ${to ?? ''} ${id}`,
			data_from: from,
			data_to: to,
			imported_at: '2026-01-01 00:00:00',
			...(!tellsCompletion && { reading: JSON.stringify({ tellsCompletion }) })
		});
		return id;
	};
	let personnel: number | null = null;
	const personnelBatch = async (): Promise<number> =>
		(personnel ??= await batch('personnel', 'personnel-file', null, null));

	const loadEnrolment = async (
		id: number,
		system: string,
		line: number,
		row: Enrolment
	): Promise<void> => {
		await insert('enrolment', {
			batch_id: id,
			line,
			identity_id: await identify(id, system, row.person, row),
			alias_id: await alias(id, system, row.item, row.minutes),
			natural_key: BigInt(row.record ?? id * 1_000_000 + line),
			row_hash: BigInt(id * 1_000_000 + line),
			enrolled_at: stamp(row.enrolled),
			started_at: stamp(row.started),
			completed_at: stamp(row.completed),
			closed_at: stamp(row.closed),
			due_at: stamp(row.due),
			last_activity_at: stamp(row.lastActivity),
			status:
				row.status ?? (row.completed ? 'completed' : row.closed ? 'withdrawn' : 'in_progress'),
			progress: row.progress ?? null,
			seconds: row.seconds ?? null,
			origin: row.origin ?? null,
			origin_rule: row.originRule ?? (row.origin ? 'R2' : null),
			obligation: row.obligation ?? null,
			enrolled_by: row.enrolledBy ?? null,
			is_date_only: row.dateOnly ?? !(row.enrolled ?? '').includes(':')
		});
	};
	const loadEvent = async (id: number, system: string, line: number, row: Event): Promise<void> => {
		await insert('learning_event', {
			batch_id: id,
			line,
			identity_id: await identify(id, system, row.person),
			alias_id: await alias(id, system, row.item),
			row_hash: BigInt(line),
			statement_id: row.statement ?? null,
			happened_at: stamp(row.happened),
			kind: row.kind,
			verb: row.verb ?? null,
			seconds: row.seconds ?? null,
			progress: row.progress ?? null,
			origin: row.origin ?? null,
			origin_rule: row.originRule ?? null,
			obligation: row.obligation ?? null,
			enrolled_by: row.enrolledBy ?? null,
			method: row.method ?? null
		});
	};
	return {
		connection,
		insert,
		load: async (file) => {
			const system = file.system ?? 'lms';
			const id = await batch(
				system,
				file.source ?? `${system}-report`,
				file.from ?? null,
				file.to,
				file.tellsCompletion
			);
			let line = 1;
			for (const row of file.enrolments ?? []) await loadEnrolment(id, system, (line += 1), row);
			for (const row of file.events ?? []) await loadEvent(id, system, (line += 1), row);
			return id;
		},
		mandate: async (list) => {
			const id = await batch('mandatory-list', 'mandatory-list', null, null);
			let line = 1;
			for (const row of list) {
				await insert('mandatory_item', {
					batch_id: id,
					line: (line += 1),
					system: null,
					item_code: row.item,
					obligation: row.obligation ?? 'mandatory',
					audience_kind: row.kind ?? 'all',
					audience: row.audience ?? null,
					valid_from: row.from ?? null,
					valid_to: row.to ?? null
				});
			}
		},
		job: async (person, day, unit, job, manager, facts = {}) => {
			const id = await personnelBatch();
			if (manager !== undefined) await identify(id, 'personnel', manager);
			await insert('job_history', {
				batch_id: id,
				line: next(),
				identity_id: await identify(id, 'personnel', person),
				effective_on: day,
				org_unit: unit,
				job_code: job ?? null,
				manager_key: manager ?? null,
				job_title: facts.title ?? null,
				job_family: facts.family ?? null,
				location: facts.location ?? null,
				grade: facts.grade ?? null,
				cost_centre: facts.costCentre ?? null,
				fte: facts.fte ?? null,
				reason_kind: facts.reason ?? null,
				effective_to: facts.until ?? null,
				sequence: facts.sequence ?? null,
				is_today: facts.isToday ?? null,
				job_code_before: facts.before?.job ?? null,
				grade_before: facts.before?.grade ?? null
			});
		},
		personnelTo: async (day) => {
			const id = await personnelBatch();
			await connection.run('update batch set data_to = $day::date where batch_id = $id', {
				day,
				id
			});
		},
		employ: async (person, hired, left, facts = {}) => {
			const id = await personnelBatch();
			await insert('employment', {
				batch_id: id,
				line: next(),
				identity_id: await identify(id, 'personnel', person),
				hired_on: hired,
				left_on: left ?? null,
				leave_kind: facts.kind ?? null,
				employment_type: facts.type ?? null
			});
		},
		prompt: async (person, item, shown, channel) => {
			const id = await personnelBatch();
			await insert('prompt', {
				batch_id: id,
				line: next(),
				identity_id: await identify(id, 'lms', person),
				alias_id: await alias(id, 'lms', item),
				shown_at: stamp(shown),
				is_date_only: !shown.includes(':'),
				channel: channel ?? null
			});
		},
		assign: async (person, item, assigned, obligation) => {
			const id = await personnelBatch();
			await insert('assignment', {
				batch_id: id,
				line: next(),
				identity_id: await identify(id, 'lms', person),
				alias_id: await alias(id, 'lms', item),
				assigned_at: stamp(assigned),
				obligation: obligation ?? null
			});
		},
		override: async (item, origin, obligation, person) => {
			const key = person === undefined ? null : `username|lms|${person}`;
			await insert('initiation_override', {
				override_id: next(),
				item_key: `lms|code ${item}`,
				person_key: key === null ? null : createHash('sha256').update(key).digest('hex'),
				origin,
				obligation
			});
		},
		build: async (...wanted) => {
			if (wanted.length > 0) return buildOnly(connection, wanted);
			const settings = await modelSettings(connection);
			const before = built.get(opened);
			const standing = before === undefined ? null : { hasSameSettings: before === settings };
			await publishModels(connection, await stageModels(connection, undefined, standing));
			if (standing === null) await definePopulations(connection);
			built.set(opened, settings);
		}
	};
}

import type { Entity } from '../sources/source.ts';

/** The columns that every staged record has, with their DuckDB types. */
export const personColumns = {
	email: 'varchar',
	email_sha1: 'varchar',
	username: 'varchar',
	employee_number: 'varchar',
	account: 'varchar',
	display_name: 'varchar',
	manager_key: 'varchar',
	org_unit: 'varchar',
	hired_on: 'date',
	left_on: 'date',
	is_active: 'boolean'
} as const;

export const itemColumns = {
	item_code: 'varchar',
	item_title: 'varchar',
	item_format: 'varchar',
	item_minutes: 'double',
	item_external: 'boolean'
} as const;

/** The columns of each entity beside person and item. */
export const entityColumns: Readonly<Record<Entity, Readonly<Record<string, string>>>> = {
	enrolment: {
		record_id: 'varchar',
		enrolled_at: 'timestamp',
		started_at: 'timestamp',
		completed_at: 'timestamp',
		closed_at: 'timestamp',
		due_at: 'timestamp',
		last_activity_at: 'timestamp',
		status: 'varchar',
		progress: 'double',
		seconds: 'integer',
		time_basis: 'varchar',
		origin: 'varchar',
		origin_rule: 'varchar',
		obligation: 'varchar',
		enrolled_by: 'varchar',
		method: 'varchar',
		is_date_only: 'boolean'
	},
	event: {
		statement_id: 'varchar',
		happened_at: 'timestamp',
		kind: 'varchar',
		verb: 'varchar',
		seconds: 'integer',
		progress: 'double',
		score: 'double',
		due_at: 'timestamp',
		origin: 'varchar',
		origin_rule: 'varchar',
		obligation: 'varchar',
		enrolled_by: 'varchar',
		method: 'varchar',
		voids: 'varchar'
	},
	mandatory: {
		obligation: 'varchar',
		audience_kind: 'varchar',
		audience: 'varchar',
		valid_from: 'date',
		valid_to: 'date'
	},
	item: { item_system: 'varchar' }
};

/** Every column of a staged file of this entity, in order, with its type; after line, refusal and repairs. */
export const stagedColumns = (entity: Entity): Readonly<Record<string, string>> => ({
	...personColumns,
	...itemColumns,
	...entityColumns[entity]
});

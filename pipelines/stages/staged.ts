import type { Entity } from '../sources/source.ts';
import type { PlainEntity } from './plain-entities.ts';
import { plainEntity, plainEntityIds } from './plain-entities.ts';

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
	item_external: 'boolean',
	item_topics: 'varchar',
	/** The system whose item it is, where a list names items of several. */
	item_system: 'varchar'
} as const;

/** The columns of each entity beside person and item. */
const ownColumns: Readonly<Record<Exclude<Entity, PlainEntity>, Readonly<Record<string, string>>>> =
	{
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
			is_date_only: 'boolean',
			certified_until: 'timestamp'
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
			voids: 'varchar',
			certified_until: 'timestamp'
		},
		mandatory: {
			obligation: 'varchar',
			audience_kind: 'varchar',
			audience: 'varchar',
			valid_from: 'date',
			valid_to: 'date'
		},
		item: {
			item_version: 'varchar',
			item_equivalent: 'varchar',
			item_owner: 'varchar',
			item_roles: 'varchar',
			item_credential: 'varchar',
			item_validity: 'integer'
		},
		response: {
			survey: 'varchar',
			wave: 'varchar',
			response_key: 'varchar',
			submitted_at: 'timestamp',
			is_complete: 'boolean',
			is_preview: 'boolean',
			has_consent: 'boolean',
			language: 'varchar',
			answers: 'struct(question varchar, wording varchar, answer varchar)[]'
		}
	};

/** The enum types of the warehouse; a staged file knows none of them and keeps their words as text. */
const enums = new Set(['origin', 'obligation', 'status', 'event_kind']);

/** The columns of an entity beside person and item. */
export function entityColumns(entity: Entity): Readonly<Record<string, string>> {
	if (!isPlain(entity)) return ownColumns[entity];
	return Object.fromEntries(
		Object.entries(plainEntity(entity).columns).map(([name, type]) => [
			name,
			enums.has(type) ? 'varchar' : type
		])
	);
}

/** Whether a record of this entity becomes one row of one table, column by column. */
export const isPlain = (entity: Entity): entity is PlainEntity =>
	plainEntityIds.some((id) => id === entity);

/** Every column of a staged file of this entity, in order, with its type; after line, refusal and repairs. */
export const stagedColumns = (entity: Entity): Readonly<Record<string, string>> => ({
	...personColumns,
	...itemColumns,
	...entityColumns(entity)
});

/** Whether a record of this entity says nothing without a person. */
export function needsPerson(entity: Entity): boolean {
	if (!isPlain(entity)) return entity === 'enrolment';
	const { names, isPersonOptional } = plainEntity(entity);
	return (names === 'person' || names === 'both') && isPersonOptional !== true;
}

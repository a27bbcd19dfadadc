import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../sources/columns.ts';
import type { Entity } from '../sources/source.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import { markRepeats, occurrence } from './duplicates.ts';
import { itemKey, nextId, personKey } from './load-names.ts';
import type { BatchFacts } from './load.ts';
import { loadResponses } from './load-responses.ts';
import { bearersOfNames, nameAsWritten } from './manager-names.ts';
import { organisationDay } from './organisation-day.ts';
import type { PlainEntity } from './plain-entities.ts';
import { plainEntity, plainEntityIds } from './plain-entities.ts';
import { isPlain } from './staged.ts';

async function loadEnrolments(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	const twins = await readNumbers(connection, 'select count(*) as n from twin');
	await connection.run(`
		insert into enrolment by name
		select ${batchId} as batch_id, staged.line, named.identity_id, known_item.alias_id, natural_key, row_hash, enrolled_at,
			started_at, completed_at, closed_at, due_at, last_activity_at, status::status as status, progress, seconds,
			time_basis, origin::origin as origin, case when origin is not null or obligation is not null then origin_rule end as origin_rule,
			obligation::obligation as obligation, enrolled_by, method, is_date_only, certified_until
		from staged
		left join named on named.person_hash = staged.person_hash
		left join known_item on known_item.item_hash = staged.item_hash
		where reject_reason is null ${(twins['n'] ?? 0) > 0 ? 'and line not in (select line from twin)' : ''}`);
	await markRepeats(connection, 'enrolment', facts.source.system, batchId);
}

async function loadEvents(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	await connection.run(`
		insert into learning_event by name
		select ${batchId} as batch_id, staged.line, named.identity_id, known_item.alias_id, row_hash, statement_id, happened_at,
			coalesce(kind, 'other')::event_kind as kind, verb, seconds, progress, score, due_at, origin::origin as origin,
			case when origin is not null or obligation is not null then origin_rule end as origin_rule,
			obligation::obligation as obligation, enrolled_by, method, certified_until, ${occurrence(facts.source)} as occurrence
		from staged
		left join named on named.person_hash = staged.person_hash
		left join known_item on known_item.item_hash = staged.item_hash
		where reject_reason is null and voids is null and line not in (select line from twin)`);
	await connection.run(`
		insert into voided_statement
		select ${batchId}, line, voids from staged
		where reject_reason is null and voids is not null and line not in (select line from twin)`);
	await markRepeats(connection, 'learning_event', facts.source.system, batchId);
}

async function loadMandatory(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	await connection.run(`
		insert into mandatory_item
		select ${batchId}, line, ${quote(facts.source.system)}, item_code, item_title, obligation::obligation, audience_kind,
			audience, valid_from, valid_to
		from staged where reject_reason is null and line not in (select line from twin)`);
}

async function loadItems(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	const first = await nextId(connection, 'item_alias', 'alias_id');
	await connection.run(`
		insert into item_alias by name
		select (row_number() over (order by line) + ${first - 1})::integer as alias_id, ${batchId} as batch_id,
			coalesce(item_system, ${quote(facts.source.system)}) as system, item_code as code, item_title as title,
			item_format as format, item_minutes as nominal_minutes, item_external as is_external, item_topics as topics,
			item_version as version, item_equivalent as equivalent_to, item_owner as owner_unit, item_roles as target_roles,
			item_credential as credential, item_validity as validity_months
		from staged where reject_reason is null and line not in (select line from twin)`);
}

/**
 * Hires and departures that stand in a job history, as stretches of employment beside its rows: its own events, and the
 * dates of hire and departure that some histories repeat on every row.
 */
async function loadEmploymentOfJobs(connection: DuckDBConnection, batchId: number): Promise<void> {
	await connection.run(`
		insert into employment by name
		with used as (
			select staged.*, named.identity_id
			from staged join named on named.person_hash = staged.person_hash
			where reject_reason is null and staged.line not in (select line from twin)
		),
		stated as (
			select line, identity_id, effective_on as hired_on, null::date as left_on, null as leave_reason, null as leave_kind, employment_type
			from used where reason_kind = 'hire'
			union all
			select line, identity_id, null, effective_on, reason, leave_kind, employment_type
			from used where reason_kind = 'termination'
			union all
			select min(line), identity_id, hired_on, left_on, null, any_value(leave_kind), any_value(employment_type)
			from used where hired_on is not null or left_on is not null group by identity_id, hired_on, left_on
		)
		select ${batchId} as batch_id, * from stated`);
}

/** The load of an entity whose record becomes one row of one table. */
function plainLoad(id: PlainEntity): EntityLoad {
	const { table, names, columns, key, day, until } = plainEntity(id);
	const own = Object.keys(columns);
	const hasPerson = names === 'person' || names === 'both';
	const hasItem = names === 'item' || names === 'both';
	const identities = [
		...(hasPerson ? ['named.identity_id'] : []),
		...(hasItem ? ['known_item.alias_id'] : []),
		...(id === 'job'
			? ['staged.org_unit', 'coalesce(bearer.key, staged.manager_key) as manager_key']
			: [])
	];
	const whole = [...own, ...(hasPerson ? [personKey] : []), ...(hasItem ? [itemKey] : [])];
	return {
		table,
		content: own.length === 0 ? 'null' : own.join(', '),
		recordKey: `hash(${(key ?? whole).join(', ')}${id === 'job' ? ', org_unit, manager_key' : ''})`,
		covers: (limit) =>
			day === undefined
				? noDays
				: `min(${day})::date as data_from, greatest(${[day, ...(until === undefined ? [] : [until])]
						.map((one) => `max(${one}) filter (${one} <= ${limit})`)
						.join(', ')})::date as data_to`,
		hasNames: hasPerson || hasItem,
		hasRepeats: false,
		load: async (connection, _facts, batchId) => {
			await connection.run(`
				insert into ${table} by name
				select ${[`${batchId} as batch_id`, 'staged.line', ...identities, ...own.map((name) => `staged.${name}::${columns[name] ?? ''} as ${name}`)].join(', ')}
				from staged
				${hasPerson ? 'left join named on named.person_hash = staged.person_hash' : ''}
				${hasItem ? 'left join known_item on known_item.item_hash = staged.item_hash' : ''}
				${id === 'job' ? `left join (${bearersOfNames}) as bearer on bearer.name = ${nameAsWritten('staged.manager_key')}` : ''}
				where reject_reason is null and staged.line not in (select line from twin)`);
			if (id === 'job') await loadEmploymentOfJobs(connection, batchId);
		}
	};
}

/** How the records of one entity are told apart, dated and written. */
interface EntityLoad {
	readonly table: string;
	/** Every value of a record, so that two records are the same where this is. */
	readonly content: string;
	/** What makes a record the same record again, whatever its status: the source's own id, or person, item and time. */
	readonly recordKey: string;
	/** First and last day that a batch's records cover, mistyped days after `limit` left out; none for lists that are no activity. */
	readonly covers: (limit: string) => string;
	/** Whether the file's people and items become identities and aliases. */
	readonly hasNames: boolean;
	readonly hasRepeats: boolean;
	readonly load: (
		connection: DuckDBConnection,
		facts: BatchFacts,
		batchId: number
	) => Promise<void>;
}

/** First and last day of the organisation on which the times of a column lie. */
const daysOfTimes = (column: string, limit: string): string =>
	`${organisationDay(`min(${column})`)} as data_from,
	${organisationDay(`max(${column}) filter (${column} <= ${limit})`)} as data_to`;

const noDays = 'null::date as data_from, null::date as data_to';

/** Every entity that an export can hold. */
const ownLoads: Readonly<Record<Exclude<Entity, PlainEntity>, EntityLoad>> = {
	enrolment: {
		table: 'enrolment',
		content: `record_id, enrolled_at, started_at, completed_at, closed_at, due_at, last_activity_at, status, progress,
			seconds, origin, obligation, enrolled_by, method, certified_until`,
		recordKey: `case when record_id is not null then hash(record_id) else hash(${personKey}, ${itemKey}, enrolled_at) end`,
		covers: (limit) =>
			`${organisationDay('min(enrolled_at)')} as data_from, ${organisationDay(
				`greatest(${['enrolled_at', 'completed_at', 'started_at', 'closed_at', 'last_activity_at']
					.map((column) => `max(${column}) filter (${column} <= ${limit})`)
					.join(', ')})`
			)} as data_to`,
		hasNames: true,
		hasRepeats: true,
		load: loadEnrolments
	},
	event: {
		table: 'learning_event',
		content: `statement_id, happened_at, kind, verb, seconds, progress, score, due_at, origin, obligation, enrolled_by,
			method, voids, certified_until`,
		recordKey: 'hash(statement_id)',
		covers: (limit) => daysOfTimes('happened_at', limit),
		hasNames: true,
		hasRepeats: true,
		load: loadEvents
	},
	mandatory: {
		table: 'mandatory_item',
		content: 'obligation, audience_kind, audience, valid_from, valid_to',
		recordKey: `hash(${itemKey}, audience_kind, audience, valid_from)`,
		covers: () => noDays,
		hasNames: false,
		hasRepeats: false,
		load: loadMandatory
	},
	item: {
		table: 'item_alias',
		content:
			'item_system, item_version, item_equivalent, item_owner, item_roles, item_credential, item_validity',
		recordKey: `hash(item_system, ${itemKey})`,
		covers: () => noDays,
		hasNames: false,
		hasRepeats: false,
		load: loadItems
	},
	response: {
		table: 'survey_response',
		content: 'response_key, submitted_at, is_complete, language, answers',
		recordKey: 'hash(survey, wave, response_key, submitted_at, answers)',
		covers: (limit) => daysOfTimes('submitted_at', limit),
		hasNames: true,
		hasRepeats: true,
		load: loadResponses
	}
};

/** How the records of an entity are loaded. */
export const entityLoad = (entity: Entity): EntityLoad =>
	isPlain(entity) ? plainLoad(entity) : ownLoads[entity];

/** Every canonical table whose rows belong to a batch, the batch itself left out. */
export const batchTables: readonly string[] = [
	'batch_rows',
	'reject',
	'repair',
	'identity',
	'person_name',
	'item_alias',
	'voided_statement',
	'survey_answer',
	'survey_question',
	'comment_tone',
	...Object.values(ownLoads)
		.map(({ table }) => table)
		.filter((table) => table !== 'item_alias'),
	...plainEntityIds.map((id) => plainEntity(id).table)
];

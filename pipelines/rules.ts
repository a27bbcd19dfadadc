import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withShadows } from '#queries/models.ts';
import { ruleColumns, voluntaryEffect } from '#queries/voluntary.ts';
import type { VoluntaryEffect } from '#queries/voluntary.ts';
import { message } from '#queries/messages.ts';
import { nextId } from './stages/load-names.ts';
import { model, raiseDataVersion } from './stages/model.ts';
import type { Warehouse } from './warehouse/open.ts';

const origins = ['self', 'manager', 'admin', 'rule'] as const;
const obligations = ['mandatory', 'required', 'recommended', 'optional'] as const;
const day = z.iso.date().nullish().default(null);

/** What is asked of a rule's column: places and thresholds are whole numbers, shares and confidences up to 1. */
const limits = {
	place: z.number().min(0).max(99),
	confidence: z.number().min(0).max(1),
	days: z.number().int().min(0).max(3650),
	minutes: z.number().int().min(0).max(10_080),
	people: z.number().int().min(2).max(100_000),
	share: z.number().min(0).max(1)
} as const;

/** What else an analyst sets, and what its value must look like: the opt-in of H, cut-offs of F, thresholds of E, themes, owners of B7. */
const settings: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
	{ name: /^index$/, value: /^(on|off)$/ },
	{ name: /^readiness\.[a-z_]+\.(yes|partly)$/, value: /^\d+(\.\d+)?$/ },
	{ name: /^types\.[a-z_]+$/, value: /^\d+(\.\d+)?$/ },
	{ name: /^theme\.[a-z_]+$/, value: /^[^()]*$/ },
	{ name: /^silo\.general_owners$/, value: /^[^;]+(;[^;]+)*$/ }
];

/** One change of what counts as voluntary: a rule's column, the reading of a word, a ruling by hand; or of a setting. */
export const ruleChange = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('rule'),
		rule: z.string().regex(/^(R([1-9]|10)|prompt)$/),
		column: z.enum(ruleColumns),
		/** Null is what the product ships. */
		value: z.number().nullable()
	}),
	z.object({
		kind: z.literal('word'),
		system: z.string().min(1).max(200),
		word: z.string().min(1).max(500),
		/** Null is what the source reads in it. */
		meaning: z.enum([...origins, 'unknown']).nullable(),
		obligation: z.enum(obligations).nullish().default(null)
	}),
	z.object({
		kind: z.literal('override'),
		item: z.string().min(1).max(1000),
		/** A key of one person: an address, a number, a user name. */
		person: z.string().max(500).nullish().default(null),
		audience_kind: z.enum(['all', 'unit', 'role']).nullish().default(null),
		audience: z.string().max(500).nullish().default(null),
		valid_from: day,
		valid_to: day,
		origin: z.enum(origins).nullish().default(null),
		obligation: z.enum(obligations).nullish().default(null),
		note: z.string().max(500).nullish().default(null)
	}),
	z.object({ kind: z.literal('lift'), override_id: z.number().int().positive() }),
	z.object({
		kind: z.literal('setting'),
		name: z.string().max(100),
		/** Null is what the product ships. */
		value: z.string().max(2000).nullable()
	})
]);

export type RuleChange = z.input<typeof ruleChange>;

/** A change that cannot be made or taken back; its message says what to do. */
export class RuleError extends Error {
	override readonly name = 'RuleError';
}

interface Written {
	readonly kind: 'rule' | 'word' | 'override' | 'setting';
	readonly name: string;
	readonly before: Row | null;
	readonly after: Row | null;
}

type Row = Readonly<Record<string, string | number | null>>;

async function rowOf(
	connection: DuckDBConnection,
	sql: string,
	values: Record<string, DuckDBValue>
): Promise<Row | null> {
	const reader = await connection.runAndReadAll(sql, values);
	return (reader.getRowObjectsJS()[0] ?? null) as Row | null;
}

/** The rows that a change of this kind and name stands for: how they are read, removed and put back. */
const tables = {
	rule: {
		table: 'setting',
		read: 'select name, value from setting where name = $name',
		remove: 'delete from setting where name = $name'
	},
	setting: {
		table: 'setting',
		read: 'select name, value from setting where name = $name',
		remove: 'delete from setting where name = $name'
	},
	word: {
		table: 'vocabulary_word',
		read: `select system, field, word, meaning, obligation::varchar as obligation from vocabulary_word
			where concat_ws('|', system, field, word) = $name`,
		remove: `delete from vocabulary_word where concat_ws('|', system, field, word) = $name`
	},
	override: {
		table: 'initiation_override',
		read: `select override_id, item_key, person_key, audience_kind, audience, valid_from::varchar as valid_from,
			valid_to::varchar as valid_to, origin::varchar as origin, obligation::varchar as obligation, note
			from initiation_override where override_id = try_cast($name as integer)`,
		remove: 'delete from initiation_override where override_id = try_cast($name as integer)'
	}
} as const;

/** Puts one row in the place of another, and says what was there. */
async function replace(
	connection: DuckDBConnection,
	kind: Written['kind'],
	name: string,
	after: Row | null
): Promise<Written> {
	const { table, read, remove } = tables[kind];
	const before = await rowOf(connection, read, { name });
	await connection.run(remove, { name });
	if (after !== null) {
		const columns = Object.keys(after);
		await connection.run(
			`insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `$${column}`).join(', ')})`,
			{ ...after }
		);
	}
	return { kind, name, before, after };
}

/** The hash by which a decision names the person who bears this key; the key must be one that a live file states. */
async function personKey(connection: DuckDBConnection, key: string): Promise<string> {
	const reader = await connection.runAndReadAll(
		`select distinct p.person_id, min(k.key) as key from identity_keys() as k
		join identity_person as p on p.identity_id = k.identity_id
		where split_part(k.key, '|', -1) = lower(trim($key)) group by all`,
		{ key }
	);
	const found = reader.getRowObjectsJS();
	if (found.length !== 1)
		throw new RuleError(
			found.length === 0
				? message('import.nobody_in_data_has_this_address')
				: message('import.several_people_have_this_key_nothing')
		);
	return createHash('sha256').update(String(found[0]?.['key'])).digest('hex');
}

async function itemKey(connection: DuckDBConnection, text: string): Promise<string> {
	const found = await rowOf(
		connection,
		`select r.reference from item_reference as r
		join item_member as m on m.system = r.system and m.item_key = r.item_key
		where r.reference = $text or lower(concat(m.name, ' (', concat_ws(' ', m.system, m.code), ')')) = lower(trim($text))
			or lower(m.name) = lower(trim($text)) or m.code = lower(trim($text))
		order by (r.reference = $text) desc, r.reference like '%|code %' desc, r.reference limit 1`,
		{ text }
	);
	if (!found) throw new RuleError(message('import.no_item_called_nothing_was_changed', { text }));
	return String(found['reference']);
}

async function make(connection: DuckDBConnection, given: RuleChange): Promise<Written> {
	const read = ruleChange.safeParse(given);
	if (!read.success)
		throw new RuleError(
			message('import.nothing_was_changed', { error: z.prettifyError(read.error) })
		);
	const change = read.data;
	if (change.kind === 'rule') {
		if (change.value !== null && !limits[change.column].safeParse(change.value).success)
			throw new RuleError(
				message('import.cannot_be_nothing_was_changed', {
					rule: change.rule,
					column: change.column,
					value: String(change.value)
				})
			);
		const name = `rule.${change.rule}.${change.column}`;
		const after = change.value === null ? null : { name, value: String(change.value) };
		return replace(connection, 'rule', name, after);
	}
	if (change.kind === 'setting') {
		const { name, value } = change;
		const known = settings.find((one) => one.name.test(name));
		if (!known || (value !== null && !known.value.test(value)))
			throw new RuleError(message('import.setting_cannot_be', { name, value: value ?? '' }));
		return replace(connection, 'setting', name, value === null ? null : { name, value });
	}
	if (change.kind === 'word') {
		const word = change.word.toLowerCase().replaceAll(' ', '');
		const { system, meaning, obligation } = change;
		const after = meaning === null ? null : { system, field: 'method', word, meaning, obligation };
		return replace(connection, 'word', `${system}|method|${word}`, after);
	}
	if (change.kind === 'lift') {
		const written = await replace(connection, 'override', String(change.override_id), null);
		if (written.before === null)
			throw new RuleError(
				message('import.there_no_ruling_nothing_was_changed', { override_id: change.override_id })
			);
		return written;
	}
	const { kind: _kind, item, person, ...facts } = change;
	if (facts.origin === null && facts.obligation === null)
		throw new RuleError(message('import.ruling_says_who_enrolled_or_how'));
	if (facts.audience_kind !== null && (person !== null || facts.obligation === null))
		throw new RuleError(message('import.ruling_for_audience_says_how_binding'));
	const last = await nextId(connection, 'initiation_override', 'override_id');
	const logged = await rowOf(
		connection,
		"select coalesce(max(try_cast(name as integer)), 0) + 1 as id from rule_change where kind = 'override'",
		{}
	);
	const override_id = Math.max(last, Number(logged?.['id'] ?? 1));
	return replace(connection, 'override', String(override_id), {
		override_id,
		item_key: await itemKey(connection, item),
		person_key: person === null || person === '' ? null : await personKey(connection, person),
		...facts
	});
}

async function log(
	connection: DuckDBConnection,
	{ kind, name, before, after }: Written,
	by: string,
	when: Date
): Promise<number> {
	const id = await nextId(connection, 'rule_change', 'change_id');
	const text = (row: Row | null) => (row === null ? null : JSON.stringify(row));
	await connection.run(
		`insert into rule_change by name select ${id} as change_id, $kind as kind, $name as name, $before as before,
			$after as after, $by as changed_by, $when::timestamp as changed_at`,
		{ kind, name, before: text(before), after: text(after), by, when: when.toISOString() }
	);
	return id;
}

/** Makes changes of what counts as voluntary, logged with who and when; the models follow. Throws `RuleError`. */
export async function changeRules(
	warehouse: Warehouse,
	changes: readonly RuleChange[],
	by: string,
	now: () => Date = () => new Date()
): Promise<{ readonly change_ids: readonly number[] }> {
	const ids = await warehouse.transaction(async (connection) => {
		const made: number[] = [];
		for (const change of changes)
			made.push(await log(connection, await make(connection, change), by, now()));
		await raiseDataVersion(connection);
		return made;
	});
	await model(warehouse);
	return { change_ids: ids };
}

/** What changes would do, before and after. */
export interface RulePreview {
	readonly before: VoluntaryEffect;
	readonly after: VoluntaryEffect;
}

/** What a change writes to, and what the effect is read from. */
const changed = [...new Set(Object.values(tables).map(({ table }) => table))];
const shown = ['episode', 'initiation'];

/**
 * What the changes would do to the classes and to the headline: they are made in copies, with the models that follow from
 * them, so that no reader ever sees it and nothing of it is kept. Throws `RuleError`.
 */
export const previewRules = (
	warehouse: Warehouse,
	changes: readonly RuleChange[]
): Promise<RulePreview> =>
	warehouse.alone(async (connection) => {
		const before = await voluntaryEffect(connection);
		const after = await withShadows(
			connection,
			changed,
			shown,
			async () => {
				for (const change of changes) await make(connection, change);
			},
			() => voluntaryEffect(connection)
		);
		return { before, after };
	});

/** Takes a change back, where nothing was changed at the same place since. Throws `RuleError`. */
export async function undoRule(
	warehouse: Warehouse,
	changeId: number,
	by: string,
	now: () => Date = () => new Date()
): Promise<{ readonly change_id: number }> {
	await warehouse.transaction(async (connection) => {
		const change = await rowOf(
			connection,
			'select kind, name, before, undone_at::varchar as undone_at from rule_change where change_id = $id',
			{ id: changeId }
		);
		if (!change)
			throw new RuleError(
				message('import.there_no_change_nothing_was_changed', { change_id: changeId })
			);
		if (change['undone_at'] !== null)
			throw new RuleError(
				message('import.change_was_taken_back_before_nothing', { change_id: changeId })
			);
		const { kind, name } = change as { kind: Written['kind']; name: string };
		const later = await rowOf(
			connection,
			`select max(change_id)::integer as id from rule_change
			where kind = $kind and name = $name and change_id > $id and undone_at is null`,
			{ kind, name, id: changeId }
		);
		if (later && later['id'] !== null)
			throw new RuleError(
				message('import.change_was_made_at_same_place', { id: later['id'] ?? '' })
			);
		const { before } = change;
		await replace(
			connection,
			kind,
			name,
			before === null || before === undefined ? null : (JSON.parse(String(before)) as Row)
		);
		await connection.run(
			'update rule_change set undone_by = $by, undone_at = $when::timestamp where change_id = $id',
			{ by, when: now().toISOString(), id: changeId }
		);
		await raiseDataVersion(connection);
	});
	await model(warehouse);
	return { change_id: changeId };
}

import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { message } from '#queries/messages.ts';
import { plainProblems } from '#queries/plain-problems.ts';
import type { RuleChange } from './rule-change.ts';
import { limits, ruleChange, RuleError, settings } from './rule-change.ts';
import { nextId } from './stages/load-names.ts';

/** One row that a change put in the place of another; null where there was or is none. */
export interface Written {
	readonly kind: 'rule' | 'word' | 'override' | 'setting';
	readonly name: string;
	readonly before: Row | null;
	readonly after: Row | null;
}

/** A row of a table that the analyst's decisions stand in. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The first row that a select finds. */
export async function rowOf(
	connection: DuckDBConnection,
	sql: string,
	values: Record<string, DuckDBValue>
): Promise<Row | null> {
	const reader = await connection.runAndReadAll(sql, values);
	return (reader.getRowObjectsJS()[0] ?? null) as Row | null;
}

/** The rows that a change of this kind and name stands for: how they are read, removed and put back. */
export const tables = {
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
export async function replaceRow(
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

/** Writes one change, inside the caller's transaction; it is neither logged nor counted yet. Throws `RuleError`. */
export async function writeChange(
	connection: DuckDBConnection,
	given: RuleChange
): Promise<Written> {
	const read = ruleChange.safeParse(given);
	if (!read.success)
		throw new RuleError(
			message('import.nothing_was_changed', { error: plainProblems(read.error) })
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
		return replaceRow(connection, 'rule', name, after);
	}
	if (change.kind === 'setting') {
		const { name, value } = change;
		const known = settings.find((one) => one.name.test(name));
		if (!known || (value !== null && !known.value.test(value)))
			throw new RuleError(message('import.setting_cannot_be', { name, value: value ?? '' }));
		return replaceRow(connection, 'setting', name, value === null ? null : { name, value });
	}
	if (change.kind === 'word') {
		const word = change.word.toLowerCase().replaceAll(' ', '');
		const { system, meaning, obligation } = change;
		const after = meaning === null ? null : { system, field: 'method', word, meaning, obligation };
		return replaceRow(connection, 'word', `${system}|method|${word}`, after);
	}
	if (change.kind === 'lift') {
		const written = await replaceRow(connection, 'override', String(change.override_id), null);
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
	return replaceRow(connection, 'override', String(override_id), {
		override_id,
		item_key: await itemKey(connection, item),
		person_key: person === null || person === '' ? null : await personKey(connection, person),
		...facts
	});
}

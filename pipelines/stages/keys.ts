import type { Entity } from '../sources/source.ts';
import type { Sql } from '../sources/columns.ts';
import { entityLoad } from './load-entities.ts';
import { aliasColumns, identityColumns } from './load-names.ts';

/** The staged columns that are read for what tells records apart and for nothing else, so that they need not be written. */
export const onlyTellingApart = (entity: Entity): readonly string[] =>
	entity === 'enrolment' ? ['record_id'] : [];

/**
 * Staged records with what tells them apart, computed once where the file is converted: `person_hash` and `item_hash` of
 * the distinct ways in which people and items are named, `natural_key` of the same record in another export, `row_hash` of
 * all that it says, but for a code of the item that was learned from other rows. Columns that are `absent`, empty in every
 * row, are told apart with the others but not written.
 */
export function withKeys(
	select: Sql,
	entity: Entity,
	absent: readonly string[] = [],
	isCodeLearned = false
): Sql {
	const { content, recordKey } = entityLoad(entity);
	const written = absent.length > 0 ? `* exclude (${absent.join(', ')})` : '*';
	const told = isCodeLearned ? aliasColumns.replace('item_code', 'null::varchar') : aliasColumns;
	return `select ${written}, hash(${identityColumns}) as person_hash, hash(${aliasColumns}) as item_hash, ${recordKey} as natural_key,
		hash(${identityColumns}, ${told}, ${content}) as row_hash from (${select})`;
}

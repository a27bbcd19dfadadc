import type { DuckDBConnection } from '@duckdb/node-api';
import { withShadows } from '#queries/models.ts';
import { voluntaryEffect } from '#queries/voluntary.ts';
import type { VoluntaryEffect } from '#queries/voluntary.ts';
import { message } from '#queries/messages.ts';
import type { RuleChange } from './rule-change.ts';
import { RuleError } from './rule-change.ts';
import type { Row, Written } from './rule-write.ts';
import { replaceRow, rowOf, tables, writeChange } from './rule-write.ts';
import { nextId } from './stages/load-names.ts';
import { model, raiseDataVersion } from './stages/model.ts';
import { inAnotherZone } from './stages/restate-days.ts';
import type { Warehouse } from './warehouse/open.ts';

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

/** Writes to one place of what an analyst decides; where that is the zone of the organisation, the days of files follow. */
const writeTo = <T>(
	connection: DuckDBConnection,
	kind: string,
	name: string,
	write: () => Promise<T>
): Promise<T> =>
	kind === 'setting' && name === 'time_zone' ? inAnotherZone(connection, write) : write();

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
			made.push(
				await log(
					connection,
					await writeTo(connection, change.kind, 'name' in change ? change.name : '', () =>
						writeChange(connection, change)
					),
					by,
					now()
				)
			);
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
				for (const change of changes) await writeChange(connection, change);
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
		await writeTo(connection, kind, name, () =>
			replaceRow(
				connection,
				kind,
				name,
				before === null || before === undefined ? null : (JSON.parse(String(before)) as Row)
			)
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

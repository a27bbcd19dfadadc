import type { DuckDBConnection } from '@duckdb/node-api';

/** Two identities of one person for every pair that shares an exact key. */
const sharedKeys = `
	with keyed as (from identity_keys()),
	first as (select key, min(identity_id) as first_id from keyed group by all having count(*) > 1)
	select first.first_id::integer as first_id, keyed.identity_id::integer as identity_id
	from keyed join first on keyed.key = first.key where keyed.identity_id <> first.first_id
	order by all`;

/** Two identities of one person for every pair that the analyst decided to be one; the newest decision about a pair holds. */
const decidedPairs = `
	with newest as (
		select left_key, right_key, verdict from match_decision
		where subject = 'person' and taken_back_at is null and verdict <> 'later'
		qualify row_number() over (partition by left_key, right_key order by decision_id desc) = 1
	),
	same as (select left_key, right_key from newest where verdict = 'same'),
	named as (
		select person_reference(key) as reference, min(identity_id) as identity_id from identity_keys()
		where exists (from same) group by all
	)
	select a.identity_id::integer, b.identity_id::integer from same
	join named as a on a.reference = same.left_key join named as b on b.reference = same.right_key
	where a.identity_id <> b.identity_id order by all`;

/** Groups that share a key, by union with path halving. Returns the smallest member of each element's group. */
function components(pairs: Iterable<readonly [number, number]>): Map<number, number> {
	const parent = new Map<number, number>();
	const find = (start: number): number => {
		let node = start;
		for (;;) {
			const up = parent.get(node) ?? node;
			if (up === node) return node;
			const above = parent.get(up) ?? up;
			parent.set(node, above);
			node = above;
		}
	};
	for (const [a, b] of pairs) {
		const [low, high] = [find(a), find(b)].toSorted((x, y) => x - y) as [number, number];
		if (!parent.has(low)) parent.set(low, low);
		parent.set(high, low);
	}
	return new Map([...parent.keys()].map((node) => [node, find(node)]));
}

/**
 * Makes `identity_person` anew: identities that share an exact key (e-mail, its SHA-1, user name within a system,
 * employee number, xAPI account) are one person, over all live batches, and so are those that the analyst decided to be
 * one. Names alone never merge. The person's id is the smallest of its identities' ids. Runs inside the caller's
 * transaction.
 */
export async function identify(connection: DuckDBConnection): Promise<void> {
	await connection.run('delete from identity_person');
	const shared = await connection.runAndReadAll(sharedKeys);
	const decided = await connection.runAndReadAll(decidedPairs);
	const pairs = [...shared.getRowsJS(), ...decided.getRowsJS()] as [number, number][];
	const merged = [...components(pairs)].filter(([identity, person]) => identity !== person);
	await connection.run(
		'create or replace temp table merged_identity (identity_id integer, person_id integer)'
	);
	if (merged.length > 0) {
		const appender = await connection.createAppender('merged_identity', 'main', 'temp');
		for (const [identity, person] of merged) {
			appender.appendInteger(identity);
			appender.appendInteger(person);
			appender.endRow();
		}
		appender.closeSync();
	}
	await connection.run(`
		insert into identity_person
		select identity.identity_id, coalesce(merged_identity.person_id, identity.identity_id)
		from identity left join merged_identity on merged_identity.identity_id = identity.identity_id`);
	await connection.run('drop table merged_identity');
}

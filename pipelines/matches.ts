import type { DuckDBConnection } from '@duckdb/node-api';
import type { MatchCandidate, MatchSubject } from '#queries/matching.ts';
import { matchCandidates } from '#queries/matching.ts';
import { message } from '#queries/messages.ts';
import { identify } from './stages/identify.ts';
import { model, raiseDataVersion } from './stages/model.ts';
import { nextId } from './stages/load-names.ts';
import type { Warehouse } from './warehouse/open.ts';

/** What can be said of a pair. "later" puts it off. */
export const verdicts = ['same', 'different', 'later'] as const;

export type Verdict = (typeof verdicts)[number];

/** A decision that cannot be made or taken back. */
export class MatchError extends Error {
	override readonly name = 'MatchError';
}

/** An entry of the log and the decisions in it, one for each pair. */
export interface DecidedEntry {
	readonly entry_id: number;
	readonly decision_ids: readonly number[];
}

/** What is taken back: whole entries of the log, or single pairs of them. */
export type DecisionPart = 'entry' | 'pair';

/** Everything that is looked through when a pair is named by its short name. */
const atMost = 2000;

const pairShape =
	'[{"place":"bigint","left_key":"varchar","right_key":"varchar","score":"double","evidence":"varchar"}]';

/** Pairs that are decided at once are one entry of the log, named by its first decision. */
async function write(
	connection: DuckDBConnection,
	subject: MatchSubject,
	pairs: readonly MatchCandidate[],
	verdict: Verdict,
	by: string,
	when: Date
): Promise<DecidedEntry> {
	const entry = await nextId(connection, 'match_decision', 'decision_id');
	await connection.run(
		`insert into match_decision by name
		select $entry::bigint + pair.place as decision_id, $entry as entry_id, $subject as subject, pair.left_key, pair.right_key,
			$verdict as verdict, pair.score, pair.evidence, $by as decided_by, $when::timestamp as decided_at
		from (select unnest(from_json($pairs, $shape)) as pair)`,
		{
			entry,
			subject,
			verdict,
			by,
			when: when.toISOString(),
			pairs: JSON.stringify(
				pairs.map(({ left_key, right_key, score, evidence }, place) => ({
					place,
					left_key,
					right_key,
					score,
					evidence: JSON.stringify(evidence)
				}))
			),
			shape: pairShape
		}
	);
	return { entry_id: entry, decision_ids: pairs.map((_, index) => entry + index) };
}

/** People are identified by the decisions that stand, and the models are due. */
async function settle(connection: DuckDBConnection): Promise<void> {
	await identify(connection);
	await raiseDataVersion(connection);
}

/**
 * The one way to decide about pairs, one or many: it is written with who and when, and holds from the next build of the
 * models on, for files imported later too. Throws `MatchError` for a pair that is no candidate (any more).
 */
export async function decideMatches(
	warehouse: Warehouse,
	subject: MatchSubject,
	matchIds: readonly string[],
	verdict: Verdict,
	by: string,
	now: () => Date = () => new Date()
): Promise<DecidedEntry> {
	const decided = await warehouse.transaction(async (connection) => {
		const wanted = new Set(matchIds);
		const candidates = await matchCandidates(connection, subject, atMost);
		const pairs = candidates.filter(({ match_id }) => wanted.has(match_id));
		if (pairs.length < wanted.size || wanted.size === 0) {
			const known = new Set(pairs.map(({ match_id }) => match_id));
			const missing = [...wanted].filter((id) => !known.has(id));
			throw new MatchError(
				wanted.size === 0
					? message('import.no_pair_was_chosen_nothing_was')
					: message('import.no_pair_decide_about_or_was', { list: missing.join(', ') })
			);
		}
		const written = await write(connection, subject, pairs, verdict, by, now());
		if (verdict !== 'later') await settle(connection);
		return written;
	});
	if (verdict !== 'later') await model(warehouse);
	return decided;
}

/** The decisions of what is taken back that still stand. Throws `MatchError` where there are none. */
async function standing(
	connection: DuckDBConnection,
	part: DecisionPart,
	id: number
): Promise<number[]> {
	const column = part === 'entry' ? 'entry_id' : 'decision_id';
	const reader = await connection.runAndReadAll(
		`select decision_id, taken_back_at is null from match_decision where ${column} = $id order by decision_id`,
		{ id }
	);
	const rows = reader.getRowsJS() as [number, boolean][];
	const left = rows.filter(([, isStanding]) => isStanding).map(([decision]) => decision);
	if (left.length > 0) return left;
	throw new MatchError(
		rows.length === 0
			? message('import.there_no_decision_nothing_was_changed', { decision: id })
			: message('import.decision_was_taken_back_before_nothing', { decision: id })
	);
}

/**
 * Takes decisions back, an entry of the log in one step: each of its pairs is as it was before, open, put off, or decided
 * otherwise. Throws `MatchError` for one that does not stand.
 */
export async function takeBackMatches(
	warehouse: Warehouse,
	part: DecisionPart,
	ids: readonly number[],
	by: string,
	now: () => Date = () => new Date()
): Promise<{ readonly decision_ids: readonly number[] }> {
	const decisions = await warehouse.transaction(async (connection) => {
		const taken: number[] = [];
		for (const id of ids) {
			const left = await standing(connection, part, id);
			await connection.run(
				`update match_decision set taken_back_by = $by, taken_back_at = $when::timestamp
				where decision_id in (${left.join(', ')})`,
				{ by, when: now().toISOString() }
			);
			taken.push(...left);
		}
		await settle(connection);
		return taken;
	});
	await model(warehouse);
	return { decision_ids: decisions };
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import type {
	DecidedPair,
	LeaverPresence,
	MatchCandidate,
	MatchDecision,
	SystemPair
} from '#queries/matching.ts';
import {
	isMissingLeavers,
	leaverPresence,
	matchCandidates,
	matchDecisions,
	matchState,
	missingLeavers,
	systemPairs
} from '#queries/matching.ts';
import type { DecisionPart, Verdict } from '#pipelines/matches.ts';
import { decideMatches, MatchError, takeBackMatches, verdicts } from '#pipelines/matches.ts';
import { roundCount } from '#queries/present.ts';
import { message } from '#lib/messages.ts';
import type { Viewer } from './ask.ts';
import { withConnection } from './batches.ts';
import { prepareSoon, warehouse } from './warehouse.ts';

export type { DecidedPair, LeaverPresence, MatchCandidate, MatchDecision, SystemPair, Verdict };
export { verdicts };

export type Subject = 'person' | 'item';

/** Pairs on one page, and the most that are looked for. */
const pairsShown = 20;
const pairsSought = 2000;

const kept = new Map<
	Subject,
	{ readonly state: string; readonly pairs: readonly MatchCandidate[] }
>();

/** All pairs to decide about; they are looked for anew only after an import, an undo or a decision. */
async function pairsOf(
	connection: DuckDBConnection,
	subject: Subject
): Promise<readonly MatchCandidate[]> {
	const state = await matchState(connection);
	const known = kept.get(subject);
	if (known?.state === state) return known.pairs;
	const pairs = await matchCandidates(connection, subject, pairsSought);
	kept.set(subject, { state, pairs });
	return pairs;
}

/** A learning system beside a personnel system: whom of the one the other knows, and who of those who left is in it. */
export interface KnownPeople extends LeaverPresence {
	readonly persons: number;
	readonly known: number;
}

const knownPeople = (
	pairs: readonly SystemPair[],
	leavers: readonly LeaverPresence[]
): KnownPeople[] =>
	leavers.flatMap((row) => {
		const pair = pairs.find(
			({ left_system, right_system }) =>
				[left_system, right_system].includes(row.system) &&
				[left_system, right_system].includes(row.personnel_system)
		);
		if (!pair) return [];
		const persons = pair.left_system === row.system ? pair.left_persons : pair.right_persons;
		return [{ ...row, persons, known: pair.both_persons }];
	});

/** Pairs for and against which the same speaks. */
const kindOf = ({ evidence }: MatchCandidate) => evidence.join(' ');

/** Every kind of pair and how many are of it, the most frequent first. */
function kindsOf(pairs: readonly MatchCandidate[]) {
	const counts = new Map<string, number>();
	for (const pair of pairs) counts.set(kindOf(pair), (counts.get(kindOf(pair)) ?? 0) + 1);
	return [...counts]
		.map(([kind, count]) => ({ kind, evidence: kind.split(' '), pairs: count }))
		.toSorted((left, right) => right.pairs - left.pairs || (left.kind < right.kind ? -1 : 1));
}

/** A short name of exactly these pairs: another where one came or went. */
const signatureOf = (pairs: readonly MatchCandidate[]) =>
	createHash('sha256')
		.update(pairs.map(({ match_id }) => match_id).join(' '))
		.digest('hex')
		.slice(0, 16);

/** Which pairs are looked at: those of one kind, or all where it is null, from a place in their list on. */
export interface Shown {
	readonly kind: string | null;
	readonly from: number;
}

/** What the page about matches shows: pairs to decide about, decisions, and how well systems and leavers are matched. */
export const matchesOf = (subject: Subject, { kind, from }: Shown) =>
	withConnection(async (connection) => {
		const pairs = await pairsOf(connection, subject);
		const kinds = kindsOf(pairs);
		const chosen = kinds.some((known) => known.kind === kind) ? kind : null;
		const listed = chosen === null ? pairs : pairs.filter((pair) => kindOf(pair) === chosen);
		const lastPage = Math.floor(Math.max(0, listed.length - 1) / pairsShown) * pairsShown;
		const first = Math.min(from, lastPage);
		const systems = subject === 'person' ? await systemPairs(connection) : [];
		return {
			candidates: listed.slice(first, first + pairsShown),
			first,
			step: pairsShown,
			all: listed.length,
			kind: chosen,
			kinds,
			signature: signatureOf(listed),
			open: pairs.filter(({ is_later }) => !is_later).length,
			isCapped: pairs.length >= pairsSought,
			decisions: await matchDecisions(connection, subject),
			systems,
			known: subject === 'person' ? knownPeople(systems, await leaverPresence(connection)) : []
		};
	});

/** The sentence of what could not be done, or null; any other fault is passed on. */
async function refusal(work: Promise<unknown>): Promise<string | null> {
	try {
		await work;
		prepareSoon();
		return null;
	} catch (cause) {
		if (cause instanceof MatchError) return cause.message;
		throw cause;
	}
}

/** Decides about pairs by the analyst; says why where it cannot. */
export const decide = async (subject: Subject, ids: readonly string[], verdict: Verdict) =>
	refusal(decideMatches(await warehouse(), subject, ids, verdict, 'analyst'));

/** Decides about every pair of a kind, as long as they are those that were shown; says why where it cannot. */
export async function decideKind(
	subject: Subject,
	kind: string,
	signature: string,
	verdict: Verdict
): Promise<string | null> {
	const pairs = await withConnection((connection) => pairsOf(connection, subject));
	const meant = pairs.filter((pair) => kindOf(pair) === kind);
	if (signatureOf(meant) !== signature) return message('people.changed');
	return decide(
		subject,
		meant.map(({ match_id }) => match_id),
		verdict
	);
}

/** Takes back an entry of the log, or one pair of it; says why where it cannot. */
export const takeBack = async (part: DecisionPart, id: number) =>
	refusal(takeBackMatches(await warehouse(), part, [id], 'analyst'));

/** What pages that rest on learning data say where those who left are missing from it; null where they are not. */
export const survivorshipNote = (viewer: Viewer): Promise<string | null> =>
	withConnection(async (connection) => {
		const missing = (await missingLeavers(connection)).filter(isMissingLeavers);
		return missing.length === 0
			? null
			: message('people.survivorship', {
					systems: [...new Set(missing.map(({ system }) => system))].join(', '),
					leavers: roundCount(Math.max(...missing.map(({ leavers }) => leavers)), viewer)
				});
	});

import type { DuckDBConnection } from '@duckdb/node-api';
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

/** What the page about matches shows from the `from`th pair on: pairs to decide about, decisions, and how well systems and leavers are matched. */
export const matchesOf = (subject: Subject, from: number) =>
	withConnection(async (connection) => {
		const pairs = await pairsOf(connection, subject);
		const first = Math.min(from, Math.max(0, pairs.length - 1));
		const systems = subject === 'person' ? await systemPairs(connection) : [];
		return {
			candidates: pairs.slice(first, first + pairsShown),
			first,
			step: pairsShown,
			all: pairs.length,
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

import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readSql } from './repository.ts';

/** What a decision is about. */
export type MatchSubject = 'person' | 'item';

const texts = z
	.array(z.union([z.string(), z.number()]).transform(String))
	.nullish()
	.transform((list) => list ?? []);
const described = z
	.string()
	.transform((text) => z.record(z.string(), texts).parse(JSON.parse(text)));
const words = z.string().transform((text) => text.split(' ').filter((word) => word !== ''));

const candidateShape = z.object({
	left_key: z.string(),
	right_key: z.string(),
	score: z.number(),
	evidence: words,
	is_later: z.boolean(),
	left_subject: described,
	right_subject: described
});

/** Two people, or two items, that may be one: a score from 0 to 1 and the codes of what speaks for and against it. */
export type MatchCandidate = z.infer<typeof candidateShape> & { readonly match_id: string };

/** The short name of a pair, the same as long as its keys are. */
const matchId = (left: string, right: string): string =>
	createHash('sha256').update(`${left} ${right}`).digest('hex').slice(0, 10);

async function read(
	connection: DuckDBConnection,
	name: string,
	values: Record<string, DuckDBValue> = {}
): Promise<unknown[]> {
	const sql = readSql('matching').get(name);
	if (sql === undefined) throw new Error(`There is no question "${name}" about matching.`);
	return (await connection.runAndReadAll(sql, values)).getRowObjectsJS();
}

/** What many share tells nothing: a block of more people than this is left out. */
const most = 12;
const least = 0.4;

/** The likeliest pairs that are not decided, at most `limit`; those put off come last. */
export async function matchCandidates(
	connection: DuckDBConnection,
	subject: MatchSubject,
	limit = 200
): Promise<MatchCandidate[]> {
	const rows = await read(connection, `${subject}_candidate`, { most, least, limit });
	return z
		.array(candidateShape)
		.parse(rows)
		.map((row) => ({ match_id: matchId(row.left_key, row.right_key), ...row }));
}

/** A text that changes whenever the pairs to decide about may have changed. */
export async function matchState(connection: DuckDBConnection): Promise<string> {
	const [row] = z
		.array(z.object({ state: z.string() }))
		.parse(await read(connection, 'decision_state'));
	return row?.state ?? '';
}

const decidedPairShape = z.object({
	decision_id: z.number(),
	score: z.number().nullable(),
	evidence: z.string().nullable(),
	left_name: z.string().nullable(),
	right_name: z.string().nullable(),
	taken_back_by: z.string().nullable(),
	taken_back_at: z.string().nullable()
});

const decisionShape = z.object({
	entry_id: z.number(),
	subject: z.enum(['person', 'item']),
	verdict: z.enum(['same', 'different', 'later']),
	decided_by: z.string(),
	decided_at: z.string(),
	pairs: z.array(decidedPairShape)
});

/** What was decided about one pair; a name is null where no live file knows that person or item any more. */
export type DecidedPair = z.infer<typeof decidedPairShape>;

/** One entry of the log: what was decided at once, about one pair or many. */
export type MatchDecision = z.infer<typeof decisionShape>;

/** What was decided, the newest first. */
export const matchDecisions = async (
	connection: DuckDBConnection,
	subject: MatchSubject | null = null,
	limit = 200
): Promise<MatchDecision[]> =>
	z.array(decisionShape).parse(await read(connection, 'decision_log', { subject, limit }));

const pairShape = z.object({
	left_system: z.string(),
	right_system: z.string(),
	left_persons: z.number(),
	right_persons: z.number(),
	both_persons: z.number(),
	matched_share: z.number()
});

/** How many people two systems name, and how many both name, as a share of the smaller one. */
export type SystemPair = z.infer<typeof pairShape>;

/** Every pair of systems that name people. */
export const systemPairs = async (connection: DuckDBConnection): Promise<SystemPair[]> =>
	z.array(pairShape).parse(await read(connection, 'system_pair'));

const presenceShape = z.object({
	system: z.string(),
	personnel_system: z.string(),
	leavers: z.number(),
	present: z.number(),
	present_share: z.number()
});

/** How many of those who left, by a personnel system, a learning system still names. */
export type LeaverPresence = z.infer<typeof presenceShape>;

/** Every pair of a learning and a personnel system whose leavers fall into the time of the learning data. */
export const leaverPresence = async (connection: DuckDBConnection): Promise<LeaverPresence[]> =>
	z.array(presenceShape).parse(await read(connection, 'leaver_presence'));

/** Fewer leavers than this say nothing about a file. */
const fewLeavers = 5;

/** Whether those who left are missing: the personnel file knows several, the learning data none. */
export const isMissingLeavers = ({
	leavers,
	present
}: Pick<LeaverPresence, 'leavers' | 'present'>) => leavers >= fewLeavers && present === 0;

/** The same from the models, by the whole of each learning system's files, so that a page can ask it every time. */
export const missingLeavers = async (
	connection: DuckDBConnection
): Promise<{ readonly system: string; readonly leavers: number; readonly present: number }[]> =>
	z
		.array(z.object({ system: z.string(), leavers: z.number(), present: z.number() }))
		.parse(await read(connection, 'missing_leavers'));

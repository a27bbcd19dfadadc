import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { ask } from './ask.ts';
import { headlineDays } from './headline.ts';
import { readSql } from './repository.ts';

async function read<Shape extends z.ZodType>(
	connection: DuckDBConnection,
	name: string,
	shape: Shape
): Promise<z.infer<Shape>[]> {
	const sql = readSql('voluntary').get(name);
	if (sql === undefined) throw new Error(`There is no question "${name}" about initiation.`);
	return z.array(shape).parse((await connection.runAndReadAll(sql)).getRowObjectsJS());
}

const ruleShape = z.object({
	rule: z.string(),
	place: z.number(),
	confidence: z.number(),
	days: z.number().nullable(),
	minutes: z.number().nullable(),
	people: z.number().nullable(),
	share: z.number().nullable(),
	decided: z.number(),
	decided_initiator: z.number(),
	decided_obligation: z.number(),
	episodes: z.number(),
	mean_confidence: z.number().nullable(),
	is_changed: z.boolean()
});

/** One rule of evidence (METRICS.md A0): its order and thresholds, and how many episodes it decided. */
export type RuleShare = z.infer<typeof ruleShape>;

/** The columns of a rule that an analyst may change. */
export const ruleColumns = ['place', 'confidence', 'days', 'minutes', 'people', 'share'] as const;

const agreementShape = z.object({
	stated: z.enum(['chosen', 'assigned']),
	inferred: z.enum(['chosen', 'assigned']),
	episodes: z.number(),
	agreed: z.number(),
	kappa: z.number().nullable()
});

/** How often what a source states and what would be inferred say the same; empty where no episode has both. */
export type AgreementCell = z.infer<typeof agreementShape>;

const wordShape = z.object({
	system: z.string(),
	word: z.string(),
	spelling: z.string(),
	row_count: z.number(),
	shipped: z.string(),
	ruled: z.string().nullable(),
	ruled_obligation: z.string().nullable()
});

/** An enrolment method as files write it, what its source reads in it, and what the analyst reads instead. */
export type MethodWord = z.infer<typeof wordShape>;

const overrideShape = z.object({
	override_id: z.number(),
	item_key: z.string(),
	item: z.string().nullable(),
	is_for_person: z.boolean(),
	audience_kind: z.string().nullable(),
	audience: z.string().nullable(),
	valid_from: z.string().nullable(),
	valid_to: z.string().nullable(),
	origin: z.string().nullable(),
	obligation: z.string().nullable(),
	note: z.string().nullable()
});

/** A ruling by hand about an item: for everybody or one person (R1), or for an audience (R4). */
export type Ruling = z.infer<typeof overrideShape>;

const changeShape = z.object({
	change_id: z.number(),
	kind: z.enum(['rule', 'word', 'override', 'setting']),
	name: z.string(),
	before: z.string().nullable(),
	after: z.string().nullable(),
	changed_by: z.string(),
	changed_at: z.string(),
	undone_by: z.string().nullable(),
	undone_at: z.string().nullable()
});

/** One change of what counts as voluntary; before and after are rows as JSON. */
export type RuleChangeRow = z.infer<typeof changeShape>;

const rateShape = z.object({
	value: z.number().nullable(),
	bound_lo: z.number().nullable(),
	bound_hi: z.number().nullable(),
	unknown_share: z.number().nullable(),
	denominator: z.number().nullable()
});

/** What the classes and the headline are: episodes by class, and A1 for both readings of voluntary with its bounds. */
export interface VoluntaryEffect {
	readonly classes: Readonly<Record<string, number>>;
	readonly broad: z.infer<typeof rateShape> | null;
	readonly strict: z.infer<typeof rateShape> | null;
}

/** The rules in their order with what each decided. */
export const ruleShares = (connection: DuckDBConnection): Promise<RuleShare[]> =>
	read(connection, 'rule_share', ruleShape);

/** The four cells of stated and inferred, or none. */
export const ruleAgreement = (connection: DuckDBConnection): Promise<AgreementCell[]> =>
	read(connection, 'agreement', agreementShape);

/** The enrolment methods of all live files. */
export const methodWords = (connection: DuckDBConnection): Promise<MethodWord[]> =>
	read(connection, 'method_words', wordShape);

/** The rulings that hold. */
export const rulings = (connection: DuckDBConnection): Promise<Ruling[]> =>
	read(connection, 'overrides', overrideShape);

/** What was changed, the newest first. */
export const ruleLog = (connection: DuckDBConnection): Promise<RuleChangeRow[]> =>
	read(connection, 'rule_log', changeShape);

/** Items that a ruling can name. */
export const nameableItems = (connection: DuckDBConnection) =>
	read(connection, 'items', z.object({ reference: z.string(), name: z.string() }));

async function rateOf(connection: DuckDBConnection, variant: string) {
	const answer = await ask(
		connection,
		{ role: 'analyst' },
		{ metric: 'voluntary_completion_rate', variant, horizon: headlineDays }
	);
	const row = answer.rows.find((candidate) => candidate.variant === variant);
	return row ? rateShape.parse(row) : null;
}

/** The classes and the headline as the models stand. */
export async function voluntaryEffect(connection: DuckDBConnection): Promise<VoluntaryEffect> {
	const counts = await read(
		connection,
		'class_counts',
		z.object({ class: z.string(), episodes: z.number() })
	);
	return {
		classes: Object.fromEntries(counts.map((row) => [row.class, row.episodes])),
		broad: await rateOf(connection, 'broad'),
		strict: await rateOf(connection, 'strict')
	};
}

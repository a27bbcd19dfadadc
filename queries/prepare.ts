import type { DuckDBConnection } from '@duckdb/node-api';
import { metrics } from './catalogue.ts';
import type { Dimension, Metric } from './catalogue.ts';
import { parametersOf, questionKey, valuesOf } from './compute.ts';
import { readAsOf } from './envelope.ts';
import type { Grain } from './grain.ts';
import { missingNeeds } from './needs.ts';
import type { Question } from './request.ts';
import { besideQuestions } from './together.ts';

const grains: readonly Grain[] = [null, 'month', 'quarter', 'year'];

/** The breakdowns that pages and reports ask for all the time, and then those that a single filter takes its slice of, with their grains. */
const breakdowns: readonly {
	readonly by: readonly Dimension[];
	readonly grains: readonly Grain[];
}[] = [
	{ by: [], grains },
	{ by: ['org_unit'], grains },
	{ by: ['length_band'], grains: [null, 'quarter'] },
	{ by: ['source'], grains: [null, 'quarter'] },
	{ by: ['item'], grains: [null] },
	...(['job_family', 'location', 'grade'] as const).map((dimension) => ({
		by: [dimension],
		grains: [null, 'quarter'] as const
	}))
];

const variantsOf = (metric: Metric): readonly (string | null)[] =>
	metric.sql.includes('$variant')
		? ['voluntary_broad', 'self_initiated', 'assigned_required']
		: [null];

/** The questions whose numbers are kept, breakdown by breakdown: what is asked most is ready for all metrics first. */
export function preparedQuestions(): readonly Question[] {
	return breakdowns.flatMap(({ by, grains }) =>
		[...metrics().values()]
			.filter((metric) => by.every((dimension) => metric.dimensions.includes(dimension)))
			.flatMap((metric) => grains.map((grain) => ({ metric, grain })))
			.filter(({ metric, grain }) =>
				grain === null
					? metric.default_grain === undefined
					: (metric.grains?.includes(grain) ?? true)
			)
			.flatMap(({ metric, grain }) =>
				variantsOf(metric).map((variant): Question => ({
					metric,
					from: null,
					to: null,
					grain,
					by,
					where: new Map(),
					axes: by,
					asOf: null,
					variants: variant === null ? metric.default_variants : [variant],
					horizon: null
				}))
			)
	);
}

/** An empty table is kept as one row without a period, which no answer reads. */
const emptySql = `insert into prepared_cell by name
	select $question as question
	where not exists (select 1 from prepared_cell where question = $question)`;

/**
 * Keeps the cells of a select, whichever columns of the table it has, in the order in which answers tell them and with a number
 * for what each is called by: a large table takes longest to put in order.
 */
const keepSql = (sql: string): string => `
	insert into prepared_cell by name
	select $question as question, dense_rank() over called::integer as word_no, *
	from (
		(select * exclude (question, word_no) from prepared_cell limit 0)
		union all by name
		(${sql})
	)
	window called as (
		order by
			coalesce(list_position(string_split($variants, ' '), variant), 0), coalesce(variant, ''), coalesce(measure, ''),
			coalesce(horizon, 0), layer, variant, measure, horizon
	)
	order by period_no, key_1, key_2, key_3, word_no`;

/** The keys of the questions whose numbers are kept. */
export async function keptQuestions(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
	const reader = await connection.runAndReadAll('select distinct question from prepared_cell');
	return new Set(reader.getRowsJS().map(([question]) => question as string));
}

/**
 * Keeps the numbers of often asked questions, so that `ask` reads instead of counting; the selects are the same, so the
 * answers are. Call it after a build of the models, which forgets all of them; it may be cut short at any question, and
 * the next call goes on with those that are not kept yet. Returns how many it kept.
 */
export async function prepareCells(
	connection: DuckDBConnection,
	isWanted: () => boolean | Promise<boolean> = () => true,
	questions: readonly Question[] = preparedQuestions()
): Promise<number> {
	let kept = 0;
	const all = [...besideQuestions(questions), ...questions];
	const missing = new Map<Metric, boolean>();
	const known = await keptQuestions(connection);
	for (const question of all) {
		const { metric } = question;
		if (!missing.has(metric))
			missing.set(metric, (await missingNeeds(connection, metric.needs)).length > 0);
		if (missing.get(metric) === true) continue;
		const { sql } = question.metric;
		const asOf = await readAsOf(connection, question.metric);
		if (asOf === null) continue;
		const key = questionKey(question, asOf);
		if (known.has(key)) continue;
		if (!(await isWanted())) break;
		const bound = parametersOf(sql, valuesOf(question, asOf));
		const variants = metric.variants.join(' ');
		await connection.run(keepSql(sql), { ...bound, question: key, variants });
		await connection.run(emptySql, { question: key });
		kept += 1;
	}
	return kept;
}

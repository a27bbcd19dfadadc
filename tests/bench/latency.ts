import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from '#queries/ask.ts';
import type { Metric } from '#queries/catalogue.ts';
import { metrics } from '#queries/catalogue.ts';
import { parametersOf, valuesOf } from '#queries/compute.ts';
import { populations } from '#queries/differencing.ts';
import { readAsOf } from '#queries/envelope.ts';
import { preparedQuestions, prepareCells } from '#queries/prepare.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';

/** Counts of one kind by month and unit: the least that a number with a share and a count of people costs. */
const counted = (what: string, people: string, from = 'episode', month = 'anchored_month') =>
	`select ${month}, org_unit_id, ${what}, ${people} from ${from} group by all`;

const persons = 'count(distinct person_id)';

/** The same numbers without intervals, bounds, names and privacy, as one would write them by hand. */
const minimal: Readonly<Record<string, string>> = {
	initiation_mix: counted(
		'class, count(*)',
		persons,
		"(select * from episode where standing in ('in', 'backdated'))"
	),
	voluntary_completion_rate: counted(
		"count(*), count(*) filter (outcome = 'completed' and days_to_end <= horizon_days)",
		persons,
		"(select * from episode where standing = 'in' and class in ('self_initiated', 'prompted'))"
	),
	completion_gap: counted(
		"class, count(*), count(*) filter (outcome = 'completed' and days_to_end <= horizon_days)",
		persons,
		"(select * from episode where standing = 'in' and class in ('self_initiated', 'prompted', 'assigned_required'))"
	),
	period_completion_rate: counted(
		"count(*), count(*) filter (outcome = 'completed')",
		persons,
		'(select *, (year(anchored_on + days_to_end) * 12 + month(anchored_on + days_to_end))::smallint as ended_month from episode)',
		'ended_month'
	),
	time_to_complete: counted(
		"days_to_end, count(*) filter (outcome = 'completed'), count(*)",
		persons,
		"(select * from episode where standing = 'in' and class in ('self_initiated', 'prompted'))"
	),
	self_directed_reach: counted(
		"bool_or(class = 'self_initiated'), count(*)",
		persons,
		'(select * from episode where is_meaningful)'
	)
};

/** For the others: rows and people of the measure's population by month and unit, which any of its numbers rests on. */
const countedPopulation = (metric: Metric): string =>
	`select year(day) * 12 + month(day), org_unit_id, count(*), ${persons} from (${populations[metric.population] ?? ''}) group by all`;

async function askMinimal(connection: DuckDBConnection, metric: Metric): Promise<void> {
	const sql = minimal[metric.id];
	if (sql !== undefined) await connection.runAndReadAll(sql);
	else {
		const counting = countedPopulation(metric);
		const question = preparedQuestions().find((one) => one.metric.id === metric.id);
		const asOf = await readAsOf(connection, metric);
		if (question === undefined || asOf === null) throw new Error(`${metric.id} is not prepared`);
		await connection.runAndReadAll(counting, parametersOf(counting, valuesOf(question, asOf)));
	}
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}

/** By month, or by quarter where the measure knows no months, or as a whole. */
const grainOf = ({ grains }: Metric): string | null =>
	grains === undefined || grains.includes('month') ? 'month' : (grains[0] ?? null);

const requestOf = (metric: Metric) => ({
	metric: metric.id,
	...(grainOf(metric) !== null && { grain: grainOf(metric) }),
	by: metric.dimensions.includes('org_unit') ? ['org_unit'] : []
});

const freeFilter = (metric: Metric) => ({
	metric: metric.id,
	...(grainOf(metric) !== null && { grain: 'quarter' }),
	...(metric.dimensions.includes('org_unit') && { where: { org_unit: 'Unit 7' } }),
	from: '2024-04-01',
	to: '2025-04-01'
});

/** Milliseconds of one request: the first time, and the best of as many more. */
async function firstAndLater(
	warehouse: Warehouse,
	runs: number,
	work: (connection: DuckDBConnection) => Promise<unknown>
): Promise<readonly [first: number, later: number] | null> {
	const times: number[] = [];
	for (let run = 0; run <= runs; run++) {
		const connection = await warehouse.connect();
		try {
			times.push(await timed(() => work(connection)));
		} catch {
			return null;
		} finally {
			connection.closeSync();
		}
	}
	const [first = 0, ...later] = times;
	return [first, Math.min(...later)];
}

const shown = (milliseconds: number | undefined): string =>
	milliseconds === undefined ? '–' : milliseconds.toFixed(0);

/**
 * Each metric (or each of those named) by month and unit: the first time, again, beside a minimal query, with a free filter,
 * and both from the prepared tables; in milliseconds. The minimal query of most is a count of rows and people over their
 * population. A dash where an answer is refused or the benchmark's data hold nothing.
 */
export async function latencies(
	warehouse: Warehouse,
	say: (line: string) => void,
	only: readonly string[] = [],
	runs = 2
): Promise<void> {
	const viewer = { role: 'analyst' } as const;
	const measured = [...metrics().values()].filter(
		({ id }) => only.length === 0 || only.includes(id)
	);
	say(
		'  metric                          first   again minimal  free filter  prepared  filter, prepared  (ms, by month and unit)'
	);
	for (const metric of measured) {
		const usual = (connection: DuckDBConnection) => ask(connection, viewer, requestOf(metric));
		const counted = await firstAndLater(warehouse, runs, usual);
		const filter = (connection: DuckDBConnection) => ask(connection, viewer, freeFilter(metric));
		const free = await firstAndLater(warehouse, runs, filter);
		const bare = await firstAndLater(warehouse, runs, (connection) =>
			askMinimal(connection, metric)
		);
		const grains = new Set([requestOf(metric).grain ?? null, freeFilter(metric).grain ?? null]);
		const questions = preparedQuestions().filter(
			(question) => question.metric.id === metric.id && grains.has(question.grain)
		);
		await warehouse.transaction((connection) => prepareCells(connection, () => true, questions));
		const prepared = await firstAndLater(warehouse, runs, usual);
		const filtered = await firstAndLater(warehouse, runs, filter);
		const columns = [
			...[counted?.[0], counted?.[1], bare?.[1], free?.[1]],
			...[prepared?.[1], filtered?.[1]]
		];
		const widths = [6, 7, 7, 12, 9, 17];
		say(
			`  ${metric.id.padEnd(30)} ${columns.map((ms, index) => shown(ms).padStart(widths[index] ?? 0)).join(' ')}`
		);
	}
	if (only.length > 0) return;
	const preparing = await timed(() =>
		warehouse.transaction((connection) => prepareCells(connection))
	);
	say(`  the other usual questions were prepared in ${(preparing / 1000).toFixed(1)} s`);
}

import { parse } from 'yaml';
import { z } from 'zod';
import { readSql } from './repository.ts';

/** The breakdowns and filters that exist; nothing else reaches a query. */
export const dimensionNames = ['org_unit', 'item', 'source', 'length_band'] as const;
export type Dimension = (typeof dimensionNames)[number];

const frontMatter = z.strictObject({
	id: z.string(),
	name: z.string(),
	question: z.string(),
	unit: z.enum(['share', 'days', 'points']),
	grain: z.string(),
	anchor: z.string(),
	numerator: z.string(),
	denominator: z.string(),
	/** The exact formula, in one line. */
	formula: z.string(),
	/** Which kinds of data it cannot do without. */
	needs: z.array(z.enum(['enrolment', 'employment'])),
	interval: z.string(),
	smallest_group: z.int().min(5),
	version: z.int().min(1),
	source: z.string(),
	caveats: z.array(z.string()),
	dimensions: z.array(z.enum(dimensionNames)),
	variants: z.array(z.string()),
	/** The variants that an answer holds when none is asked for. */
	default_variants: z.array(z.string()),
	parameters: z.array(
		z.enum(['from', 'to', 'grain', 'by', 'where', 'as_of', 'variant', 'horizon'])
	),
	/** The grain of an answer for which none is asked; without one, it is over all time. */
	default_grain: z.enum(['month', 'quarter', 'year']).optional(),
	/** The unit of each measure that is not in the metric's own. */
	measures: z.record(z.string(), z.string()),
	/** Variant → the wider variant that contains it. */
	nested: z.record(z.string(), z.string()),
	/** The people whom the differencing rule counts; a name in `differencing.ts`. */
	population: z.enum([
		'begun',
		'matured_voluntary',
		'matured_pair',
		'open_voluntary',
		'awaited',
		'employed'
	])
});

/** One metric: its definition in plain words, its formula, and the select that answers it. */
export type Metric = z.infer<typeof frontMatter> & { readonly sql: string };

function readMetric(name: string, text: string): Metric {
	const match = /^\/\*\n([\s\S]*?)\*\/\n([\s\S]*)$/.exec(text);
	const parsed = frontMatter.safeParse(parse(match?.[1] ?? ''));
	if (!parsed.success)
		throw new Error(`queries/metrics/${name}.sql: ${z.prettifyError(parsed.error)}`);
	if (parsed.data.id !== name)
		throw new Error(`queries/metrics/${name}.sql calls itself ${parsed.data.id}`);
	return { ...parsed.data, sql: match?.[2] ?? '' };
}

let catalogue: ReadonlyMap<string, Metric> | null = null;

/** Every metric by its id, read once from the front matter of `queries/metrics`. */
export function metrics(): ReadonlyMap<string, Metric> {
	catalogue ??= new Map(
		[...readSql('metrics')].map(([name, text]) => [name, readMetric(name, text)])
	);
	return catalogue;
}

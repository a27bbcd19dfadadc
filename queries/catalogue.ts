import { parse } from 'yaml';
import { z } from 'zod';
import { followerNames, needNames } from './needs.ts';
import type { FollowerName, NeedName } from './needs.ts';
import { readSql } from './repository.ts';

/** The breakdowns and filters that exist; nothing else reaches a query. */
export const dimensionNames = [
	'org_unit',
	'item',
	'source',
	'length_band',
	'job_family',
	'location',
	'grade',
	'question',
	'theme'
] as const;
export type Dimension = (typeof dimensionNames)[number];

/** What a number counts: how it is rounded and written follows from it. A plain `number` counts no people. */
export const unitNames = [
	'share',
	'points',
	'days',
	'minutes',
	'months',
	'count',
	'ratio',
	'probability',
	'per_100',
	'score',
	'bits',
	'money',
	'number'
] as const;
export type Unit = (typeof unitNames)[number];

const frontMatter = z.strictObject({
	id: z.string(),
	name: z.string(),
	question: z.string(),
	unit: z.enum(unitNames),
	grain: z.string(),
	anchor: z.string(),
	numerator: z.string(),
	denominator: z.string(),
	/** The exact formula, in one line. */
	formula: z.string(),
	/** Which kinds of data it cannot do without. */
	needs: z.array(z.enum(needNames as [NeedName, ...NeedName[]])),
	/** Which kinds of data tell of days after those it needs, so that an answer is as of their last day. */
	follows: z.array(z.enum(followerNames as [FollowerName, ...FollowerName[]])).default([]),
	interval: z.string(),
	smallest_group: z.int().min(5),
	version: z.int().min(1),
	/** What is different from the version before. */
	changed: z.string().optional(),
	source: z.string(),
	caveats: z.array(z.string()),
	dimensions: z.array(z.enum(dimensionNames)),
	/** Dimensions and variants by which it asks whether chances are even; such groups need ten people (METRICS.md C7). */
	equity: z.array(z.string()).default([]),
	variants: z.array(z.string()),
	/** The variants that an answer holds when none is asked for. */
	default_variants: z.array(z.string()),
	parameters: z.array(
		z.enum(['from', 'to', 'grain', 'by', 'where', 'as_of', 'variant', 'horizon'])
	),
	/** The grain of an answer for which none is asked; without one, it is over all time. */
	default_grain: z.enum(['month', 'quarter', 'year']).optional(),
	/** The grains that may be asked for; all of them where none are listed. */
	grains: z.array(z.enum(['month', 'quarter', 'year'])).optional(),
	/**
	 * The one grain by which others than analysts are told it, where the same thing counts in several periods: two grains held
	 * against each other would tell of what counts in one of them only.
	 */
	told_by: z.enum(['month', 'quarter', 'year']).optional(),
	/** Its variants are patterns or cells of which the select tells the large ones only; others than analysts get them over all time. */
	is_told_whole: z.boolean().default(false),
	/** What it tells beside its own number, or in its place (`is_of_parts`), each with its unit; names that end in `_` or a blank go on with something out of the data. */
	measures: z.record(z.string(), z.enum(unitNames)),
	/** It tells how many were completed, or hangs on it, so that a log without completions would make it 0 or 100 %. */
	is_of_completions: z.boolean().default(false),
	/** It has no number of its own. */
	is_of_parts: z.boolean().default(false),
	/** Of its parts, the one that it is asked for: an answer that holds others only says why. */
	main_part: z.string().optional(),
	/** What the variants are where the data decide on them, such as "the wave of the survey"; then `variants` is empty. */
	open_variants: z.string().optional(),
	/** Its open variants are the waves of surveys. */
	is_by_wave: z.boolean().default(false),
	/**
	 * The reasons of `explain/<id>.sql` that reach the numerator, and the others that count; "variant" stands for the asked one.
	 * variant: the one that is explained where none is asked for.
	 */
	reasons: z
		.strictObject({
			numerator: z.array(z.string()),
			denominator: z.array(z.string()),
			variant: z.string().optional()
		})
		.optional(),
	/** What the metric's own numerator and denominator are amounts of, where they count no cases. */
	counted_in: z.enum(['minutes', 'days']).optional(),
	/** Whether the others that count failed to reach the numerator's outcome, or are the other side of a comparison or of a whole. */
	counted_as: z.enum(['outcome', 'sides']).default('outcome'),
	/**
	 * What `explain` lists behind a number: episodes; rows of personnel files or lines of cost sheets, whose select then also
	 * tells what and when; or nothing, where single answers, types of people or the whole house are counted.
	 */
	rows: z.enum(['episode', 'personnel', 'sheet', 'none']).default('episode'),
	/** Variant → the wider variant that contains it. */
	nested: z.record(z.string(), z.string()),
	/** Kinds of data, beside `needs`, without which a variant or the rows of a measure are not told; the others are. */
	row_needs: z
		.record(z.string(), z.array(z.enum(needNames as [NeedName, ...NeedName[]])))
		.default({}),
	/** Measures that are told only where they warn of something: without their files nobody misses them. */
	warns: z.array(z.string()).default([]),
	/** Measures of change that are marked where they are clear (`is_clear_change`), a column beside the result contract. */
	marked: z.array(z.string()).default([]),
	/** The people whom the differencing rule counts; a name in `differencing.ts`. */
	population: z.string()
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
	if (parsed.data.version > 1 !== (parsed.data.changed !== undefined))
		throw new Error(
			`queries/metrics/${name}.sql: from version 2 on, and only then, "changed" says what is different`
		);
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

import { z } from 'zod';
import { mostAlike } from './alike.ts';
import { dimensionNames, metrics } from './catalogue.ts';
import type { Dimension, Metric } from './catalogue.ts';
import type { Grain } from './grain.ts';
import { message } from './messages.ts';
import { plainProblems } from './plain-problems.ts';

/** Who can ask. */
export const roles = ['analyst', 'lead', 'executive'] as const;

/** Who asks. The analyst works on the machine that holds the data and gets exact values. */
export interface Viewer {
	readonly role: (typeof roles)[number];
}

export type AskErrorCode = 'unknown_metric' | 'unknown_value' | 'bad_request' | 'refused';

/** Stops an answer: a metric or a value of a filter that does not exist, a request that makes no sense, a filter that would single people out. */
export class AskError extends Error {
	override readonly name = 'AskError';
	readonly code: AskErrorCode;
	constructor(code: AskErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

const day = z.iso.date();
const shape = z.strictObject({
	metric: z.string(),
	from: day.optional(),
	to: day.optional(),
	grain: z.enum(['month', 'quarter', 'year']).optional(),
	by: z.array(z.enum(dimensionNames)).max(3).optional(),
	where: z.partialRecord(z.enum(dimensionNames), z.string()).optional(),
	as_of: day.optional(),
	variant: z.string().optional(),
	horizon: z.int().min(0).max(3650).optional()
});

/** What a caller may ask for; dates are ISO days, `from` inclusive, `to` exclusive. */
export type AskRequest = z.input<typeof shape>;

/** A request after all checks: the metric, the asked breakdown, the filters, and the axes of the table that protects both. */
export interface Question {
	readonly metric: Metric;
	readonly from: string | null;
	readonly to: string | null;
	readonly grain: Grain;
	readonly by: readonly Dimension[];
	readonly where: ReadonlyMap<Dimension, string>;
	readonly axes: readonly Dimension[];
	readonly asOf: string | null;
	readonly variants: readonly string[];
	readonly horizon: number | null;
}

const synonyms: Readonly<Record<string, string>> = {
	broad: 'voluntary_broad',
	strict: 'self_initiated',
	voluntary_broad: 'broad',
	self_initiated: 'strict'
};

function chooseVariants(metric: Metric, asked: string | undefined): readonly string[] {
	if (asked === undefined) return metric.default_variants;
	if (metric.open_variants !== undefined) return [asked];
	const found = [asked, synonyms[asked] ?? asked].find((name) => metric.variants.includes(name));
	if (found === undefined) {
		throw new AskError(
			'bad_request',
			message('ask.variant', { metric: metric.id, known: metric.variants.join(', '), asked })
		);
	}
	return [found];
}

const equityGroup = 10;

/** The metric with the smallest group that holds for these axes and variants. */
const guarded = (metric: Metric, asked: readonly string[]): Metric =>
	metric.smallest_group < equityGroup && asked.some((name) => metric.equity.includes(name))
		? { ...metric, smallest_group: equityGroup }
		: metric;

/** Checks a request against the catalogue; throws AskError `unknown_metric` or `bad_request`. */
export function readRequest(request: unknown): Question {
	const parsed = shape.safeParse(request);
	if (!parsed.success) throw new AskError('bad_request', plainProblems(parsed.error));
	const { data } = parsed;
	const metric = metrics().get(data.metric);
	if (!metric) {
		const alike = mostAlike(data.metric, [...metrics().keys()]).join(', ');
		throw new AskError(
			'unknown_metric',
			message('ask.unknown_metric', { metric: data.metric, alike })
		);
	}
	const by = [...new Set(data.by ?? [])];
	const where = new Map(
		Object.entries(data.where ?? {}).map(([name, value]) => [name as Dimension, value])
	);
	const axes = [...new Set([...by, ...where.keys()])];
	const strange = axes.find((axis) => !metric.dimensions.includes(axis));
	if (strange !== undefined) {
		throw new AskError(
			'bad_request',
			message('ask.dimension', { metric: metric.id, dimension: strange })
		);
	}
	if (axes.length > 3) throw new AskError('bad_request', message('ask.dimensions'));
	if (data.from !== undefined && data.to !== undefined && data.from >= data.to) {
		throw new AskError('bad_request', message('ask.period_backwards'));
	}
	const hasPeriod = metric.parameters.includes('from') && metric.parameters.includes('to');
	if (!hasPeriod && (data.from !== undefined || data.to !== undefined)) {
		throw new AskError(
			'bad_request',
			message('ask.no_period', { metric: metric.id, anchor: metric.anchor })
		);
	}
	if (data.horizon !== undefined && !metric.parameters.includes('horizon')) {
		throw new AskError('bad_request', message('ask.no_horizon', { metric: metric.id }));
	}
	const grain = data.grain ?? metric.default_grain ?? null;
	if (grain !== null && metric.grains !== undefined && !metric.grains.includes(grain)) {
		throw new AskError(
			'bad_request',
			message('ask.grain', {
				metric: metric.id,
				count: metric.grains.length,
				known: metric.grains.join(', '),
				asked: grain
			})
		);
	}
	const variants = chooseVariants(metric, data.variant);
	return {
		metric: guarded(metric, [...axes, ...variants]),
		from: data.from ?? null,
		to: data.to ?? null,
		grain,
		by,
		where,
		axes,
		asOf: data.as_of ?? null,
		variants,
		horizon: data.horizon ?? null
	};
}

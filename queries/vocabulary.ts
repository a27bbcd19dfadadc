import { metrics } from './catalogue.ts';
import type { Metric } from './catalogue.ts';
import { message, messageOfCode } from './messages.ts';

type Named = Pick<Metric, 'id'>;

/** The imbalance of two groups in one respect, before or after matching. */
function balanceInWords(name: string): string | null {
	const [, before, respect] = /^balance_(before_)?(.+)$/.exec(name) ?? [];
	if (respect === undefined) return null;
	const what = messageOfCode(`balance.${respect}`) ?? respect.replaceAll('_', ' ');
	return message(before === undefined ? 'balance.after' : 'balance.before', { what });
}

/** A part of the index from 0 to 100. */
function scaledInWords(metric: Named, name: string): string | null {
	const [, part] = /^scaled_(.+)$/.exec(name) ?? [];
	return part === undefined
		? null
		: message('measure.scaled', { part: measureInWords(metric, part) });
}

/** Measures whose names end with something out of the data: an input of a model, a path. */
const openMeasures = [
	{ begins: 'swing_', key: 'measure.swing' },
	{ begins: 'closest: ', key: 'measure.closest' }
] as const;

function openInWords(name: string): string | null {
	const found = openMeasures.find(({ begins }) => name.startsWith(begins));
	if (!found) return null;
	const of = name.slice(found.begins.length).replaceAll('_', ' ');
	return message(found.key, { of: of === '' ? 'any' : of });
}

/** What words stand for a measure of a metric; null for one that has none. */
const wordsOfMeasure = (metric: Named, name: string): string | null =>
	messageOfCode(`measure.${metric.id}.${name}`) ??
	messageOfCode(`measure.${name}`) ??
	messageOfCode(`readiness.signal.${name}`) ??
	balanceInWords(name) ??
	scaledInWords(metric, name) ??
	openInWords(name);

/** How a pair of states ends whose second one stands for several (E2). */
export const toOther = ' → other';

/** The clocks and cohorts of which the name of a variant ends. */
const endings = /^(.+)_(from_activity|leave_paused|exit_censored)$/;

function wordsOfVariant(metric: Named, name: string): string | null {
	if (metric.id === 'type_transitions' && name.endsWith(toOther))
		return message('variant.to_other', {
			first: name.slice(0, -toOther.length).replaceAll('_', ' ')
		});
	const own =
		messageOfCode(`variant.${metric.id}.${name}`) ??
		messageOfCode(`variant.${name}`) ??
		messageOfCode(`filter.count.${name === 'voluntary_broad' ? 'broad' : name}`) ??
		messageOfCode(`class.${name}`) ??
		messageOfCode(`types.${name}.name`) ??
		messageOfCode(`readiness.${name.toLowerCase()}`);
	const [, base, ending = ''] = endings.exec(name) ?? [];
	if (own !== null || base === undefined) return own;
	const variant = wordsOfVariant(metric, base);
	return variant === null ? null : `${variant}; ${messageOfCode(`variant.${ending}`) ?? ''}`;
}

/** What a metric tells beside or in place of its own number, in words. */
export const measureInWords = (metric: Named, name: string): string =>
	wordsOfMeasure(metric, name) ?? name.replaceAll('_', ' ');

/** What a variant of a metric counts, in words; what the data name (a wave, a path) stays as it is. */
export const variantInWords = (metric: Named, name: string): string =>
	wordsOfVariant(metric, name) ?? name.replaceAll('_', ' ');

/** Whether a name that a metric uses has words. */
export const hasWords = (metric: Metric, name: string): boolean =>
	(metric.variants.includes(name) ? wordsOfVariant : wordsOfMeasure)(metric, name) !== null;

/** A sentence of a definition, with the words of what it calls by name: its measures and variants, and other metrics. */
export const definedInWords = (metric: Metric, sentence: string): string =>
	sentence.replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/g, (name) => {
		const words =
			metrics().get(name)?.name ?? wordsOfMeasure(metric, name) ?? wordsOfVariant(metric, name);
		return words === null ? name : `“${words}”`;
	});

/** A variant or measure of a metric that is named in one list with others. */
export const rowInWords = (metric: Metric, name: string): string =>
	(metric.variants.includes(name) ? variantInWords : measureInWords)(metric, name);

/** A variant of a metric as a definition lists it. */
export interface DefinedVariant {
	readonly name: string;
	readonly text: string;
	/** Whether it is told where none is asked for. */
	readonly isUsual: boolean;
}

/** A measure of a metric as a definition lists it; without a name the number itself. */
export interface DefinedPart {
	readonly name: string | null;
	readonly text: string;
	readonly unit: string;
}

/** The variants of a metric, those first that are told unasked. */
export const variantsOf = (metric: Metric): readonly DefinedVariant[] =>
	metric.variants
		.map((name) => ({
			name,
			text: variantInWords(metric, name),
			isUsual: metric.default_variants.includes(name)
		}))
		.toSorted((a, b) => Number(b.isUsual) - Number(a.isUsual));

/** All that an answer of a metric can tell; nothing where that is its own number alone. */
export function toldBy(metric: Metric): readonly DefinedPart[] {
	const told = Object.entries(metric.measures).map(([name, unit]) => ({
		name,
		text: measureInWords(metric, name),
		unit: message(`definition.unit_of.${unit}`)
	}));
	if (told.length === 0 || metric.is_of_parts) return told;
	const itself = {
		text: message('measure.itself'),
		unit: message(`definition.unit_of.${metric.unit}`)
	};
	return [{ name: null, ...itself }, ...told];
}

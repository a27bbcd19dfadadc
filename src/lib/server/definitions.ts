import { metrics, type Metric } from '#queries/catalogue.ts';
import { needsInWords, versionInWords } from '#queries/measures-page.ts';
import { plain, register } from '#queries/messages.ts';
import { definedInWords, toldBy, variantsOf } from '#queries/vocabulary.ts';
import type { Definition } from '#lib/charts/figure.ts';
import { message } from '#lib/messages.ts';

const fields = [
	'formula',
	'numerator',
	'denominator',
	'unit',
	'grain',
	'anchor',
	'interval',
	'source'
] as const;

let isRegistered = false;

/** Puts every metric's own words into the message catalogue, where a translation may already say them otherwise. */
function registerAll(): void {
	if (isRegistered) return;
	for (const metric of metrics().values()) {
		const texts = Object.entries({
			name: metric.name,
			question: metric.question,
			...Object.fromEntries(fields.map((field) => [field, metric[field]])),
			...Object.fromEntries(
				metric.caveats.map((caveat, index) => [`caveat_${index}`, definedInWords(metric, caveat)])
			)
		});
		register(
			Object.fromEntries(
				texts.map(([field, text]) => [`metric.${metric.id}.${field}`, plain(String(text))])
			)
		);
	}
	isRegistered = true;
}

/** A metric's definition in the language of the page, from the metric's own file. */
export function definitionOf(id: string): Definition {
	registerAll();
	const metric = metrics().get(id);
	if (!metric) throw new Error(`No metric is called ${id}`);
	const words = (field: string) => message(`metric.${id}.${field}`);
	return {
		id,
		name: words('name'),
		question: words('question'),
		version: metric.version,
		parts: partsOf(metric, words),
		variants: variantsOf(metric),
		told: toldBy(metric),
		caveats: metric.caveats.map((_, index) => words(`caveat_${index}`)),
		sql: metric.sql
	};
}

function partsOf(metric: Metric, words: (field: string) => string): Definition['parts'] {
	return [
		...fields.map((field) => ({ label: message(`definition.${field}`), text: words(field) })),
		{
			label: message('definition.needs'),
			text: needsInWords(metric).join(', ')
		},
		...(metric.open_variants === undefined
			? []
			: [{ label: message('definition.variants'), text: metric.open_variants }]),
		{
			label: message('definition.smallest_group'),
			text: message('definition.people', { count: metric.smallest_group })
		},
		{
			label: message('definition.version'),
			text: versionInWords(metric)
		}
	];
}

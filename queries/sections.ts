import type { Metric } from './catalogue.ts';
import { metrics } from './catalogue.ts';

/** The parts of METRICS.md in which the measures stand, in their order. */
export const sections = [
	{ letter: 'A', title: 'Voluntary learning' },
	{ letter: 'B', title: 'Paths that people make themselves' },
	{ letter: 'C', title: 'Internal mobility' },
	{ letter: 'D', title: 'Voice' },
	{ letter: 'E', title: 'Types of autonomy' },
	{ letter: 'F', title: 'Readiness of the organisation' },
	{ letter: 'G', title: 'Return' },
	{ letter: 'H', title: 'Index' }
] as const;

/** The id of a metric in METRICS.md, such as "A2p"; empty where its source names none. */
export const numberOf = (metric: Metric): string =>
	/^METRICS\.md ([A-H]\d{0,2}[a-z]?)\b/.exec(metric.source)?.[1] ?? '';

const place = (metric: Metric): [string, number, string] => {
	const [, letter = '', digits = '0', rest = ''] =
		/^([A-H]?)(\d*)([a-z]?)$/.exec(numberOf(metric)) ?? [];
	return [letter, Number(digits), rest];
};

/** The metrics of each part, in the order of METRICS.md. */
export function metricsBySection(): readonly {
	readonly letter: string;
	readonly title: string;
	readonly metrics: readonly Metric[];
}[] {
	return sections.map(({ letter, title }) => ({
		letter,
		title,
		metrics: [...metrics().values()]
			.filter((metric) => place(metric)[0] === letter)
			.toSorted((a, b) => {
				const [one, other] = [place(a), place(b)];
				return one[1] - other[1] || (one[2] < other[2] ? -1 : 1);
			})
	}));
}

import type { Metric } from './catalogue.ts';
import { lineageOf } from './lineage.ts';
import { message } from './messages.ts';
import type { NeedName } from './needs.ts';
import { metricsBySection, numberOf } from './sections.ts';
import { autonomyTypes, supportsOf } from './support.ts';
import { definedInWords, toldBy, variantsOf } from './vocabulary.ts';
import type { DefinedPart, DefinedVariant } from './vocabulary.ts';

/** A measure's id and version, with what is different from the one before. */
export const versionInWords = ({ id, version, changed }: Metric): string =>
	changed === undefined
		? message('definition.version_text', { id, version })
		: message('definition.version_changed', { id, version, changed });

const list = (items: readonly string[]): string =>
	items.map((item) => `\`${item}\``).join(', ') || '–';

/** The kinds of data that a metric cannot do without, and then those that only some of its variants or measures need. */
export function needsInWords(metric: Metric): readonly string[] {
	const inWords = (names: readonly NeedName[]): string[] =>
		names.map((need) => message(`definition.needs.${need}`));
	const byNeeds = Map.groupBy(Object.entries(metric.row_needs), ([, names]) =>
		inWords(names).join(', ')
	);
	return [
		...inWords(metric.needs),
		...[...byNeeds].map(([needs, those]) =>
			message('definition.needs_of_variants', {
				variants: those.map(([name]) => name).join(', '),
				needs
			})
		)
	];
}

const variantInLine = ({ name, text, isUsual }: DefinedVariant): string =>
	`\`${name}\` ${text}${isUsual ? ` ${message('definition.usual')}` : ''}`;

const partInLine = ({ name, text, unit }: DefinedPart): string =>
	`${name === null ? '' : `\`${name}\` `}${text} (${unit})`;

const rows = (metric: Metric): readonly (readonly [string, string])[] => [
	[message('definition.formula'), metric.formula],
	[message('definition.numerator'), metric.numerator],
	[message('definition.denominator'), metric.denominator],
	[message('definition.unit'), metric.unit],
	[message('definition.grain'), metric.grain],
	[message('definition.anchor'), metric.anchor],
	[message('definition.interval'), metric.interval],
	[message('definition.needs'), needsInWords(metric).join('; ')],
	[
		message('definition.variants'),
		(metric.open_variants ?? variantsOf(metric).map(variantInLine).join('; ')) || '–'
	],
	[message('definition.told'), toldBy(metric).map(partInLine).join('; ') || '–'],
	[message('definition.dimensions'), list(metric.dimensions)],
	[
		message('definition.smallest_group'),
		message('definition.people', { count: metric.smallest_group })
	],
	[message('definition.made_of'), list(lineageOf(metric.sql).tables)],
	[message('definition.source'), metric.source],
	[message('definition.version'), versionInWords(metric)]
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What helps the people of each type, below the measure that tells how many there are. */
const supportLines = (): readonly string[] =>
	autonomyTypes.map((type) => {
		const { name, supports } = supportsOf(type);
		return `- **${name}** (\`${type}\`): ${supports.join(' ')}`;
	});

function entry(metric: Metric): string {
	const caveats = metric.caveats.map((caveat) => `- ${definedInWords(metric, caveat)}`);
	return [
		`### ${[numberOf(metric), metric.name].filter((part) => part !== '').join(' · ')}`,
		`*${metric.question}*`,
		[
			'| | |',
			'| --- | --- |',
			...rows(metric).map(([name, text]) => `| ${name} | ${cell(text)} |`)
		].join('\n'),
		...(caveats.length === 0 ? [] : [caveats.join('\n')]),
		...(metric.id === 'autonomy_types'
			? [`**${message('measures.support')}**`, supportLines().join('\n')]
			: [])
	].join('\n\n');
}

/** docs/measures.md: every measure as its own file defines it. */
export const measuresPage = (): string =>
	[
		'# Measures',
		message('measures.lead'),
		...metricsBySection()
			.filter((section) => section.metrics.length > 0)
			.map((section) =>
				[`## ${section.letter} ${section.title}`, ...section.metrics.map(entry)].join('\n\n')
			),
		''
	].join('\n\n');

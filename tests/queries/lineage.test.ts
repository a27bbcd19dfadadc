import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import { home } from '#queries/home.ts';
import { lineageOf, lineageOfMetric } from '#queries/lineage.ts';
import { measuresPage } from '#queries/measures-page.ts';
import { metricsBySection } from '#queries/sections.ts';
import { definedInWords, hasWords } from '#queries/vocabulary.ts';

describe('lineageOf(sql)', () => {
	test('follows table macros and models down to canonical tables', () => {
		const { models, tables } = lineageOf('select * from employed_person(null, null, null, null)');
		expect(models).toContain('unit_spell');
		expect(tables).toContain('job_history');
		expect(tables).not.toContain('survey_answer');
	});

	test.each([...metrics().keys()])('%s stands on canonical tables', (id) => {
		expect(lineageOfMetric(id).tables.length).toBeGreaterThan(0);
	});

	test('an unknown metric has none', () => {
		expect(lineageOfMetric('no_metric')).toEqual({ models: [], tables: [] });
	});
});

test('every metric stands in one part of the catalogue', () => {
	const listed = metricsBySection().flatMap((section) => section.metrics.map(({ id }) => id));
	expect(listed.toSorted()).toEqual([...metrics().keys()].toSorted());
});

test('docs/measures.md says what the definitions say; npm run docs writes it', () => {
	expect(readFileSync(join(home(), 'docs/measures.md'), 'utf8')).toBe(measuresPage());
});

test.each([...metrics().values()])(
	'every variant and measure of $id has words, and needs are those of one',
	(metric) => {
		const names = [...metric.variants, ...Object.keys(metric.measures)];
		expect(names.filter((name) => !hasWords(metric, name))).toEqual([]);
		expect(Object.keys(metric.row_needs).filter((name) => !names.includes(name))).toEqual([]);
	}
);

test.each([...metrics().values()].map((metric) => [metric.id, metric] as const))(
	'%s: its caveats call measures, variants and other metrics by their words',
	(_id, metric) => {
		const names = [...Object.keys(metric.measures), ...metric.variants, ...metrics().keys()];
		for (const caveat of metric.caveats) {
			const words = definedInWords(metric, caveat).match(/[a-z]+(_[a-z0-9]+)+/g) ?? [];
			expect(words.filter((word) => names.includes(word))).toEqual([]);
		}
	}
);

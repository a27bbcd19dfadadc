import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import { home } from '#queries/home.ts';
import { causalWords, differenceSentence, saidInWords } from '#queries/wording.ts';

const root = home();

/** Every text file below a folder of the project whose name ends so. */
function filesIn(folder: string, ending: string): string[] {
	const path = join(root, folder);
	if (!existsSync(path)) return [];
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(ending))
		.map((name) => join(folder, name));
}

const texts: [string, string][] = [
	...filesIn('queries/messages', '.json').flatMap((file) =>
		Object.entries(
			JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>
		).map(([key, text]): [string, string] => [`${file}: ${key}`, text])
	),
	...[...metrics().values()].map(({ sql, ...definition }): [string, string] => [
		`definition of ${definition.id}`,
		JSON.stringify(definition) + sql
	]),
	...[
		'README.md',
		...['docs', 'pipelines', 'queries', 'sample-data', 'src', 'tests'].flatMap((folder) =>
			filesIn(folder, '.md')
		)
	].map((file): [string, string] => [file, readFileSync(join(root, file), 'utf8')])
];

describe('the wording gate (METRICS.md C4)', () => {
	test('reads message templates, definitions and documents', () => {
		expect(texts.length).toBeGreaterThan(400);
		for (const part of [
			'queries/messages/en.json',
			'definition of mobility_difference',
			'README.md'
		])
			expect(
				texts.some(([name]) => name.startsWith(part)),
				part
			).toBe(true);
	});

	test('no text claims a cause', () => {
		const found = texts.flatMap(([name, text]) => {
			const match = causalWords.exec(text);
			return match ? [`${name}: "${match[0]}"`] : [];
		});
		expect(found).toEqual([]);
	});

	test.each([
		'Learning caused moves.',
		'This led to promotions.',
		'Autonomy drove retention.',
		'It boosted mobility.',
		'The impact of learning',
		'due to learning',
		'Thanks to Learn Fridays'
	])('it would find %j', (text) => {
		expect(causalWords.test(text)).toBe(true);
	});
});

const row = (
	measure: string,
	value: number | null,
	lo: number | null = null,
	hi: number | null = null,
	reason: string | null = null
) => ({
	variant: 'move',
	measure,
	value,
	lo,
	hi,
	suppressed: false,
	reason
});
const shares = [row('learners', 0.12), row('others', 0.08)];

describe('differenceSentence(rows, outcome)', () => {
	test('says more often where the interval lies above 0, in the one allowed form', () => {
		const { text, footer, isClear } = differenceSentence(
			[row('rd', 0.04, 0.01, 0.07), ...shares],
			'move'
		);
		expect(text).toBe(
			'Among people with the same job family, grade, tenure band and site, those who learned voluntarily moved within 12 months more often (12.0\u00a0% against 8.0\u00a0%, difference 4.0 points, 95 % interval 1.0 to 7.0).'
		);
		expect(footer).toBe('Not adjusted for ambition, performance, manager support.');
		expect(isClear).toBe(true);
	});

	test('says less often where it lies below', () => {
		const { text } = differenceSentence([row('rd', -0.04, -0.07, -0.01), ...shares], 'move');
		expect(text).toContain('less often');
	});

	test.each([
		[0.04, -0.01, 0.09],
		[-0.04, -0.09, 0],
		[0.04, 0, 0.08]
	])('cannot tell apart %f with an interval from %f to %f', (value, lo, hi) => {
		const { text, isClear } = differenceSentence([row('rd', value, lo, hi), ...shares], 'move');
		expect(text).toContain('we cannot tell apart');
		expect(text).not.toMatch(/more often|less often/);
		expect(isClear).toBe(false);
	});

	test.each([
		[[row('rd', null, null, null, 'below_30_per_arm')], 'fewer than 30 people'],
		[[row('rd', null, null, null, 'half_unmatched')], 'fewer than half'],
		[[{ ...row('rd', null), suppressed: true }], 'so few people'],
		[[], 'No number yet']
	])('without a number it says why', (rows, words) => {
		expect(differenceSentence(rows, 'move').text).toContain(words);
	});

	test('stands with an answer as a whole, one for each outcome, and not with a table of periods', () => {
		const metric = metrics().get('mobility_difference')!;
		const asked = { metric, variants: ['move'], grain: null, by: [] };
		const rows = [row('rd', 0.04, 0.01, 0.07), ...shares];
		expect(saidInWords(asked, rows)).toEqual([
			expect.stringContaining('moved within 12 months more often'),
			expect.stringContaining('Not adjusted for')
		]);
		expect(saidInWords(asked, [])).toEqual([expect.stringContaining('No number yet')]);
		expect(saidInWords({ ...asked, grain: 'quarter' }, rows)).toEqual([]);
		expect(saidInWords({ ...asked, by: ['org_unit'] }, rows)).toEqual([]);
		expect(saidInWords({ ...asked, metric: metrics().get('mobility_rate')! }, rows)).toEqual([]);
	});

	test('never claims a cause, whatever the outcome', () => {
		for (const outcome of ['move', 'promotion', 'exit', 'voluntary_exit'])
			for (const [lo, hi] of [
				[0.01, 0.07],
				[-0.07, -0.01],
				[-0.01, 0.07]
			]) {
				const rows = [row('rd', 0.03, lo, hi), ...shares].map((one) => ({
					...one,
					variant: outcome
				}));
				const { text, footer } = differenceSentence(rows, outcome);
				expect(causalWords.test(`${text} ${footer}`)).toBe(false);
			}
	});
});

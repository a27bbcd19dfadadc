import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spokenListHeadings } from '#pipelines/sources/lists/list-headings.ts';
import { mappedColumns } from '#pipelines/stages/map.ts';
import { recognise } from '#pipelines/stages/recognise.ts';
import { home } from '#queries/home.ts';
import { fileOf } from '../folder.ts';

const page = readFileSync(join(home(), 'docs/importing.md'), 'utf8');
const section = page.slice(page.indexOf('## Your own lists'), page.indexOf('## What happens'));
const lists = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, id, headings]) => ({
	id: id ?? '',
	headings: (headings ?? '').split(', ')
}));

describe('the headings of docs/importing.md', () => {
	test.each(lists)('are recognised as $id, in any order', async ({ id, headings }) => {
		for (const order of [headings, headings.toReversed()]) {
			const row = order.map((heading) => (/(on|from|to)$/i.test(heading) ? '2025-03-01' : 'x'));
			const text = `${order.join(',')},Mine\n${row.join(',')},y\n`;
			const { source, confidence } = await recognise(fileOf('list.csv', text).path);
			expect(source.id).toBe(id);
			expect(confidence).toBe(1);
		}
	});

	const languages = ['German', 'French', 'Spanish'];
	const spokenAs = (heading: string, language: number) =>
		spokenListHeadings[heading === 'Item title' ? 'Title' : heading]?.[language] ?? [];

	test.each(
		lists.flatMap(({ id, headings }) =>
			languages.map((name, at) => [id, name, at, headings] as const)
		)
	)('are recognised as %s in %s', async (id, _name, language, headings) => {
		const spoken = headings.map((heading) => spokenAs(heading, language)[0] ?? heading);
		const row = headings.map((heading) => (/(on|from|to)$/i.test(heading) ? '2025-03-01' : 'x'));
		const readAs = async (named: readonly string[]) => {
			const text = [named, row].map((cells) => cells.join(';')).join('\n');
			const { source, reading, confidence } = await recognise(fileOf('list.csv', `${text}\n`).path);
			expect([source.id, confidence]).toEqual([id, 1]);
			if (source.format !== 'table' || reading.format !== 'delimited') return [];
			return mappedColumns(source, reading).map(({ field }) => field);
		};
		expect(await readAs(spoken)).toEqual(await readAs(headings));
	});

	test('have a name in each language, and no name means two of them', () => {
		const untold = lists.flatMap(({ headings }) =>
			headings.filter((heading) => spokenAs(heading, 0).length === 0)
		);
		expect([...new Set(untold)]).toEqual(['Version', 'Ready for the next role (1-5)']);
		const meant = new Map<string, Set<string>>();
		for (const [heading, spoken] of Object.entries(spokenListHeadings))
			for (const one of spoken.flat()) meant.set(one, (meant.get(one) ?? new Set()).add(heading));
		expect([...meant].filter(([, headings]) => headings.size > 1)).toEqual([]);
	});

	test('are there for every list', () => {
		expect(lists.length).toBeGreaterThan(15);
	});
});

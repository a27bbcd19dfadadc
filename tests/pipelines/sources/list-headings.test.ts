import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

	test('are there for every list', () => {
		expect(lists.length).toBeGreaterThan(15);
	});
});

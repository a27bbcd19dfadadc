import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { previewFile } from '#pipelines/preview.ts';
import { sources } from '#pipelines/sources/sources.ts';

const folder = import.meta.dirname;

const goldens = sources
	.filter(({ format }) => format === 'table')
	.flatMap(({ id }) => {
		const own = join(folder, id, 'golden');
		return readdirSync(own)
			.filter((name) => name.endsWith('.csv'))
			.map((name) => ({ id, name, path: join(own, name) }));
	});

describe('each source reads its golden files as expected', () => {
	test.each(goldens)('$id: $name', async ({ id, path, name }) => {
		const preview = await previewFile({ path, name });
		expect(preview.source?.id).toBe(id);
		const expected: unknown = JSON.parse(
			readFileSync(path.replace(/\.csv$/, '.expected.json'), 'utf8')
		);
		expect(preview.rows).toEqual(expected);
	});

	test.each(sources.map(({ id }) => id))('%s has a golden folder', (id) => {
		expect(existsSync(join(folder, id, 'golden'))).toBe(true);
	});

	test.each(sources.map(({ id }) => id))('%s has its row in docs/importing.md', (id) => {
		const page = readFileSync(join(folder, '../../../docs/importing.md'), 'utf8');
		expect(page).toContain(`| \`${id}\` |`);
	});
});

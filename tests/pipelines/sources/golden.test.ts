import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMapping } from '#pipelines/mapping.ts';
import { previewFile } from '#pipelines/preview.ts';
import { sources } from '#pipelines/sources/sources.ts';
import type { Entity } from '#pipelines/sources/source.ts';
import { withSourceTable } from '#pipelines/sources/table.ts';
import { messageOfCode } from '#queries/messages.ts';

const folder = import.meta.dirname;

const goldens = sources
	.filter(({ format }) => format === 'table')
	.flatMap(({ id }) => {
		const own = join(folder, id, 'golden');
		return readdirSync(own)
			.filter((name) => !/\.(expected|mapping)\.json$/.test(name))
			.map((name) => ({ id, name, path: join(own, name) }));
	});

describe('each source reads its golden files as expected', () => {
	test.each(goldens)('$id: $name', async ({ id, path, name }) => {
		const said = path.replace(/\.\w+$/, '.mapping.json');
		const mapping = existsSync(said) ? readMapping(said) : undefined;
		const preview = await previewFile({ path, name }, { mapping });
		expect(preview.source?.id).toBe(id);
		const expected: unknown = JSON.parse(
			readFileSync(path.replace(/\.\w+$/, '.expected.json'), 'utf8')
		);
		expect(preview.rows).toEqual(expected);
	});

	test.each(sources.map(({ id }) => id))('%s has a golden folder', (id) => {
		expect(existsSync(join(folder, id, 'golden'))).toBe(true);
	});

	const ofPeople: readonly Entity[] = ['enrolment', 'event', 'account', 'employment', 'job'];
	test.each([
		...new Set(
			sources.filter(({ entity }) => ofPeople.includes(entity)).map(({ system }) => system)
		)
	])('pages have a name for %s', (system) => {
		expect(messageOfCode(`system.${system.replaceAll('-', '_')}`)).not.toBeNull();
	});

	test('docs/importing.md has the table that the registry makes: npm run docs', () => {
		const page = readFileSync(join(folder, '../../../docs/importing.md'), 'utf8');
		expect(page).toBe(withSourceTable(page));
		for (const { id } of sources) expect(page).toContain(`| \`${id}\` |`);
	});
});

import { ESLint } from 'eslint';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { home } from '#queries/home.ts';

const eslint = new ESLint({ cwd: home() });

/** The messages about imports of a file that would import this. */
async function refusals(file: string, imported: string, isType = false): Promise<string[]> {
	const text = `import ${isType ? 'type ' : ''}{ a } from '${imported}';\nexport const b${isType ? ': a | null = null' : ' = a'};\n`;
	const [result] = await eslint.lintText(text, { filePath: join(home(), file) });
	return (result?.messages ?? [])
		.filter(({ ruleId }) => ruleId?.includes('no-restricted-imports'))
		.map(({ message }) => message);
}

describe('who may import whom (DESIGN.md)', () => {
	test.each([
		['queries/x.ts', '#pipelines/import.ts'],
		['queries/x.ts', '#lib/messages.ts'],
		['queries/statistics/x.ts', '../../pipelines/import.ts'],
		['pipelines/x.ts', '#lib/server/jobs.ts'],
		['pipelines/stages/x.ts', '../../src/lib/messages.ts'],
		['sample-data/x.ts', '#queries/ask.ts'],
		['src/lib/components/x.ts', '#queries/ask.ts'],
		['src/lib/components/x.ts', '$app/state'],
		['src/lib/charts/x.ts', '../../../queries/ask.ts'],
		['src/lib/findings/x.ts', '#queries/ask.ts'],
		['src/lib/findings/x.ts', '#lib/server/ask.ts'],
		['src/lib/findings/x.ts', '@duckdb/node-api'],
		['src/routes/+page.ts', '#lib/server/ask.ts'],
		['src/routes/+page.server.ts', '#queries/ask.ts'],
		['src/routes/api/x/+server.ts', '../../../../pipelines/import.ts']
	])('%s must not import %s', async (file, imported) => {
		expect(await refusals(file, imported)).toHaveLength(1);
	});

	test.each([
		['src/routes/+page.server.ts', '#lib/server/ask.ts'],
		['src/lib/server/x.ts', '#queries/ask.ts'],
		['pipelines/x.ts', '#queries/models.ts']
	])('%s may import %s', async (file, imported) => {
		expect(await refusals(file, imported)).toEqual([]);
	});

	test('shapes of what the server answers may be known outside', async () => {
		expect(await refusals('src/lib/findings/x.ts', '#lib/server/ask.ts', true)).toEqual([]);
		expect(await refusals('src/lib/charts/x.ts', '#lib/server/ask.ts', true)).toHaveLength(1);
	});
});

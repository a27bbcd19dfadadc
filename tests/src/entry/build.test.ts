import { expect, test } from 'vitest';
import { takeTurn } from '../../../src/entry/build.ts';
import { emptyFolder } from '../../pipelines/folder.ts';

test('of two processes that find stale pages one builds, and the other waits and says so', async () => {
	const root = emptyFolder();
	const said: string[] = [];
	const first = await takeTurn(root, (line) => said.push(`first: ${line}`));
	const second = takeTurn(root, (line) => {
		said.push(`second: ${line}`);
		first.close();
	});
	(await second).close();
	expect(said).toEqual(['second: Another process builds the pages; waiting for it …']);
});

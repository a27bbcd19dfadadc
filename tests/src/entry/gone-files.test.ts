import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goneFiles } from '../../../src/entry/gone-files.ts';
import { emptyFolder } from '../../pipelines/folder.ts';

describe('goneFiles(folder)', () => {
	test('knows what a newer build took away, and nothing else', () => {
		const folder = emptyFolder();
		mkdirSync(join(folder, '_app'));
		writeFileSync(join(folder, '_app/start.a1.js'), '');
		const isGone = goneFiles(folder);
		expect(isGone('/_app/start.a1.js')).toBe(false);
		expect(isGone('/_app/never.js')).toBe(false);
		expect(isGone('/imports?x=/_app/start.a1.js')).toBe(false);
		rmSync(join(folder, '_app/start.a1.js'));
		expect(isGone('/_app/start.a1.js')).toBe(true);
		expect(isGone('/_app/start.a1.js?v=1')).toBe(true);
		expect(isGone('/_app')).toBe(false);
		expect(isGone(undefined)).toBe(false);
	});
});

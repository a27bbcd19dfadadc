import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stage } from '../../stages/statements.ts';

const folder = join(import.meta.dirname, 'golden');
const inputs = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'));

describe('each emitter of xAPI is read as expected', () => {
	test.each(inputs)('%s', async (name) => {
		const { scan, records } = await stage(join(folder, name));
		const expected: unknown = JSON.parse(
			readFileSync(join(folder, name.replace(/\.\w+$/, '.expected.json')), 'utf8')
		);
		expect(records).toEqual(expected);
		expect(records).toHaveLength(scan.records);
	});
});

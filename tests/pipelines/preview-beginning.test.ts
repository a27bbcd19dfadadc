import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { copyBeginning } from '#pipelines/preview-beginning.ts';
import { emptyFolder } from './folder.ts';

const text = Array.from({ length: 400 }, (_, n) => `${n},${(n * 7919) % 1000}`).join('\n');
const long = Array.from({ length: 60_000 }, (_, n) => `${n},some cell`).join('\n');

describe('copyBeginning(path, target)', () => {
	test.each([
		['a short file', Buffer.from(text), true],
		['a long file', Buffer.from(long), false],
		['a packed file', gzipSync(text), true],
		['a packed file that is cut off', gzipSync(text).subarray(0, -200), false]
	])('knows whether it has all of %s, and keeps whole lines', async (_what, content, isWhole) => {
		const folder = emptyFolder();
		const path = join(folder, 'file');
		writeFileSync(path, content);
		expect(await copyBeginning(path, join(folder, 'beginning'))).toBe(isWhole);
		const copied = readFileSync(join(folder, 'beginning'), 'utf8');
		expect([text, long].some((whole) => whole.startsWith(copied))).toBe(true);
		expect(copied.endsWith('\n')).toBe(!isWhole);
	});
});

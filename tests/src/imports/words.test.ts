import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemCodes } from '#pipelines/sources/xapi/judge.ts';
import { sources } from '#pipelines/sources/sources.ts';
import { stagedColumns } from '#pipelines/stages/staged.ts';
import { fieldInWords, formatBytes, timeLeft, warningTitle } from '#lib/imports/words.ts';
import { home } from '#queries/home.ts';
import { messageOfCode, refusalInWords, repairInWords } from '#queries/messages.ts';

const nbsp = '\u00a0';

/** All text of one folder of the code. */
const codeOf = (folder: string): string =>
	readdirSync(join(home(), folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => readFileSync(join(home(), folder, name), 'utf8'))
		.join('\n');

const found = (text: string, pattern: RegExp): string[] => [
	...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))
];

/** The codes of which no text under the prefix tells. */
const without = (prefix: string, codes: readonly string[]): readonly string[] =>
	codes.filter((code) => messageOfCode(`${prefix}.${code}`) === null);

describe('every code has words', () => {
	test('of a refused statement', () => {
		expect(without('reason.refused', problemCodes)).toEqual([]);
	});

	test('of a refused row of a table', () => {
		const codes = found(codeOf('pipelines/sources'), /reason: '([a-z_]+)'/g);
		expect(codes.length).toBeGreaterThan(3);
		expect(without('reason.refused', codes)).toEqual([]);
	});

	test('of a record that the scanners refuse', () => {
		const text = readFileSync(join(home(), 'pipelines/readers/json-record.ts'), 'utf8');
		const union = /type JsonRefusal =([^;]+);/.exec(text)?.[1] ?? '';
		const codes = found(union, /'([a-z_0-9]+)'/g);
		expect(codes.length).toBeGreaterThan(3);
		expect(without('reason.refused', codes)).toEqual([]);
	});

	test('of a mended statement', () => {
		const codes = [
			...found(codeOf('pipelines/sources/xapi'), /repairs\.add\('([a-z_0-9]+)'\)/g),
			...found(codeOf('pipelines/sources/xapi'), /return '([a-z]+(?:_[a-z0-9]+)+)';/g),
			...found(codeOf('pipelines/sources'), /code: '([a-z_]+)' ?\}/g)
		];
		expect(codes.length).toBeGreaterThan(10);
		expect(without('reason.repair', codes)).toEqual([]);
	});

	test('of a warning', () => {
		const text = readFileSync(join(home(), 'pipelines/stages/warn.ts'), 'utf8');
		const codes = ['same_file', ...found(text, /code: '([a-z_]+)',\n/g)];
		expect(codes.length).toBeGreaterThan(3);
		expect(without('reason.warning', codes)).toEqual([]);
	});

	test('of a field', () => {
		const staged = (['enrolment', 'event', 'mandatory'] as const).flatMap((entity) =>
			Object.keys(stagedColumns(entity))
		);
		const mapped = sources.flatMap((source) =>
			source.format === 'table' ? Object.keys(source.columns) : []
		);
		const missing = without('imports.field', [...staged, ...mapped]);
		expect(missing).toEqual([]);
	});
});

describe('words', () => {
	test('say what a code means, and name an unknown one', () => {
		expect(refusalInWords('not_a_date')).toBe('there is no date here that can be read');
		expect(refusalInWords('new_code')).toContain('new_code');
		expect(repairInWords('unknown_word:course status')).toContain('column course status');
		expect(warningTitle('survivorship')).toBe('Those who left may be missing');
		expect(fieldInWords('item_code, item_title')).toBe('item code, item');
	});

	test('say sizes and times as people do', () => {
		expect(formatBytes(0)).toBe(`0${nbsp}B`);
		expect(formatBytes(12_400_000)).toBe(`12.4${nbsp}MB`);
		expect(timeLeft(null)).toBe('');
		expect(timeLeft(0)).toBe('about 1 second left');
		expect(timeLeft(600)).toBe('about 10 minutes left');
	});
});

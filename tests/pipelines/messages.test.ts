import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sources } from '#pipelines/sources/sources.ts';
import { home } from '#queries/home.ts';
import { systemInWords } from '#queries/messages.ts';
import en from '#queries/messages/en-import.json' with { type: 'json' };

const folder = join(home(), 'pipelines');
const files = readdirSync(folder, { recursive: true })
	.map(String)
	.filter((name) => name.endsWith('.ts'));
const sourceOf = (name: string) => readFileSync(join(folder, name), 'utf8');

test('what an import says stands in the catalogue of messages, so that a language is added in one place', () => {
	const literal = /new (?:(?:Import|Warehouse)Error\(\s*'\w+',|(?:Batch|Match)Error\()\s*['`]/;
	expect(files.filter((name) => literal.test(sourceOf(name)))).toEqual([]);
	const warned = /\bmessage:\s*['`]/;
	expect(files.filter((name) => warned.test(sourceOf(name)))).toEqual([]);
});

test('every message of imports is said somewhere', () => {
	const whole = files.map(sourceOf).join('\n');
	expect(Object.keys(en).filter((key) => !whole.includes(`'${key}'`))).toEqual([]);
});

test('every system that a source stands for has a name for people', () => {
	const nameless = sources
		.map(({ system }) => system)
		.filter((system) => systemInWords(system) === system);
	expect(nameless).toEqual([]);
});

import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normaliseJson, scanJson } from '#pipelines/readers/json.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'json-'));
});
afterAll(async () => {
	await rm(folder, { recursive: true });
});

/** Scans and normalises; answers both and the written lines. */
async function both(text: string | Buffer) {
	const path = join(folder, 'in.json');
	const out = join(folder, 'out.tsv');
	await writeFile(path, text);
	const scan = await scanJson(path);
	const normalised = await normaliseJson(path, out);
	const lines = (await readFile(out, 'utf8')).split('\n').filter((line) => line !== '');
	expect(lines).toHaveLength(scan.records);
	expect(normalised.records).toBe(normalised.written + normalised.refused);
	expect(normalised.records).toBe(scan.records);
	return { scan, normalised, lines };
}

const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

describe('scanJson(path)', () => {
	test.each([
		['lines', '{"a":1}\n{"b":2}\n', 'original', 2],
		['lines', '{"a":1}\n{"b":2}', 'original', 2],
		['single', '{"a":1}', 'original', 1],
		['lines', '{"a":1}\r\n{"b":2}\r\n', 'normalised', 2],
		['lines', '{"a":1}\n\n{"b":2}\n', 'normalised', 2],
		['lines', '{"a":1}{"b":2}\n{"c":3}\n', 'normalised', 3],
		['single', '{\n\t"a": 1\n}\n', 'normalised', 1],
		['objects', '{\n "a": 1\n}\n{\n "b": 2\n}\n', 'normalised', 2],
		['array', '[{"a":1},{"b":[1,{"c":"}"}]}]', 'normalised', 2],
		['array', '[\n{"a":1},\n{"b":2}\n]\n', 'normalised', 2],
		['array', '[]', 'normalised', 0],
		['page', '{"statements":[{"a":1},{"b":2}],"more":""}', 'normalised', 2],
		['page', '{"more":"","statements":[{"a":1}]}', 'normalised', 1],
		['page', '{"statements":[]}', 'normalised', 0],
		[
			'pages',
			'{"statements":[{"a":1}],"more":"/x"}\n{"statements":[{"b":2}],"more":""}\n',
			'normalised',
			2
		],
		['none', '', 'normalised', 0]
	])('finds %s in %j', async (container, text, layout, records) => {
		const { scan, lines } = await both(text);
		expect(scan).toMatchObject({ container, layout, records, refused: 0, isTruncated: false });
		for (const line of lines)
			expect(JSON.parse(line.slice(line.indexOf('\t') + 1))).toBeTypeOf('object');
	});

	test('remembers that there is a next page, whatever the order of the keys', async () => {
		const pageOf = async (text: string) => (await both(text)).scan.page;
		expect(await pageOf('{"statements":[{"a":1}],"more":"/more?c=7"}')).toBe('open');
		expect(await pageOf('{"more":"/more?c=7","statements":[{"a":1}]}')).toBe('open');
		expect(await pageOf('{"statements":[{"more":"no"}],"more":""}')).toBe('last');
		expect(await pageOf('{"statements":[{"a":1}]}')).toBe('last');
		expect(await pageOf('[{"a":1}]')).toBeNull();
		const [first, second, last] = [
			'{"statements":[{"a":1}],"more":"/2"}',
			'{"more":"/3","statements":[{"b":1}]}',
			'{"statements":[{"c":1}],"more":""}'
		];
		expect(await pageOf([first, second].join('\n'))).toBe('open');
		expect(await pageOf([first, last, second].join('\n'))).toBe('last');
	});

	test('counts blank lines apart', async () => {
		const { scan } = await both('\n{"a":1}\n  \n\n{"b":2}\n\n');
		expect(scan).toMatchObject({ records: 2, blankLines: 4 });
	});

	test('a record with a list called statements is no page when it stands in a page', async () => {
		const { scan, lines } = await both('{"statements":[{"a":1,"statements":[{"b":2}]}]}');
		expect(scan).toMatchObject({ container: 'page', records: 1 });
		expect(lines).toEqual(['1\t{"a":1,"statements":[{"b":2}]}']);
	});

	test('stops when it is told to', async () => {
		await writeFile(join(folder, 'in.json'), '{"a":1}\n');
		await expect(
			scanJson(join(folder, 'in.json'), { signal: AbortSignal.abort() })
		).rejects.toThrow();
	});
});

describe('normaliseJson(path, outPath)', () => {
	test('writes the line on which a record begins and keeps text byte by byte', async () => {
		const { lines } = await both('[\n  {\n\t"a": "é\\n\\"}{"\n  },\n\n  {"b": 2}\n]\n');
		expect(lines).toEqual(['2\t{  "a": "é\\n\\"}{"   }', '6\t{"b": 2}']);
	});

	test.each([
		['a line that is cut', '{"a":1}\n{"b":{"c":\n{"d":3}\n', 'json_unbalanced', 2, '{"b":{"c":'],
		[
			'a line that is cut inside a text',
			'{"a":1}\n{"b":"x\n{"d":3}\n',
			'json_unbalanced',
			2,
			'{"b":"x'
		],
		['a closing bracket too many', '{"a":1}\n{"b":2}}\n{"d":3}\n', 'stray_text', 2, '{"b":2}}'],
		['a wrong closing bracket', '{"a":1}\n{"b":[2}\n{"d":3}\n', 'json_unbalanced', 2, '{"b":[2}'],
		['text between records', '{"a":1}\nlorem ipsum\n{"d":3}\n', 'stray_text', 2, 'lorem ipsum'],
		['a number', '{"a":1}\n17\n{"d":3}\n', 'not_an_object', 2, '17'],
		['a list', '[{"a":1},[1,2],{"d":3}]', 'not_an_object', 1, '[1,2]'],
		['NUL in a text', '{"a":1}\n{"b":"\0"}\n{"d":3}\n', 'malformed_json', 2, '{"b":"\0"}'],
		['a raw tab in a text', '{"a":1}\n{"b":"\t"}\n{"d":3}\n', 'malformed_json', 2, '{"b":"\t"}'],
		['nesting beyond 64', `{"a":1}\n${nested(65)}\n\n{"d":3}\n`, 'json_too_deep', 2, nested(65)],
		['an element that does not close', '[{"a":1},{"b":[},{"d":3}]', 'json_unbalanced', 1, '{"b":[}']
	])('refuses %s and keeps the rest', async (_name, text, reason, line, raw) => {
		const { normalised } = await both(`${text}${text.startsWith('[') ? '' : '\n'}`);
		expect(normalised.written).toBe(2);
		expect(normalised.refusals).toEqual([{ line, reason, raw }]);
	});

	test('refuses invalid UTF-8 record by record', async () => {
		const text = Buffer.concat([
			Buffer.from('{"a":1}\n{"b":"'),
			Buffer.from([0xff, 0xfe]),
			Buffer.from('"}\n{"c":3}\n')
		]);
		const { scan, normalised } = await both(text);
		expect(scan.layout).toBe('normalised');
		expect(normalised).toMatchObject({
			written: 2,
			refusals: [{ line: 2, reason: 'invalid_utf8' }]
		});
	});

	test.each([
		['[{"a":1},\n{"b":', 2, '{"b":'],
		['[{"a":1},\n', 2, ''],
		['{"statements":[{"a":1}', 1, ''],
		['{"statements":[{"a":1}],"more":"/x', 1, ''],
		['{"a":1}\n{"b":{"c"', 2, '{"b":{"c"']
	])(
		'keeps the whole records of the cut file %j and says where it ends',
		async (text, line, raw) => {
			const { normalised } = await both(text);
			expect(normalised).toMatchObject({
				written: 1,
				isTruncated: true,
				refusals: [{ line, reason: 'json_truncated', raw }]
			});
		}
	);

	test('refuses a hundred thousand brackets and a record of more than 4 MiB, in flat memory', async () => {
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const long = `{"a":"${'x'.repeat(5 << 20)}"}`;
		const { normalised } = await both(
			`{"a":1}\n${deep}\n{"b":${nested(100_000)}}\n${long}\n{"c":1}\n\n`
		);
		expect(normalised.written).toBe(2);
		expect(normalised.refusals.map(({ line, reason }) => [line, reason])).toEqual([
			[2, 'not_an_object'],
			[3, 'json_too_deep'],
			[4, 'json_too_long']
		]);
		for (const { raw } of normalised.refusals) expect(raw.length).toBeLessThanOrEqual(4096);
	});

	test('gives the same answer wherever the chunks are cut', async () => {
		const record = JSON.stringify({ text: 'é\\"{[', list: [{ a: 'b\\' }], number: 1.5 });
		const file = await open(join(folder, 'in.json'), 'w');
		await file.write(`[\n${' '.repeat(997)}`);
		for (let block = 0; block < 60; block++) await file.write(`${record},\n`.repeat(997));
		await file.write(`${record}]`);
		await file.close();
		const normalised = await normaliseJson(join(folder, 'in.json'), join(folder, 'out.tsv'));
		expect(normalised).toMatchObject({ records: 60 * 997 + 1, refused: 0 });
		const lines = (await readFile(join(folder, 'out.tsv'), 'utf8')).trimEnd().split('\n');
		expect(lines.every((line, index) => line === `${index + 2}\t${record}`)).toBe(true);
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normaliseDelimited } from '#pipelines/readers/normalise-delimited.ts';
import { emptyFolder, fileOf } from '../folder.ts';

async function normalise(content: string | Uint8Array, fields = 3, blanksLead = false) {
	const out = join(emptyFolder(), 'out.csv');
	const counts = await normaliseDelimited(
		fileOf('a.csv', content).path,
		out,
		{ delimiter: ',', fields, headerLines: 1, mark: 0, blanksLead },
		'utf-8'
	);
	return { ...counts, lines: readFileSync(out, 'utf8').split('\n').slice(0, -1) };
}

describe('normaliseDelimited(path, out, dialect, encoding)', () => {
	test('leads each record with its line and flattens line breaks inside quotes', async () => {
		const { lines } = await normalise('a,b,c\n1,"2\n2",3\n\n4,"x, ""y""",6\n');
		expect(lines).toEqual(['2,,,,1,2 2,3', '5,,,,4,"x, ""y""",6']);
	});

	test('passes over blanks behind a quotation, and before one where the file has them there', async () => {
		const { lines } = await normalise('a,b,c\n"1" ,"2, x"\t,"3" \n"1" y,2,3\n');
		expect(lines).toEqual(['2,,,,1,"2, x",3', '3,,text_after_quote,"""1"" y,2,3",,,']);
		const led = '"a", "b", "c"\n"1", "2, x",  "3\n3"\n1, 2, 3"\n';
		expect((await normalise(led, 3, true)).lines).toEqual([
			'2,,,,1,"2, x",3 3',
			'4,stray_quote,,,1, 2," 3"""'
		]);
	});

	test('takes a quotation mark behind a backslash for text where the record is none otherwise', async () => {
		const records = [
			'1,"He said \\"no, no\\"",3',
			'1,"\\"",3',
			'"C:\\",2,3',
			'1,"x \\" y \\\\",3',
			'1,"x \\" y" z,3',
			'1,2,3'
		];
		const { lines } = await normalise(['a,b,c', ...records, ''].join('\n'));
		expect(lines).toEqual([
			'2,backslash_before_quote,,,1,"He said ""no, no""",3',
			'3,backslash_before_quote,,,1,"""",3',
			'4,,,,C:\\,2,3',
			'5,backslash_before_quote,,,1,"x "" y \\\\",3',
			'6,,text_after_quote,"1,""x \\"" y"" z,3",,,',
			'7,,,,1,2,3'
		]);
	});

	test('refuses rows with too few or too many columns with their raw text', async () => {
		const { lines } = await normalise('a,b,c\n1,2\n1,2,3,4\n1,2,3\n');
		expect(lines).toEqual([
			'2,,too_few_columns,"1,2",,,',
			'3,,too_many_columns,"1,2,3,4",,,',
			'4,,,,1,2,3'
		]);
	});

	test('lets a quote that is never closed cost its own line only', async () => {
		const { lines, records } = await normalise('a,b,c\n1,"2,3\n4,5,6\n7,8,9\n');
		expect(lines).toEqual(['2,,unclosed_quote,"1,""2,3",,,', '3,,,,4,5,6', '4,,,,7,8,9']);
		expect(records).toBe(3);
	});

	test('resumes on the next line where a stray pair of quotes swallowed several', async () => {
		const { lines } = await normalise('a,b,c\n1,"2,3\n4,5,6\n7,"8",9\n');
		expect(lines.map((line) => line.split(',')[0])).toEqual(['2', '3', '4']);
		expect(lines[0]).toContain('unclosed_quote');
		expect(lines[2]).toBe('4,,,,7,8,9');
	});

	test('reads single bytes of windows-1252 in a UTF-8 file and says so', async () => {
		const { lines } = await normalise(
			Buffer.concat([Buffer.from('a,b,c\n1,é,3\n1,'), Buffer.from([0x85]), Buffer.from(',3\n')])
		);
		expect(lines).toEqual(['2,,,,1,é,3', '3,bytes_of_windows_1252,,,1,…,3']);
	});

	test('refuses binary data and records beyond a megabyte, and goes on', async () => {
		const { lines } = await normalise(`a,b,c\n1,\0,3\n1,${'x'.repeat(1_100_000)},3\n4,5,6\n`);
		expect(lines.map((line) => line.slice(0, 22))).toEqual([
			'2,,binary_data,"1,\uFFFD,3"',
			'3,,record_too_long,"1,',
			'4,,,,4,5,6'
		]);
	});

	test('counts empty records as blank lines', async () => {
		expect(await normalise('a,b,c\n\n,,\n1,2,3\n \n'.replace(' \n', ''))).toMatchObject({
			records: 1,
			blankLines: 2
		});
	});

	test('leaves a record of any length behind at its line end', async () => {
		for (const length of [
			1_048_577, 4_194_296, 4_194_297, 4_194_298, 4_194_299, 4_194_300, 9_000_000
		]) {
			const { lines } = await normalise(`a,b,c\n${'x'.repeat(length)}\n4,5,6\n7,8,9\n`);
			expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
				'2,,record_too_long',
				'3,,',
				'4,,'
			]);
		}
	});
});

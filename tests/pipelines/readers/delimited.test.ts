import { describe, expect, test } from 'vitest';
import { delimitedScanner, scanDelimited } from '#pipelines/readers/delimited.ts';
import { fileOf } from '../folder.ts';

const dialect = { delimiter: ',', fields: 3, headerLines: 1, mark: 0 };

const scan = (content: string | Uint8Array, overrides = {}) =>
	scanDelimited(fileOf('a.csv', content).path, { ...dialect, ...overrides });

describe('scanDelimited(path, dialect)', () => {
	test.each([
		['LF', 'a,b,c\n1,2,3\n4,5,6\n'],
		['CRLF', 'a,b,c\r\n1,2,3\r\n4,5,6\r\n'],
		['no end of the last line', 'a,b,c\n1,2,3\n4,5,6'],
		['quoted fields', 'a,b,c\n"1","2, and ""3""",3\n4,5,"6"\n'],
		['blank lines at the end', 'a,b,c\n1,2,3\n4,5,6\n\n\n']
	])('takes %s as plain and counts two records', async (_name, content) => {
		expect(await scan(content)).toMatchObject({ records: 2, isPlain: true });
	});

	test.each([
		['lone CR', 'a,b,c\r1,2,3\r4,5,6\r', 2],
		['mixed line ends', 'a,b,c\r\n1,2,3\n4,5,6\r\n', 2],
		['a line break inside quotes', 'a,b,c\n1,"2\n2",3\n4,5,6\n', 2],
		['a short row', 'a,b,c\n1,2\n4,5,6\n', 2],
		['a long row', 'a,b,c\n1,2,3,4\n4,5,6\n', 2],
		['a blank line between', 'a,b,c\n1,2,3\n\n4,5,6\n', 2],
		['a row of delimiters only', 'a,b,c\n1,2,3\n,,\n4,5,6\n', 2],
		['text after a closing quote', 'a,b,c\n"1"x,2,3\n4,5,6\n', 2],
		['a stray quote', 'a,b,c\n1,5" pipe,3\n4,5,6\n', 2],
		['bytes that are no UTF-8', Buffer.from('a,b,c\n1,\x85,3\n4,5,6\n', 'latin1'), 2],
		['a NUL', 'a,b,c\n1,\0,3\n4,5,6\n', 2]
	])('does not take %s as plain', async (_name, content, records) => {
		expect(await scan(content)).toMatchObject({ records, isPlain: false });
	});

	test.each([
		['after a delimiter', 'a,b,c\n1, 2,3\n', false],
		['before a delimiter', 'a,b,c\n1,2 ,3\n', false],
		['at the start of a line', 'a,b,c\n 1,2,3\n', false],
		['at the end of a line', 'a,b,c\n1,2,3 \n', false],
		['inside quotes at the edge', 'a,b,c\n1," 2",3\n', false],
		['inside text only', 'a,b,c\n1 1,"2, 2",3 3\n', true]
	])('sees a blank %s', async (_name, content, isTrimmed) => {
		expect(await scan(content)).toMatchObject({ isTrimmed });
	});

	test.each([
		['" ", ,""', true],
		['   ,   ,', true],
		['1,2,3', false],
		['"a longer name","b","c"', false]
	])('sees that %j may hold nothing', async (line, mayBeBlank) => {
		expect(await scan(`a,b,c\n${line}\n`)).toMatchObject({ mayBeBlank });
	});

	test('finds the same in chunks of every size', () => {
		const bytes = Buffer.from('a,b,c\r\n"é, 1","2""","3"\r\nü,5,6\r\n\r\n', 'utf8');
		for (let size = 1; size <= bytes.length; size++) {
			const scanner = delimitedScanner(dialect);
			for (let start = 0; start < bytes.length; start += size)
				scanner.push(bytes.subarray(start, start + size));
			expect(scanner.end()).toEqual({
				records: 2,
				blankLines: 1,
				isPlain: true,
				isTrimmed: true,
				mayBeBlank: true
			});
		}
	});
});

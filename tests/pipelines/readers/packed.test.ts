import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copySheet, lookAtZip, sheetRow, unpackZip } from '#pipelines/readers/packed.ts';
import { emptyFolder, fileOf } from '../folder.ts';
import type { Cell, Sheet, WorkbookParts } from './xlsx-file.ts';
import { workbookParts, xlsxOf } from './xlsx-file.ts';
import { zipOf } from './zip-file.ts';

const look = (content: Uint8Array) => lookAtZip(fileOf('a.xlsx', content).path);

async function cellsOf(rows: readonly (readonly Cell[] | null)[], parts: WorkbookParts = {}) {
	const seen = await look(xlsxOf([{ name: 'One', rows }], parts));
	return seen.kind === 'workbook' ? seen.sheets[0]?.rows : null;
}

/** The clean copy of a sheet whose header is its first row. */
async function copyOf(sheet: Sheet, fields: number, headerLines = 1) {
	const outPath = join(emptyFolder(), 'out.csv');
	const { path } = fileOf('a.xlsx', xlsxOf([sheet]));
	const counts = await copySheet({ path, sheet: sheet.name, headerLines, fields, outPath });
	return { ...counts, lines: readFileSync(outPath, 'utf8').split('\n').slice(0, -1) };
}

const styled = (style: number, value: number | string): Cell => ({
	xml: `<c s="${style}"><v>${value}</v></c>`
});

describe('lookAtZip(path)', () => {
	test('reads shared, inline and rich text, without its readings aloud, and escaped characters', async () => {
		const rows: Cell[][] = [
			[
				{ xml: '<c t="s"><v>0</v></c>' },
				{ xml: '<c t="s"><v>1</v></c>' },
				{ xml: '<c t="inlineStr"><is><r><t>in </t></r><r><t>line</t></r></is></c>' },
				{ xml: '<c t="str"><f>A1&amp;"x"</f><v>made_x0041_</v></c>' },
				'a & <b>'
			]
		];
		const strings = [
			'plain',
			'<r><t>rich </t></r><r><t xml:space="preserve">text</t></r><rPh><t>READ</t></rPh>'
		];
		expect(await cellsOf(rows, { strings })).toEqual([
			['plain', 'rich text', 'in line', 'madeA', 'a & <b>']
		]);
	});

	test('tells the whole beginning of a long sheet, which is more than a pipe holds at once', async () => {
		const rows = Array.from({ length: 900 }, (_, row) => [`${row} ${'long '.repeat(200)}`]);
		const seen = await cellsOf(rows);
		expect(seen?.map(([cell]) => cell)).toEqual(rows.map(([cell]) => cell));
	});

	test('shows numbers as a person reads them: ids whole, 15 digits, no exponent', async () => {
		expect(
			await cellsOf(
				[
					[
						styled(0, '1.0E6'),
						styled(0, '12345678901234567'),
						styled(0, '0.30000000000000004'),
						styled(0, '1E-7'),
						styled(0, '2.5E22'),
						styled(0, '-0.5'),
						styled(1, '123')
					]
				],
				{ formats: ['00000'] }
			)
		).toEqual([
			[
				'1000000',
				'12345678901234567',
				'0.3',
				'0.0000001',
				'25000000000000000000000',
				'-0.5',
				'00123'
			]
		]);
	});

	test('dates, times, durations and percentages by their number format, in both day systems', async () => {
		const formats = [
			14,
			22,
			20,
			46,
			9,
			'yyyy-mm-dd hh:mm:ss',
			'[$-409]d\\-mmm\\-yy;@',
			'[h]:mm',
			'mmm yyyy',
			'0.0 "days"',
			'[Red]0.00%',
			'h:mm AM/PM'
		];
		const row = [
			styled(1, 45292),
			styled(2, 45292.5),
			styled(3, 0.75),
			styled(4, 1.5),
			styled(5, 0.125),
			styled(6, '43764.4008333333'),
			styled(7, 45292),
			styled(8, '2.0034722222222223'),
			styled(9, 45292),
			styled(10, 3.5),
			styled(11, '0.07'),
			styled(12, 0.5),
			styled(1, 1),
			styled(1, 60),
			styled(1, 61),
			styled(1, 45292.25)
		];
		expect(await cellsOf([row], { formats })).toEqual([
			[
				'2024-01-01',
				'2024-01-01 12:00:00',
				'18:00:00',
				'36:00:00',
				'12.5%',
				'2019-10-26 09:37:12',
				'2024-01-01',
				'48:05:00',
				'2024-01-01',
				'3.5',
				'7%',
				'12:00:00',
				'1900-01-01',
				'1900-02-29',
				'1900-03-01',
				'2024-01-01 06:00:00'
			]
		]);
		expect(await cellsOf([[styled(1, 43830)]], { formats, is1904: true })).toEqual([
			['2024-01-01']
		]);
	});

	test('shows booleans as words and errors as nothing', async () => {
		expect(await cellsOf([[true, false, { xml: '<c t="e"><v>#N/A</v></c>' }, 'x']])).toEqual([
			['TRUE', 'FALSE', '', 'x']
		]);
	});

	test('counts cells without a place by their order, and reads elements with a prefix', async () => {
		const xml =
			'<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row><row><c><v>2</v></c></row>';
		const seen = await look(xlsxOf([{ name: 'One', xml }]));
		expect(seen).toMatchObject({ sheets: [{ rows: [['a', '1'], ['2']], numbers: [1, 2] }] });
	});

	test('tells an archive of files from a workbook, and leaves out what packing programs add', async () => {
		const seen = await look(
			zipOf([
				{ name: 'a.csv', content: 'x' },
				{ name: '__MACOSX/._a.csv', content: 'x' },
				{ name: 'in/b.csv', content: 'x' },
				{ name: 'in/', content: '' }
			])
		);
		expect(seen).toEqual({ kind: 'archive', names: ['a.csv', 'in/b.csv'], bytes: 2 });
	});

	const sheet: Sheet = { name: 'One', rows: [['a']] };
	const hostile: readonly (readonly [string, Uint8Array, object])[] = [
		[
			'a part that is a bomb',
			zipOf([...workbookParts([sheet]), { name: 'x', content: Buffer.alloc(3e6) }]),
			{ code: 'too_large' }
		],
		[
			'a size that is a lie',
			zipOf(
				workbookParts([sheet]).map((part) =>
					part.name.includes('sheet1') ? { ...part, statedSize: 10 } : part
				)
			),
			{ code: 'wrong_format' }
		],
		[
			'a wrong checksum',
			zipOf(
				workbookParts([sheet]).map((part) =>
					part.name.includes('sheet1') ? { ...part, statedCrc: 1 } : part
				)
			),
			{ code: 'wrong_format' }
		],
		[
			'a document type',
			xlsxOf([sheet], { doctype: '<!DOCTYPE x [<!ENTITY a "b">]>' }),
			{ code: 'wrong_format', message: expect.stringContaining('document type') as string }
		],
		[
			'XML that is none',
			xlsxOf([{ name: 'One', xml: '<row><c></row>' }]),
			{ code: 'wrong_format' }
		],
		[
			'a password',
			zipOf([{ name: 'a.csv', content: 'x', flags: 1 }]),
			{ code: 'wrong_format', message: expect.stringContaining('password') as string }
		],
		[
			'another way of packing',
			zipOf([{ name: 'a.csv', content: 'x', method: 14 }]),
			{ code: 'wrong_format' }
		],
		[
			'too many entries',
			zipOf(Array.from({ length: 2001 }, (_, index) => ({ name: `${index}`, content: '' }))),
			{ code: 'too_large' }
		],
		['a beginning only', xlsxOf([sheet]).subarray(0, 500), { code: 'wrong_format' }],
		[
			'rows out of order',
			xlsxOf([
				{ name: 'One', xml: '<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>' }
			]),
			{ code: 'wrong_format' }
		],
		[
			'a row beyond the last',
			xlsxOf([{ name: 'One', xml: '<row r="999999999"><c><v>1</v></c></row>' }]),
			{ code: 'too_large' }
		],
		[
			'a binary workbook',
			zipOf([{ name: 'xl/workbook.bin', content: 'x' }]),
			{ message: expect.stringContaining('.xlsb') as string }
		],
		[
			'an OpenDocument file',
			zipOf([
				{ name: 'mimetype', content: 'x' },
				{ name: 'content.xml', content: 'x' }
			]),
			{ message: expect.stringContaining('.ods') as string }
		]
	];
	test.each(hostile)('refuses %s', async (_name, content, says) => {
		await expect(look(content)).rejects.toMatchObject(says);
	});
});

describe('copySheet(plan)', () => {
	test('leads each row with its number, counts empty rows between and drops ghosts after', async () => {
		const sheet: Sheet = {
			name: 'One',
			rows: [['a', 'b'], ['1', 'x'], null, ['', ''], ['2', 'y "z", w\nv'], null, ['', '']]
		};
		expect(await copyOf(sheet, 2)).toEqual({
			records: 2,
			blankLines: 2,
			lines: ['2,,,,1,x', '5,,,,2,"y ""z"", w v"']
		});
	});

	test('says what it mended: errors, cells beside the table, cells merged over rows', async () => {
		const sheet: Sheet = {
			name: 'One',
			rows: [
				['a', 'b'],
				['team', { xml: '<c t="e"><v>#REF!</v></c>' }],
				[null, '2'],
				[null, '3', null, 'note'],
				['other', '4'],
				['sum', { xml: '<c><f>A1+B1</f></c>' }],
				['none', { xml: '<c t="str"><f>B9</f><v></v></c>' }]
			],
			after: '<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="A1:B1"/></mergeCells>'
		};
		expect((await copyOf(sheet, 2)).lines).toEqual([
			'2,cell_error,,,team,',
			'3,merged_cells,,,team,2',
			'4,merged_cells cells_beside_table,,,team,3',
			'5,,,,other,4',
			'6,formula_without_value,,,sum,',
			'7,,,,none,'
		]);
	});

	test('refuses a row with a cell longer than a spreadsheet can hold, and goes on', async () => {
		const sheet: Sheet = { name: 'One', rows: [['a'], ['x'.repeat(32_768)], ['b']] };
		const { lines } = await copyOf(sheet, 1);
		expect(lines.map((line) => line.slice(0, 20))).toEqual(['2,,cell_too_long,xxx', '3,,,,b']);
	});

	test('takes a far cell for one that stands beside the table', async () => {
		const sheet: Sheet = {
			name: 'One',
			xml: '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="XFD2"><v>3</v></c></row><row r="1048576"><c r="A1048576"><v>4</v></c></row>'
		};
		expect(await copyOf(sheet, 1)).toEqual({
			records: 2,
			blankLines: 1_048_573,
			lines: ['2,cells_beside_table,,,2', '1048576,,,,4']
		});
	});
});

describe('sheetRow(path, at)', () => {
	test('shows one row beside the heading', async () => {
		const { path } = fileOf(
			'a.xlsx',
			xlsxOf([{ name: 'One', rows: [['a', 'b'], ['1', '2'], ['3']] }])
		);
		const at = { sheet: 'One', header: 1 };
		expect(await sheetRow(path, { ...at, row: 3 })).toEqual({ heading: ['a', 'b'], cells: ['3'] });
		expect(await sheetRow(path, { ...at, row: 9 })).toEqual({ heading: ['a', 'b'], cells: null });
	});
});

describe('unpackZip(path, folder)', () => {
	test('writes each file under a name of ours', async () => {
		const folder = emptyFolder();
		const { path } = fileOf(
			'a.zip',
			zipOf([
				{ name: 'in/a.csv', content: 'x,y' },
				{ name: 'b.json', content: '[]' }
			])
		);
		const files = await unpackZip(path, folder);
		expect(files.map(({ name, path: at }) => [name, readFileSync(at, 'utf8')])).toEqual([
			['in/a.csv', 'x,y'],
			['b.json', '[]']
		]);
		expect(files[0]?.path).toBe(join(folder, 'part-1'));
	});
});

test('unpackZip(path, folder) writes to names of its own alone', async () => {
	const folder = emptyFolder();
	const parts = ['../up.csv', '..', '/', 'in/../../x/', '\\\\share\\y.csv'].map((name) => ({
		name,
		content: 'x'
	}));
	const files = await unpackZip(fileOf('a.zip', zipOf(parts)).path, folder);
	expect(files).toEqual([
		{ name: 'up.csv', statedAs: '../up.csv', path: join(folder, 'part-1') },
		{ name: 'y.csv', statedAs: '//share/y.csv', path: join(folder, 'part-2') }
	]);
	expect(readdirSync(folder)).toEqual(['part-1', 'part-2']);
});

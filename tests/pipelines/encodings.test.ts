import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import type { ImportOptions } from '#pipelines/import.ts';
import { importFile } from '#pipelines/import.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { originalOf, textOf } from '#pipelines/originals/text.ts';
import { previewFile } from '#pipelines/preview.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from './folder.ts';
import { encode } from './readers/encode.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const russian = ['Охрана труда', 'Введение в управление', 'Пожарная безопасность', 'Обучение'];
const japanese = ['情報セキュリティ研修', 'ハラスメント防止の基礎', 'ポリシー', 'ソフトの使い方'];

const headings =
	'Course Name,Enrollment Method,Status,Username,Email Address,Date Enrolled,Date Completed,Course ID,Enrollment ID';

/** An export of enrolments with these titles, one after the other. */
const exportOf = (titles: readonly string[], rows = titles.length) =>
	[
		headings,
		...Array.from({ length: rows }, (_, row) =>
			[
				titles[row - rows + titles.length] ?? 'Safety',
				'Self',
				'Complete',
				`p${row}`,
				`p${row}@firm.example`,
				'2025-03-14',
				'2025-03-20',
				`C${row}`,
				`E${row}`
			].join(',')
		),
		''
	].join('\r\n');

const load = (content: Buffer, options: Partial<ImportOptions> = {}, name = 'enrolments.csv') =>
	importFile(warehouse, fileOf(name, content), { importedBy: 'test', ...options });

/** The titles of all items, those of live batches or not. */
const titles = () =>
	warehouse.read(async (connection) =>
		(await connection.runAndReadAll('select distinct title from item_alias order by all'))
			.getRowsJS()
			.flat()
	);

const codes = ({ warnings }: { warnings: readonly { code: string }[] }) =>
	warnings.map(({ code }) => code);

describe('text that is neither UTF-8 nor UTF-16', () => {
	test.each([
		['windows-1251', russian],
		['koi8-r', russian],
		['shift_jis', japanese],
		['iso-2022-jp', japanese],
		['windows-1252', ['Einführung', 'Größe', 'Übung', 'Prüfung']]
	])('in %s is imported as it was written', async (encoding, written) => {
		const content = encode(exportOf(written), encoding);
		const preview = await previewFile(fileOf('enrolments.csv', content));
		expect(preview.reading?.encoding).toBe(encoding);
		const report = await load(content);
		expect(report.rows_loaded).toBe(written.length);
		expect(codes(report)).not.toContain('encoding_open');
		expect(await titles()).toEqual(written.toSorted());
		const lines: string[] = [];
		for await (const part of textOf(originalOf(warehouse.dataDir, report.sha256), encoding))
			lines.push(part);
		expect(lines.join('')).toContain(written[0]);
	});

	test('is told with a cell that shows it', async () => {
		const { reasons } = await previewFile(
			fileOf('enrolments.csv', encode(exportOf(russian), 'windows-1251'))
		);
		expect(reasons).toContain(
			'the bytes are no UTF-8 and make words in Windows-1251: "Охрана труда", which would be "Îõðàíà òðóäà" in Windows-1252'
		);
	});

	test('is found where it begins behind the first half megabyte', async () => {
		const content = encode(exportOf(russian, 9500), 'windows-1251');
		expect(content.subarray(0, 600_000).every((byte) => byte < 0x80)).toBe(true);
		const report = await load(content);
		expect(report.rows_repaired).toBe(0);
		expect(await titles()).toEqual([...russian, 'Safety'].toSorted());
	});

	test('shifts to Japanese and back, also behind the first half megabyte, and is told so', async () => {
		const { reasons } = await previewFile(
			fileOf('enrolments.csv', encode(exportOf(japanese), 'iso-2022-jp'))
		);
		expect(reasons).toContain(
			`the bytes shift to Japanese and back, as only ISO-2022-JP does: "${japanese[0]}"`
		);
		await load(encode(exportOf(japanese, 9500), 'iso-2022-jp'));
		expect(await titles()).toEqual([...japanese, 'Safety'].toSorted());
	});

	test('is UTF-8 where some lines of it are not', async () => {
		const lines = exportOf(['Größe', 'Prüfung', 'Übung']).split('\r\n');
		const content = Buffer.concat(
			lines.map((line, at) =>
				at === 2 ? encode(`${line}\r\n`, 'windows-1252') : Buffer.from(`${line}\r\n`)
			)
		);
		const report = await load(content);
		expect(report.repairs).toMatchObject([{ code: 'bytes_of_windows_1252', count: 1 }]);
		expect(await titles()).toEqual(['Größe', 'Prüfung', 'Übung']);
	});
});

describe('an encoding that nothing proves', () => {
	const content = encode(exportOf(['Řízení', 'Dvořák']), 'windows-1250');

	test('is told with its column, and how to name it', async () => {
		const { warnings } = await load(content);
		const told = warnings.find(({ code }) => code === 'encoding_open');
		expect(told?.message).toMatch(
			/^Nothing proves .* In the column "Course Name" it is read as Windows-1252, "Øízení"; in Windows-1250 that is "Řízení"\..*--encoding/
		);
	});

	test('is named on the command line by any of its names, also after the import', async () => {
		const { path } = fileOf('enrolments.csv', content);
		const context = { warehouse, by: 'test', folder: '/' };
		await runCommand(context, 'import', [path], {});
		expect(await titles()).toEqual(['Dvoøák', 'Øízení']);
		const { json } = await runCommand(context, 'import', [path], { encoding: 'cp1250' });
		expect(json).toMatchObject({ batches: [{ rows_loaded: 2 }] });
		const again = await runCommand(context, 'import', [path], { encoding: 'windows-1250' });
		expect(again.json).toMatchObject({ batches: [{ rows_loaded: 0, rows_duplicate: 2 }] });
		await expect(runCommand(context, 'import', [path], { encoding: 'ebcdic' })).rejects.toThrow(
			/encoding/
		);
	});

	test('is named in a mapping file', async () => {
		const mapping = parseMapping({ source: 'absorb-enrolments', reading: { encoding: 'CP1250' } });
		const { reasons } = await previewFile(fileOf('enrolments.csv', content), { mapping });
		expect(reasons).toContain('text in Windows-1250, as you said');
		const report = await load(content, { mapping });
		expect(codes(report)).not.toContain('encoding_open');
		expect(await titles()).toEqual(['Dvořák', 'Řízení']);
	});
});

test('bytes that the encoding does not have are counted', async () => {
	const broken = Buffer.concat([
		encode(exportOf(japanese), 'shift_jis'),
		Buffer.from([0x81, 0x0a])
	]);
	const { warnings } = await load(broken, { encoding: 'shift_jis', badRowLimit: 1 });
	expect(warnings.find(({ code }) => code === 'unreadable_bytes')?.message).toMatch(
		/^One character of the file cannot be read in Shift-JIS/
	);
});

test('statements are read in the encoding that a person names', async () => {
	const statement = {
		id: '11111111-1111-4111-8111-111111111111',
		actor: { mbox: 'mailto:p@firm.example' },
		verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
		object: { id: 'https://lms.example/1', definition: { name: { ru: 'Охрана труда' } } },
		timestamp: '2025-03-14T10:00:00Z'
	};
	for (const encoding of ['windows-1251', 'windows-1252'] as const) {
		const name = encoding === 'windows-1251' ? 'Охрана труда' : 'Größe';
		const text = JSON.stringify([
			{
				...statement,
				id: statement.id.replace('4', encoding.at(-1) ?? ''),
				object: { ...statement.object, definition: { name: { ru: name } } }
			}
		]);
		await load(encode(text, encoding), { encoding }, `${encoding}.json`);
	}
	expect(await titles()).toEqual(['Größe', 'Охрана труда']);
});

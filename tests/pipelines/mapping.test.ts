import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { findBatch, forgetBatch, listBatches, undoBatch } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { previewFile } from '#pipelines/preview.ts';
import { forgetMapping, savedMappings, saveMapping } from '#pipelines/saved-mappings.ts';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf, openEmpty } from './folder.ts';

let opening: Promise<Warehouse> | null = null;
let folder: string;

/** The warehouse of this test, opened by the first that asks for it. */
const opened = (): Promise<Warehouse> => (opening ??= openEmpty(folder));

beforeEach(() => {
	folder = emptyFolder();
});

afterEach(async () => {
	await (await opening)?.close();
	opening = null;
});

const table = () =>
	fileOf(
		'modules.csv',
		[
			'Made by the registry;;;;;',
			'ModuleCode;ModuleTitle;RollNumber;Begun;Minutes;Chosen by',
			'M1;Welding;S-1;03/04/2025;1.234,5;student',
			'M1;Welding;S-2;05/04/2025;30;advisor',
			'M2;Selling;S-1;13/04/2025;;office',
			'M2;;S-3;14/04/2025;;student',
			''
		].join('\n')
	);

const mapping: Mapping = parseMapping({
	source: 'own-enrolments',
	system: 'Registry',
	columns: {
		ModuleCode: 'Code of the item',
		ModuleTitle: 'Item taken',
		RollNumber: 'Learner user name',
		Begun: 'Enrolled on',
		Minutes: 'Time spent',
		'Chosen by': 'Enrolled how'
	},
	words: { origin: { student: 'self', advisor: 'manager', office: 'rule' } },
	reading: { decimals: 'comma', durationUnit: 'hours' },
	headings: ['ModuleCode', 'ModuleTitle', 'RollNumber', 'Begun', 'Minutes', 'Chosen by']
});

const stored = async () =>
	(await opened()).read(async (connection) => {
		const reader = await connection.runAndReadAll(
			'select enrolled_at::date::varchar as day, seconds, origin::varchar as origin from enrolment order by line'
		);
		return reader.getRowsJS();
	});

/** The preview says what a file would become: rows stored, counted as duplicates and refused; the import that follows agrees. */
async function foreseen(
	file: ReturnType<typeof fileOf>,
	warning: string | null,
	[loaded, duplicate, rejected]: readonly [number, number, number]
): Promise<void> {
	const warehouse = await opened();
	const saved = savedMappings(folder).map((one) => one.mapping);
	const { looked, warnings, rows } = await previewFile(file, { saved, warehouse });
	const refused = looked.refused.reduce((sum, { count }) => sum + count, 0);
	const duplicates = looked.duplicates.inFile + looked.duplicates.inWarehouse;
	expect(looked.isWhole).toBe(true);
	expect([looked.rows - refused - duplicates, duplicates, refused]).toEqual([
		loaded,
		duplicate,
		rejected
	]);
	if (warning !== null) expect(warnings.map(({ code }) => code)).toContain(warning);
	const marked = new Set(rows.filter(({ duplicateIn }) => duplicateIn).map(({ line }) => line));
	expect(marked.size).toBe(duplicate);
	const report = await importFile(warehouse, file, {
		importedBy: 'test',
		isOneOfMany: true,
		badRowLimit: 1
	});
	expect(report).toMatchObject({
		rows_read: looked.rows,
		rows_loaded: loaded,
		rows_duplicate: duplicate,
		rows_rejected: rejected
	});
}

describe('a table of the analyst’s own', () => {
	test('whose zone the mapping says is not told to be in UTC', async () => {
		const file = fileOf(
			'zone.csv',
			'Learner e-mail,Item taken,Enrolled on\na@example.org,Welding,2025-01-13 09:00\n'
		);
		const columns = Object.fromEntries(
			['Learner e-mail', 'Item taken', 'Enrolled on'].map((name) => [name, name])
		);
		const told = async (reading: object) => {
			const said = parseMapping({ source: 'own-enrolments', columns, reading });
			const { warnings } = await previewFile(file, { mapping: said });
			return warnings.map(({ code }) => code);
		};
		expect(await told({})).toContain('zone_assumed');
		expect(await told({ timeZone: 'Asia/Tokyo' })).not.toContain('zone_assumed');
	});

	test('is looked at with suggestions, and what is said is read: words, decimals, unit, refusals by their own heading', async () => {
		const file = table();
		const first = await lookAtMapping(file, null);
		expect(first.guessed).toEqual({ delimiter: ';', headerLine: 2 });
		expect(first.mapping.source).toBe('own-enrolments');
		expect(Object.fromEntries(first.columns.map(({ name, slot }) => [name, slot]))).toMatchObject({
			ModuleCode: 'Code of the item',
			ModuleTitle: 'Item taken',
			RollNumber: 'Learner user name'
		});
		const look = await lookAtMapping(file, mapping);
		expect(look.preview.refusal).toBeNull();
		expect(look.missing).toEqual([]);
		expect(look.feeds).toEqual(['enrolment', 'minutes', 'time']);
		expect(look.words.find(({ field }) => field === 'origin')?.words).toContainEqual({
			word: 'student',
			count: 2,
			sense: 'self',
			isKnown: true
		});
		expect(look.preview.looked).toEqual({
			rows: 4,
			isWhole: true,
			refused: [{ reason: 'missing_item', count: 1 }],
			duplicates: { inFile: 0, inWarehouse: 0 }
		});
		expect(look.preview.rows[0]?.values).toMatchObject({
			username: 'S-1',
			item_title: 'Welding',
			enrolled_at: '2025-04-03 12:00:00',
			seconds: String(1234.5 * 3600),
			origin: 'self'
		});
		expect(look.preview.columns.map(({ column }) => column)).toContain('RollNumber');
	});

	test('of another language is understood: a row per person and course is no matrix, and a heading names its unit', async () => {
		const rows = Array.from(
			{ length: 12 },
			(_, n) =>
				`${n % 4};"Müller, Jörg";Kurs ${n % 3};0${(n % 9) + 1}.02.2025;${n % 2 ? `1${n % 9}.03.2025` : ''};1,5;${n % 2 ? 'abgeschlossen' : 'in Bearbeitung'};Vorgesetzter`
		);
		const header =
			'Personalnummer;Mitarbeiter;Kursname;Anmeldedatum;Abschlussdatum;Dauer (Std.);Status;Zugewiesen durch';
		const text = Buffer.from([header, ...rows, ''].join('\r\n'), 'latin1');
		const look = await lookAtMapping(fileOf('kurse.csv', text), null);
		expect(look.mapping.wide).toBeUndefined();
		expect(look.columns.map(({ slot }) => slot)).toEqual([
			'Learner number',
			'Learner name',
			'Item taken',
			'Enrolled on',
			'Completed on',
			'Time spent',
			'State of enrolment',
			'Enrolled how'
		]);
		expect(look.preview.reading?.durations).toBe(
			'plain numbers in "Dauer (Std.)" are hours, as the heading says'
		);
		expect(look.preview.rows[1]?.values).toMatchObject({
			display_name: 'Müller, Jörg',
			completed_at: '2025-03-11 12:00:00',
			seconds: '5400',
			status: 'completed',
			origin: 'manager'
		});
	});

	test('states how long an item is meant to take in the unit of its heading, or as a clock', async () => {
		const rows = Array.from(
			{ length: 8 },
			(_, n) => `p${n}@firm.example;Kurs ${n % 3};${n + 10}.02.2025;${n === 0 ? '1:30' : '1,25'}`
		);
		const text = ['Mitarbeiter;Kurs;Beginn;Kursdauer (Stunden)', ...rows, ''].join('\n');
		const mapping = parseMapping({
			source: 'own-enrolments',
			columns: {
				Mitarbeiter: 'Learner e-mail',
				Kurs: 'Item taken',
				Beginn: 'Enrolled on',
				'Kursdauer (Stunden)': 'Minutes of the item'
			}
		});
		const { preview } = await lookAtMapping(fileOf('kurse.csv', text), mapping);
		expect(preview.rows.slice(0, 2).map(({ values }) => values['item_minutes'])).toEqual([
			'90.0',
			'75.0'
		]);
	});

	test('that tells nothing is made up for by cells that tell of own choice, and not by the roles of people', async () => {
		const look = async (cells: readonly string[]) => {
			const rows = cells.map(
				(cell, n) => `p${n}@firm.example;Kurs ${n % 3};${n + 10}.02.2025;${cell}`
			);
			const text = ['Mitarbeiter;Kurs;Beginn;Art', ...rows, ''].join('\n');
			const { columns } = await lookAtMapping(fileOf('kurse.csv', text), null);
			return columns[3]?.slot;
		};
		expect(await look(['selbst', 'Vorgesetzter', 'selbst', 'Pflicht'])).toBe('Enrolled how');
		expect(await look(['Manager', 'Learner', 'Admin', 'Learner'])).toBe('');
	});

	test('of Spanish is understood, too', async () => {
		const header =
			'Nombres y Apellidos;Correo electrónico;Curso;Inscripción del curso;Estado de curso;Tiempo total (h);Modo de inscripción;Área';
		const row = (n: number) =>
			`Ana Paz;p${n % 4}@firm.example;Curso ${n % 3};${n + 10}/02/2025;Finalizado;1,5;Propia;Ventas`;
		const rows = Array.from({ length: 12 }, (_, n) => row(n));
		const look = await lookAtMapping(fileOf('cursos.csv', [header, ...rows, ''].join('\n')), null);
		expect(look.columns.map(({ slot }) => slot)).toEqual([
			'Learner name',
			'Learner e-mail',
			'Item taken',
			'Enrolled on',
			'State of enrolment',
			'Time spent',
			'Enrolled how',
			'Learner unit'
		]);
	});

	test('the reason codes of a personnel system mean what the analyst says, and are counted until then', async () => {
		const jobs = fileOf(
			'jobs.csv',
			'user-id,start-date,seq-number,event-reason,job-code\n1,2024-03-01,1,HIRNEW,J1\n1,2025-03-01,1,B07,J2\n2,2025-04-01,1,B07,J2\n'
		);
		const shipped = await importFile(await opened(), jobs, { importedBy: 'test', dryRun: true });
		expect(shipped.repairs).toEqual([
			{ code: 'unknown_word:event-reason', count: 2, first_line: 3 }
		]);
		const said: Mapping = {
			source: 'successfactors-jobs',
			columns: { 'user-id': 'user-id', 'start-date': 'start-date', 'event-reason': 'event-reason' },
			words: { reason_kind: { B07: 'promotion' } }
		};
		const look = await lookAtMapping(jobs, said);
		expect(look.words.find(({ field }) => field === 'reason_kind')?.words).toEqual([
			{ word: 'B07', count: 2, sense: 'promotion', isKnown: true },
			{ word: 'HIRNEW', count: 1, sense: 'hire', isKnown: true }
		]);
		const { rows } = await previewFile(jobs, { mapping: said });
		expect(rows.map(({ values }) => values['reason_kind'])).toEqual([
			'hire',
			'promotion',
			'promotion'
		]);
	});

	test('saved, its mapping knows the next file of its kind, and is forgotten again', async () => {
		expect((await previewFile(table())).refusal).toMatchObject({
			code: 'unknown_source',
			canMap: true
		});
		for (const [name, text] of [
			['refused-records.csv', 'line,column,value,reason,raw\n3,,,x,y\n'],
			['caliper.json', '{"@context":"http://purl.imsglobal.org/ctx/caliper/v1p1","type":"Event"}']
		] as const)
			expect((await previewFile(fileOf(name, text))).refusal?.canMap).toBe(false);
		saveMapping(folder, 'Registry', mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const preview = await previewFile(table(), { saved });
		expect(preview.mapping).toBe('Registry');
		expect(preview.reasons[0]).toContain('Registry');
		const report = await importFile(await opened(), table(), {
			importedBy: 'test',
			isOneOfMany: true,
			badRowLimit: 1
		});
		expect(report).toMatchObject({ rows_read: 4, rows_loaded: 3, rows_rejected: 1 });
		expect(report.rejects[0]).toMatchObject({ line: 6, column: 'ModuleTitle' });
		expect(await stored()).toEqual([
			['2025-04-03', 4444200, 'self'],
			['2025-04-05', 108000, 'manager'],
			['2025-04-13', null, 'rule']
		]);
		await foreseen(table(), 'same_file', [0, 3, 1]);
		const grown = readFileSync(table().path, 'utf8').replace(';30;', ';45;');
		const line = grown.split('\n')[2] ?? '';
		await foreseen(fileOf('grown.csv', `${grown}${line}\n${line}\n`), null, [1, 4, 1]);
		expect(forgetMapping(folder, 'Registry')).toBe(true);
		expect((await previewFile(table(), { saved: [] })).refusal?.code).toBe('unknown_source');
	});

	test('what a mapping says of every row is told wherever it was not asked for, and is not said of tables of another kind', async () => {
		const modules = 'RollNumber,Name,Played,Paused\nS-1,Ann,5,0\nS-2,Bo,3,1\n';
		const file = (name: string, text: string) => fileOf(name, text);
		const look = await lookAtMapping(file('videos.csv', modules), {
			fixed: { item_title: 'Videos', enrolled_at: '2019-09-01' }
		});
		saveMapping(folder, 'Videos', look.mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const next = await previewFile(file('next.csv', modules), { saved });
		expect(next).toMatchObject({ mapping: 'Videos', confidence: 1, runnerUp: null });
		expect(next.rows[0]?.values).toMatchObject({
			enrolled_at: '2019-09-01 12:00:00',
			is_date_only: 'true'
		});
		expect(next.reasons).toContain('RollNumber as Learner user name, Name as Learner name');
		expect(next.warnings).toMatchObject([
			{
				code: 'fixed_by_mapping',
				message: expect.stringContaining('Item taken: Videos, Enrolled on: 2019-09-01') as unknown
			}
		]);
		const asked = await previewFile(file('next.csv', modules), { mapping: look.mapping });
		expect(asked.warnings).toEqual([]);
		const other = file('other.csv', 'RollNumber,Name,Online,Offline\nS-1,Ann,35,108\n');
		expect((await previewFile(other, { saved })).refusal?.code).toBe('unknown_source');
	});

	test('a mapping of marks knows no other numbers, and takes words for no marks', async () => {
		const marks = fileOf(
			'marks.csv',
			'RollNumber,Class,First,Second\nS-1,Red,29,34\nS-2,Blue,1,2\n'
		);
		const look = await lookAtMapping(marks, {
			source: 'own-enrolments',
			wide: { cells: 'grade' }
		});
		expect(look.columns.map(({ slot }) => slot)).toEqual(['Learner user name', '', '*', '*']);
		saveMapping(folder, 'Marks', look.mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const known = async (header: string) =>
			(await previewFile(fileOf('a.csv', `${header}\nS-1,Red,1,2,3\n`), { saved })).mapping;
		expect(await known('RollNumber,Class,First,Second,Third')).toBe('Marks');
		expect(await known('RollNumber,Class,Minutes,Clicks,Posts')).toBeNull();
	});

	test('a known export is not taken by a mapping that fits it less', async () => {
		saveMapping(folder, 'Registry', mapping, 'test');
		const saved = savedMappings(folder).map((one) => one.mapping);
		const path = join(import.meta.dirname, 'sources/absorb-enrolments/golden/input.csv');
		expect((await previewFile({ path, name: 'input.csv' }, { saved })).source?.id).toBe(
			'absorb-enrolments'
		);
	});

	test('a value for the whole file stands in for a column; the date order, line and delimiter are as said', async () => {
		const file = fileOf('short.csv', 'x\nLogin|Began\nann|03/04/2025\n');
		const look = await lookAtMapping(file, {
			source: 'own-enrolments',
			columns: { Login: 'Learner user name', Began: 'Enrolled on' },
			fixed: { item_title: 'Safety' },
			reading: { dateOrder: 'mdy', delimiter: '|', headerLine: 2 }
		});
		expect(look.preview.refusal).toBeNull();
		expect(look.preview.rows[0]?.values).toMatchObject({
			item_title: 'Safety',
			enrolled_at: '2025-03-04 12:00:00'
		});
		expect(look.preview.reasons.join()).toContain('as you said');
	});

	test('a way to enrol that says nothing of how binding it is, is no unknown word for that', async () => {
		const file = fileOf(
			'ways.csv',
			'Login,Item,Began,Way\nann,Safety,2025-03-04,self\nbob,Safety,2025-03-05,mandatory\ncay,Safety,2025-03-06,magic\n'
		);
		const { repairs } = await importFile(await opened(), file, {
			importedBy: 'test',
			isOneOfMany: true,
			mapping: parseMapping({
				source: 'own-enrolments',
				columns: {
					Login: 'Learner user name',
					Item: 'Item taken',
					Began: 'Enrolled on',
					Way: 'Enrolled how'
				}
			})
		});
		expect(repairs).toEqual([{ code: 'unknown_word:enrolled how', count: 1, first_line: 4 }]);
		const kept = await (
			await opened()
		).read(async (connection) =>
			(
				await connection.runAndReadAll(
					'select origin::varchar, obligation::varchar from enrolment order by line'
				)
			).getRowsJS()
		);
		expect(kept).toEqual([
			['self', null],
			['rule', 'mandatory'],
			[null, null]
		]);
	});

	test.each([
		[{ words: { origin: { student: 'teacher' } } }, 'teacher'],
		[{ words: { colour: { red: 'self' } } }, 'colour'],
		[{ reading: { headerLine: 0 } }, 'headerLine'],
		[{ fixed: { enrolled_at: 'last spring' } }, 'last spring'],
		[{ fixed: { origin: 'teacher' } }, 'teacher'],
		[{ columns: { ModuleTitle: 'No such heading' } }, 'closest']
	])('%j is refused with a sentence, and nothing is imported', async (change, word) => {
		const attempt = async () =>
			importFile(await opened(), table(), {
				importedBy: 'test',
				mapping: parseMapping({ ...mapping, ...change })
			});
		await expect(attempt()).rejects.toThrow(new RegExp(word, 'i'));
		expect(await stored()).toEqual([]);
	});
});

test('a mapping that says something else is refused in plain sentences', () => {
	const given = { source: 5, reading: { encoding: 'ebcdic' }, colour: 'red' };
	expect(() => parseMapping(given)).toThrow(
		/^The mapping file cannot be used: source is not text\. reading\.encoding is none of utf-8, .*\. There is no field called colour\. Nothing was imported\..*\{"Kursname": "Course Name"\}\}\.$/
	);
	expect(() => parseMapping({ source: 'own-enrolments', columns: { Course: '*' } })).toThrow(
		/be used: Columns that are items \("\*"\) need "wide" to say what their cells hold\. Nothing/
	);
});

const matrix = (name = 'matrix.csv', third = 'First aid') =>
	fileOf(
		name,
		[
			`E-mail;Team;Welding;Selling;${third}`,
			'ana@firm.example;Works;14.03.2025;in progress;',
			'ben@firm.example;Sales;x;-;On the list',
			'cho@firm.example;Works;;–;',
			'dee@firm.example;Works;Ongoing;;15.3.2025',
			''
		].join('\n')
	);

const enrolled = async () =>
	(await opened()).read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select i.email[1:3], a.title, e.status::varchar, e.completed_at::date::varchar, e.progress, e.seconds
			from enrolment as e join identity as i on i.identity_id = e.identity_id
			join item_alias as a on a.alias_id = e.alias_id order by e.line & (2^40 - 1)::bigint, e.line`
		);
		return reader.getRowsJS();
	});

describe('a table whose columns are items or questions', () => {
	test('is suggested as such: states and days become enrolments, words are counted over all cells, a row without any is refused', async () => {
		const first = await lookAtMapping(matrix(), null);
		expect(first.mapping.wide).toEqual({ cells: 'state' });
		expect(first.columns.map(({ slot }) => slot)).toEqual([
			'Learner e-mail',
			'Learner unit',
			'*',
			'*',
			'*'
		]);
		expect(first.cellKinds).toEqual(['state', 'grade', 'progress', 'time']);
		expect(first.words).toEqual([
			{
				field: 'status',
				senses: expect.arrayContaining(['not_started', 'waived']) as unknown,
				words: [
					{ word: 'in progress', count: 1, sense: 'in_progress', isKnown: true },
					{ word: 'x', count: 1, sense: 'completed', isKnown: true },
					{ word: 'On the list', count: 1, sense: null, isKnown: false },
					{ word: 'Ongoing', count: 1, sense: null, isKnown: false }
				]
			}
		]);
		const said = { status: { 'On the list': 'not_started', Ongoing: 'in_progress' } };
		const { mapping: whole, preview } = await lookAtMapping(matrix(), {
			...first.mapping,
			words: said
		});
		expect(preview.looked.refused).toEqual([{ reason: 'no_cell_is_filled', count: 1 }]);
		saveMapping(folder, 'Matrix', whole, 'test');
		const report = await importFile(await opened(), matrix('next.csv', 'Fire drill'), {
			importedBy: 'test',
			isOneOfMany: true,
			badRowLimit: 0.05
		});
		expect(report).toMatchObject({ rows_read: 4, rows_loaded: 3, rows_rejected: 1, repairs: [] });
		expect(report.rejects).toMatchObject([{ line: 4, column: null, reason: 'no_cell_is_filled' }]);
		expect(await enrolled()).toEqual([
			['ana', 'Welding', 'completed', '2025-03-14', null, null],
			['ana', 'Selling', 'in_progress', null, null, null],
			['ben', 'Welding', 'completed', null, null, null],
			['ben', 'Fire drill', 'not_started', null, null, null],
			['dee', 'Welding', 'in_progress', null, null, null],
			['dee', 'Fire drill', 'completed', '2025-03-15', null, null]
		]);
		const again = matrix('again.csv', 'Fire drill');
		await foreseen(again, 'same_file', [0, 3, 1]);
		const [head = '', ...lines] = readFileSync(again.path, 'utf8').trimEnd().split('\n');
		const repeated = [head, ...lines, lines[0] ?? '', ''].join('\n');
		await foreseen(fileOf('repeated.csv', repeated), null, [0, 4, 1]);
		await undoBatch(await opened(), report.batch_id ?? 0, 'test');
		const batches = await (await opened()).read(listBatches);
		expect(
			batches.map(({ rows_loaded, rows_duplicate, rows_rejected }) => [
				rows_loaded,
				rows_duplicate,
				rows_rejected
			])
		).toContainEqual([3, 1, 1]);
	});

	test.each([
		['grade', { passMark: 50 }, ['completed', 'failed'], [null, null], [null, null]],
		['grade', {}, ['completed', 'completed'], [null, null], [null, null]],
		['progress', {}, ['in_progress', 'in_progress'], [0.62, 0.45], [null, null]],
		['time', {}, ['in_progress', 'in_progress'], [null, null], [3720, 2700]]
	] as const)('%s %j: cells say %j', async (cells, rules, states, progress, seconds) => {
		const look = await lookAtMapping(fileOf('marks.csv', 'Login,A,B\nann,62,45\nbob,,\n'), {
			source: 'own-enrolments',
			wide: { cells, blanks: 'not_started', ...rules },
			columns: { Login: 'Learner user name' }
		});
		const rows = look.preview.rows.map(({ values }) => values);
		expect(rows.map(({ status }) => status)).toEqual([...states, 'not_started', 'not_started']);
		expect(rows.slice(0, 2).map((row) => row['progress'] ?? null)).toEqual(
			progress.map((value) => value && String(value))
		);
		expect(rows.slice(0, 2).map((row) => row['seconds'] ?? null)).toEqual(
			seconds.map((value) => value && String(value))
		);
	});

	test('questions become answers, each with its heading as the wording', async () => {
		const file = () =>
			fileOf(
				'pulse 2025-Q3.csv',
				'When,Mail,I can choose what I learn,I have time to learn,What is missing?\n3/14/2025,a@firm.example,Agree,Disagree,Time\n3/15/2025,,Agree,Agree,\n'
			);
		const { mapping: whole } = await lookAtMapping(file(), null);
		expect(whole).toMatchObject({ source: 'own-answers', wide: { cells: 'answer' } });
		const report = await importFile(await opened(), file(), {
			importedBy: 'test',
			isOneOfMany: true,
			mapping: { ...whole, columns: { ...whole.columns, When: 'Answered on' } }
		});
		expect(report).toMatchObject({ rows_read: 2, rows_loaded: 2, rows_rejected: 0 });
		const answers = await (
			await opened()
		).read(async (connection) =>
			(
				await connection.runAndReadAll(
					'select question, answer, score from survey_answer order by line, question'
				)
			).getRowsJS()
		);
		expect(answers).toEqual([
			['I can choose what I learn', 'Agree', 4],
			['I have time to learn', 'Disagree', 2],
			['What is missing?', 'Time', null],
			['I can choose what I learn', 'Agree', 4],
			['I have time to learn', 'Agree', 4]
		]);
	});

	test.each([
		[{ wide: { cells: 'answer' } }, 'answer'],
		[{ columns: { Welding: '*' } }, 'wide'],
		[
			{
				wide: { cells: 'state' },
				columns: { 'E-mail': 'Learner e-mail', Team: '', Welding: '', Selling: '', 'First aid': '' }
			},
			'items'
		]
	])('%j is refused with a sentence', async (change, word) => {
		const attempt = async () =>
			importFile(await opened(), matrix(), {
				importedBy: 'test',
				mapping: parseMapping({
					source: 'own-enrolments',
					columns: { 'E-mail': 'Learner e-mail' },
					...change
				})
			});
		await expect(attempt()).rejects.toThrow(new RegExp(word, 'i'));
		expect(await enrolled()).toEqual([]);
	});
});

describe('a table of events', () => {
	test('is suggested as one and becomes events', async () => {
		const file = fileOf(
			'clicks.csv',
			'User,Course,When,Action\nann,Welding,2025-03-14 09:00,launched\nann,Welding,2025-03-14 09:40,passed\nann,Welding,2025-03-14 09:40,passed\n'
		);
		const { mapping: whole, feeds } = await lookAtMapping(file, null);
		expect(whole.source).toBe('own-events');
		expect(feeds).toEqual(['enrolment']);
		const report = await importFile(await opened(), file, {
			importedBy: 'test',
			isOneOfMany: true,
			mapping: whole
		});
		expect(report).toMatchObject({ rows_read: 3, rows_loaded: 3, rows_rejected: 0 });
		const events = await (
			await opened()
		).read(async (connection) =>
			(
				await connection.runAndReadAll(
					'select kind::varchar, verb from learning_event order by line'
				)
			).getRowsJS()
		);
		expect(events).toEqual([
			['started', 'launched'],
			['completed', 'passed'],
			['completed', 'passed']
		]);
	});

	test.each([
		['launched', 'self', []],
		['enrolled', 'self', []],
		['launched', '', ['no_enrolments']],
		['enrolled', '', ['unknown_origin']]
	])('%s, with "%s" on a later row, warns of %j', async (first, origin, codes) => {
		const file = fileOf(
			'clicks.csv',
			`User,Course,When,Action,How\nann,Welding,2025-03-14 09:00,${first},\nann,Welding,2025-03-14 09:40,passed,${origin}\n`
		);
		const { mapping: suggested } = await lookAtMapping(file, null);
		const { warnings } = await importFile(await opened(), file, {
			importedBy: 'test',
			isOneOfMany: true,
			mapping: {
				...suggested,
				columns: { ...suggested.columns, How: 'How the doer was enrolled' },
				words: { origin: { self: 'self' } }
			}
		});
		const ofOrigin = ['no_enrolments', 'unknown_origin'];
		expect(warnings.flatMap(({ code }) => (ofOrigin.includes(code) ? [code] : []))).toEqual(codes);
	});
});

describe('answers of people whom nobody names', () => {
	const held = async (sql: string) => {
		await model(await opened());
		return (await opened()).read(async (connection) =>
			(await connection.runAndReadAll(sql)).getRowsJS()
		);
	};
	const lines = (...rows: readonly string[]) => `${rows.join('\n')}\n`;

	test('that are alike are two people’s, and their numbers are read by what the whole file holds', async () => {
		const row = (index: number) =>
			[index === 0 ? 3 : 4, 1 + (index % 4), 1 + (index % 10), index % 2, 1 + (index % 3)].join(
				','
			);
		const rows = [...Array.from({ length: 1100 }, (_, index) => row(index)), '4,,,1,'];
		const file = fileOf('feedback.csv', lines('happy,work,mood,agrees,three', ...rows));
		const mapped = parseMapping({
			source: 'own-answers',
			wide: { cells: 'answer' },
			fixed: { submitted_at: '2025-03-31', survey: 'feedback', wave: '2025' }
		});
		const by = { importedBy: 'test', isOneOfMany: true, mapping: mapped };
		const report = await importFile(await opened(), file, by);
		expect(report).toMatchObject({ rows_read: 1101, rows_loaded: 1101, rows_duplicate: 0 });
		// One of four scale questions is too little, whatever is answered with no or yes beside them.
		expect(
			await held('select is_valid, count(*)::integer from survey_reply group by all order by 1')
		).toEqual([
			[false, 1],
			[true, 1100]
		]);
		expect(await held('select code, kind, points from survey_item order by code')).toEqual([
			['agrees', 'choice', null],
			['happy', 'scale', 4],
			['mood', 'scale', 10],
			['three', 'scale', 4],
			['work', 'scale', 4]
		]);
		expect(
			await held(`select score, any_value(favour) from survey_score as s
				join survey_item as i on i.question_id = s.question_id where i.code = 'work' group by all order by 1`)
		).toEqual([
			[1, -1],
			[2, -1],
			[3, 1],
			[4, 1]
		]);
	});

	describe('are read on one scale, whatever file brings the next wave', () => {
		const survey = async (wave: string, day: string, rows: readonly (string | number)[]) =>
			importFile(
				await opened(),
				fileOf(`${wave}.csv`, lines('mood,again', ...rows.map((one) => `${one},${one}`))),
				{
					importedBy: 'test',
					isOneOfMany: true,
					mapping: parseMapping({
						source: 'own-answers',
						wide: { cells: 'answer' },
						fixed: { submitted_at: day, survey: 'pulse', wave }
					})
				}
			);
		const key = async (...rows: readonly string[]) =>
			importFile(
				await opened(),
				fileOf('key.csv', lines('Survey,Question,Measures,Kind,Points,Reversed', ...rows)),
				{ importedBy: 'test', isOneOfMany: true }
			);
		const told = ({ warnings }: { warnings: readonly { code: string; message: string }[] }) =>
			warnings.flatMap(({ code, message }) => (code === 'scale_changed' ? [message] : []));
		const means = () =>
			held(`select w.wave, i.points, round(avg(s.rescaled), 6)
				from survey_score as s join survey_item as i on i.question_id = s.question_id
				join survey_wave as w on w.wave_id = s.wave_id where i.code = 'mood' group by all order by 1`);
		const ofTen = (count: number) => Array.from({ length: count }, (_, index) => 1 + (index % 10));

		test('that of all files, though the next one alone would be read otherwise', async () => {
			await survey('w1', '2025-03-31', ofTen(1000));
			const alone = await means();
			expect(alone).toEqual([['w1', 10, 50]]);
			expect(told(await survey('w2', '2025-06-30', ofTen(400)))).toEqual([]);
			expect(await means()).toEqual([...alone, ['w2', 10, 50]]);
			// Nor does the order of the files matter.
			expect(told(await survey('w0', '2025-01-31', ofTen(30)))).toEqual([]);
			expect((await means()).map(([, points]) => points)).toEqual([10, 10, 10]);
		});

		test('words are read on their own points where a survey key states others, and it is asked', async () => {
			const words = ['Always', 'Often', 'Sometimes', 'Rarely'];
			const wave = Array.from({ length: 40 }, (_, index) => words[index % 4] ?? '');
			const asked = ({ warnings }: { warnings: readonly { code: string; message: string }[] }) =>
				warnings.flatMap(({ code, message }) => (code === 'key_contradicted' ? [message] : []));
			expect(asked(await survey('w1', '2025-03-31', wave))).toEqual([]);
			const before = await means();
			expect(before).toEqual([['w1', 5, 62.5]]);
			expect(asked(await key('pulse,mood,mood,scale,7,no', 'pulse,again,mood,scale,5,no'))).toEqual(
				[expect.stringMatching(/: “mood”, 7 points in the key, 5 points in the answers\. Is it/)]
			);
			expect(await means()).toEqual(before);
			expect(asked(await survey('w2', '2025-06-30', [...wave, ...wave, 'Always'])).length).toBe(1);
			expect(asked(await key('pulse,mood,mood,scale,5,no'))).toEqual([]);
			expect((await means()).map(([name, points]) => [name, points])).toEqual([
				['w1', 5],
				['w2', 5]
			]);
		});

		test('a file that shows another scale says which older question changes', async () => {
			await survey('w1', '2025-03-31', ofTen(1000));
			const warned = told(await survey('w2', '2025-06-30', [...ofTen(50), 0]));
			expect(warned).toEqual([
				expect.stringMatching(
					/“again”, 10 points before, 11 points now; “mood”, 10 points before, 11 points now\. A survey key/
				)
			]);
			// What the key states beats what the numbers show.
			expect(told(await key('pulse,mood,mood,scale,10,no'))).toEqual([
				expect.stringMatching(/“mood”, 11 points before, 10 points now\.$/)
			]);
			expect((await means()).map(([, points]) => points)).toEqual([10, 10]);
		});

		const full = [
			...['Strongly disagree', 'Disagree', 'Somewhat disagree', 'Neutral'],
			...['Somewhat agree', 'Agree', 'Strongly agree']
		];
		const scoresOf = (wave: string) =>
			held(`select distinct answer, score::integer, points from survey_answer as a
				join survey_response as r on r.batch_id = a.batch_id and r.line = a.line
				where wave = '${wave}' order by 2`);

		test('that of the earlier words, where a later wave has few of them', async () => {
			await survey('w1', '2025-03-31', full);
			const few = ['Neutral', 'Agree', 'Agree', 'Strongly agree', 'not applicable'];
			expect(told(await survey('w2', '2025-06-30', few))).toEqual([]);
			expect(await scoresOf('w2')).toEqual([
				['Neutral', 4, 7],
				['Agree', 6, 7],
				['Strongly agree', 7, 7],
				['not applicable', null, null]
			]);
			// Words that the earlier scale does not have are read by their own.
			await survey('w3', '2025-09-30', ['Never', 'Rarely', 'Always']);
			expect(await scoresOf('w3')).toEqual([
				['Never', 1, 5],
				['Rarely', 2, 5],
				['Always', 5, 5]
			]);
		});

		test('a later wave that shows more words than the earlier ones is told of', async () => {
			await survey('w1', '2025-03-31', ['Neutral', 'Agree', 'Strongly agree']);
			expect(await scoresOf('w1')).toContainEqual(['Agree', 4, 5]);
			expect(told(await survey('w2', '2025-06-30', full))[0]).toContain(
				'“mood”, 5 points before, 7 points now'
			);
			expect(await scoresOf('w1')).toContainEqual(['Agree', 6, 7]);
		});

		test('words that state it beat the numbers of another file', async () => {
			await survey('w1', '2025-03-31', ofTen(12));
			const words = ['Agree', 'Disagree', 'Strongly agree'];
			expect(told(await survey('w2', '2025-06-30', words))[0]).toContain(
				'11 points before, 5 points now'
			);
			expect(told(await survey('w3', '2025-09-30', ofTen(14)))).toEqual([]);
		});
	});

	test('count once where two exports of a wave both hold them, and a repeated row of somebody named once', async () => {
		const head = 'Timestamp,I can choose what I learn here,I have time to learn at work';
		const first = ['3/14/2025 9:00:01,Agree,Disagree', '3/14/2025 9:00:02,Agree,Agree'];
		const later = [...first, '3/15/2025 9:00:02,Strongly agree,Agree'];
		const name = 'pulse 2025-Q3.csv';
		for (const rows of [first, later]) {
			const isLater = rows === later;
			const file = fileOf(name, lines(head, ...rows));
			const { looked } = await previewFile(file, { warehouse: await opened() });
			expect(looked.duplicates).toEqual({ inFile: 0, inWarehouse: isLater ? 2 : 0 });
			const report = await importFile(await opened(), file, {
				importedBy: 'test',
				isOneOfMany: !isLater
			});
			expect(report).toMatchObject({
				source: 'google-forms',
				rows_loaded: isLater ? 1 : 2,
				rows_duplicate: isLater ? 2 : 0
			});
			expect(report.warnings.filter(({ code }) => code === 'repeated_responses')).toEqual(
				isLater
					? [
							{
								code: 'repeated_responses',
								message:
									'2 of the people or responses are in an earlier file of the same wave, too; each counts once, as given last.'
							}
						]
					: []
			);
		}
		expect(await held('select count(*)::integer from survey_reply')).toEqual([[3]]);
		const [{ batch_id: latest } = { batch_id: 0 }, { batch_id: earlier } = { batch_id: 0 }] =
			await (await opened()).read(listBatches);
		await forgetBatch(await opened(), earlier);
		expect(
			await (await opened()).read((connection) => findBatch(connection, latest))
		).toMatchObject({ rows_loaded: 3, rows_duplicate: 0 });
		const answers = async (name: string, ...rows: readonly string[]) =>
			importFile(await opened(), fileOf(name, lines('Mail,q', ...rows)), {
				importedBy: 'test',
				isOneOfMany: true,
				mapping: parseMapping({
					source: 'own-answers',
					wide: { cells: 'answer' },
					columns: { Mail: 'Respondent e-mail' },
					fixed: { submitted_at: '2025-03-31', survey: 'named', wave: '2025' }
				})
			});
		const two = ['a@b.example,4', ',4', ',4'];
		const said = { rows_loaded: 3, rows_duplicate: 1 };
		expect(await answers('named.csv', 'a@b.example,4', ...two)).toMatchObject(said);
		// Of rows that look alike and name nobody, the third is the only new one; an answer that changed is new, too.
		const next = await answers('next.csv', ...two, ',4', 'c@d.example,4');
		expect(next).toMatchObject({ rows_loaded: 2, rows_duplicate: 3 });
		expect(await answers('other.csv', 'a@b.example,5')).toMatchObject({ rows_loaded: 1 });
	});

	test('are no comments where they were ticked, however long they are', async () => {
		const films = 'Star Wars: a long film';
		const rows = Array.from(
			{ length: 12 },
			(_, n) => `3/14/2025 9:00:${10 + n},${films},I say this ${n} times`
		);
		const file = fileOf(
			'films 2025-Q3.csv',
			lines('Timestamp,Which of these films did you see?,What do you think of them?', ...rows)
		);
		await importFile(await opened(), file, { importedBy: 'test', isOneOfMany: true });
		expect(await held('select wording, kind from survey_item order by wording')).toEqual([
			['What do you think of them?', 'comment'],
			['Which of these films did you see?', 'choice']
		]);
	});

	test('without any day are said to stand in no figure', async () => {
		const file = fileOf(
			'monkey.csv',
			lines('Respondent ID,Do you like to learn here?', ',Response', '1,Agree', '2,Disagree')
		);
		const report = await importFile(await opened(), file, {
			importedBy: 'test',
			isOneOfMany: true
		});
		expect(report).toMatchObject({ source: 'survey-monkey', rows_loaded: 2 });
		expect(report.warnings.map(({ code }) => code)).toContain('undated');
	});
});

describe('a mapping with a heading that its source does not know', () => {
	const misspelt = parseMapping({
		...mapping,
		columns: { ...mapping.columns, Minutes: 'Time spnt', RollNumber: 'Lerner user name' }
	});
	const told =
		/own-enrolments has no column called "Lerner user name" \(closest: "Learner user name", .*\); "Time spnt" \(closest: "Time spent", .*\)/;

	test('is not saved, and what is near is named', async () => {
		const context = { warehouse: await opened(), by: 'test', folder };
		writeFileSync(join(folder, 'mine.json'), JSON.stringify(misspelt));
		await expect(
			runCommand(context, 'mappings', ['save', 'mine.json'], { name: 'Registry' })
		).rejects.toThrow(told);
		expect(savedMappings(folder)).toEqual([]);
	});

	test('reads no file', async () => {
		const attempt = importFile(await opened(), table(), { importedBy: 'test', mapping: misspelt });
		await expect(attempt).rejects.toThrow(told);
		expect((await previewFile(table(), { mapping: misspelt })).refusal?.message).toMatch(told);
	});

	test.each([
		{ source: 'nobody', columns: {} },
		{ source: 'own-enrolments', columns: {}, fixed: { origin: 'teacher' } },
		{ source: 'own-enrolments', columns: {}, words: { nothing: { a: 'b' } } }
	])('%j is not saved either', (given) => {
		expect(() => {
			saveMapping(folder, 'Mine', parseMapping(given), 'test');
		}).toThrow(expect.objectContaining({ code: 'not_readable' }));
	});

	test.each([
		['own-enrolments', 'learner  USER name'],
		['own-enrolments', '*'],
		['absorb-enrolments', 'enrollment_method'],
		['cornerstone-transcript', 'Transcript - User ID'],
		['moodle-grades', 'Quiz: Safety (Real)']
	])('but %s knows %s', (source, heading) => {
		const given = {
			source,
			columns: { Own: heading },
			...(heading === '*' && { wide: { cells: 'state' } })
		};
		saveMapping(folder, 'Mine', parseMapping(given), 'test');
		expect(savedMappings(folder)).toHaveLength(1);
	});
});

describe('the command line', () => {
	test('saves, lists, shows, applies by name and by file, and forgets', async () => {
		const context = { warehouse: await opened(), by: 'test', folder };
		writeFileSync(join(folder, 'mine.json'), JSON.stringify(mapping));
		await runCommand(context, 'mappings', ['save', 'mine.json'], { name: 'Registry' });
		expect((await runCommand(context, 'mappings', [], {})).json).toMatchObject({
			mappings: [{ name: 'Registry', savedBy: 'test' }]
		});
		const shown = await runCommand(context, 'mappings', ['show', 'Registry'], {});
		expect(parseMapping(JSON.parse(shown.text))).toEqual({ ...mapping, name: 'Registry' });
		for (const named of ['Registry', 'mine.json', undefined]) {
			const { json } = await runCommand(context, 'import', [table().path], {
				badRows: 1,
				dryRun: true,
				...(named !== undefined && { mapping: named })
			});
			expect(json).toMatchObject({
				batches: [{ source: 'own-enrolments', rows_loaded: 3, rows_rejected: 1 }]
			});
		}
		await runCommand(context, 'mappings', ['forget', 'Registry'], {});
		expect(savedMappings(folder)).toEqual([]);
		expect(readFileSync(join(folder, 'mine.json'), 'utf8')).toContain('own-enrolments');
	});
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { asItem, parseMapping } from '#pipelines/mapping.ts';
import { previewFile } from '#pipelines/preview.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { mappingFromForm } from '#lib/server/mapping-form.ts';
import { forms } from '#lib/mapping/forms.ts';
import { emptyFolder, fileOf, openEmpty } from './folder.ts';

let folder: string;
let warehouse: Warehouse;

beforeEach(async () => {
	folder = emptyFolder();
	warehouse = await openEmpty(folder);
});

afterEach(() => warehouse.close());

type File = ReturnType<typeof fileOf>;

/** What the command line makes of a file by a mapping file, row by row. */
async function imported(file: File, mapping: Partial<Mapping>, query: string) {
	const name = 'mine.json';
	writeFileSync(join(folder, name), JSON.stringify(mapping));
	const context = { warehouse, by: 'test', folder };
	await runCommand(context, 'import', [file.path], { mapping: name });
	return warehouse.read(async (connection) =>
		(await connection.runAndReadAll(query)).getRowsJS().map((row) => row.map(String))
	);
}

const enrolments = `select a.title, coalesce(e.completed_at::date::varchar, ''), e.status::varchar
	from enrolment as e join item_alias as a on a.alias_id = e.alias_id order by e.line & (2^40 - 1)::bigint, a.title`;

const long = () =>
	fileOf(
		'long.csv',
		'roll  number,Kurs,Completed on,Item taken,Note\nS-1,Welding,2025-03-14,x,y\n'
	);
const longMapping = parseMapping({
	source: 'own-enrolments',
	columns: { 'Roll Number': 'Learner user name', Kurs: 'Item taken' }
});

const wide = () => fileOf('wide.csv', 'Login,Welding,Selling\nann,29,absent\nbob,,absent\n');
const wideMapping = parseMapping({
	source: 'own-enrolments',
	wide: { cells: 'grade' },
	columns: { Login: 'Learner user name' },
	words: { status: { absent: 'not_started' } }
});

const ratings = () =>
	fileOf(
		'ratings.csv',
		'Number,Manager ID,Date,Ready for more (1-5)\nE-1,M-1,2025-03-14,4\nE-2,M-1,2025-03-15,2\n'
	);
const ratingMapping = parseMapping({
	source: 'manager-ratings',
	columns: { Number: 'Employee ID' }
});

describe('columns that a mapping does not name', () => {
	test.each([
		[
			'are read as they are called, where no other column was given their heading',
			long,
			longMapping,
			['Learner user name', 'Item taken', 'Completed on', '', ''],
			enrolments,
			[['Welding', '2025-03-14', 'null']]
		],
		[
			'are items where a mapping says that columns are',
			wide,
			wideMapping,
			['Learner user name', '*', '*'],
			enrolments,
			[
				['Selling', '', 'not_started'],
				['Welding', '', 'completed'],
				['Selling', '', 'not_started']
			]
		],
		[
			'are read by what their heading says, where the source goes by that',
			ratings,
			ratingMapping,
			['Employee ID', 'Manager ID', 'Date', 'Ready for more (1-5)'],
			'select rated_on::varchar, score::varchar from manager_rating order by line',
			[
				['2025-03-14', '4.0'],
				['2025-03-15', '2.0']
			]
		]
	] as const)(
		'%s, on the page as on the command line',
		async (_, file, mapping, slots, query, rows) => {
			const look = await lookAtMapping(file(), mapping);
			expect(look.columns.map(({ slot }) => slot)).toEqual(slots);
			expect(look.preview.rows.length).toBeGreaterThan(0);
			for (const read of [mapping, look.mapping])
				expect((await previewFile(file(), { mapping: read })).rows).toEqual(look.preview.rows);
			expect(await imported(file(), mapping, query)).toEqual(rows);
		}
	);

	test('stay open where columns were just made items on the page: their cells tell which are', async () => {
		const form = new FormData();
		const chosen = { Login: 'Learner user name', Team: '', Welding: '', Selling: '' };
		for (const [name, slot] of Object.entries(chosen)) {
			form.append(forms.column, name);
			form.append(forms.slot, slot);
		}
		form.set(forms.source, 'own-enrolments');
		form.set(forms.cells, 'grade');
		form.set(forms.ground, JSON.stringify(['own-enrolments', null, null, null, null]));
		const file = fileOf('marks.csv', 'Login,Team,Welding,Selling\nann,Red,29,34\nbob,Blue,1,2\n');
		const slotsNow = async () => {
			const { given, open } = mappingFromForm(form);
			return (await lookAtMapping(file, given, { open })).columns.map(({ slot }) => slot);
		};
		expect(await slotsNow()).toEqual(['Learner user name', '', '*', '*']);
		form.set(forms.hadCells, 'grade');
		expect(await slotsNow()).toEqual(['Learner user name', '', '', '']);
	});

	test('that were items of another kind stay items only where their cells look like it', async () => {
		const form = new FormData();
		const chosen = { Login: 'Learner user name', Team: asItem, Welding: asItem, Selling: '' };
		for (const [name, slot] of Object.entries(chosen)) {
			form.append(forms.column, name);
			form.append(forms.slot, slot);
		}
		form.set(forms.source, 'own-enrolments');
		form.set(forms.hadCells, 'state');
		form.set(forms.cells, 'grade');
		form.set(forms.ground, JSON.stringify(['own-enrolments', null, null, null, null]));
		const file = fileOf('kinds.csv', 'Login,Team,Welding,Selling\nann,Red,29,34\nbob,Blue,1,2\n');
		const { given, open } = mappingFromForm(form);
		const { columns } = await lookAtMapping(file, given, { open });
		expect(columns.map(({ slot }) => slot)).toEqual(['Learner user name', '', asItem, '']);
	});
});

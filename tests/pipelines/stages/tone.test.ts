import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from '../folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const survey = [
	'Id,Start time,Completion time,Email,Name,What should we know?',
	'1,2025-03-10 09:00:00,2025-03-10 09:05:00,a@example.org,,Hardly ever useful for me',
	'2,2025-03-10 09:00:00,2025-03-10 09:05:00,b@example.org,,There is no lack of choice here',
	''
].join('\n');

test('another version of the program reads the tone of the comments that are there anew', async () => {
	const options = { importedBy: 'test', isOneOfMany: true };
	await importFile(warehouse, fileOf('pulse 2025-Q1.csv', survey), options);
	const connection = await warehouse.connect();
	const tones = async () =>
		(
			await connection.runAndReadAll('select compound from comment_tone order by line, question')
		).getRowsJS();
	const read = await tones();
	expect(read).toHaveLength(2);
	await connection.run('update comment_tone set compound = 0.99, lexicon_version = 0');
	await connection.run("update setting set value = 'older' where name = 'model_definition'");
	await model(warehouse);
	expect(await tones()).toEqual(read);
	connection.closeSync();
});

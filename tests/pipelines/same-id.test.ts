import { expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { runChecks } from '#queries/checks.ts';
import { fileOf, openEmpty } from './folder.ts';

const statement = (course: string) =>
	JSON.stringify({
		id: '0d7a3f9e-5d0c-4a39-9d0d-2f7c1a8e6b11',
		actor: { mbox: 'mailto:ada@example.org' },
		verb: { id: 'http://adlnet.gov/expapi/verbs/initialized' },
		object: { id: `https://lms.example.org/courses/${course}`, objectType: 'Activity' },
		timestamp: '2025-03-01T10:00:00Z'
	});

test('of two statements under one id the first counts, and no check takes the other for lost', async () => {
	const warehouse = await openEmpty();
	const reports = [];
	for (const course of ['one', 'two'])
		reports.push(
			await importFile(warehouse, fileOf(`${course}.json`, statement(course)), {
				importedBy: 'test'
			})
		);
	expect(reports.map((report) => [report.rows_loaded, report.rows_duplicate])).toEqual([
		[1, 0],
		[0, 1]
	]);
	const checks = await warehouse.read((connection) => runChecks(connection));
	expect(checks.filter(({ offending }) => offending > 0)).toEqual([]);
	await warehouse.close();
});

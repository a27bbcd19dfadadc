import { expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { fileOf, openEmpty } from '../folder.ts';

test('each of more titles than there are shelves has the id that some row of the log ties to it, and a torn one has none', async () => {
	const titles = Array.from({ length: 6000 }, (_, n) => `Course: Part ${n}`);
	const row = (title: string, description: string) =>
		`"3/14/24, 21:40",Ann Ito,-,"${title}",System,Course viewed,"${description}",web,10.0.0.1`;
	const viewed = (id: number) => `The user with id '7' viewed the course with id '${id}'.`;
	const file = fileOf(
		'log.csv',
		[
			'Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address',
			...titles.map((title) =>
				row(title, "The user with id '7' viewed the 'page' activity with course module id '9'.")
			),
			...titles.map((title, n) => row(title, viewed(n + 10_000))),
			row('Course: Part 5', viewed(99_999)),
			''
		].join('\n')
	);
	const warehouse = await openEmpty();
	try {
		await importFile(warehouse, file, { importedBy: 'test', isOneOfMany: true });
		const counted = await warehouse.read((connection) =>
			connection.runAndReadAll(
				`select count(*)::integer as rows,
					count(*) filter (a.code is not distinct from case when a.title <> 'Part 5'
						then (split_part(a.title, ' ', 2)::integer + 10000)::varchar end)::integer as right_ones
				from learning_event as e join item_alias as a on a.alias_id = e.alias_id`
			)
		);
		expect(counted.getRowsJS()).toEqual([[12_001, 12_001]]);
	} finally {
		await warehouse.close();
	}
});

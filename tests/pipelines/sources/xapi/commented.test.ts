import { expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { dump } from '../../dump.ts';
import { fileOf, openEmpty } from '../../folder.ts';

const words = 'Loved choosing this one myself';

test('of a comment in a statement the event is kept, and its text nowhere in the warehouse', async () => {
	const statement = (n: number, over: object) =>
		JSON.stringify({
			id: `5a1c8a52-6f0e-4b6f-9d5e-00000000000${n}`,
			actor: { mbox: `mailto:p${n}@firm.example` },
			verb: { id: 'http://adlnet.gov/expapi/verbs/commented' },
			object: { id: 'https://lms.example/c/1', definition: { name: { en: 'Welding' } } },
			result: { response: words },
			timestamp: '2025-03-03T09:00:00Z',
			...over
		});
	const answered = { verb: { id: 'http://adlnet.gov/expapi/verbs/answered' } };
	const file = fileOf('said.ndjson', [statement(1, {}), statement(2, answered), ''].join('\n'));
	const warehouse = await openEmpty();
	try {
		const report = await importFile(warehouse, file, { importedBy: 'test' });
		expect(report).toMatchObject({ rows_read: 2, rows_loaded: 2, rows_rejected: 0 });
		const verbs = await warehouse.read((connection) =>
			connection.runAndReadAll('select verb from learning_event order by line')
		);
		expect(verbs.getRowsJS().flat()).toEqual([
			expect.stringMatching(/commented$/),
			expect.stringMatching(/answered$/)
		]);
		const tables = await dump(warehouse);
		expect([...tables.values()].flat().some((row) => row.includes('Welding'))).toBe(true);
		const holding = [...tables].filter(([, rows]) => rows.some((row) => row.includes(words)));
		expect(holding.map(([name]) => name)).toEqual([]);
	} finally {
		await warehouse.close();
	}
});

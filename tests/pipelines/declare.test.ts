import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from './folder.ts';

describe('declare', () => {
	let warehouse: Warehouse;
	const run = (name: string, args: readonly string[], options = {}) =>
		runCommand({ warehouse, by: 'test', folder: '/' }, name, args, options);
	beforeEach(async () => {
		warehouse = await openEmpty();
		const rows = Array.from(
			{ length: 12 },
			(_none, n) => `Course,Self,Complete,p${n}@example.org,2025-01-05,2025-02-01,C1,50`
		);
		const { path } = fileOf(
			'absorb.csv',
			[
				'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress',
				...rows
			].join('\n')
		);
		await run('import', [path]);
	});
	afterEach(() => warehouse.close());

	test('adds a line with name and day, which the checklist counts and an undo takes back; METRICS.md golden F by the command line', async () => {
		const said = { name: 'Head of Learning', on: '2025-01-31', note: 'since "autumn", here' };
		const done = await run('declare', ['q6', 'Partly'], said);
		expect(done.json).toMatchObject({ rows_loaded: 1 });
		expect((await run('declare', [])).json).toEqual({
			declarations: [
				{
					question: 'Q6',
					score: 1,
					declared_by: 'Head of Learning',
					declared_on: '2025-01-31',
					note: 'since "autumn", here'
				}
			]
		});
		const answer = await run('metric', ['readiness_checklist'], { variant: 'Q6' });
		expect(answer.json).toMatchObject({
			rows: expect.arrayContaining([
				expect.objectContaining({ measure: 'answer', value: 1 })
			]) as unknown
		});
		await run('undo', [String((done.json as { batch_id: number }).batch_id)]);
		expect((await run('declare', [])).json).toEqual({ declarations: [] });

		const { path } = fileOf(
			'declarations.csv',
			[
				'Question,Score,Declared by,Declared on,Note',
				...['Q1,2', 'Q2,1', 'Q4,yes', 'Q5,no', 'Q6,partly', 'Q7,1', 'Q9,2'].map(
					(row) => `${row},Head of Learning,2025-01-10,`
				)
			].join('\n')
		);
		const imported = await run('import', [path]);
		expect(imported.json).toMatchObject({ batches: [{ source: 'declarations', rows_loaded: 7 }] });
		const total = await run('metric', ['readiness_checklist'], { variant: 'total' });
		const { rows } = total.json as { rows: { measure: string; value: number }[] };
		expect(rows.find(({ measure }) => measure === 'area')?.value).toBeCloseTo(64.2857142857, 9);
	});

	test('says what is missing', async () => {
		const wrong: readonly (readonly [string[], object])[] = [
			[['Q12', 'yes'], { name: 'A', on: '2025-01-31' }],
			[['Q1', 'maybe'], { name: 'A', on: '2025-01-31' }],
			[['Q1', 'yes'], { on: '2025-01-31' }],
			[['Q1', 'yes'], { name: 'A' }],
			[['Q1', 'yes'], { name: 'A', on: '2026-13-01' }],
			[['Q1', 'yes'], { name: 'A', on: '2025-02-30' }]
		];
		for (const [args, options] of wrong)
			await expect(run('declare', args, options)).rejects.toMatchObject({ name: 'UsageError' });
		await expect(run('metric', ['x'], { viewer: 'boss' })).rejects.toThrow(
			'--viewer is none of analyst, lead, executive.'
		);
		await expect(run('import', ['x'], { badRows: 7 })).rejects.toThrow('--bad-rows is too large');
	});
});

import { expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf } from '../pipelines/folder.ts';

test('METRICS.md golden G, files in and command line out: a return of 1.54 %, and of 88.6 % without the learners’ time', async () => {
	const warehouse = await openWarehouse(emptyFolder(), 'test');
	const run = (name: string, ...args: string[]) =>
		runCommand({ warehouse, by: 'test', folder: '/' }, name, args, {});
	const learning = [
		'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress,Time Spent (min)',
		...Array.from(
			{ length: 600 },
			(_none, n) =>
				`Course ${Math.floor(n / 200)},Self,Complete,p${n % 200}@example.org,2025-03-01,2025-04-01,C${Math.floor(n / 200)},100,120`
		)
	];
	const amounts = [
		...['licences,20000', 'content,10000', 'staff,12000', 'rollout,0', 'tool,0', 'hourly_wage,30'],
		...['external_fill,13000', 'internal_fill,1000', 'backfill,6000', 'replacement,15000'],
		...['admin_hour,40', 'minutes_per_assignment,6', 'assignments_released,3000'],
		...['extra_moves,8', 'avoided_exits,4', 'confidence_moves,0.7', 'confidence_exits,0.6'],
		'confidence_admin,0.8'
	];
	const sheet = (by: string) => [
		'Input,Side,At least,Most likely,At most,Currency,Basis,As of,Confirmed by,Confirmed on',
		...amounts.map((amount) => `${amount.replace(',', ',cost,,')},,EUR,the books,2025-01-01,${by}`)
	];
	await run('import', fileOf('absorb.csv', learning.join('\n')).path);
	const of = async (measure: string | null, variant = 'expected'): Promise<unknown> => {
		const { json } = await run('metric', 'return_on_investment');
		const { rows } = json as {
			rows: { measure: string | null; variant: string; value: unknown }[];
		};
		return rows.find((row) => row.measure === measure && row.variant === variant)?.value;
	};
	expect((await run('metric', 'return_on_investment')).json).toMatchObject({ missing: ['costs'] });
	await run('import', fileOf('unconfirmed.csv', sheet(',').join('\n')).path);
	expect(await of(null)).toBe(null);
	await run('import', fileOf('costs.csv', sheet('A. Controller,2025-02-01').join('\n')).path);
	expect(await of('costs')).toBeCloseTo(78000, 6);
	expect(await of('benefits')).toBeCloseTo(79200, 6);
	expect(await of(null)).toBeCloseTo(0.0153846154, 9);
	expect(await of('bcr')).toBeCloseTo(1.0153846154, 9);
	// 600 enrolments of two hours at 30 an hour are 36,000 of the costs.
	expect(await of('cost_learner_time')).toBeCloseTo(36000, 6);
	expect(await of('roi_without_time')).toBeCloseTo(79200 / 42000 - 1, 9);
	expect(await of('payback_months')).toBeCloseTo(11.8181818182, 9);
	const least = sheet('A. Controller,2025-03-01').map((line) =>
		line.replace('released,cost,,3000,', 'released,cost,2000,3000,3500')
	);
	await run('import', fileOf('range.csv', least.join('\n')).path);
	// "Read carefully (only what the lower limits support)": 2,000 assignments of six minutes at 40 an hour, of which 0.8 count.
	expect(await of('benefit_admin', 'conservative')).toBeCloseTo(6400, 9);
	expect(await of('benefit_admin')).toBeCloseTo(9600, 9);
	await warehouse.close();
});

import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { Answer } from '#queries/ask.ts';
import { runChecks } from '#queries/checks.ts';
import { computeCells } from '#queries/compute.ts';
import { readRequest } from '#queries/request.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;

/** Strata of METRICS.md's golden CEM, with six times as many people: family → learners and others, with their moves. */
const golden: Readonly<Record<string, readonly [number, number, number, number]>> = {
	Sales: [60, 24, 120, 24],
	Service: [30, 6, 60, 6],
	Legal: [30, 6, 0, 0],
	Finance: [0, 0, 90, 18]
};

/**
 * Learning in the year before July 2024, moves in the year after it; the data end with June 2025. Half of the learners
 * completed three items of their choice, the others one that took five hours.
 */
async function company(): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const enrolments: Enrolment[] = [
		{ person: 'first', item: 'c0', enrolled: '2023-07-01', origin: 'admin' }
	];
	const people: [string, string, boolean][] = [];
	for (const [family, [learners, moved, others, otherMoved]] of Object.entries(golden)) {
		for (let index = 0; index < learners + others; index += 1) {
			const isLearner = index < learners;
			const person = `${family}${index}`;
			const place = isLearner ? index : index - learners;
			people.push([person, family, place < (isLearner ? moved : otherMoved)]);
			if (isLearner) {
				const hasHours = index % 2 === 1;
				for (const item of hasHours ? ['c1'] : ['c1', 'c2', 'c3'])
					enrolments.push({
						person,
						item,
						enrolled: '2023-10-01',
						completed: '2023-11-01',
						seconds: hasHours ? 5 * 3600 : 60,
						origin: 'self',
						obligation: 'optional'
					});
			} else if (index % 2 === 0) {
				enrolments.push(
					{
						person,
						item: 'c9',
						enrolled: '2023-10-01',
						completed: '2023-10-20',
						origin: 'admin',
						obligation: 'mandatory'
					},
					{
						person,
						item: 'c1',
						enrolled: '2023-10-01',
						status: 'not_started',
						origin: 'self',
						obligation: 'optional'
					}
				);
			}
		}
	}
	await warehouse.load({ from: '2023-07-01', to: '2025-07-01', enrolments });
	await warehouse.insert('setting', { name: 'personnel.from', value: '2023-07-01' });
	for (const [person, family, moves] of people) {
		await warehouse.employ(person, '2020-01-01');
		const facts = { family, grade: 'G5', location: 'Leeds' };
		await warehouse.job(person, '2020-01-01', family, 'J1', undefined, facts);
		if (moves) await warehouse.job(person, '2024-11-01', family, 'J2', undefined, facts);
	}
	// So that the personnel files tell of exits.
	await warehouse.employ('gone', '2019-01-01', '2023-06-01');
	await warehouse.personnelTo('2025-07-01');
	await warehouse.build();
	return warehouse;
}

let warehouse: Warehouse;
let answer: Answer;
beforeAll(async () => {
	warehouse = await company();
	answer = await ask(warehouse.connection, analyst, { metric: 'mobility_difference' });
}, 240_000);
const measure = (name: string, from: Answer = answer) =>
	from.rows.find((row) => row.measure === name);

describe('mobility_difference (METRICS.md C4), the golden’s shares through the front door', () => {
	test('only one landmark has a year of learning before it and a year of data after it', () => {
		expect(answer.as_of).toBe('2025-07-01');
		expect(measure('learners')).toMatchObject({ numerator: 30, denominator: 90 });
	});

	test('the matched difference, its interval and the share of learners who are matched', () => {
		expect(measure('rd')?.value).toBeCloseTo(1 / 6, 9);
		const error = 0.1370320319 / Math.sqrt(6);
		expect(measure('rd')?.lo).toBeCloseTo(1 / 6 - 1.959964 * error, 6);
		expect(measure('rd')?.hi).toBeCloseTo(1 / 6 + 1.959964 * error, 6);
		expect(measure('learners')?.value).toBeCloseTo(1 / 3, 9);
		expect(measure('others')?.value).toBeCloseTo(1 / 6, 9);
		expect(measure('matched_share')).toMatchObject({
			value: 0.75,
			numerator: 90,
			denominator: 120
		});
		expect(measure('naive')?.value).toBeCloseTo(36 / 120 - 48 / 270, 9);
	});

	test('the ratio and its E-values', () => {
		expect(measure('rr')?.value).toBeCloseTo(2, 9);
		expect(measure('e_value')?.value).toBeCloseTo(3.4142135624, 9);
		const low = 2 * Math.exp((-1.959964 * 0.5403702434) / Math.sqrt(6));
		expect(measure('rr')?.lo).toBeCloseTo(low, 5);
		expect(measure('e_value_limit')?.value).toBeCloseTo(low + Math.sqrt(low * (low - 1)), 4);
	});

	test('an enrolment that was never started is no activity, so its owner is one of the others', () => {
		expect(measure('others')?.denominator).toBe(180);
		expect(measure('middle')).toBeUndefined();
	});

	test('what was matched is even afterwards', () => {
		for (const name of ['tenure', 'grade', 'working_time', 'earlier_moves'])
			expect(Math.abs(measure(`balance_${name}`)?.value ?? 0)).toBeLessThan(1e-9);
		expect(Math.abs(measure('balance_required_learning')?.value ?? 0)).toBeGreaterThan(0.1);
	});

	test('by landmark it stands in the quarter that the landmark begins', async () => {
		const quarters = await ask(warehouse.connection, analyst, {
			metric: 'mobility_difference',
			grain: 'quarter'
		});
		expect(measure('rd', quarters)).toMatchObject({ period_start: '2024-07-01' });
		expect(measure('rd', quarters)?.value).toBeCloseTo(1 / 6, 9);
	});

	test('in a family without anybody to compare with there is no number, and the reason', async () => {
		const families = await ask(warehouse.connection, analyst, {
			metric: 'mobility_difference',
			by: ['job_family']
		});
		const legal = families.rows.filter((row) => row['job_family'] === 'Legal');
		expect(legal.find((row) => row.measure === 'rd')?.value ?? null).toBeNull();
		expect(legal.find((row) => row.measure === 'matched_share')).toMatchObject({ value: 0 });
		expect(measure('rd', families)?.value ?? null).not.toBe(0);
	});

	test('a day less of data, and the landmark has not matured', async () => {
		const early = await ask(warehouse.connection, analyst, {
			metric: 'mobility_difference',
			as_of: '2025-06-30'
		});
		expect(early.rows.filter((row) => row.measure === 'rd')).toEqual([]);
	});

	test('the other metrics of mobility answer, and nothing breaks an invariant', async () => {
		for (const metric of ['retention_difference', 'time_to_move', 'mobility_rate', 'mover_share']) {
			const { rows } = await ask(warehouse.connection, analyst, { metric });
			expect(rows.length, metric).toBeGreaterThan(0);
		}
		await warehouse.connection.run('insert into batch_rows by name from rows_held()');
		const checks = await runChecks(warehouse.connection);
		expect(checks.filter(({ offending }) => offending > 0)).toEqual([]);
	});

	test('CIF of moves + CIF of exits + who stays = 1, in every group', async () => {
		for (const variant of ['all', 'learner', 'other']) {
			const { rows } = await ask(warehouse.connection, analyst, {
				metric: 'time_to_move',
				variant,
				horizon: 300
			});
			const told = rows.filter(({ value }) => value !== null);
			if (variant !== 'all') expect(told).toHaveLength(3);
			if (told.length > 0)
				expect(
					told.reduce((sum, { value }) => sum + (value ?? 0), 0),
					variant
				).toBeCloseTo(1, 12);
			expect(told.length % 3).toBe(0);
			if (variant === 'learner')
				expect(rows.find((row) => row.measure === 'cif_move')?.value).toBeCloseTo(36 / 120, 9);
		}
	});

	test('the groups of learners, most of the work, are counted only where one is asked for', async () => {
		const groupsFor = async (request: object): Promise<readonly string[]> => {
			const question = readRequest({ metric: 'time_to_move', horizon: 300, ...request });
			const cells = await computeCells(warehouse.connection, question, '2025-07-01');
			return [...new Set(cells.map(({ layer }) => layer))].toSorted();
		};
		expect(await groupsFor({})).toEqual(['all']);
		expect(await groupsFor({ variant: 'all' })).toEqual(['all']);
		expect(await groupsFor({ variant: 'learner' })).toEqual(['all', 'learner', 'other']);
	});

	test('sets that repeat the same people make the odds ratio (C6) no surer', async () => {
		await warehouse.connection.run("update item_alias set target_roles = 'J2' where code = 'c1'");
		await warehouse.connection.run(
			'update mover_comparison set is_aligned = (person_id * 7919) % 5 < if(is_mover, 3, 2)'
		);
		const odds = async (): Promise<Answer> =>
			ask(warehouse.connection, analyst, { metric: 'aligned_learning_odds' });
		const before = measure('odds_ratio', await odds());
		await warehouse.connection.run(
			'insert into mover_comparison select * replace ((moved_on - 1)::date as moved_on) from mover_comparison'
		);
		const after = measure('odds_ratio', await odds());
		expect(after?.denominator).toBe(2 * (before?.denominator ?? 0));
		expect(after?.value).toBeCloseTo(before?.value ?? NaN, 9);
		expect(after?.lo).toBeCloseTo(before?.lo ?? NaN, 9);
		expect(after?.hi).toBeCloseTo(before?.hi ?? NaN, 9);
	});
});

import { describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest } from '#queries/ask.ts';
import { openedWith } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
const rate = 'voluntary_completion_rate';

/** People of a unit, each with one chosen episode, every second of them completed. */
const unit = (name: string, people: number, facts: Partial<Enrolment> = {}): Enrolment[] =>
	Array.from({ length: people }, (_none, index) => ({
		person: `${name}${index}`,
		item: 'c',
		unit: name,
		enrolled: '2025-01-10',
		completed: index % 2 === 0 ? '2025-01-20' : null,
		origin: 'self',
		...facts
	}));
const opened = (...rows: Enrolment[][]): Promise<Warehouse> =>
	openedWith({ to: '2025-12-31', enrolments: rows.flat() });
const strict = async (
	warehouse: Warehouse,
	request: Omit<AskRequest, 'metric'>,
	role: 'analyst' | 'lead' = 'analyst'
) => ask(warehouse.connection, { role }, { metric: rate, variant: 'strict', ...request });

describe('METRICS.md §I', () => {
	const four = opened(unit('A', 40), unit('B', 12), unit('C', 4), unit('D', 7));
	const twenty = opened(unit('A', 20));

	test('golden 1 and 3: of 40, 12, 4 and 7 the 4 and then the 7 stay dark', async () => {
		const warehouse = await four;
		const answer = await strict(warehouse, { by: ['org_unit'] });
		expect(answer.rows.map((row) => [row['org_unit'], row.persons, row.reason])).toEqual([
			['A', 40, null],
			['B', 12, null],
			['C', null, 'too_few'],
			['D', null, 'complementary']
		]);
		expect(answer.hidden).toEqual([
			{ rule: 'complementary', cells: 1 },
			{ rule: 'too_few', cells: 1 }
		]);
		expect((await strict(warehouse, {})).rows[0]?.persons).toBe(63);
	});

	test('a filter shows no more than the breakdown that it is a slice of', async () => {
		const warehouse = await four;
		const answer = await strict(warehouse, { where: { org_unit: 'D' } });
		expect(answer.rows).toMatchObject([
			{ suppressed: true, value: null, persons: null, reason: 'complementary' }
		]);
		expect(answer.maturing).toBeNull();
	});

	test('golden 4: a filter that leaves out 4 of 20 is refused, one that leaves out 6 is not', async () => {
		const four = await opened(unit('Tech', 16), unit('Rest', 4));
		await expect(strict(four, { where: { org_unit: 'Tech' } })).rejects.toMatchObject({
			code: 'refused'
		});
		const six = await opened(unit('Tech', 14), unit('Rest', 6));
		expect((await strict(six, { where: { org_unit: 'Tech' } })).rows).toMatchObject([
			{ persons: 14 }
		]);
	});

	test('a period that leaves out a few people is refused', async () => {
		const warehouse = await opened(
			unit('A', 20),
			unit('B', 3, { enrolled: '2025-03-10', completed: null })
		);
		await expect(strict(warehouse, { from: '2025-01-01', to: '2025-02-01' })).rejects.toMatchObject(
			{ code: 'refused' }
		);
	});

	test('0 % and 100 % of fewer than 20 people are bands', async () => {
		const warehouse = await opened(
			unit('None', 12, { completed: null }),
			unit('All', 12, { completed: '2025-01-20' }),
			unit('Many', 20, { completed: '2025-01-20' })
		);
		const { rows } = await strict(warehouse, { by: ['org_unit'] });
		expect(rows).toMatchObject([
			{
				org_unit: 'All',
				value: null,
				numerator: null,
				lo: null,
				hi: null,
				bound_lo: 0.95,
				bound_hi: 1,
				reason: 'band'
			},
			{ org_unit: 'Many', value: 1, numerator: 20, reason: null },
			{
				org_unit: 'None',
				value: null,
				numerator: null,
				bound_lo: 0,
				bound_hi: 0.05,
				reason: 'band'
			}
		]);
	});

	test('a band is as wide as what is unknown makes it', async () => {
		const warehouse = await opened(
			unit('A', 12, { completed: null }),
			unit('U', 12, { completed: '2025-01-20' }).map(({ origin: _origin, ...rest }) => rest)
		);
		const { rows } = await ask(warehouse.connection, analyst, {
			metric: 'initiation_mix',
			by: ['org_unit'],
			variant: 'self_initiated'
		});
		const band = { value: null, numerator: null, reason: 'band' };
		expect(rows).toMatchObject([
			{ org_unit: 'A', ...band, bound_lo: 0.95, bound_hi: 1 },
			{ org_unit: 'U', ...band, bound_lo: 0, bound_hi: 1 }
		]);
	});

	test('strict is hidden where 1 to 4 people make the difference to broad', async () => {
		const warehouse = await opened(unit('A', 20), unit('B', 3, { obligation: 'recommended' }));
		const { rows } = await ask(warehouse.connection, analyst, { metric: rate });
		expect(rows).toMatchObject([
			{ variant: 'strict', suppressed: true, reason: 'nested', value: null },
			{ variant: 'broad', persons: 23 }
		]);
	});

	test('what strict leaves out of broad is covered along the units like any other number', async () => {
		const suggested = (name: string, people: number): Enrolment[] =>
			unit(`${name} too `, people, { unit: name, obligation: 'recommended' });
		const warehouse = await opened(
			unit('A', 20),
			suggested('A', 2),
			unit('B', 21),
			unit('C', 40),
			suggested('C', 10)
		);
		// Else the 12 of the whole, less the 10 of C, would tell of the 2 of A, because B has nobody.
		const { rows } = await ask(warehouse.connection, analyst, { metric: rate, by: ['org_unit'] });
		const reasons = (variant: string) =>
			rows.filter((row) => row.variant === variant).map(({ reason }) => reason);
		expect(reasons('broad')).toEqual(['complementary', 'complementary', null]);
		expect(reasons('strict')).toEqual(['nested', 'complementary', 'complementary']);
		expect((await strict(warehouse, {})).rows).toMatchObject([{ persons: 81 }]);
	});

	test.each([
		[3, 'too_few'],
		[6, null]
	])(
		'what is open beside what is begun in a quarter tells nothing of %i people from before it: %s',
		async (people, reason) => {
			const warehouse = await opened(
				unit('A', 20, { enrolled: '2025-01-10', completed: '2025-01-20' }),
				unit('B', 20, { enrolled: '2025-04-10', completed: '2025-04-20' }),
				unit('C', people, { enrolled: '2025-03-10', completed: '2025-05-20' })
			);
			const { rows } = await ask(
				warehouse.connection,
				{ role: 'lead' },
				{ metric: 'period_completion_rate', variant: 'strict', grain: 'quarter' }
			);
			expect(rows.map((row) => row.reason)).toEqual([null, reason]);
		}
	);

	test('leads get whole per cent below 100 and counts to base 5, analysts exact ones', async () => {
		const warehouse = await opened(unit('A', 33));
		expect((await strict(warehouse, {}, 'lead')).rows[0]).toMatchObject({
			value: 0.52,
			numerator: 15,
			denominator: 35,
			persons: 35
		});
		expect((await strict(warehouse, {})).rows[0]).toMatchObject({ numerator: 17, denominator: 33 });
	});

	test('months add up within their quarter: one dark month takes another of that quarter with it', async () => {
		const month = (name: string, day: string, people: number) =>
			unit(name, people, { enrolled: `2025-${day}`, completed: null });
		const warehouse = await opened(
			month('a', '01-10', 30),
			month('b', '02-10', 20),
			month('c', '03-10', 3),
			month('d', '04-10', 6),
			month('e', '05-10', 30),
			month('f', '06-10', 30)
		);
		const { rows } = await strict(warehouse, { grain: 'month' });
		expect(rows.filter((row) => row.suppressed).map((row) => row.period_start)).toEqual([
			'2025-02-01',
			'2025-03-01'
		]);
	});

	test('above 20 % of unknown initiation the number is a range', async () => {
		const warehouse = await opened(
			unit('A', 20),
			unit('B', 10).map(({ origin: _origin, ...row }) => row)
		);
		const { rows } = await strict(warehouse, {});
		expect(rows[0]).toMatchObject({ reason: 'range', suppressed: false, value: 0.5 });
		expect(rows[0]?.bound_lo).toBeLessThan(0.5);
	});

	test('others than analysts choose whole months', async () => {
		const warehouse = await twenty;
		await expect(strict(warehouse, { from: '2025-01-02' }, 'lead')).rejects.toMatchObject({
			code: 'bad_request'
		});
	});

	test('others than analysts choose the state of a month’s end, analysts that of any day', async () => {
		const warehouse = await twenty;
		for (const day of ['2025-09-29', '2025-10-01', '2024-02-28']) {
			await expect(strict(warehouse, { as_of: day }, 'lead')).rejects.toMatchObject({
				code: 'bad_request',
				message: 'The state asked for (as_of) is that of the last day of a month.'
			});
		}
		for (const day of ['2025-09-30', '2025-12-31', '2024-02-29']) {
			expect((await strict(warehouse, { as_of: day }, 'lead')).as_of).toBe(day);
		}
		expect((await strict(warehouse, { as_of: '2025-09-29' })).rows).toMatchObject([
			{ persons: 20 }
		]);
	});

	test('what stands beside rounded counts does not give them back', async () => {
		const warehouse = await opened(unit('A', 123));
		const [row] = (await strict(warehouse, {}, 'lead')).rows;
		expect(row).toMatchObject({ value: 0.504, numerator: 60, denominator: 125 });
		for (const number of [row?.lo, row?.hi, row?.bound_lo, row?.bound_hi, row?.unknown_share]) {
			expect(Math.round((number ?? 0) * 1000) / 1000).toBe(number);
		}
	});

	test('others than analysts are told nothing of four people who are five in two units, because one moved', async () => {
		const [moved] = unit('T', 1, { unit: 'V', item: 'd' });
		const warehouse = await opened(unit('W', 30), unit('T', 3), unit('V', 1), moved ? [moved] : []);
		const told = async (role: 'analyst' | 'lead') =>
			(await strict(warehouse, { by: ['org_unit'] }, role)).rows.map(({ reason }) => reason);
		expect(await told('analyst')).toEqual(['too_few', 'too_few', null]);
		expect(await told('lead')).toEqual(['too_few', 'too_few', 'complementary']);
	});
});

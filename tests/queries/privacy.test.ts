import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { Answer, AskRequest } from '#queries/ask.ts';
import { crowdTo, makeCrowd, seeded } from './crowd.ts';
import type { Member } from './crowd.ts';
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
const strict = async (warehouse: Warehouse, request: Omit<AskRequest, 'metric'>, role: 'analyst' | 'lead' = 'analyst') =>
	ask(warehouse.connection, { role }, { metric: rate, variant: 'strict', ...request });

describe('METRICS.md §I', () => {
	test('golden 1 and 3: of 40, 12, 4 and 7 the 4 and then the 7 stay dark', async () => {
		const warehouse = await opened(unit('A', 40), unit('B', 12), unit('C', 4), unit('D', 7));
		const answer = await strict(warehouse, { by: ['org_unit'] });
		expect(answer.rows.map((row) => [row['org_unit'], row.persons, row.reason])).toEqual([
			['A', 40, null],
			['B', 12, null],
			['C', null, 'too_few'],
			['D', null, 'complementary']
		]);
		expect(answer.hidden).toEqual([{ rule: 'complementary', cells: 1 }, { rule: 'too_few', cells: 1 }]);
		expect((await strict(warehouse, {})).rows[0]?.persons).toBe(63);
	});

	test('a filter shows no more than the breakdown that it is a slice of', async () => {
		const warehouse = await opened(unit('A', 40), unit('B', 12), unit('C', 4), unit('D', 7));
		const answer = await strict(warehouse, { where: { org_unit: 'D' } });
		expect(answer.rows).toMatchObject([{ suppressed: true, value: null, persons: null, reason: 'complementary' }]);
	});

	test('golden 4: a filter that leaves out 4 of 20 is refused, one that leaves out 6 is not', async () => {
		const four = await opened(unit('Tech', 16), unit('Rest', 4));
		await expect(strict(four, { where: { org_unit: 'Tech' } })).rejects.toMatchObject({ code: 'refused' });
		const six = await opened(unit('Tech', 14), unit('Rest', 6));
		expect((await strict(six, { where: { org_unit: 'Tech' } })).rows).toMatchObject([{ persons: 14 }]);
	});

	test('a period that leaves out a few people is refused', async () => {
		const warehouse = await opened(unit('A', 20), unit('B', 3, { enrolled: '2025-03-10', completed: null }));
		await expect(strict(warehouse, { from: '2025-01-01', to: '2025-02-01' })).rejects.toMatchObject({ code: 'refused' });
	});

	test('0 % and 100 % of fewer than 20 people are bands', async () => {
		const warehouse = await opened(
			unit('None', 12, { completed: null }),
			unit('All', 12, { completed: '2025-01-20' }),
			unit('Many', 20, { completed: '2025-01-20' })
		);
		const { rows } = await strict(warehouse, { by: ['org_unit'] });
		expect(rows).toMatchObject([
			{ org_unit: 'All', value: null, numerator: null, lo: null, hi: null, bound_lo: 0.95, bound_hi: 1, reason: 'band' },
			{ org_unit: 'Many', value: 1, numerator: 20, reason: null },
			{ org_unit: 'None', value: null, numerator: null, bound_lo: 0, bound_hi: 0.05, reason: 'band' }
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

	test('leads get whole per cent below 100 and counts to base 5, analysts exact ones', async () => {
		const warehouse = await opened(unit('A', 33));
		expect((await strict(warehouse, {}, 'lead')).rows[0]).toMatchObject({
			value: 0.52, numerator: 15, denominator: 35, persons: 35
		});
		expect((await strict(warehouse, {})).rows[0]).toMatchObject({ numerator: 17, denominator: 33 });
	});

	test('months add up within their quarter: one dark month takes another of that quarter with it', async () => {
		const month = (name: string, day: string, people: number) =>
			unit(name, people, { enrolled: `2025-${day}`, completed: null });
		const warehouse = await opened(
			month('a', '01-10', 30), month('b', '02-10', 20), month('c', '03-10', 3),
			month('d', '04-10', 6), month('e', '05-10', 30), month('f', '06-10', 30)
		);
		const { rows } = await strict(warehouse, { grain: 'month' });
		expect(rows.filter((row) => row.suppressed).map((row) => row.period_start)).toEqual(['2025-02-01', '2025-03-01']);
	});

	test('above 20 % of unknown initiation the number is a range', async () => {
		const warehouse = await opened(unit('A', 20), unit('B', 10).map(({ origin: _origin, ...row }) => row));
		const { rows } = await strict(warehouse, {});
		expect(rows[0]).toMatchObject({ reason: 'range', suppressed: false, value: 0.5 });
		expect(rows[0]?.bound_lo).toBeLessThan(0.5);
	});

	test('others than analysts choose whole months', async () => {
		const warehouse = await opened(unit('A', 20));
		await expect(strict(warehouse, { from: '2025-01-02' }, 'lead')).rejects.toMatchObject({ code: 'bad_request' });
	});
});

const bands = (minutes: number): string =>
	minutes <= 30 ? 'up_to_30_min' : minutes <= 120 ? '31_to_120_min' : minutes <= 480 ? '2_to_8_h' : minutes < 1200 ? '8_to_20_h' : '20_h_and_more';
const read: Record<string, (row: Member) => string> = {
	org_unit: (row) => row.unit,
	item: (row) => `Title of ${row.item}`,
	source: () => 'lms',
	length_band: (row) => bands(row.minutes)
};
const dimensions = Object.keys(read) as (keyof typeof read)[];
const voluntary = new Set(['self_initiated', 'prompted']);
const horizon = (minutes: number): number => (minutes <= 30 ? 30 : minutes >= 1200 ? 180 : 90);
const daysLeft = (row: Member): number => (Date.parse(crowdTo) - Date.parse(row.enrolled)) / 86_400_000;

/** Who stands behind a metric, told from the test's own rows. */
const populations: Record<string, (row: Member, variant: string | null) => boolean> = {
	initiation_mix: () => true,
	voluntary_completion_rate: (row, variant) =>
		(variant === 'strict' ? row.kind === 'self_initiated' : voluntary.has(row.kind)) && daysLeft(row) >= horizon(row.minutes),
	time_to_complete: (row) => voluntary.has(row.kind)
};
const periodOf = (day: string, grain: string | undefined): string | null => {
	if (grain === undefined) return null;
	if (grain === 'year') return `${day.slice(0, 4)}-01-01`;
	if (grain === 'month') return `${day.slice(0, 7)}-01`;
	return `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
};

describe('over 400 random questions about a crowd in small units', () => {
	let warehouse: Warehouse;
	const crowd = makeCrowd(7);
	beforeAll(async () => {
		warehouse = await openedWith({ to: crowdTo, enrolments: crowd });
	}, 60_000);

	type Row = Answer['rows'][number];
	const behind = (
		metric: string,
		request: AskRequest,
		row: Row,
		fits: (member: Member) => boolean
	): Set<string> =>
		new Set(
			crowd
				.filter((member) => populations[metric]?.(member, row.variant) ?? false)
				.filter((member) => (request.from ?? '') <= member.enrolled && member.enrolled < (request.to ?? '9'))
				.filter((member) => periodOf(member.enrolled, request.grain) === row.period_start)
				.filter((member) => (request.by ?? []).every((dimension) => read[dimension]?.(member) === row[dimension]))
				.filter(fits)
				.map((member) => member.person)
		);
	const same = (a: Row, b: Row, by: readonly string[]): boolean =>
		[...by, 'period_start', 'variant', 'measure', 'horizon'].every((name) => a[name] === b[name]);

	test('no shown cell has fewer than five people, none differs from its whole by one to four', async () => {
		const random = seeded(11);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
		let shown = 0;
		let refused = 0;
		let compared = 0;
		for (let round = 0; round < 400; round += 1) {
			const metric = pick(Object.keys(populations));
			const by = [...new Set(Array.from({ length: Math.floor(random() * 3) }, () => pick(dimensions)))];
			const free = dimensions.filter((dimension) => !by.includes(dimension));
			const filters = Object.fromEntries(
				Array.from({ length: Math.floor(random() * (4 - by.length)) }, () => pick(free)).map((dimension) => [
					dimension,
					read[dimension]?.(pick(crowd)) ?? ''
				])
			);
			const grain = pick(['month', 'quarter', 'year', undefined] as const);
			const request = {
				metric,
				by,
				...(grain ? { grain } : {}),
				...(random() < 0.3 ? { from: '2024-07-01' } : {}),
				...(random() < 0.3 ? { to: '2025-04-01' } : {})
			} as AskRequest;
			const role = pick(['analyst', 'lead'] as const);
			const filtered = { ...request, where: filters } as AskRequest;
			const fits = (member: Member): boolean =>
				Object.entries(filters).every(([dimension, value]) => read[dimension]?.(member) === value);
			const answer = await ask(warehouse.connection, { role }, filtered).catch((cause: { code?: string }) => {
				expect(cause.code).toBe('refused');
				return null;
			});
			if (answer === null) {
				refused += 1;
				continue;
			}
			for (const row of answer.rows) {
				if (row.suppressed) {
					expect([row.value, row.numerator, row.denominator, row.persons, row.lo, row.hi, row.bound_lo, row.bound_hi, row.unknown_share].every((number) => number === null)).toBe(true);
					continue;
				}
				const people = behind(metric, request, row, fits);
				expect(people.size, JSON.stringify([filtered, row])).toBeGreaterThanOrEqual(5);
				if (role === 'analyst') expect(row.persons).toBe(people.size);
				shown += 1;
			}
			if (Object.keys(filters).length === 0) continue;
			const whole = await ask(warehouse.connection, { role }, request).catch(() => null);
			for (const row of answer.rows.filter((row) => !row.suppressed)) {
				const total = whole?.rows.find((other) => same(row, other, by));
				if (!total || total.suppressed) continue;
				const apart = behind(metric, request, row, (member) => !fits(member)).size;
				expect(apart === 0 || apart >= 5, JSON.stringify([filtered, row, total, apart])).toBe(true);
				compared += 1;
			}
		}
		expect(shown).toBeGreaterThan(300);
		expect(compared).toBeGreaterThan(30);
		expect(refused).toBeGreaterThan(0);
	}, 180_000);
});

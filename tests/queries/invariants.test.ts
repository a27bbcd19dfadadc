import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { Answer, AskRequest } from '#queries/ask.ts';
import { runChecks } from '#queries/checks.ts';
import { home } from '#queries/home.ts';
import { metrics } from '#queries/catalogue.ts';
import { crowdTo, makeCrowd, seeded } from './crowd.ts';
import { openedWith } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
const crowd = makeCrowd(5, 80, 450);
const requests: readonly AskRequest[] = [...metrics().values()].flatMap((metric) => [
	{ metric: metric.id },
	...((metric.grains?.includes('quarter') ?? true)
		? [{ metric: metric.id, grain: 'quarter' as const }]
		: []),
	...(metric.dimensions.includes('org_unit')
		? [{ metric: metric.id, by: ['org_unit' as const] }]
		: []),
	...(metric.dimensions.includes('length_band')
		? [{ metric: metric.id, by: ['length_band' as const] }]
		: [])
]);
const askAll = async (warehouse: Warehouse): Promise<Answer[]> => {
	const answers = [];
	for (const request of requests) answers.push(await ask(warehouse.connection, analyst, request));
	return answers;
};
const shuffled = (rows: readonly Enrolment[], seed: number): Enrolment[] => {
	const random = seeded(seed);
	return rows
		.map((row) => ({ row, place: random() }))
		.toSorted((a, b) => a.place - b.place)
		.map(({ row }) => row);
};

describe('an answer depends on what the files say, not on how they came', () => {
	let expected: Answer[];
	beforeAll(async () => {
		expected = await askAll(await openedWith({ to: crowdTo, enrolments: crowd }));
		expect(
			expected.flatMap(({ rows }) => rows).filter((row) => !row.suppressed).length
		).toBeGreaterThan(100);
	}, 240_000);

	test('row order', async () => {
		expect(await askAll(await openedWith({ to: crowdTo, enrolments: shuffled(crowd, 1) }))).toEqual(
			expected
		);
	}, 240_000);

	test('file order', async () => {
		const warehouse = await openWarehouse();
		const half = crowd.length / 2;
		await warehouse.load({ to: crowdTo, enrolments: crowd.slice(half) });
		await warehouse.load({ to: '2025-03-01', enrolments: crowd.slice(0, half) });
		await warehouse.build();
		expect(await askAll(warehouse)).toEqual(expected);
	}, 240_000);

	test('building the models again', async () => {
		const warehouse = await openedWith({ to: crowdTo, enrolments: crowd });
		await warehouse.build();
		expect(await askAll(warehouse)).toEqual(expected);
		await warehouse.connection.run('insert into batch_rows by name from rows_held()');
		expect((await runChecks(warehouse.connection)).filter((check) => check.offending > 0)).toEqual(
			[]
		);
	}, 240_000);
});

describe('an answer depends on the organisation’s zone only', () => {
	const run = (env: Record<string, string>): string =>
		execFileSync(process.execPath, [join(home(), 'tests/queries/answers-of-zone.ts')], {
			env: { ...process.env, VITEST: undefined, ...env },
			encoding: 'utf8'
		});

	test('not on the zone of the process or of the session', () => {
		const there = run({ TZ: 'Pacific/Auckland', SESSION_ZONE: 'America/Los_Angeles' });
		expect(there).toBe(run({ TZ: 'UTC' }));
		expect(there.length).toBeGreaterThan(1000);
	}, 240_000);
});

describe('what always holds', () => {
	let warehouse: Warehouse;
	let answers: Answer[];
	beforeAll(async () => {
		warehouse = await openedWith({ to: crowdTo, enrolments: crowd });
		answers = await askAll(warehouse);
	}, 240_000);
	const shown = () =>
		answers.flatMap((answer) =>
			answer.rows
				.filter((row) => row.value !== null)
				.map((row) => ({ ...row, metric: answer.metric }))
		);

	test('shares and their intervals lie in [0, 1] and hold the point', () => {
		for (const row of shown()) {
			const metric = metrics().get(row.metric);
			if (row.measure?.endsWith('difference') === true) continue;
			if ((metric?.measures[row.measure ?? ''] ?? metric?.unit) !== 'share') continue;
			const value = row.value ?? -1;
			expect(value).toBeGreaterThanOrEqual(0);
			expect(value).toBeLessThanOrEqual(1);
			for (const [low, high] of [
				[row.lo, row.hi],
				[row.bound_lo, row.bound_hi]
			]) {
				if (low === null || low === undefined || high === null || high === undefined) continue;
				expect(low).toBeGreaterThanOrEqual(0);
				expect(high).toBeLessThanOrEqual(1);
				expect(low).toBeLessThanOrEqual(value + 1e-9);
				expect(high).toBeGreaterThanOrEqual(value - 1e-9);
			}
		}
	});

	test('the shares of the classes add up to one', async () => {
		const { rows } = await ask(warehouse.connection, analyst, { metric: 'initiation_mix' });
		expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBeCloseTo(1, 12);
		expect(new Set(rows.map((row) => row.denominator)).size).toBe(1);
	});

	test('strict never counts more than broad', async () => {
		const { rows } = await ask(warehouse.connection, analyst, {
			metric: 'voluntary_completion_rate',
			grain: 'quarter'
		});
		for (const narrow of rows.filter((row) => row.variant === 'strict' && row.value !== null)) {
			const wide = rows.find(
				(row) => row.variant === 'broad' && row.period_start === narrow.period_start
			);
			if (wide?.value === null || wide === undefined) continue;
			expect(narrow.numerator).toBeLessThanOrEqual(wide.numerator ?? 0);
			expect(narrow.denominator).toBeLessThanOrEqual(wide.denominator ?? 0);
		}
	});

	test('on a matured cohort the curve at H is the completion rate, with the same interval', async () => {
		const cohort = { from: '2024-01-01', to: '2024-10-01', horizon: 90 } as const;
		const rate = await ask(warehouse.connection, analyst, {
			metric: 'voluntary_completion_rate',
			variant: 'broad',
			...cohort
		});
		const curve = await ask(warehouse.connection, analyst, {
			metric: 'time_to_complete',
			...cohort
		});
		const point = curve.rows.find((row) => row.measure === 'cif');
		expect(point?.value).toBeCloseTo(rate.rows[0]?.value ?? -1, 10);
		expect(point?.lo).toBeCloseTo(rate.rows[0]?.lo ?? -1, 9);
		expect(point?.hi).toBeCloseTo(rate.rows[0]?.hi ?? -1, 9);
		expect(point).toMatchObject({
			numerator: rate.rows[0]?.numerator,
			denominator: rate.rows[0]?.denominator
		});
	});

	test('only numbers, text and booleans leave', () => {
		for (const row of shown()) {
			for (const value of Object.values(row))
				expect(['number', 'string', 'boolean', 'object']).toContain(typeof value);
		}
		expect(() => JSON.stringify(answers)).not.toThrow();
	});
});

describe('the interval of the curve', () => {
	const waits = makeCrowd(9, 70, 330)
		.filter((row) => row.kind === 'self_initiated' || row.kind === 'prompted')
		.map((row) => {
			const enrolled = Date.parse(row.enrolled);
			const ended =
				row.completed === null ? null : (Date.parse(row.completed) - enrolled) / 86_400_000;
			const followed = (Date.parse(crowdTo) - enrolled) / 86_400_000;
			return { person: row.person, waited: ended ?? followed, done: ended !== null };
		});
	const curveAt = (day: number, weightOf: (person: string) => number): number => {
		const steps = [...new Set(waits.map(({ waited }) => waited))]
			.filter((t) => t <= day)
			.toSorted((a, b) => a - b);
		let remaining = 1;
		for (const step of steps) {
			let risk = 0;
			let done = 0;
			for (const row of waits) {
				if (row.waited < step) continue;
				const weight = weightOf(row.person);
				risk += weight;
				if (row.waited === step && row.done) done += weight;
			}
			if (risk > 0) remaining *= 1 - done / risk;
		}
		return 1 - remaining;
	};

	test('is close to that of 1000 seeded bootstrap samples of people', async () => {
		const warehouse = await openedWith({ to: crowdTo, enrolments: makeCrowd(9, 70, 330) });
		const { rows } = await ask(warehouse.connection, analyst, {
			metric: 'time_to_complete',
			horizon: 60
		});
		const point = rows.find((row) => row.measure === 'cif');
		expect(point?.value).toBeCloseTo(
			curveAt(60, () => 1),
			9
		);
		const people = [...new Set(waits.map(({ person }) => person))];
		const random = seeded(1);
		const samples = Array.from({ length: 1000 }, () => {
			const weights = new Map<string, number>();
			for (let draw = 0; draw < people.length; draw += 1) {
				const person = people[Math.floor(random() * people.length)] ?? '';
				weights.set(person, (weights.get(person) ?? 0) + 1);
			}
			return curveAt(60, (person) => weights.get(person) ?? 0);
		}).toSorted((a, b) => a - b);
		expect(Math.abs((point?.lo ?? 0) - (samples[25] ?? 0))).toBeLessThan(0.02);
		expect(Math.abs((point?.hi ?? 0) - (samples[974] ?? 0))).toBeLessThan(0.02);
	}, 240_000);
});

describe('without data', () => {
	test('every metric says what is missing', async () => {
		const warehouse = await openWarehouse();
		for (const { id, needs } of metrics().values()) {
			const before = await ask(warehouse.connection, analyst, { metric: id });
			const missing = needs.filter((need) => need !== 'completions');
			expect(before).toMatchObject({ rows: [], missing, as_of: null });
			expect(before.notes).toEqual([expect.stringMatching(/^Missing: .+ to see this measure$/)]);
		}
		await warehouse.build();
		const after = await ask(warehouse.connection, analyst, { metric: 'initiation_mix' });
		expect(after).toMatchObject({ rows: [], missing: ['enrolment'], as_of: null });
	});
});

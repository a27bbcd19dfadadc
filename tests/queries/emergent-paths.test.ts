import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { ResultRow } from '#queries/ask.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const chosen = (person: string, item: string, enrolled: string, unit: string): Enrolment => ({
	person,
	item,
	enrolled,
	completed: enrolled,
	unit,
	origin: 'self',
	originRule: 'R6'
});

interface Walk {
	readonly letter: string;
	readonly people: number;
	readonly from: string;
	/** Days between the starts of two people. */
	readonly apart?: number;
	readonly units?: number;
	readonly facts?: Partial<Enrolment>;
}

/** People who take three items in one order, five days apart, one after the other; the items are the letter and 1, 2, 3. */
const walk = ({ letter, people, from, apart = 3, units = 4, facts = {} }: Walk): Enrolment[] =>
	Array.from({ length: people }, (_none, index) =>
		[1, 2, 3].map((step) => ({
			...chosen(
				`${letter}${from}${facts.obligation ?? ''}${index}`,
				`${letter}${step}`,
				dayAfter(from, apart * index + 5 * (step - 1)),
				`Unit ${index % units}`
			),
			...facts
		}))
	).flat();

/** People who chose one item in a quarter, in all of its weeks. */
const others = (people: number, item: string, from: string): Enrolment[] =>
	Array.from({ length: people }, (_none, index) =>
		chosen(`other${index}`, item, dayAfter(from, index % 80), `Unit ${index % 4}`)
	);

/** People who take the three items of a walk the other way round. */
const backwards = (people: number, letter: string, from: string): Enrolment[] =>
	Array.from({ length: people }, (_none, index) =>
		[3, 2, 1].map((step, place) =>
			chosen(`back${index}`, `${letter}${step}`, dayAfter(from, 5 * place), `Unit ${index}`)
		)
	).flat();

const [winter, spring, summer] = ['2025-01-02', '2025-04-02', '2025-07-02'];

/** 300 people who begin something of their own in winter, 320 in spring; METRICS.md golden B5 is path a. */
const enrolments: readonly Enrolment[] = [
	chosen('first', 'old', '2024-07-03', 'Unit 0'),
	...walk({ letter: 'a', people: 6, from: winter }),
	...walk({ letter: 'a', people: 15, from: spring }),
	...walk({ letter: 'a', people: 9, from: summer }),
	...walk({ letter: 'fading', people: 15, from: winter }),
	...walk({ letter: 'fading', people: 5, from: spring }),
	...walk({ letter: 'seed', people: 4, from: winter }),
	...walk({ letter: 'seed', people: 8, from: spring }),
	...walk({ letter: 'event', people: 8, from: winter, apart: 1 }),
	...walk({ letter: 'unit', people: 8, from: winter, units: 1 }),
	...walk({ letter: 'official', people: 8, from: winter }),
	...walk({ letter: 'led', people: 8, from: winter }),
	...walk({ letter: 'led', people: 10, from: winter, facts: { obligation: 'recommended' } }),
	...walk({ letter: 'steady', people: 12, from: '2024-07-04' }),
	...walk({ letter: 'steady', people: 12, from: '2024-10-02' }),
	...walk({ letter: 'steady', people: 12, from: winter }),
	...walk({ letter: 'steady', people: 12, from: spring }),
	...others(231, 'winter', winter),
	...others(278, 'spring', spring),
	...backwards(2, 'seed', spring)
];

let warehouse: Warehouse;
let rows: readonly ResultRow[];

beforeAll(async () => {
	warehouse = await openWarehouse();

	await warehouse.load({ to: '2025-09-30', enrolments });

	const official = async (
		path: string,
		version: string,
		from: string | null,
		to: string | null,
		items: readonly string[]
	): Promise<void> => {
		for (const [index, item] of items.entries())
			await warehouse.insert('official_path_step', {
				batch_id: 900,
				line: index,
				path_code: path,
				path_title: `Path ${path}`,
				version,
				valid_from: from,
				valid_to: to,
				step: index + 1,
				item_code: item
			});
	};
	await official('P', '1', null, '2025-06-30', ['a1', 'a2', 'old']);
	await official('P', '2', '2025-07-01', null, ['a1', 'a2', 'a3']);
	await official('Q', '1', null, null, ['official1', 'official2', 'official3']);
	await warehouse.build();
	({ rows } = await ask(warehouse.connection, { role: 'analyst' }, { metric: 'emergent_paths' }));
}, 240_000);

const pathOf = (letter: string): string =>
	[1, 2, 3].map((step) => `Title of ${letter}${step}`).join(' → ');
const told = (letter: string, quarter: string): Record<string, ResultRow> =>
	Object.fromEntries(
		rows
			.filter((row) => row.variant === pathOf(letter) && row.period_start === quarter)
			.map((row) => [row.measure, row])
	);
const statesOf = (letter: string): Record<string, string> =>
	Object.fromEntries(
		rows
			.filter((row) => row.variant === pathOf(letter) && row.measure?.startsWith('state_'))
			.map((row) => [row.period_start, row.measure?.slice('state_'.length) ?? ''])
	);

describe('METRICS.md golden B5', () => {
	test('6 of 300 and 15 of 320 grow by 2.344, 90 % [1.059, 5.188]', () => {
		const { growth, state_emergent: state } = told('a', '2025-04-01');
		expect(state).toMatchObject({ numerator: 15, denominator: 320, persons: 15 });
		expect(growth?.value).toBeCloseTo(2.34375, 9);
		expect(growth?.lo).toBeCloseTo(1.0588807182, 6);
		expect(growth?.hi).toBeCloseTo(5.187708, 4);
	});

	test('in the official path A, B, D only A → B is: novelty 0.5', () => {
		expect(told('a', '2025-04-01')['novelty']?.value).toBe(0.5);
	});
});

describe('the states of a path', () => {
	test('it emerges, and is formalised by the version of an official path that holds it', () => {
		expect(statesOf('a')).toEqual({
			'2025-01-01': 'emergent',
			'2025-04-01': 'emergent',
			'2025-07-01': 'formalised'
		});
		expect(told('a', '2025-07-01')['provisional']?.value).toBe(1);
		expect(told('a', '2025-04-01')['closest: Path P']?.value).toBeCloseTo(2 / 3, 9);
		expect(told('a', '2025-07-01')['closest: Path P']?.value).toBe(1);
	});

	test('the readiness checklist counts it as a formalised path (Q9), and as none before', async () => {
		const q9 = async (as_of?: string) => {
			const request = { metric: 'readiness_checklist', variant: 'Q9', ...(as_of && { as_of }) };
			const answer = await ask(warehouse.connection, { role: 'analyst' }, request);
			const of = (measure: string) => answer.rows.find((row) => row.measure === measure)?.value;
			return { paths: of('formalised_paths'), answer: of('answer') };
		};
		expect(await q9()).toEqual({ paths: 1, answer: 2 });
		expect(await q9('2025-06-30')).toEqual({ paths: 0, answer: 0 });
		expect(await q9('2024-12-31')).toEqual({ paths: null, answer: null });
	});

	test('it fades: 15 of 300, then 5 of 320', () => {
		expect(statesOf('fading')).toEqual({ '2025-01-01': 'emergent', '2025-04-01': 'fading' });
		const { growth } = told('fading', '2025-04-01');
		expect(growth?.value).toBeCloseTo(0.3125, 9);
		expect(growth?.hi).toBeCloseTo(0.3125 * Math.exp(1.6448536269 * Math.sqrt(1 / 5 + 1 / 15)), 6);
	});

	test('a seed of four is hidden, also as the number of the quarter before', () => {
		expect(statesOf('seed')).toEqual({ '2025-04-01': 'emergent' });
		expect(told('seed', '2025-04-01')['growth']).toBeUndefined();
	});

	test('each condition alone keeps a path from emerging', () => {
		for (const letter of ['event', 'unit', 'official', 'led'])
			expect([letter, statesOf(letter)]).toEqual([letter, {}]);
	});

	test('what was there from the start and does not grow never emerges', () => {
		expect(statesOf('steady')).toEqual({});
	});
});

describe('what is told beside the state', () => {
	test('all six of a quarter follow the order that one in six would by chance', () => {
		const { order_lift: lift, order_q: q, p_popularity: p } = told('a', '2025-01-01');
		expect(lift?.value).toBeCloseTo(6, 9);
		expect(q?.value).toBeLessThan(0.05);
		expect(p?.value).toBeGreaterThanOrEqual(1 / 201 - 1e-9);
		expect(p?.value).toBeLessThan(0.05);
	});

	test('nothing by which two people who took the items the other way round could be counted', () => {
		const found = told('seed', '2025-04-01');
		expect(found['state_emergent']).toMatchObject({ persons: 8 });
		expect(found['p_popularity']).toBeDefined();
		expect(found['order_lift']).toBeUndefined();
		expect(found['order_q']).toBeUndefined();
	});

	test('managers, or units where no file names them, and the days between the first and last start', () => {
		const found = told('a', '2025-04-01');
		expect(found['managers']?.value).toBe(4);
		expect(found['span_days']?.value).toBe(42);
		expect(found['self_found']).toMatchObject({ denominator: 45, reason: 'band' });
		expect(found['first_seen_quarters_ago']?.value).toBe(1);
	});

	test('no row has fewer than five people', () => {
		expect(rows.length).toBeGreaterThan(0);
		for (const { persons, suppressed } of rows)
			expect(suppressed || (persons ?? 0) >= 5).toBe(true);
	});

	test('files that know of no unit leave the managers out', async () => {
		const bare = await openWarehouse();
		await bare.load({
			to: '2025-03-31',
			enrolments: enrolments
				.filter(
					({ item, enrolled }) => /^(?:old|[a-z]+\d)$/.test(item) && (enrolled ?? '') < '2025-04-01'
				)
				.map(({ unit: _unit, ...row }) => row)
		});
		await bare.build();
		const answer = await ask(bare.connection, { role: 'lead' }, { metric: 'emergent_paths' });
		const states = answer.rows.filter(({ measure }) => measure === 'state_emergent');
		expect(states.map(({ variant }) => variant)).toContain(pathOf('a'));
		expect(states.map(({ variant }) => variant)).toContain(pathOf('unit'));
		expect(
			answer.rows.filter(({ measure, value }) => measure === 'managers' && value !== null)
		).toEqual([]);
	});
});

describe('explain', () => {
	test('counts who took the path and who began something else, as the number does', async () => {
		const spring = { metric: 'emergent_paths', from: '2025-04-01', to: '2025-07-01' };
		expect(await countsOf(warehouse, { ...spring, variant: pathOf('a') })).toEqual({
			numerator: { took_path: 15 },
			denominator: { other_items: 305 },
			out: {}
		});
		const states = rows.filter(
			(row) => row.measure?.startsWith('state_') && (row.period_start ?? '') < '2025-07-01'
		);
		const total = (of: 'numerator' | 'denominator') =>
			states.reduce((sum, row) => sum + (row[of] ?? 0), 0);
		const { numerator, denominator } = await countsOf(warehouse, {
			metric: 'emergent_paths',
			to: '2025-07-01'
		});
		expect(numerator['took_path']).toBe(total('numerator'));
		expect((numerator['took_path'] ?? 0) + (denominator['other_items'] ?? 0)).toBe(
			total('denominator')
		);
	});

	test('says which condition a path misses', async () => {
		const why = async (letter: string) =>
			(
				await countsOf(warehouse, {
					metric: 'emergent_paths',
					from: winter.slice(0, 8) + '01',
					to: '2025-04-01',
					variant: pathOf(letter)
				})
			).out;
		expect(await why('official')).toEqual({ official_path: 8 });
		expect(await why('event')).toEqual({ one_event: 8 });
		expect(await why('unit')).toEqual({ one_manager: 8 });
		expect(await why('led')).toEqual({ mostly_given: 8 });
	});
});

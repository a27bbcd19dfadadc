import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { ResultRow } from '#queries/ask.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
const self = { origin: 'self', originRule: 'R6', obligation: 'optional' } as const;

/**
 * One quarter of 100 people: so many on a path of three items, so many active at all, of 100 voluntary episodes so many
 * completed, and ten minutes on each that was begun against ten minutes on so many assigned ones.
 */
function quarter(
	month: string,
	{ paths, active, completed, assigned }: Readonly<Record<string, number>>
): Enrolment[] {
	const [path = 0, all = 0, done = 0] = [paths, active, completed];
	const begun = Array.from({ length: path * 3 + all - path }, (_none, index) => ({
		person: index < path * 3 ? Math.floor(index / 3) : index - path * 2,
		day: index < path * 3 ? `${month}-${(index % 3) + 1}0` : `${month}-15`,
		item: `${month} ${index < path * 3 ? index % 3 : 9}`
	}));
	const row = (person: number, item: string, day: string): Enrolment => ({
		person: `p${person}`,
		item,
		enrolled: day
	});
	return [
		...begun.map(({ person, day, item }, index): Enrolment => ({
			...row(person, item, day),
			...self,
			seconds: 600,
			...(index < done ? { completed: day } : { started: day, lastActivity: day })
		})),
		...Array.from({ length: 100 - begun.length }, (_none, index): Enrolment => ({
			...row(99 - index, `${month} tip`, `${month}-12`),
			...self,
			obligation: 'recommended'
		})),
		...Array.from({ length: assigned ?? 0 }, (_none, index): Enrolment => ({
			...row(index, `${month} duty`, `${month}-05`),
			origin: 'admin',
			seconds: 600,
			completed: `${month}-06`
		}))
	];
}

const statements = [
	'I choose which topics I learn about.',
	'I choose when I learn.',
	'I feel in control of my own learning.'
];

/** A wave in which so many of 100 people agree to everything and the others to nothing. */
async function wave(warehouse: Warehouse, batch: number, day: string, agree: number) {
	const values = (sql: string) => warehouse.connection.run(sql);
	await warehouse.insert('batch', { batch_id: batch, source_id: 's', system: 's', file_name: 's' });
	for (const [index, wording] of statements.entries())
		await warehouse.insert('survey_question', { batch_id: batch, question: `Q${index}`, wording });
	await values(`insert into survey_response by name
		select ${batch} as batch_id, i as line, 'pulse' as survey, '${day}' as wave, timestamp '${day} 12:00:00' as submitted_at, false as is_preview
		from range(100) as p (i)`);
	await values(`insert into survey_answer by name
		select ${batch} as batch_id, i as line, 'Q' || q as question, '' as answer, if(i < ${agree}, 4, 2)::double as score, 5 as points
		from range(100) as p (i) cross join range(3) as s (q)`);
}

let warehouse: Warehouse;
let rows: readonly ResultRow[];
const index = async (): Promise<readonly ResultRow[]> =>
	(await ask(warehouse.connection, analyst, { metric: 'autonomy_index' })).rows;
const of = (measure: string | null, from = rows, start = '2025-01-01') =>
	from.find((row) => row.measure === measure && row.period_start === start);

beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({
		from: '2024-10-01',
		to: '2025-06-30',
		enrolments: [
			...quarter('2024-10', { paths: 6, active: 30, completed: 38, assigned: 98 }),
			...quarter('2025-01', { paths: 12, active: 36, completed: 55, assigned: 90 })
		]
	});
	for (let person = 0; person < 100; person += 1)
		await warehouse.employ(`p${person}`, '2020-01-01');
	await wave(warehouse, 90, '2024-11-20', 60);
	await wave(warehouse, 91, '2025-02-20', 66);
	await warehouse.build();
	await warehouse.insert('setting', { name: 'index', value: 'on' });
	rows = await index();
}, 240_000);

describe('METRICS.md golden H: 36, 40, 55, 12 and 66 %', () => {
	test('the parts come from the same people as their own measures, and are scaled to .60, .50, .50, .40 and .60', async () => {
		const parts = ['initiative', 'direction', 'follow_through', 'path_making', 'experience'];
		expect(parts.map((part) => of(part)?.value)).toEqual([0.36, 0.4, 0.55, 0.12, 0.66]);
		const scaled = parts.map((part) => of(`scaled_${part}`)?.value ?? 0);
		for (const [place, value] of [60, 50, 50, 40, 60].entries())
			expect(scaled[place]).toBeCloseTo(value, 9);
		const first = { from: '2025-01-01', to: '2025-04-01', grain: 'quarter' } as const;
		for (const [part, metric, variant] of [
			['initiative', 'self_directed_reach', null],
			['direction', 'voluntary_hours_share', 'wall'],
			['follow_through', 'voluntary_completion_rate', 'broad'],
			['path_making', 'path_rate', null]
		] as const) {
			const answer = await ask(warehouse.connection, analyst, { metric, ...first });
			const own = answer.rows.find((row) => row.variant === variant && row.measure === null);
			expect(of(part)?.value, part).toBeCloseTo(own?.value ?? -1, 9);
		}
		const voice = await ask(warehouse.connection, analyst, { metric: 'perceived_autonomy' });
		const favourable = voice.rows.filter((row) => row.measure === 'favourable');
		expect(favourable.map((row) => row.value)).toContain(of('experience')?.value);
	});

	test('geometric 51.44, arithmetic 52.00, leaving one out 49.49 to 54.77', () => {
		expect(of(null)?.value).toBeCloseTo(51.4352079676, 8);
		expect(of('arithmetic')?.value).toBeCloseTo(52, 9);
		expect(of('leave_one_out')?.lo).toBeCloseTo(49.49, 2);
		expect(of('leave_one_out')?.hi).toBeCloseTo(54.77, 2);
	});
});

test('it is explained by the parts of each quarter, and what is lacking where one has none', async () => {
	expect(await countsOf(warehouse, { metric: 'autonomy_index' })).toEqual({
		numerator: { part: 10 },
		denominator: {},
		out: { other_part_missing: 2, no_wave: 1, no_data: 2 }
	});
});

describe('how robust it is', () => {
	test('goalposts 10 % wider and narrower', () => {
		const scaled = [0.6, 0.5, 0.5, 0.4, 0.6];
		const mean = (shift: number) =>
			100 * scaled.reduce((whole, s) => whole * ((s + shift) / (1 + 2 * shift)) ** 0.2, 1);
		expect(of('goalposts')?.lo).toBeCloseTo(Math.min(mean(0.1), mean(-0.1)), 8);
		expect(of('goalposts')?.hi).toBeCloseTo(Math.max(mean(0.1), mean(-0.1)), 8);
	});

	test('the band of weights is that of a Dirichlet law drawn otherwise', () => {
		let state = 99;
		const uniform = () =>
			((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
		const logs = [0.6, 0.5, 0.5, 0.4, 0.6].map(Math.log);
		const draws = Array.from({ length: 20_000 }, () => {
			const weights = logs.map(() => -Math.log(uniform()));
			const whole = weights.reduce((sum, weight) => sum + weight, 0);
			return 100 * Math.exp(weights.reduce((sum, w, i) => sum + (w / whole) * (logs[i] ?? 0), 0));
		}).toSorted((a, b) => a - b);
		expect(Math.abs((of('weights')?.lo ?? 0) - (draws[1000] ?? 0))).toBeLessThan(0.4);
		expect(Math.abs((of('weights')?.hi ?? 0) - (draws[19_000] ?? 0))).toBeLessThan(0.4);
	});

	test('the interval is close to that of a bootstrap of people, and a change is real only beyond it', () => {
		let state = 7;
		const uniform = () =>
			((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
		const peopleOf = (paths: number, active: number, done: number, tipped: number, duty: number) =>
			Array.from({ length: 100 }, (_none, p) => {
				const begun = p < paths ? 3 : p < active ? 1 : 0;
				const tips = p >= tipped ? 1 : 0;
				return {
					begun,
					done: p < done ? begun : 0,
					all: begun + tips,
					assigned: p < duty ? 10 : 0,
					isActive: p < active,
					isOnPath: p < paths
				};
			});
		const [autumn, winter] = [peopleOf(6, 30, 26, 42, 98), peopleOf(12, 36, 31, 60, 90)];
		const indexOf = (people: typeof autumn, drawn: readonly number[], favour: number) => {
			const sum = (of: (one: (typeof autumn)[number]) => number) =>
				drawn.reduce((whole, place) => whole + of(people[place]!), 0);
			const agreed = people.filter(() => uniform() < favour).length;
			const minutes = sum((one) => one.begun * 10);
			const parts = [
				sum((one) => Number(one.isActive)) / 100 / 0.6,
				minutes / (minutes + sum((one) => one.assigned)) / 0.8,
				(sum((one) => one.done) / sum((one) => one.all) - 0.2) / 0.7,
				sum((one) => Number(one.isOnPath)) / 100 / 0.3,
				(agreed / 100 - 0.3) / 0.6
			];
			return (
				100 * Math.exp(parts.reduce((s, p) => s + Math.log(Math.max(0.01, Math.min(1, p))), 0) / 5)
			);
		};
		const draws = Array.from({ length: 4000 }, () => {
			const drawn = autumn.map(() => Math.floor(uniform() * 100));
			const before = indexOf(autumn, drawn, 0.6);
			const after = indexOf(winter, drawn, 0.66);
			return { after, turn: after - before };
		});
		const ratio = (row: ResultRow | undefined, drawn: readonly number[]) => {
			const sorted = drawn.toSorted((a, b) => a - b);
			return ((row?.hi ?? 0) - (row?.lo ?? 0)) / ((sorted[3900] ?? 0) - (sorted[100] ?? 0));
		};
		const row = of(null);
		const own = ratio(
			row,
			draws.map(({ after }) => after)
		);
		expect(own).toBeGreaterThan(0.85);
		expect(own).toBeLessThan(1.15);
		// Most of the people stand in both quarters, so the change varies less than two quarters of other people would.
		const turned = ratio(
			of('change'),
			draws.map(({ turn }) => turn)
		);
		expect(turned).toBeGreaterThan(0.85);
		expect(turned).toBeLessThan(1.15);
		const change = of('change');
		const before = of(null, rows, '2024-10-01')?.value ?? 0;
		expect(change?.value).toBeCloseTo((row?.value ?? 0) - before, 8);
		const weights = of('change_weights');
		const isReal =
			Math.abs(change?.value ?? 0) > (change?.hi ?? 0) - (change?.value ?? 0) &&
			((weights?.lo ?? 0) > 0 || (weights?.hi ?? 0) < 0);
		expect(of('change_is_real')?.value).toBe(isReal ? 1 : 0);
		expect(of('change', rows, '2024-10-01')).toBeUndefined();
	});
});

describe('when it is told', () => {
	test('only where the organisation asked for it; the parts always', async () => {
		await warehouse.connection.run("update setting set value = 'off' where name = 'index'");
		const quiet = await index();
		expect(of(null, quiet)).toMatchObject({ value: null, lo: null, reason: 'not_asked_for' });
		expect(of('initiative', quiet)?.value).toBe(0.36);
		expect(of('weights', quiet)).toBeUndefined();
		await warehouse.connection.run("update setting set value = 'on' where name = 'index'");
	});

	test('never with a part missing, never by unit, never below 50 people', async () => {
		expect(of(null, rows, '2025-04-01')).toMatchObject({ value: null, reason: 'incomplete' });
		await expect(
			ask(warehouse.connection, analyst, { metric: 'autonomy_index', by: ['org_unit'] })
		).rejects.toMatchObject({ code: 'bad_request' });
		await warehouse.connection.run(
			'delete from person_spell where person_id > (select min(person_id) + 48 from person_spell)'
		);
		const few = await index();
		expect(of('initiative', few)).toMatchObject({ value: null, suppressed: true });
		expect(of(null, few)).toMatchObject({ value: null, suppressed: true });
	});
});

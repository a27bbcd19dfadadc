import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import type { HeldBack } from '#queries/needs.ts';
import { heldBackInWords } from '#queries/notes.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openedWith } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;

describe('ask(connection, viewer, request)', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({
			from: '2024-01-01',
			to: crowdTo,
			enrolments: makeCrowd(2, 80, 400)
		});
	}, 240_000);

	test.each([
		['an unknown metric', { metric: 'guesswork' }, 'unknown_metric'],
		['an unknown field', { metric: 'initiation_mix', sql: 'select 1' }, 'bad_request'],
		[
			'a dimension that the metric does not have',
			{ metric: 'self_directed_reach', by: ['item'] },
			'bad_request'
		],
		[
			'a dimension that does not exist',
			{ metric: 'initiation_mix', by: ['person_id'] },
			'bad_request'
		],
		['a variant that does not exist', { metric: 'initiation_mix', variant: 'best' }, 'bad_request'],
		['a day that does not exist', { metric: 'initiation_mix', from: '2025-02-30' }, 'bad_request'],
		[
			'a period that ends before it starts',
			{ metric: 'initiation_mix', from: '2025-02-01', to: '2025-01-01' },
			'bad_request'
		],
		[
			'four dimensions',
			{ metric: 'initiation_mix', by: ['org_unit', 'item', 'source'], where: { length_band: 'x' } },
			'bad_request'
		],
		['a horizon where there is none', { metric: 'initiation_mix', horizon: 30 }, 'bad_request'],
		['no request at all', null, 'bad_request']
	])('refuses %s', async (_name, request, code) => {
		await expect(ask(warehouse.connection, analyst, request)).rejects.toMatchObject({ code });
	});

	test('text that looks like SQL is a value that nobody has', async () => {
		await expect(
			ask(warehouse.connection, analyst, {
				metric: 'initiation_mix',
				where: { org_unit: "x' or 1=1; drop table episode; --" }
			})
		).rejects.toMatchObject({ code: 'unknown_value' });
	});

	test('a value that does not exist is told with names like it, none that the answer does not list', async () => {
		const near = (role: 'analyst' | 'lead', where: Record<string, string>) =>
			ask(warehouse.connection, { role }, { metric: 'initiation_mix', where });
		for (const role of ['analyst', 'lead'] as const) {
			await expect(near(role, { org_unit: 'sales' })).rejects.toMatchObject({
				code: 'unknown_value',
				message: 'There is no organisation unit called “sales”. Names like it: Sales.'
			});
			await expect(near(role, { item: 'zzzz' })).rejects.toMatchObject({
				message: 'There is no item called “zzzz”.'
			});
		}
		const { rows } = await ask(warehouse.connection, analyst, {
			metric: 'initiation_mix',
			by: ['item']
		});
		const listed = rows.map((row) => row['item']);
		const told = await near('lead', { item: 'course' }).catch(({ message }: Error) => message);
		for (const name of String(told).split('Names like it: ')[1]?.slice(0, -1).split(', ') ?? [])
			expect(listed).toContain(name);
	});

	test('what is wrong with a request is said in words', async () => {
		const by = ['org_unit', 'item', 'source', 'length_band'];
		await expect(
			ask(warehouse.connection, analyst, { metric: 'initiation_mix', by })
		).rejects.toMatchObject({ message: 'by may hold 3 at most.' });
	});

	test('the columns stand in the order of the contract', async () => {
		const answer = await ask(warehouse.connection, analyst, {
			metric: 'voluntary_completion_rate',
			grain: 'year',
			by: ['org_unit', 'length_band']
		});
		for (const row of answer.rows) {
			expect(Object.keys(row)).toEqual([
				'period_start',
				'variant',
				'measure',
				'horizon',
				'org_unit',
				'length_band',
				'value',
				'numerator',
				'denominator',
				'persons',
				'lo',
				'hi',
				'bound_lo',
				'bound_hi',
				'unknown_share',
				'suppressed',
				'reason'
			]);
		}
		expect(answer).toMatchObject({
			unit: 'share',
			as_of: crowdTo,
			dimensions: ['org_unit', 'length_band'],
			data_version: 1
		});
	});

	test('as_of is how far all systems reach, not today', async () => {
		const two = await openWarehouse();
		const row = { person: 'p', item: 'c', enrolled: '2025-01-10' } as const;
		await two.load({ system: 'a', to: '2025-02-01', enrolments: [row] });
		await two.load({ system: 'a', to: '2025-06-30', enrolments: [row] });
		await two.load({ system: 'b', to: '2025-05-31', enrolments: [row] });
		await two.build();
		const metric = 'initiation_mix';
		const now = await ask(two.connection, analyst, { metric });
		expect(now).toMatchObject({ untold: { prompted: ['prompted'] } });
		expect(now.inferred).toContain('prompted');
		for (const metric of ['voluntary_hours_share', 'self_found_ratio', 'voluntary_completion_rate'])
			expect((await ask(two.connection, analyst, { metric })).inferred, metric).toContain(
				'prompted'
			);
		expect(now.rows.map(({ variant }) => variant)).not.toContain('prompted');
		const asked = await ask(two.connection, analyst, { metric, variant: 'prompted' });
		expect(asked).toMatchObject({ rows: [], missing: ['prompted'], untold: {} });
		const gap = await ask(two.connection, analyst, { metric: 'completion_gap' });
		expect(gap.untold).toHaveProperty('difference', ['required']);
		expect(asked.notes).toEqual([expect.stringMatching(/^Missing: who was prompted/)]);
		expect(now.as_of).toBe('2025-05-31');
		expect(now.held_back).toEqual({ systems: ['b'], needs: [], furthest: '2025-06-30' });
		expect(heldBackInWords(now.held_back as HeldBack)).toContain('a newer export of b');
		const last = await ask(two.connection, analyst, { metric, as_of: '2025-05-31' });
		expect(last.as_of).toBe('2025-05-31');
		expect(last.held_back).toBeNull();
		for (const role of ['analyst', 'lead'] as const)
			await expect(
				ask(two.connection, { role }, { metric, as_of: '2025-06-30' })
			).rejects.toMatchObject({
				code: 'bad_request',
				message: expect.stringContaining('data to 2025-05-31')
			});
		await two.load({ system: 'b', to: '2025-06-23', enrolments: [row] });
		await two.build();
		const inAWeek = await ask(two.connection, analyst, { metric });
		expect(inAWeek).toMatchObject({ as_of: '2025-06-23', held_back: null });
	});

	test('says how many episodes are too young, and what is inferred', async () => {
		const answer = await ask(warehouse.connection, analyst, {
			metric: 'voluntary_completion_rate'
		});
		expect(answer.maturing).toBeGreaterThan(0);
		expect(answer.inferred).toEqual(['people', 'exposure']);
		expect(answer.matures_on).toBeUndefined();
	});

	test('says that the time asked for lies outside the data', async () => {
		const why = async (more: object): Promise<string> => {
			const { rows, notes } = await ask(warehouse.connection, analyst, {
				metric: 'voluntary_completion_rate',
				...more
			});
			expect(rows).toEqual([]);
			return notes.join();
		};
		const outside = /the time asked for lies outside the data, which reach from \d{4}-\d\d to/;
		expect(await why({ from: '2040-01-01' })).toMatch(outside);
		expect(await why({ to: '2001-01-01' })).toMatch(outside);
		expect(await why({ as_of: '2001-01-31' })).toMatch(outside);
	});

	test('says that people count as employed after the personnel files have ended', async () => {
		const two = await openWarehouse();
		const row = { item: 'c', enrolled: '2025-01-10', minutes: 60, completed: '2025-01-20' };
		const people = Array.from({ length: 12 }, (_none, index) => `p${index}`);
		for (const person of people) {
			await two.employ(person, '2020-01-01');
			await two.job(person, '2020-01-01', 'A');
		}
		await two.connection.run("update batch set data_to = '2024-03-31'");
		const enrolments = people.map((person) => ({ ...row, person }));
		await two.load({ to: '2025-06-30', enrolments });
		await two.build();
		const notesOf = async (metric: string) =>
			(await ask(two.connection, analyst, { metric })).notes.join();
		const still = 'tell of nobody after 2024-03-31: who left since then still counts as employed';
		expect(await notesOf('self_directed_reach')).toContain(still);
		expect(await notesOf('voluntary_completion_rate')).not.toContain(still);
	});

	test('says why there are no rows where the data hold no whole period', async () => {
		const lead = { role: 'lead' } as const;
		const notesOf = async (viewer: typeof analyst | typeof lead, more: object) => {
			const { rows, notes } = await ask(warehouse.connection, viewer, {
				metric: 'self_directed_reach',
				grain: 'year',
				...more
			});
			return rows.length > 0 ? rows.length : notes;
		};
		const early = { as_of: '2024-09-30' };
		const begin = (
			await warehouse.connection.runAndReadAll(
				"select strftime(day, '%Y-%m') from learning_start()"
			)
		).getRowsJS()[0]?.[0] as string;
		const { as_of: end } = await ask(warehouse.connection, analyst, {
			metric: 'self_directed_reach'
		});
		const whole = 'No whole year lies within the data';
		expect(await notesOf(analyst, {})).toBe(1);
		expect(await notesOf(analyst, early)).toEqual([
			`${whole}: the data reach from ${begin} to 2024-09-30`
		]);
		expect(await notesOf(lead, early)).toEqual([
			`${whole}: the data reach from ${begin} to 2024-09-30`
		]);
		expect(await notesOf(analyst, { from: '2024-03-01', to: '2024-12-01' })).toEqual([
			`${whole} and the time asked for: the data reach from ${begin} to ${end}`
		]);
		expect(await notesOf(analyst, { metric: 'self_directed_persistence' })).toEqual([
			`No year has passed of which the data hold the three before it: the data reach from ${begin} to ${end}`
		]);
		expect(
			await notesOf(analyst, {
				metric: 'curriculum_divergence',
				grain: 'quarter',
				as_of: '2024-11-30'
			})
		).toEqual([
			`No quarter has passed of which the data hold the twelve months before its end: the data reach from ${begin} to 2024-11-30`
		]);
		// Nobody of the asked place is another reason.
		expect(
			await notesOf(analyst, {
				metric: 'voluntary_completion_rate',
				from: '2025-04-01',
				horizon: 365
			})
		).toEqual([]);
	});

	test('says what its counts are rounded to', async () => {
		for (const [role, base] of [
			['analyst', 1],
			['lead', 5]
		] as const) {
			const { counts_to: found } = await ask(
				warehouse.connection,
				{ role },
				{ metric: 'initiation_mix' }
			);
			expect(found).toBe(base);
		}
	});

	test('says from when on there is a number where nothing is old enough yet', async () => {
		const request = { metric: 'voluntary_completion_rate', from: '2025-04-01', horizon: 365 };
		const exact = await ask(warehouse.connection, analyst, request);
		const later = await ask(warehouse.connection, { role: 'lead' }, request);
		expect(exact.rows).toEqual([]);
		const first = await warehouse.connection.runAndReadAll(`
			select strftime(list_sort(list(day))[5], '%Y-%m-%d')
			from (
				select min(anchored_on) + 365 as day
				from episode
				where standing = 'in' and class in ('self_initiated', 'prompted')
					and anchored_on between '2025-04-01' and '${crowdTo}'
				group by person_id
			)`);
		expect(exact.matures_on).toBe(first.getRowsJS()[0]?.[0]);
		expect((later.matures_on ?? '') >= (exact.matures_on ?? '-')).toBe(true);
		expect(new Date(`${later.matures_on}T24:00:00Z`).getUTCDate()).toBe(1);
	});

	test('the reach is told by quarter where no grain is asked', async () => {
		const metric = 'self_directed_reach';
		const asked = await ask(warehouse.connection, analyst, { metric, grain: 'quarter' });
		expect(asked.rows.length).toBeGreaterThan(1);
		expect(await ask(warehouse.connection, analyst, { metric })).toEqual(asked);
		const filtered = { metric, by: ['org_unit'], from: '2024-07-01', to: '2025-01-01' };
		expect(await ask(warehouse.connection, analyst, filtered)).toEqual(
			await ask(warehouse.connection, analyst, { ...filtered, grain: 'quarter' })
		);
	});

	test('strict and broad are understood by the curve too', async () => {
		const answer = await ask(warehouse.connection, analyst, {
			metric: 'time_to_complete',
			variant: 'strict'
		});
		expect(new Set(answer.rows.map((row) => row.variant))).toEqual(new Set(['self_initiated']));
	});
});

describe('metrics()', () => {
	test.each([...metrics().values()].map((metric) => [metric.id, metric] as const))(
		'%s is defined in plain words',
		(_id, metric) => {
			expect(metric.question.endsWith('?')).toBe(true);
			expect(metric.caveats.length).toBeGreaterThan(0);
			expect(metric.smallest_group).toBeGreaterThanOrEqual(5);
			expect(metric.default_variants.every((variant) => metric.variants.includes(variant))).toBe(
				true
			);
			expect(metric.sql).toMatch(/^-- One row per /);
		}
	);

	test('the six metrics of the first light are there', () => {
		expect([...metrics().keys()]).toEqual(
			expect.arrayContaining([
				'completion_gap',
				'initiation_mix',
				'period_completion_rate',
				'self_directed_reach',
				'time_to_complete',
				'voluntary_completion_rate'
			])
		);
	});
});

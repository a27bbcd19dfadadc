import type { DuckDBConnection } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { home } from '#queries/home.ts';
import { seeded } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import { usualRange } from '#lib/findings/control-chart.ts';
import { limitOf } from '#lib/findings/funnel.ts';

type Row = Readonly<Record<string, number>>;

let connection: DuckDBConnection;
const rowsOf = async (sql: string): Promise<Row[]> =>
	(await connection.runAndReadAll(sql)).getRowObjectsJS() as Row[];

/** Makes a table of numbers out of records. */
async function fill(table: string, records: readonly Row[]): Promise<void> {
	const shape = Object.fromEntries(Object.keys(records[0] ?? {}).map((name) => [name, 'DOUBLE']));
	await connection.run(
		`create or replace table ${table} as
		select unnest(from_json($records::json, $shape), recursive := true)`,
		{ records: JSON.stringify(records), shape: JSON.stringify([shape]) }
	);
}

/** Rows in which a number of ours is further from R's than `close` (relative above 1), which must be none. */
async function expectClose(sql: string, pairs: readonly string[], close = 1e-9): Promise<void> {
	const rows = await rowsOf(sql);
	expect(rows.length).toBeGreaterThan(0);
	for (const row of rows) {
		for (const name of pairs) {
			const ours = row[`our_${name}`] ?? NaN;
			const theirs = row[name] ?? NaN;
			const apart = Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
			if (!(apart <= close))
				expect.fail(`${name}: ${ours} and not ${theirs} in ${JSON.stringify(row)}`);
		}
	}
}

beforeAll(async () => {
	({ connection } = await openWarehouse());
	const file = join(home(), 'tests/queries/statistics/recorded.json');
	const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Row[]>;
	for (const [table, records] of Object.entries(recorded)) await fill(`r_${table}`, records);
}, 240_000);

describe('the toolbox agrees with R on random data (statistics/record.R)', () => {
	test('S1 Wilson', () =>
		expectClose(
			'select *, wilson_low(x / n, n) as our_lo, wilson_high(x / n, n) as our_hi from r_wilson',
			['lo', 'hi']
		));

	test('S1c clustered size', () =>
		expectClose(
			`select "case", any_value(size) as size,
				clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as our_size
			from r_clustered group by "case"`,
			['size']
		));

	test('S2 Newcombe', () =>
		expectClose(
			`select *,
				newcombe_low(a / m, wilson_low(a / m, m), wilson_high(a / m, m), b / n, wilson_low(b / n, n), wilson_high(b / n, n)) as our_lo,
				newcombe_high(a / m, wilson_low(a / m, m), wilson_high(a / m, m), b / n, wilson_low(b / n, n), wilson_high(b / n, n)) as our_hi
			from r_newcombe`,
			['lo', 'hi']
		));

	test('S2 with S1c: how far shares of the same people go together', () =>
		expectClose(
			`with mean as (select "case", sum(x_1) / sum(n_1) as p_1, sum(x_0) / sum(n_0) as p_0 from r_sided group by "case"),
			ours as (
				select s."case", clustered_correlation(x_1, n_1, p_1, x_0, n_0, p_0) as our_correlation
				from r_sided as s join mean as m on m."case" = s."case" group by s."case"
			)
			select r.correlation, o.our_correlation from r_sided_correlations as r join ours as o on o."case" = r."case"`,
			['correlation']
		));

	test('which with one case of each is that of pairs', () =>
		expectClose(
			`with person as (
				select row_number() over () as pair, *, always + gained + lost + never as n
				from r_pairs
			),
			cell as (
				select pair, n, always, gained, lost, never,
					unnest(list_concat(
						list_transform(range(always::bigint), lambda _: [1, 1]), list_transform(range(gained::bigint), lambda _: [1, 0]),
						list_transform(range(lost::bigint), lambda _: [0, 1]), list_transform(range(never::bigint), lambda _: [0, 0])
					)) as x
				from person
			)
			select any_value(paired_correlation(always, gained, lost, never)) as correlation,
				clustered_correlation(x[1], 1, (always + gained) / n, x[2], 1, (always + lost) / n) as our_correlation
			from cell group by pair`,
			['correlation']
		));

	test('S2 and D2: pairs of a yes or no, and whether as many changed to one side as to the other', () =>
		expectClose(
			`select r.*, mcnemar_probability(gained, lost) as our_probability,
				newcombe_low(p, wilson_low(p, n), wilson_high(p, n), q, wilson_low(q, n), wilson_high(q, n), phi) as our_lo,
				newcombe_high(p, wilson_low(p, n), wilson_high(p, n), q, wilson_low(q, n), wilson_high(q, n), phi) as our_hi
			from (
				select *, always + gained + lost + never as n, (always + gained) / n as p, (always + lost) / n as q,
					paired_correlation(always, gained, lost, never) as phi
				from r_pairs
			) as r`,
			['probability', 'lo', 'hi']
		));

	test('S3 and S4: curves, also with delayed entry', () =>
		expectClose(
			`with wait as (select "case" as cell, entered, ended, ending::integer as ending from r_waits)
			select r.*, c.kaplan_meier as our_kaplan_meier, c.km_variance as our_km_variance, c.cif as our_cif,
				c.cif_other as our_cif_other, c.variance as our_variance
			from r_curves as r join event_curve('wait') as c on c.cell = r."case" and c.day = r.day`,
			['kaplan_meier', 'km_variance', 'cif', 'cif_other', 'variance']
		));

	test('S5: within the noise of 1000 draws of 20000 others', async () => {
		const rows = await rowsOf(
			`with person as (select "case" as cell, x, y from r_people)
			select b.*, r.lo as r_lo, r.hi as r_hi
			from bootstrap_ratio('person') as b join r_bootstrap as r on r."case" = b.cell order by b.cell`
		);
		expect(rows).toHaveLength(6);
		for (const row of rows) {
			const width = (row['r_hi'] ?? 0) - (row['r_lo'] ?? 0);
			const noise = (row['persons'] ?? 0) > 250 ? 0.02 : 0.09;
			expect(Math.abs((row['lo'] ?? 0) - (row['r_lo'] ?? 0))).toBeLessThan(noise * width);
			expect(Math.abs((row['hi'] ?? 0) - (row['r_hi'] ?? 0))).toBeLessThan(noise * width);
		}
	});

	test('S6 Mantel and Haenszel', () =>
		expectClose(
			`with pooled as (
				select "case",
					pooled_risk_ratio(a, n_1, c, n_0) as our_risk, pooled_risk_error(a, n_1, c, n_0) as our_risk_error,
					pooled_odds_ratio(a, n_1, c, n_0) as our_odds, pooled_odds_error(a, n_1, c, n_0) as our_odds_error,
					pooled_rate_ratio(a, t_1, c, t_0) as our_rate, pooled_rate_error(a, t_1, c, t_0) as our_rate_error,
				from r_strata group by "case"
			)
			select *, log_low(our_risk, our_risk_error) as our_risk_lo, log_high(our_risk, our_risk_error) as our_risk_hi
			from pooled join r_pooled using ("case")`,
			['risk', 'risk_error', 'risk_lo', 'risk_hi', 'odds', 'odds_error', 'rate', 'rate_error']
		));

	test('S6 pull of a row: what the logarithm of a pooled rate ratio changes by when the row counts a little more', () =>
		expectClose(
			`with stratum as (
				select "case", row_number() over (partition by "case" order by a, t_1, c, t_0) as place, a, t_1, c, t_0
				from r_strata where t_1 > 0 and t_0 > 0
			),
			row_of as (
				select *, sum(a * t_0 / (t_1 + t_0)) over whole as upper, sum(c * t_1 / (t_1 + t_0)) over whole as lower
				from stratum window whole as (partition by "case")
			),
			nudged as (
				select
					r.place,
					ln(pooled_rate_ratio(
						s.a + if(s.place = r.place, 1e-5, 0), s.t_1 + if(s.place = r.place, 2e-5, 0), s.c,
						s.t_0 + if(s.place = r.place, 3e-5, 0)
					)) - ln(pooled_rate_ratio(
						s.a - if(s.place = r.place, 1e-5, 0), s.t_1 - if(s.place = r.place, 2e-5, 0), s.c,
						s.t_0 - if(s.place = r.place, 3e-5, 0)
					)) as change,
					any_value(pooled_pull(1, r.a, 3, r.t_0, 5, r.t_1 + r.t_0) / r.upper
						- pooled_pull(0, r.c, 2, r.t_1, 5, r.t_1 + r.t_0) / r.lower) as pull,
				from row_of as r join stratum as s on s."case" = r."case"
				where r.upper > 0 and r.lower > 0
				group by r."case", r.place
			)
			select change / 2e-5 as pull, pull as our_pull from nudged`,
			['pull'],
			1e-6
		));

	test('S7 rates', async () => {
		await expectClose(
			`select *, rate_low(a, s) as our_lo, rate_high(a, s) as our_hi, rate_ratio(a, s, b, t) as our_ratio,
				rate_ratio_low(a, s, b, t) as our_ratio_lo, rate_ratio_high(a, s, b, t) as our_ratio_hi from r_rates`,
			['lo', 'hi', 'ratio', 'ratio_lo', 'ratio_hi'],
			1e-6
		);
		await expectClose('select *, rate_high(0, 1) as our_limit from r_none', ['limit']);
	});

	test('S8 means', () =>
		expectClose(
			`select *, t_low(m_1, sqrt(v_1), n_1) as our_lo, t_high(m_1, sqrt(v_1), n_1) as our_hi,
				welch_freedom(v_1, n_1, v_2, n_2) as our_df, welch_low(m_1, v_1, n_1, m_2, v_2, n_2) as our_welch_lo,
				welch_high(m_1, v_1, n_1, m_2, v_2, n_2) as our_welch_hi from r_means`,
			['lo', 'hi', 'df', 'welch_lo', 'welch_hi']
		));

	test('S9 false discoveries', () =>
		expectClose(
			`with tested as (select family, p, null as tested, q as recorded_q from r_discoveries)
			select recorded_q as q, q as our_q from benjamini_hochberg('tested')`,
			['q']
		));

	test('S9 of more than are listed: what stands for the rest is p = 1', async () => {
		await connection.run(
			`create or replace temp table listed as
			select family, p, (select count(*) + 7 from r_discoveries as o where o.family = d.family) as tested
			from r_discoveries as d`
		);
		await connection.run(
			`create or replace temp table filled as
			select family, p, null as tested from listed
			union all select family, 1.0, null from (select distinct family from listed) cross join range(7)`
		);
		await expectClose(
			`select l.q, f.q as our_q
			from (select distinct family, p, q from benjamini_hochberg('listed')) as l
			join (select distinct family, p, q from benjamini_hochberg('filled')) as f on f.family = l.family and f.p = l.p`,
			['q']
		);
	});

	test('S11 funnel', () =>
		expectClose(
			`select *, funnel_low(p, n) as our_lo, funnel_high(p, n) as our_hi, funnel_low(p, n, z_998()) as our_lo_998,
				funnel_high(p, n, z_998()) as our_hi_998 from r_funnel`,
			['lo', 'hi', 'lo_998', 'hi_998']
		));

	test('S12 Laney', () =>
		expectClose(
			`with quarter as (select family, place, x, n, limit_low as r_low, limit_high as r_high from r_quarters)
			select r_low as low, r_high as high, limit_low as our_low, limit_high as our_high from laney_chart('quarter')`,
			['low', 'high']
		));

	test('S11 shrinkage', () =>
		expectClose(
			`with team as (select family, x, n, shrunk as r_shrunk from r_groups)
			select r_shrunk as shrunk, s.shrunk as our_shrunk from shrunk_share('team') as s`,
			['shrunk']
		));

	test('S11 the funnel of the pages', async () => {
		const rows = await rowsOf('from r_funnel');
		for (const { p = NaN, n = NaN, lo = NaN, hi = NaN, lo_998 = NaN, hi_998 = NaN } of rows) {
			const { inner, outer } = limitOf({ rate: p, designEffect: 1 }, n);
			for (const [place, theirs] of [lo, hi, lo_998, hi_998].entries())
				expect([...inner, ...outer][place]).toBeCloseTo(theirs, 12);
		}
		expect(rows.length).toBeGreaterThan(5);
	});

	test('S12 Laney, as the tiles have it', async () => {
		const rows = await rowsOf('select *, x / n as value from r_quarters order by family, place');
		const families = Map.groupBy(rows, ({ family }) => family);
		for (const quarters of families.values()) {
			const { value = NaN, limit_low = NaN, limit_high = NaN } = quarters.at(-1) ?? {};
			const found = usualRange(
				quarters.map((quarter) => ({ value: quarter['value'] ?? null, n: quarter['n'] ?? null }))
			);
			expect(found?.low).toBeCloseTo(limit_low, 12);
			expect(found?.high).toBeCloseTo(limit_high, 12);
			expect(found?.isSignal).toBe(value < limit_low || value > limit_high);
		}
		expect(families.size).toBeGreaterThan(5);
	});

	test('distributions', async () => {
		await expectClose('select *, normal_beyond(z) as our_beyond from r_normal', ['beyond'], 1e-14);
		await expectClose('select *, normal_quantile(p) as our_z from r_normal_points', ['z'], 1e-13);
		await expectClose('select *, t_quantile(p, df) as our_t from r_t where df >= 2', ['t'], 1e-8);
		await expectClose(
			'select *, t_quantile(p, df) as our_t from r_t where df < 2 and p <= 0.995',
			['t'],
			1e-7
		);
		await expectClose('select *, t_cdf(t, df) as our_p from r_t_shares', ['p']);
		await expectClose('select *, poisson_tail(number, mean) as our_p from r_poisson', ['p'], 1e-11);
	});

	test('agreement and reliability', async () => {
		await expectClose(
			`with pair as (select "case" as cell, one, other, count(*) as n from r_judgements group by all),
			weighted as (select "case", quadratic_kappa(one, other) as our_quadratic from r_judgements group by "case")
			select r.*, k.kappa as our_kappa, w.our_quadratic
			from r_kappas as r join cohen_kappa('pair') as k on k.cell = r."case" join weighted as w on w."case" = r."case"`,
			['kappa', 'quadratic']
		);
		await expectClose(
			`with answer as (select "case" as cell, person, question, score from r_answers),
			rating as (select "case" as cell, person as subject, question as rater, score from r_answers)
			select r.*, a.alpha as our_alpha, i.icc as our_icc
			from r_reliability as r join cronbach_alpha('answer') as a on a.cell = r."case"
			join intraclass_correlation('rating') as i on i.cell = r."case"`,
			['alpha', 'icc']
		);
	});
});

describe('published values', () => {
	const one = async (sql: string): Promise<Row> => (await rowsOf(`select ${sql}`))[0] ?? {};

	test('S1c golden of METRICS.md', async () => {
		const row = (
			await rowsOf(
				`with t (x, n) as (values (3, 4), (0, 2), (2, 2), (1, 4)),
			s as (select clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as size from t)
			select size, wilson_low(0.5, size) as lo, wilson_high(0.5, size) as hi from s`
			)
		)[0];
		expect(row?.['size']).toBeCloseTo(7.3636363636, 9);
		expect(row?.['lo']).toBeCloseTo(0.207240956, 9);
		expect(row?.['hi']).toBeCloseTo(0.792759044, 9);
	});

	test.each([
		[56, 70, 48, 80, 0.0524, 0.3339],
		[9, 10, 3, 10, 0.1705, 0.809],
		[6, 7, 2, 7, 0.0582, 0.8062],
		[5, 56, 0, 29, -0.0381, 0.1926],
		[0, 10, 0, 20, -0.1611, 0.2775],
		[0, 10, 0, 10, -0.2775, 0.2775],
		[10, 10, 0, 20, 0.6791, 1],
		[10, 10, 0, 10, 0.6075, 1]
	])('S2: Newcombe 1998, table II, %i/%i and %i/%i', async (a, m, b, n, low, high) => {
		const row = await one(
			['low', 'high']
				.map(
					(end) =>
						`newcombe_${end}(${a} / ${m}, wilson_low(${a} / ${m}, ${m}), wilson_high(${a} / ${m}, ${m}), ${b} / ${n}, wilson_low(${b} / ${n}, ${n}), wilson_high(${b} / ${n}, ${n})) as ${end}`
				)
				.join(', ')
		);
		expect(row['low']).toBeCloseTo(low, 4);
		expect(row['high']).toBeCloseTo(high, 4);
	});

	test('C3 golden: delayed entry, two endings, all of it adds up to one', async () => {
		const rows = await rowsOf(
			`with role (cell, entered, ended, ending) as (
				values (1, 0, 6, 1), (1, 0, 10, 2), (1, 4, 12, 1), (1, 8, 15, 0), (1, 0, 12, 0), (1, 0, 3, 2)
			)
			select day, at_risk, survival, cif, cif_other from event_curve('role') order by day`
		);
		expect(rows.slice(0, 4).map((row) => [row['day'], row['at_risk'], row['survival']])).toEqual([
			[3, 4, 0.75],
			[6, 4, 0.5625],
			[10, 4, 0.421875],
			[12, 3, expect.closeTo(0.28125, 12)]
		]);
		expect(rows[1]?.['cif']).toBeCloseTo(0.1875, 12);
		expect(rows[3]?.['cif']).toBeCloseTo(0.328125, 12);
		expect(rows[3]?.['cif_other']).toBeCloseTo(0.390625, 12);
		for (const row of rows)
			expect((row['survival'] ?? 0) + (row['cif'] ?? 0) + (row['cif_other'] ?? 0)).toBeCloseTo(
				1,
				12
			);
	});

	test('C4, C6, B5 goldens: pooled ratios, E-value, rate ratio', async () => {
		const matched = (
			await rowsOf(
				`with s (n_1, a, n_0, c) as (values (10, 4, 20, 4), (5, 1, 10, 1), (5, 1, 0, 0), (0, 0, 15, 3)),
			p as (select pooled_risk_ratio(a, n_1, c, n_0) as ratio, pooled_risk_error(a, n_1, c, n_0) as error from s)
			select ratio, error, log_low(ratio, error) as lo, log_high(ratio, error) as hi, e_value(ratio) as e,
				e_value_of_limit(log_low(ratio, error), log_high(ratio, error)) as e_limit from p`
			)
		)[0];
		expect(matched?.['ratio']).toBeCloseTo(2, 12);
		expect(matched?.['error']).toBeCloseTo(0.5403702434, 9);
		expect(matched?.['lo']).toBeCloseTo(0.69, 2);
		expect(matched?.['hi']).toBeCloseTo(5.77, 2);
		expect(matched?.['e']).toBeCloseTo(3.4142135624, 9);
		expect(matched?.['e_limit']).toBe(1);
		const sets = (
			await rowsOf(
				'with s (k, e) as (values (1, 1), (1, 2), (1, 0), (0, 1)) select pooled_odds_ratio(k, 1, e, 4) as odds from s'
			)
		)[0];
		expect(sets?.['odds']).toBeCloseTo(9, 12);
		const row = await one(
			`rate_ratio(15, 320, 6, 300) as ratio, rate_ratio_low(15, 320, 6, 300, z := 1.644853627) as lo,
			rate_ratio_high(15, 320, 6, 300, z := 1.644853627) as hi, rate_ratio_low(1, 12, 2, 30) as split_lo,
			rate_ratio_high(1, 12, 2, 30) as split_hi, poisson_tail(4, 5 / 3) as tail`
		);
		expect(row['ratio']).toBeCloseTo(2.34375, 9);
		expect(row['lo']).toBeCloseTo(1.0588807182, 8);
		expect(row['hi']).toBeCloseTo(5.187708, 5);
		expect(row['split_lo']).toBeCloseTo(0.113, 3);
		expect(row['split_hi']).toBeCloseTo(13.8, 1);
		expect(row['tail']).toBeCloseTo(0.0882671517, 9);
	});

	test('D4, D6 goldens: alpha, Welch, quadratic kappa', async () => {
		const alpha = await rowsOf(
			`with wide (person, a, b, c) as (values (1, 4, 4, 5), (2, 2, 3, 2), (3, 5, 4, 4), (4, 3, 3, 3)),
			answer as (select 1 as cell, person, unnest(['a', 'b', 'c']) as question, unnest([a, b, c]) as score from wide)
			select alpha from cronbach_alpha('answer')`
		);
		expect(alpha[0]?.['alpha']).toBeCloseTo(0.8888888889, 9);
		const row = (
			await rowsOf(
				`with t (g, d) as (values (1, 1), (1, 1), (1, 1), (1, 0), (1, 1), (0, 0), (0, 1), (0, 0), (0, 0)),
			s as (select avg(d) filter (g = 1) as m_1, var_samp(d) filter (g = 1) as v_1, avg(d) filter (g = 0) as m_0, var_samp(d) filter (g = 0) as v_0 from t)
			select welch_error(v_1, 5, v_0, 4) as error, welch_freedom(v_1, 5, v_0, 4) as df, welch_low(m_1, v_1, 5, m_0, v_0, 4) as lo, welch_high(m_1, v_1, 5, m_0, v_0, 4) as hi from s`
			)
		)[0];
		expect(row?.['error']).toBeCloseTo(0.3201562119, 9);
		expect(row?.['df']).toBeCloseTo(6.172582619, 8);
		expect(row?.['lo']).toBeCloseTo(-0.23, 2);
		expect(row?.['hi']).toBeCloseTo(1.33, 2);
		const kappa = await rowsOf(
			'with r (x, y) as (values (3, 3), (4, 4), (2, 3), (5, 4), (3, 3)) select quadratic_kappa(x, y) as k from r'
		);
		expect(kappa[0]?.['k']).toBeCloseTo(0.6875, 12);
	});
});

describe('the person bootstrap', () => {
	const people = (seed: number, count: number): Row[] => {
		const random = seeded(seed);
		return Array.from({ length: count }, (_none, id) => ({
			id,
			cell: id % 3,
			x: Math.floor(random() ** 3 * 400),
			y: 1 + Math.floor(random() * 900)
		}));
	};
	const intervals = () =>
		rowsOf(
			"with p as (select cell, x, y from person) select * from bootstrap_ratio('p') order by cell"
		);

	test.each([300, 2400])(
		'is the same in any order of %i rows, on any number of threads',
		async (count) => {
			await fill('person', people(3, count));
			const before = await intervals();
			await connection.run('create or replace table person as from person order by hash(id)');
			await connection.run('set threads = 1');
			const after = await intervals();
			await connection.run('reset threads');
			expect(after).toEqual(before);
			expect(before.every((row) => (row['lo'] ?? 1) < (row['hi'] ?? 0))).toBe(true);
		}
	);

	test.each([40, 400])('of %i people who are all alike there is none', async (count) => {
		await fill(
			'person',
			people(3, count).map((row) => ({ ...row, cell: 1, x: 0 }))
		);
		expect(await intervals()).toEqual([{ cell: 1, persons: count, lo: null, hi: null }]);
	});

	test('turns into its closed form without a step: 250 people by draws, 251 by sums', async () => {
		const ends = [];
		for (const count of [250, 251]) {
			await fill(
				'person',
				people(8, count).map((row) => ({ ...row, cell: 1 }))
			);
			ends.push((await intervals())[0]);
		}
		const [drawn, summed] = ends;
		const width = (drawn?.['hi'] ?? 0) - (drawn?.['lo'] ?? 0);
		for (const end of ['lo', 'hi'])
			expect(Math.abs((drawn?.[end] ?? 0) - (summed?.[end] ?? 0))).toBeLessThan(0.09 * width);
	});

	test('a cell without any y has no interval', async () => {
		await fill('person', [{ cell: 1, x: 0, y: 0 }]);
		expect(await intervals()).toMatchObject([{ lo: null, hi: null, persons: 1 }]);
	});

	test('the median lies between order statistics: of 20 numbers the 6th and the 15th', async () => {
		expect(
			await rowsOf(
				'select median_low_place(20) as lo, median_high_place(20) as hi, median_low_place(1) as one'
			)
		).toEqual([{ lo: 6, hi: 15, one: 1 }]);
	});
});

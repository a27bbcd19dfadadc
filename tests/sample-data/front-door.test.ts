import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, AskRequest } from '#queries/ask.ts';
import { ask } from '#queries/ask.ts';
import { runChecks } from '#queries/checks.ts';
import { explain } from '#queries/explain.ts';
import type { Explanation } from '#queries/explain.ts';
import { metrics } from '#queries/catalogue.ts';
import { matchCandidates } from '#queries/matching.ts';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import type { SampleManifest } from '#sample/generate.ts';
import { writeSample } from '#sample/generate.ts';
import { planted } from '#sample/planted.ts';
import { askAll, silentAmong, undefinedAmong } from './silent-answers.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const folder = mkdtempSync(join(tmpdir(), 'autonometer-front-door-'));
let warehouse: Warehouse;
let manifest: SampleManifest;

beforeAll(async () => {
	manifest = await writeSample({ out: join(folder, 'exports') });
	warehouse = await openWarehouse(join(folder, 'data'), 'the test');
	for (const { file } of manifest.files.filter(({ importable }) => importable)) {
		await importFile(
			warehouse,
			{ path: join(folder, 'exports', file), name: file },
			{ importedBy: 'test', isOneOfMany: true }
		);
	}
	await model(warehouse);
}, 240_000);

afterAll(async () => {
	await warehouse.close();
	rmSync(folder, { recursive: true, force: true });
});

async function answer(request: AskRequest): Promise<Answer> {
	const connection = await warehouse.connect();
	try {
		return await ask(connection, { role: 'analyst' }, request);
	} finally {
		connection.closeSync();
	}
}

async function inWarehouse(sql: string): Promise<{ rows: Record<string, unknown>[] }> {
	const connection = await warehouse.connect();
	try {
		return { rows: (await connection.runAndReadAll(sql)).getRowObjectsJS() };
	} finally {
		connection.closeSync();
	}
}

/** The measures whose numerator and denominator an explanation counts, where it is not the number itself (null). */
const countedMeasures: Readonly<Record<string, RegExp>> = {
	aligned_learning_odds: /^movers$/,
	autonomy_index: /^none$/,
	autonomy_types: /^share$/,
	comment_sentiment: /^positive$/,
	completion_gap: /^(voluntary|assigned_required)$/,
	emergent_paths: /^state_/,
	favourability: /^favourable$/,
	frequent_paths: /^support$/,
	loop_closure: /^closed$/,
	manager_readiness: /^change$/,
	mobility_difference: /^none$/,
	mobility_rate: /^none$/,
	mover_share: /^none$/,
	next_item_graph: /^confidence$/,
	outside_windows_index: /^outside_share$/,
	perceived_autonomy: /^score$/,
	readiness_checklist: /^area$/,
	recommend_score: /^promoters$/,
	retention_difference: /^none$/,
	return_on_investment: /^none$/,
	self_found_ratio: /^none$/,
	silo_index: /^cross_share$/,
	time_to_complete: /^cif$/,
	time_to_move: /^cif_move$/,
	voluntary_hours_share: /^none$/
};

/** What an explanation counts against the sums of its answer; null where the metric's own tests compare another way. */
function reproduced(found: Explanation): { counted: number; denominators: number } | null {
	const { metric, answer: told, counts, explained } = found;
	const measure = countedMeasures[metric.id];
	const own = told.rows.filter(
		(row) =>
			(measure === undefined ? row.measure === null : measure.test(row.measure ?? '')) &&
			(explained.variant === null || row.variant === explained.variant) &&
			(!metric.id.startsWith('time_to_') || row.horizon === explained.horizon)
	);
	const isTold = own.every((row) => !row.suppressed && row.reason !== 'band');
	if (own.length === 0 || !isTold || counts.some(({ episodes }) => episodes === null)) return null;
	const counted = counts
		.filter((count) => count.counted !== 'out')
		.reduce((sum, { episodes }) => sum + (episodes ?? 0), 0);
	return { counted, denominators: own.reduce((sum, row) => sum + (row.denominator ?? 0), 0) };
}

describe('what was planted in the made-up company comes out again through the front door', () => {
	test('every record is accounted for and no check finds a row', async () => {
		const connection = await warehouse.connect();
		const reader = await connection.runAndReadAll(
			'select file_name, rows_read::integer as n, (rows_loaded + rows_duplicate + rows_rejected)::integer as told from batch'
		);
		const batches = reader.getRowObjectsJS();
		expect(batches.map(({ file_name, n }) => [file_name, n])).toEqual(
			manifest.files.filter(({ importable }) => importable).map(({ file, rows }) => [file, rows])
		);
		expect(batches.every(({ n, told }) => n === told)).toBe(true);
		expect((await runChecks(connection)).filter(({ offending }) => offending > 0)).toEqual([]);
		connection.closeSync();
	});

	test('every variant answers, lacks a file that it names, or says why it does not, and is defined', async () => {
		const of = (words: string): string => expect.stringContaining(words) as string;
		const levels = [1, 2, 3, 4, 5].map((level) => [
			`manager_readiness rated_${level}`,
			of(`nobody counts as “rated at level ${level} of 5, and followed for a year”`)
		]);
		const answers = await askAll(warehouse);
		expect(silentAmong(answers)).toEqual(Object.fromEntries(levels));
		expect(undefinedAmong(answers)).toEqual([]);
	}, 240_000);

	test('those who signed up at home are pairs to decide about, with what speaks for each, and nobody else is', async () => {
		const connection = await warehouse.connect();
		const pairs = await matchCandidates(connection, 'person');
		connection.closeSync();
		expect(pairs.length).toBeGreaterThanOrEqual(8);
		const kinds = new Set(pairs.map(({ evidence }) => evidence.join(' ')));
		expect([...kinds].toSorted()).toEqual([
			'same_handle same_name same_unit other_systems',
			'same_name same_unit other_systems'
		]);
		for (const { left_subject: left, right_subject: right } of pairs) {
			expect(left['names']).toEqual(right['names']);
			const units = [...(left['units'] ?? []), ...(right['units'] ?? [])];
			expect(units.some((unit) => /^[A-Z]/.test(unit))).toBe(true);
			expect([left['systems'], right['systems']]).toContainEqual(['coursera']);
		}
	});

	test('every measure answers, as a whole and by unit, and what explains it counts what it counts', async () => {
		const silent: string[] = [];
		const compared: Record<string, ReturnType<typeof reproduced>> = {};
		const connection = await warehouse.connect();
		for (const { id, dimensions } of metrics().values()) {
			const found = await explain(connection, { role: 'analyst' }, { metric: id });
			if (id === 'comment_sentiment') {
				const quoted = found.verbatims?.map(({ wave, tone }) => `${wave} ${tone}`);
				expect(new Set(quoted).size, 'both waves are quoted in every tone').toBe(6);
			}
			if (found.answer.rows.length === 0) silent.push(id);
			// Its surveys and ratings are over before its systems end, which holds nothing back.
			expect(found.answer.held_back, id).toBeNull();
			compared[id] = reproduced(found);
			if (dimensions.includes('org_unit')) await answer({ metric: id, by: ['org_unit'] });
		}
		connection.closeSync();
		expect(silent).toEqual([]);
		const without = Object.keys(compared).filter((id) => compared[id] === null);
		expect(without).toEqual([
			'autonomy_index',
			'mobility_difference',
			'mobility_rate',
			'mover_share',
			'retention_difference',
			'return_on_investment',
			'self_found_ratio',
			'type_transitions',
			'voluntary_hours_share'
		]);
		for (const [id, sums] of Object.entries(compared))
			expect(sums?.counted, id).toBe(sums?.denominators);
	}, 240_000);

	test('personnel, surveys, ratings and paths arrive whole', async () => {
		const connection = await warehouse.connect();
		const one = async (sql: string) => {
			const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJS();
			return row ?? {};
		};
		const rowsOf = (source: string) =>
			manifest.files.filter((file) => file.source === source).reduce((n, { rows }) => n + rows, 0);
		const refused = await one(`
			select (count(*) filter (reason = 'process_not_completed'))::integer as rescinded,
				(count(*) filter (reason = 'preview_response'))::integer as previews
			from reject`);
		expect(refused).toMatchObject({ previews: 2 });
		expect(refused['rescinded']).toBeGreaterThan(0);
		expect(
			await one(`
			select (select count(*) from job_history)::integer + ${String(refused['rescinded'])} as jobs,
				(select count(*) from manager_rating)::integer as ratings,
				(select count(*) from official_path_step)::integer as steps,
				(select count(*) from survey_response)::integer + 2 as responses`)
		).toEqual({
			jobs: rowsOf('workday-jobs'),
			ratings: rowsOf('manager-ratings'),
			steps: rowsOf('official-paths'),
			responses: rowsOf('qualtrics')
		});
		expect(
			await one(`
			select count(*)::integer as spells, (count(*) filter (to_on < date '9999-12-31'))::integer as left,
				(count(*) filter (is_start_unknown))::integer as unknown,
				(count(*) filter (leave_kind in ('voluntary', 'involuntary')))::integer as told
			from employment_spell where person_id in (select person_id from job_history
				join identity_person on identity_person.identity_id = job_history.identity_id)`)
		).toEqual({
			spells: manifest.people,
			left: manifest.leavers,
			unknown: 0,
			told: manifest.leavers
		});
		// Who is behind a number of Moodle's log stands in its list of users; its administrator is no employee.
		expect(
			await one(`
			select (count(distinct p.person_id) filter (j.person_id is null))::integer as strangers
			from identity as i join identity_person as p on p.identity_id = i.identity_id
			left join (select distinct person_id from job_history join identity_person using (identity_id)) as j on j.person_id = p.person_id
			where i.account like 'moodle|%'`)
		).toEqual({ strangers: 1 });
		expect(
			await one(`
			select (count(distinct wave))::integer as waves, (count(distinct survey))::integer as surveys from survey_response`)
		).toEqual({ waves: 2, surveys: 1 });
		const scales = await connection.runAndReadAll(
			"select points, count(*)::integer as n from survey_item where kind = 'scale' group by points order by points"
		);
		expect(scales.getRowsJS()).toEqual([
			[5, 12],
			[11, 1]
		]);
		connection.closeSync();
	});

	test('the lists arrive whole and mean something', async () => {
		const connection = await warehouse.connect();
		const counted = await connection.runAndReadAll(`
			select (select count(*) from prompt)::integer as "prompt-list",
				(select count(*) from mandatory_window)::integer as "mandatory-windows",
				(select count(*) from survey_invitation where state is not null)::integer as "survey-invitations",
				(select count(*) from survey_key)::integer as "survey-key",
				(select count(*) from unit_tree)::integer as "organisation-tree",
				(select count(*) from vacancy_fill where fill_kind is not null)::integer as "vacancies-filled",
				(select count(*) from goal)::integer as "development-goals",
				(select count(*) from cost_input)::integer as "cost-sheet",
				(select count(*) from loop_action)::integer as "action-log"`);
		const [row = {}] = counted.getRowObjectsJS();
		const written = Object.fromEntries(manifest.files.map(({ source, rows }) => [source, rows]));
		for (const [source, n] of Object.entries(row)) expect(n, source).toBe(written[source]);
		const { rows: mix } = await answer({ metric: 'initiation_mix' });
		const episodesOf = (kind: string) =>
			mix
				.filter(({ variant }) => variant === kind)
				.reduce((n, { numerator }) => n + (numerator ?? 0), 0);
		expect(episodesOf('prompted')).toBeGreaterThan(500);
		expect(episodesOf('self_initiated')).toBeGreaterThan(3 * episodesOf('prompted'));
		connection.closeSync();
	});

	test('people finish about 44 % of what they chose and about 80 % of what they must', async () => {
		const rate = await answer({
			metric: 'voluntary_completion_rate',
			variant: 'broad',
			horizon: 90
		});
		const [row] = rate.rows;
		expect(Math.abs((row?.value ?? 0) - planted.completion.voluntary)).toBeLessThan(0.03);
		expect(row?.lo).toBeLessThan(row?.value ?? 0);
		expect(row?.hi).toBeGreaterThan(row?.value ?? 1);
		const gap = await answer({ metric: 'completion_gap' });
		const difference =
			gap.rows.find(({ measure }) => measure === 'difference' || measure === null)?.value ?? 0;
		expect(
			Math.abs(difference - (planted.completion.voluntary - planted.completion.required))
		).toBeLessThan(0.05);
	});

	test('short items are finished more often than long ones', async () => {
		const { rows } = await answer({
			metric: 'voluntary_completion_rate',
			variant: 'broad',
			horizon: 90,
			by: ['length_band']
		});
		const rates = new Map(rows.map((row) => [row['length_band'], row.value]));
		expect(rates.size).toBeGreaterThan(3);
		const shown = [...rates.values()].filter((value) => value !== null);
		expect(Math.max(...shown) - Math.min(...shown)).toBeGreaterThan(0.25);
	});

	test('after the launch people of the launched units choose more, and the others do not', async () => {
		const chosen = async (from: string, to: string): Promise<readonly [number, number]> => {
			const { rows } = await answer({ metric: 'initiation_mix', from, to, by: ['org_unit'] });
			const own = rows.filter(({ variant }) => variant === 'self_initiated');
			const sum = (isLaunched: boolean) =>
				own
					.filter((row) => manifest.launchedUnits.includes(String(row['org_unit'])) === isLaunched)
					.reduce((total, row) => total + (row.numerator ?? 0), 0);
			return [sum(true), sum(false)];
		};
		const [launchedBefore, othersBefore] = await chosen('2024-11-01', '2025-10-01');
		const [launchedAfter, othersAfter] = await chosen('2025-11-01', '2026-10-01');
		expect(launchedAfter / launchedBefore).toBeGreaterThan(1.5);
		expect(othersAfter / othersBefore).toBeLessThan(1.25);
	});

	test('the mood about learning turns between the two surveys, beyond what chance makes', async () => {
		const { rows } = await answer({ metric: 'comment_sentiment' });
		const of = (wave: number, measure: string) =>
			rows.find((row) => row.variant === `wave ${wave}` && row.measure === measure);
		const [before, after] = [of(1, 'net'), of(2, 'net')];
		expect(after?.lo ?? -1).toBeGreaterThan(before?.hi ?? 1);
		const [first, second] = planted.sentiment.waves;
		const turned = (after?.value ?? 0) - (before?.value ?? 0);
		const meant = second.positive - second.negative - (first.positive - first.negative);
		expect(Math.abs(turned - meant)).toBeLessThan(0.1);
		const scale = await answer({ metric: 'perceived_autonomy' });
		const alphas = scale.rows.filter(({ measure }) => measure === 'alpha');
		expect(alphas.every(({ value }) => (value ?? 0) > 0.7)).toBe(true);
		const answers = await answer({ metric: 'favourability' });
		const change = answers.rows.find(({ measure }) => measure === 'change');
		expect(change?.lo).toBeGreaterThan(0);
	});

	test('people who chose to learn move more often than similar others, as was planted', async () => {
		const { rows } = await answer({ metric: 'mobility_difference' });
		const of = (measure: string) => rows.find((row) => row.measure === measure);
		expect(of('matched_share')?.value).toBeGreaterThan(0.5);
		const difference = of('rd');
		const { learners, others } = planted.mobility;
		expect(difference?.reason ?? null).toBeNull();
		expect(difference?.lo).toBeLessThan(learners - others);
		expect(difference?.hi).toBeGreaterThan(learners - others);
		expect(difference?.lo).toBeGreaterThan(0);
	});

	test('the path that people found on their own emerges, and no other does', async () => {
		const { rows } = await answer({ metric: 'emergent_paths' });
		const codes = planted.emergentPath.codes.map((code) => `'${code.toLowerCase()}'`).join(', ');
		const { rows: steps } = await inWarehouse(
			`select string_agg(title, ' → ' order by list_position([${codes}], lower(code))) as path
			from item where lower(code) in (${codes})`
		);
		const states = rows.filter(({ measure }) => measure?.startsWith('state_'));
		expect(states.map(({ variant, measure }) => [variant, measure])).toEqual([
			[steps[0]?.['path'], 'state_emergent'],
			[steps[0]?.['path'], 'state_emergent']
		]);
		expect(states.map(({ period_start }) => period_start)).toEqual(['2026-04-01', '2026-07-01']);
		const summer = (measure: string) =>
			rows.find((row) => row.measure === measure && row.period_start === '2026-07-01');
		expect(summer('novelty')?.value).toBe(1);
		expect(summer('managers')?.value).toBeGreaterThanOrEqual(15);
		expect(summer('growth')?.lo).toBeGreaterThan(1);
		expect(summer('order_q')?.value).toBeLessThan(0.001);
		expect(summer('p_popularity')?.value).toBeLessThan(0.01);
	});

	test('people choose from their own department more than popularity predicts, and still mostly from others', async () => {
		const { rows } = await answer({ metric: 'silo_index' });
		const index = rows.find(({ measure }) => measure === null);
		expect(index?.lo).toBeGreaterThan(0);
		expect(index?.hi).toBeLessThan(0.5);
		const cells = rows.filter(({ measure }) => measure === 'observed');
		expect(cells.length).toBeGreaterThan(20);
		expect(cells.every(({ persons }) => (persons ?? 0) >= 5)).toBe(true);
	});

	test('types add up to one in each quarter, and nothing of them leads to a person', async () => {
		const { rows } = await answer({ metric: 'autonomy_types' });
		const sums = new Map<string | null, number>();
		for (const { measure, period_start: quarter, value } of rows)
			if (measure === 'share') sums.set(quarter, (sums.get(quarter) ?? 0) + (value ?? 0));
		expect(sums.size).toBe(9);
		for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
		const { rows: tables } = await inWarehouse(
			"select table_name from duckdb_columns() where data_type like 'ENUM%' or column_name = 'type'"
		);
		expect(tables.filter(({ table_name: name }) => /type|autonomy/.test(String(name)))).toEqual([]);
	});

	test('prompted learning stands apart: strict and broad are two numbers', async () => {
		const { rows } = await answer({ metric: 'voluntary_completion_rate' });
		const [strict, broad] = ['strict', 'broad'].map((variant) =>
			rows.find((row) => row.variant === variant)
		);
		expect(strict?.denominator).toBeGreaterThan(0);
		expect((broad?.denominator ?? 0) - (strict?.denominator ?? 0)).toBeGreaterThan(500);
	});

	test('the two teams below the smallest group show no number in any breakdown', async () => {
		for (const metric of ['voluntary_completion_rate', 'initiation_mix', 'self_directed_reach']) {
			const { rows } = await answer({ metric, by: ['org_unit'] });
			const small = rows.filter((row) =>
				planted.smallTeams.some(({ unit }) => unit === row['org_unit'])
			);
			expect(
				small.every(
					({ suppressed, value, persons }) => suppressed && value === null && persons === null
				)
			).toBe(true);
		}
	});
});

import { beforeAll, describe, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import type { AskRequest } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { hasRows } from '#queries/explain-sql.ts';
import type { Explanation } from '#queries/explain.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
const lead = { role: 'lead' } as const;
const chosen = { origin: 'self', originRule: 'R2', obligation: 'optional' } as const;

/** What a crowd of whole lives lacks: waived, credited, undated and withdrawn records, leavers, a second attempt, a path. */
const odd: readonly Enrolment[] = [
	{ person: 'o1', item: 'c4', enrolled: '2024-05-01', status: 'waived', ...chosen },
	{ person: 'o2', item: 'c4', enrolled: '2024-05-01', completed: '2024-03-01', ...chosen },
	{ person: 'o3', item: 'c4', enrolled: '2024-05-01', status: 'completed', ...chosen },
	{ person: 'o4', item: 'c4', enrolled: '2024-05-01', closed: '2024-05-09', ...chosen },
	{ person: 'o5', item: 'c4', enrolled: '2024-05-01', left: '2024-06-01', ...chosen },
	...['l1', 'l2', 'l3', 'l4'].map((person): Enrolment => ({
		person,
		item: 'c4',
		enrolled: '2024-05-01',
		left: '2024-06-01',
		...chosen
	})),
	{ person: 'o6', item: 'c4', enrolled: '2024-05-01', closed: '2024-05-09', ...chosen },
	{ person: 'o6', item: 'c4', enrolled: '2024-05-20', completed: '2024-06-02', ...chosen },
	{ person: 'o7', item: 'c5', enrolled: '2024-05-02', completed: '2024-05-03', ...chosen },
	{ person: 'o7', item: 'c6', enrolled: '2024-05-20', completed: '2024-05-22', ...chosen },
	{ person: 'o7', item: 'c7', enrolled: '2024-06-09', completed: '2024-06-12', ...chosen }
];

let warehouse: Warehouse;
let episodes: number;

beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({ to: crowdTo, enrolments: [...makeCrowd(7, 80, 400), ...odd] });
	await warehouse.build();
	const reader = await warehouse.connection.runAndReadAll('select count(*)::integer from episode');
	episodes = Number(reader.getRowsJS()[0]?.[0]);
}, 240_000);

const explained = (
	request: AskRequest,
	page?: Parameters<typeof explain>[3]
): Promise<Explanation> => explain(warehouse.connection, analyst, request, page);

/** The answer's rows that the counts are those of. */
function matching({ answer, explained: { variant, horizon }, metric }: Explanation) {
	const isCurve = metric.id === 'time_to_complete';
	return answer.rows.filter(
		(row) =>
			row.variant === variant &&
			!/difference|abandoned|test_out|^standardised/.test(row.measure ?? '') &&
			(!isCurve || (row.measure === 'cif' && row.horizon === horizon))
	);
}

const total = (numbers: readonly (number | null)[]): number =>
	numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);

const counted = ({ counts }: Explanation, ...places: string[]): number =>
	total(
		counts.filter((count) => places.includes(count.counted)).map(({ episodes: count }) => count)
	);

const ofEpisodes = [...metrics().values()]
	.filter(
		({ grain, needs, population, rows }) =>
			rows === 'episode' &&
			population !== 'employed' &&
			grain.startsWith('episode') &&
			needs.length === 1
	)
	.flatMap(({ id, variants, row_needs: own }): AskRequest[] => [
		{ metric: id },
		{ metric: id, from: '2024-04-01', to: '2025-01-01' },
		{ metric: id, grain: 'year' },
		{ metric: id, where: { org_unit: 'Sales' } },
		{ metric: id, where: { length_band: '31_to_120_min' }, from: '2024-04-01' },
		{ metric: id, as_of: '2025-01-31' },
		// Nobody here opened an item or was on leave; metrics.test.ts counts by such clocks.
		...variants
			.filter((name) => own[name]?.some((need) => need !== 'exits') !== true)
			.map((variant) => ({ metric: id, variant }))
	]);

describe('explain(connection, viewer, request, page)', () => {
	test.each([
		...ofEpisodes,
		{ metric: 'voluntary_completion_rate', horizon: 30 },
		{ metric: 'time_to_complete', horizon: 14 },
		{ metric: 'completion_gap', horizon: 60, variant: 'strict' }
	])('counts every episode once, and exactly those of the answer: %o', async (request) => {
		const found = await explained(request);
		expect(counted(found, 'numerator', 'denominator', 'out')).toBe(episodes);
		const rows = matching(found);
		expect(rows.filter(({ suppressed, reason }) => suppressed || reason === 'band')).toEqual([]);
		expect(counted(found, 'numerator')).toBe(total(rows.map(({ numerator }) => numerator)));
		expect(counted(found, 'numerator', 'denominator')).toBe(
			total(rows.map(({ denominator }) => denominator))
		);
	});

	test.each([
		{ metric: 'path_rate' },
		{ metric: 'self_directed_reach' },
		{ metric: 'self_directed_reach', grain: 'quarter' as const },
		{
			metric: 'self_directed_reach',
			where: { org_unit: 'Sales' },
			from: '2024-07-01',
			to: '2025-01-01'
		}
	])('counts people in periods for rates of people: %o', async (request) => {
		const found = await explained(request);
		expect(counted(found, 'numerator')).toBe(
			total(found.answer.rows.map(({ numerator }) => numerator))
		);
		expect(counted(found, 'numerator', 'denominator')).toBe(
			total(found.answer.rows.map(({ denominator }) => denominator))
		);
		expect(found.rows?.[0]).toMatchObject({
			counted: 'numerator',
			reason: found.metric.id === 'path_rate' ? 'path' : 'active',
			class: 'self_initiated'
		});
	});

	test('changes of type count the people of each first state that is told, and list nobody', async () => {
		const quarters = ['2024-07-01', '2024-10-01', '2025-01-01', '2025-04-01', '2025-07-01'];
		let compared = 0;
		let beside = 0;
		for (const [index, to] of quarters.entries()) {
			const from = quarters[index - 1] ?? '2024-04-01';
			const found = await explained({ metric: 'type_transitions', from, to });
			const told: Record<string, number> = {};
			const shares = found.answer.rows.filter(({ measure }) => measure === 'share');
			for (const { variant, denominator } of shares)
				told[`from_${(variant ?? '').split(' → ')[0] ?? ''}`] = denominator ?? 0;
			const counts = found.counts.filter((count) => count.counted !== 'out');
			const dark = shares.filter(({ suppressed }) => suppressed);
			const isDark = (reason: string): boolean =>
				dark.some(({ variant }) => `from_${(variant ?? '').split(' → ')[0] ?? ''}` === reason);
			expect(found.rows).toBeNull();
			const shown = counts.filter(({ episodes: people }) => people !== null);
			for (const { reason, episodes: people } of shown) {
				expect(isDark(reason)).toBe(false);
				expect(people).toBe(told[reason]);
			}
			compared += shown.length;
			if (found.answer.rows.some((row) => row.suppressed || row.reason === 'band'))
				beside += shown.length;
		}
		expect(compared).toBeGreaterThan(1);
		expect(beside).toBeGreaterThan(0);
	});

	test('every metric tells what it counts', () => {
		expect([...metrics().values()].filter((metric) => !hasRows(metric))).toEqual([]);
	});

	test('says why an episode does not count', async () => {
		const { counts } = await explained({ metric: 'voluntary_completion_rate' });
		expect(
			counts
				.filter(({ counted: place }) => place === 'out')
				.map(({ reason }) => reason)
				.toSorted()
		).toEqual(['backdated', 'not_matured', 'other_class', 'undated', 'unknown', 'waived']);
		expect(
			counts
				.filter(({ counted: place }) => place === 'denominator')
				.map(({ reason }) => reason)
				.toSorted()
		).toEqual(['closed', 'completed_late', 'left', 'open']);
	});

	test('leads from the number to file and line', async () => {
		const { rows } = await explained(
			{ metric: 'voluntary_completion_rate', from: '2024-05-01', to: '2024-05-02' },
			{ limit: 100, offset: 0, reason: 'completed' }
		);
		const row = rows?.find(({ person }) => person === 'Name of o6');
		const found = await warehouse.connection.runAndReadAll(
			'select min(line)::integer from enrolment where enrolled_at = $when and identity_id in (select identity_id from person_name where display_name = $name)',
			{ when: '2024-05-01 12:00:00', name: 'Name of o6' }
		);
		expect(row).toEqual({
			person: 'Name of o6',
			item: 'Title of c4',
			class: 'self_initiated',
			initiator: 'self',
			initiator_rule: 'R2',
			obligation: 'optional',
			obligation_rule: 'R2',
			confidence: 0.95,
			enrolled: '2024-05-01',
			completed: '2024-06-02',
			counted: 'numerator',
			reason: 'completed',
			file: 'lms-report-1.csv',
			batch_id: 1,
			line: found.getRowsJS()[0]?.[0],
			source: 'lms-report',
			further_rows: 1,
			place_in_record: null
		});
	});

	test('pages through all rows, those that count first', async () => {
		const request = { metric: 'completion_gap' };
		const all = (await explained(request, { limit: 1000, offset: 0 })).rows ?? [];
		const pages = [];
		for (let offset = 0; offset < episodes; offset += 90) {
			pages.push(...((await explained(request, { limit: 90, offset })).rows ?? []));
		}
		expect(pages).toEqual(all);
		expect(new Set(all.map(({ batch_id, line }) => `${batch_id} ${line}`)).size).toBe(episodes);
		const places = ['numerator', 'denominator', 'out'];
		expect(all.map((row) => row.counted)).toEqual(
			places.flatMap((place) => all.map((row) => row.counted).filter((one) => one === place))
		);
	});

	test('counts each of the two rates that a gap compares', async () => {
		const { answer, counts } = await explained({ metric: 'completion_gap' });
		for (const row of answer.rows.filter(({ numerator }) => numerator !== null)) {
			const own = counts.filter(({ arm }) => arm === row.measure);
			const sum = (...places: string[]) =>
				total(own.filter((one) => places.includes(one.counted)).map((one) => one.episodes));
			expect([sum('numerator'), sum('numerator', 'denominator')]).toEqual([
				row.numerator,
				row.denominator
			]);
		}
		expect(counts.filter(({ counted: place, arm }) => place === 'out' && arm)).toEqual([]);
	});

	test('shows the definition, the select and what was bound', async () => {
		const { metric, sql, parameters } = await explained({
			metric: 'initiation_mix',
			from: '2024-04-01'
		});
		expect(metric).toBe(metrics().get('initiation_mix'));
		expect(sql).toBe(metric.sql);
		expect(parameters).toEqual({
			grain: null,
			by_1: null,
			by_2: null,
			by_3: null,
			as_of: crowdTo,
			from: '2024-04-01',
			to: null
		});
	});

	test('gives a lead no rows, and counts to base 5', async () => {
		for (const request of ofEpisodes.filter(
			({ from }) => from === undefined || from.endsWith('-01')
		)) {
			const found = await explain(warehouse.connection, lead, request).catch((cause: unknown) => {
				expect(cause).toMatchObject({ code: 'refused' });
				return null;
			});
			expect(found?.rows ?? null).toBeNull();
			expect(found?.counts.filter(({ episodes: count }) => (count ?? 0) % 5 !== 0) ?? []).toEqual(
				[]
			);
		}
	});

	test('hides from a lead what stands behind few people, and a second count so that none can be worked out', async () => {
		const { counts } = await explain(warehouse.connection, lead, {
			metric: 'voluntary_completion_rate'
		});
		const shown = counts.map(({ reason }) => reason);
		for (const few of ['left', 'waived', 'backdated', 'undated', 'closed'])
			expect(shown).not.toContain(few);
		expect(new Set(counts.flatMap((one) => (one.episodes === null ? one.reason : [])))).toEqual(
			new Set(['hidden'])
		);
		const alone = await openWarehouse();
		const people = Array.from({ length: 30 }, (_none, index): Enrolment => ({
			person: `p${index}`,
			item: 'c',
			enrolled: '2024-05-01',
			...(index < 20 && { completed: '2024-05-09' }),
			...(index === 29 && { status: 'waived' }),
			...chosen
		}));
		await alone.load({ to: '2025-01-01', enrolments: people });
		await alone.build();
		const told = await explain(alone.connection, lead, { metric: 'voluntary_completion_rate' });
		expect(told.counts).toEqual([
			{ counted: 'numerator', reason: 'completed', episodes: 20 },
			...(['numerator', 'denominator', 'out'] as const).map((counted) => ({
				counted,
				reason: 'hidden',
				episodes: null
			}))
		]);
	});

	test('tells a lead of few people by no reason what they did or said', async () => {
		const told = [];
		for (const completed of ['2024-05-09', null]) {
			const two = await openWarehouse();
			const people = Array.from({ length: 60 }, (_none, index): Enrolment => ({
				person: `p${index}`,
				item: 'c',
				unit: index < 2 ? 'Few' : index < 30 ? 'One' : 'Two',
				enrolled: '2024-05-01',
				...(index >= 2 && index % 2 === 0 && { completed: '2024-05-09' }),
				...(index < 2 && completed !== null && { completed }),
				...chosen
			}));
			await two.load({ to: '2025-01-01', enrolments: people });
			await two.build();
			for (const metric of ['voluntary_completion_rate', 'initiation_mix', 'completion_gap']) {
				const where = { org_unit: 'Few' };
				const { counts } = await explain(two.connection, lead, { metric, where });
				told.push(JSON.stringify([metric, counts]));
			}
		}
		expect(told.slice(3)).toEqual(told.slice(0, 3));
		expect(told.join()).toContain('hidden');
	});

	test('shows a lead no count where the answer shows none', async () => {
		const { answer, counts } = await explain(warehouse.connection, lead, {
			metric: 'voluntary_completion_rate',
			by: ['org_unit', 'item']
		});
		expect(answer.rows.some(({ suppressed }) => suppressed)).toBe(true);
		expect(
			counts.filter(({ counted: place }) => place !== 'out').map(({ episodes: count }) => count)
		).toEqual(counts.filter(({ counted: place }) => place !== 'out').map(() => null));
	});

	test('says nothing where nothing was imported, and refuses like ask', async () => {
		const empty = await openWarehouse();
		expect(await explain(empty.connection, analyst, { metric: 'initiation_mix' })).toMatchObject({
			counts: [],
			rows: null,
			answer: { missing: ['enrolment'] }
		});
		await expect(explain(warehouse.connection, analyst, { metric: 'luck' })).rejects.toMatchObject({
			code: 'unknown_metric'
		});
	});
});

test('an episode of a table whose columns are items leads to its line and column', async () => {
	const wide = await openWarehouse();
	await wide.load({ to: crowdTo, enrolments: makeCrowd(7, 30, 100) });
	await wide.connection.run('update enrolment set line = line | (6::bigint << 40)');
	await wide.build();
	for (const metric of ['self_directed_reach', 'self_directed_persistence']) {
		const { rows } = await explain(wide.connection, analyst, { metric });
		const placed = rows?.filter(({ line }) => line > 0) ?? [];
		expect(placed.length).toBeGreaterThan(0);
		expect(placed.map(({ place_in_record: column }) => column)).toEqual(placed.map(() => 6));
	}
});

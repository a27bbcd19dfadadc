import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { computeCells } from '#queries/compute.ts';
import type { Cell } from '#queries/compute.ts';
import { missingNeeds, needNames } from '#queries/needs.ts';
import { prepareCells, preparedQuestions } from '#queries/prepare.ts';
import { present } from '#queries/present.ts';
import { readRequest } from '#queries/request.ts';
import type { Question } from '#queries/request.ts';
import { besideQuestions } from '#queries/together.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openedWith } from './golden.ts';
import type { Warehouse } from './warehouse.ts';

const byPlace = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** What a number is called by, of a cell as of the row that tells it. */
const called = ({ variant, measure, horizon }: Pick<Cell, 'variant' | 'measure' | 'horizon'>) => [
	...[variant, measure, horizon]
];

/** Every report of a learning system says something about these. */
const always = [
	'initiation_mix',
	'voluntary_completion_rate',
	'completion_gap',
	'period_completion_rate',
	'time_to_complete',
	'self_directed_reach'
];

describe('prepareCells(connection)', () => {
	const crowd = makeCrowd(4, 70, 400);
	let kept: Warehouse;
	let counted: Warehouse;
	let answerable: readonly Question[];
	beforeAll(async () => {
		kept = await openedWith({ to: crowdTo, enrolments: crowd });
		counted = await openedWith({ to: crowdTo, enrolments: crowd });
		const dark = await missingNeeds(counted.connection, needNames);
		const questions = preparedQuestions();
		answerable = [...questions, ...besideQuestions(questions)].filter(({ metric }) =>
			metric.needs.every((need) => !dark.includes(need))
		);
		expect(answerable.length).toBeGreaterThan(100);
		expect(await prepareCells(kept.connection)).toBe(answerable.length);
	}, 240_000);

	test('every kept table of what is always there is the counted one, in the order of its answer, and every fourth of the others', async () => {
		const compared = answerable.filter(
			({ metric }, place) => always.includes(metric.id) || place % 4 === 0
		);
		for (const question of compared) {
			const fresh = await computeCells(counted.connection, question, crowdTo);
			const read = await computeCells(kept.connection, question, crowdTo);
			if (always.includes(question.metric.id)) expect(fresh.length).toBeGreaterThan(0);
			expect(read.toSorted(byPlace)).toEqual(fresh.toSorted(byPlace));
			const { rows } = present({ cells: read, names: [], hides: () => null }, question, {
				role: 'analyst'
			});
			expect(rows.map(called)).toEqual(read.map(called));
		}
	}, 240_000);

	test('cells have one word_no where they are called alike, and no other where not', async () => {
		const read = await kept.connection.runAndReadAll(
			`select count(distinct word_no)::integer, count(distinct (layer, variant, measure, horizon))::integer,
				count(distinct (word_no, layer, variant, measure, horizon))::integer
			from prepared_cell where period_no is not null
			group by question`
		);
		expect(read.currentRowCount).toBeGreaterThan(100);
		for (const [numbers, words, both] of read.getRowsJS())
			expect([numbers, both]).toEqual([words, words]);
	});

	test('an empty table is kept, too, and nothing is counted twice', async () => {
		const empty = await kept.connection.runAndReadAll(
			'select count(*)::integer from prepared_cell where period_no is null'
		);
		expect(empty.getRowsJS()[0]?.[0]).toBeGreaterThan(0);
		expect(await prepareCells(kept.connection)).toBe(0);
	});

	test.each(always.map((metric) => [metric] as const))(
		'%s over some quarters is cut out of the kept table',
		async (metric) => {
			const request = { metric, grain: 'quarter', from: '2024-04-01', to: '2025-01-01' } as const;
			const question = readRequest(request);
			const read = await computeCells(kept.connection, question, crowdTo);
			const fresh = await computeCells(counted.connection, question, crowdTo);
			expect(read.length).toBeGreaterThan(0);
			expect(read.toSorted(byPlace)).toEqual(fresh.toSorted(byPlace));
		}
	);

	test('what is kept is read, and a build forgets it', async () => {
		const request = { metric: 'initiation_mix' };
		const before = await ask(kept.connection, { role: 'analyst' }, request);
		await kept.connection.run(
			"update prepared_cell set numerator = 1 where question like '%initiation_mix%'"
		);
		const changed = await ask(kept.connection, { role: 'analyst' }, request);
		expect(changed.rows.every((row) => row.numerator === 1)).toBe(true);
		await kept.build();
		expect(await ask(kept.connection, { role: 'analyst' }, request)).toEqual(before);
	});

	test('it may be cut short', async () => {
		let wanted = 3;
		expect(await prepareCells(counted.connection, () => (wanted -= 1) >= 0)).toBe(3);
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { home } from '#queries/home.ts';
import type { ResultRow } from '#queries/ask.ts';
import { readDeclarations, readinessAreas, readinessQuestions } from '#queries/readiness.ts';
import { causalWords } from '#queries/wording.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
const people = Array.from({ length: 12 }, (_none, index) => `p${index}`);
const chosen = { origin: 'self', originRule: 'R6', obligation: 'optional' } as const;

const opened = async (enrolments?: readonly Enrolment[]): Promise<Warehouse> => {
	const warehouse = await openWarehouse();
	await warehouse.load({
		to: '2025-12-31',
		enrolments:
			enrolments ?? people.map((person) => ({ person, item: 'c1', enrolled: '2025-03-01' }))
	});
	return warehouse;
};
const declared = (
	warehouse: Warehouse,
	question: string,
	score: number,
	by: string | null = 'Head of Learning',
	on = '2025-06-01'
) =>
	warehouse.insert('declaration', {
		batch_id: 1,
		line: 2,
		question,
		score,
		declared_by: by,
		declared_on: on,
		note: null
	});
const rowsOf = async (warehouse: Warehouse, request = {}): Promise<readonly ResultRow[]> =>
	(await ask(warehouse.connection, analyst, { metric: 'readiness_checklist', ...request })).rows;
const pick = (rows: readonly ResultRow[], variant: string, measure: string) =>
	rows.find((row) => row.variant === variant && row.measure === measure);

/** One wave in which so many of twelve people agree. */
async function wave(warehouse: Warehouse, questions: Readonly<Record<string, number>>, of = 12) {
	await warehouse.insert('batch', {
		batch_id: 90,
		source_id: 's',
		system: 's',
		file_name: 's.csv'
	});
	for (const question of Object.keys(questions))
		await warehouse.insert('survey_question', { batch_id: 90, question, wording: question });
	for (let line = 2; line < of + 2; line += 1) {
		await warehouse.insert('survey_response', {
			batch_id: 90,
			line,
			survey: 'pulse',
			wave: 'w1',
			submitted_at: '2025-11-01 12:00:00',
			is_preview: false
		});
		for (const [question, agree] of Object.entries(questions))
			await warehouse.insert('survey_answer', {
				batch_id: 90,
				line,
				question,
				answer: '',
				score: line - 2 < agree ? 5 : 2,
				points: 5
			});
	}
}

describe('METRICS.md golden F: 2, 1, ?; 2, 0, 1; 1, ?, 2', () => {
	test('culture 75 %, tools 50 %, measurement 75 %, seven known, in all 64.3 %', async () => {
		const warehouse = await opened();
		const scores = { Q1: 2, Q2: 1, Q4: 2, Q5: 0, Q6: 1, Q7: 1, Q9: 2 };
		for (const [question, score] of Object.entries(scores))
			await declared(warehouse, question, score);
		await warehouse.build();
		const rows = await rowsOf(warehouse);
		const area = (name: string) => pick(rows, name, 'area')?.value;
		expect(area('culture')).toBeCloseTo(75, 9);
		expect(area('tools')).toBeCloseTo(50, 9);
		expect(area('measurement')).toBeCloseTo(75, 9);
		expect(area('total')).toBeCloseTo(64.2857142857, 9);
		expect(pick(rows, 'culture', 'known')?.value).toBe(2);
		expect(pick(rows, 'total', 'known')?.value).toBe(7);
		expect(pick(rows, 'Q3', 'answer')).toMatchObject({ value: null, reason: 'no_data' });
		expect(await countsOf(warehouse, { metric: 'readiness_checklist' })).toEqual({
			numerator: { reached_by_declared: 9 },
			denominator: { missed_by_declared: 5 },
			out: { no_data: 4 }
		});
		expect(
			await countsOf(warehouse, { metric: 'readiness_checklist', variant: 'culture' })
		).toMatchObject({ numerator: { reached_by_declared: 3 }, out: { no_data: 2 } });
		const areas = readinessAreas(rows);
		expect(areas.map(({ known }) => known)).toEqual([
			'2 of 3 answered',
			'3 of 3 answered',
			'2 of 3 answered',
			'7 of 9 answered'
		]);
	});

	test('no total with six answers; a declaration needs a name and a day, and the newest holds', async () => {
		const warehouse = await opened();
		for (const question of ['Q1', 'Q2', 'Q3', 'Q4', 'Q6']) await declared(warehouse, question, 2);
		await declared(warehouse, 'q8', 2, 'Head of HR', '2025-05-01');
		await declared(warehouse, 'Q8', 0, 'Head of Learning', '2025-07-01');
		await declared(warehouse, 'Q9', 2, null);
		await warehouse.insert('declaration', { batch_id: 1, line: 9, question: 'Q7', score: 2 });
		await warehouse.build();
		const rows = await rowsOf(warehouse);
		expect(pick(rows, 'total', 'area')).toMatchObject({ value: null, reason: 'no_data' });
		expect(pick(rows, 'total', 'known')?.value).toBe(6);
		expect(pick(rows, 'Q8', 'answer')?.value).toBe(0);
		const before = await rowsOf(warehouse, { as_of: '2025-06-30' });
		expect(pick(before, 'Q8', 'answer')?.value).toBe(2);
		const declarations = await readDeclarations(warehouse.connection);
		expect(declarations.at(-1)).toEqual({
			question: 'Q8',
			score: 0,
			declared_by: 'Head of Learning',
			declared_on: '2025-07-01',
			note: null
		});
		const card = readinessQuestions(rows, declarations);
		const feedback = card.find(({ question }) => question === 'Q8');
		expect(feedback).toMatchObject({ answer: 'no', answered_by: ['declaration'] });
		expect(feedback?.declared).toBe('Declared by Head of Learning on 2025-07-01: no');
		expect(feedback?.remedy).toMatch(/badges/);
		expect(feedback?.evidence).toEqual([
			'people who get feedback, or see their progress (survey): no data. Missing: a survey that asks about it, answered by ten people or more',
			'median time from a completion to a grade, a badge or other feedback in a log: no data. Missing: a log or statements that tell of grades, badges or other feedback on completions of ten people'
		]);
		expect(card.find(({ question }) => question === 'Q9')).toMatchObject({
			score: null,
			answer: 'unknown',
			answered_by: []
		});
		for (const one of card) expect(causalWords.test(JSON.stringify(one))).toBe(false);
	});
});

describe('evidence', () => {
	test('a survey and the data answer, the lowest of them; they go before what is declared', async () => {
		const warehouse = await opened([
			...people.flatMap((person, index): Enrolment[] =>
				[0, 1, 2].map((item) => ({
					person,
					item: `c${item}`,
					enrolled: `2025-0${item + 1}-10`,
					completed: `2025-0${item + 1}-11`,
					...(index < 2 || item === 0 ? chosen : { origin: 'admin' as const })
				}))
			),
			...Array.from({ length: 9 }, (_none, index) => ({
				person: 'p0',
				item: `d${index}`,
				enrolled: '2025-03-01'
			}))
		]);
		await wave(warehouse, {
			'I feel in control of my own learning.': 9,
			'My manager encourages learning goals of my own.': 6,
			'I can see how my learning progresses.': 12
		});
		for (const person of people.slice(0, 6)) await warehouse.employ(person, '2020-01-01');
		const reader = await warehouse.connection.runAndReadAll(
			"select identity_id from identity where system = 'lms' order by identity_id limit 2"
		);
		for (const [identity] of reader.getRowsJS())
			await warehouse.insert('goal', {
				batch_id: 1,
				line: 2,
				identity_id: identity as number,
				set_on: '2025-02-01',
				goal: 'lead a team'
			});
		await declared(warehouse, 'Q1', 0);
		await declared(warehouse, 'Q5', 0);
		await warehouse.build();
		const rows = await rowsOf(warehouse);
		const answer = (question: string) => pick(rows, question, 'answer')?.value;
		expect(pick(rows, 'Q1', 'control')?.value).toBeCloseTo(0.75, 12);
		expect(answer('Q1')).toBe(2);
		expect(pick(rows, 'Q2', 'manager_goals')?.value).toBe(0.5);
		expect(pick(rows, 'Q8', 'feedback')).toMatchObject({ reason: 'band' });
		expect(answer('Q8')).toBe(1);
		expect(pick(rows, 'Q5', 'own_paths')?.value).toBeCloseTo(2 / 12, 12);
		expect(answer('Q5')).toBe(2);
		expect(pick(rows, 'Q6', 'goal_updates')?.value).toBeCloseTo(2 / 12, 12);
		expect(answer('Q6')).toBe(1);
		expect(pick(rows, 'Q7', 'hr_join')?.value).toBeCloseTo(0.5, 12);
		expect(answer('Q7')).toBe(0);
		expect(pick(rows, 'Q4', 'items_used')?.value).toBeCloseTo(3 / 12, 12);
		expect(answer('Q4')).toBe(null);
		await warehouse.connection.run("update item set is_external = true where code in ('d0', 'd1')");
		const inHouse = pick(await rowsOf(warehouse), 'Q4', 'items_used');
		expect(inHouse, 'what people found outside').toMatchObject({ numerator: 3, denominator: 10 });
		expect(pick(rows, 'Q2', 'goals'), 'six employed').toMatchObject({ reason: 'no_data' });
		await warehouse.insert('setting', { name: 'readiness.control.yes', value: '0.8' });
		expect(pick(await rowsOf(warehouse), 'Q1', 'answer')?.value).toBe(1);
	});

	test('the words of the survey key are those of the pulse', async () => {
		const warehouse = await opened();
		await warehouse.build();
		const guide = readFileSync(join(home(), 'docs/importing.md'), 'utf8');
		const reader = await warehouse.connection.runAndReadAll(
			'select construct from pulse_statement'
		);
		for (const [construct] of reader.getRowsJS())
			expect(guide).toContain(`\`${String(construct)}\``);
	});

	test('fewer than ten who answered are no evidence, and ten people are the smallest organisation', async () => {
		const warehouse = await opened();
		await wave(warehouse, { 'I feel in control of my own learning.': 9 }, 9);
		await warehouse.build();
		const rows = await rowsOf(warehouse);
		expect(pick(rows, 'Q1', 'control')).toMatchObject({ value: null, reason: 'no_data' });
		expect(pick(rows, 'Q1', 'answer')?.value).toBe(null);
		const few = await opened(
			people.slice(0, 9).map((person) => ({ person, item: 'c1', enrolled: '2025-03-01' }))
		);
		await declared(few, 'Q1', 2);
		await few.build();
		expect((await rowsOf(few)).every((row) => row.suppressed)).toBe(true);
	});
});

test('self-assessments by topic hint at Q6 for one point at most, and only without a list of goals', async () => {
	const warehouse = await opened([
		...people.map((person) => ({ person, item: 'c1', enrolled: '2025-03-01', ...chosen })),
		...people.slice(0, 4).map((person) => ({
			person,
			item: 'c2',
			enrolled: '2025-04-01',
			completed: '2025-04-02',
			...chosen
		})),
		{ person: 'p9', item: 'c2', enrolled: '2024-04-01', completed: '2024-04-02', ...chosen }
	]);
	const { connection } = warehouse;
	await connection.run(
		"update item_alias set topics = 'Planning; Self-Assessment' where code = 'c2'"
	);
	await warehouse.build();
	const rows = await rowsOf(warehouse);
	expect(pick(rows, 'Q6', 'self_assessments')).toMatchObject({ numerator: 4, denominator: 12 });
	expect(pick(rows, 'Q6', 'answer')?.value).toBe(1);
	const { notes } = await ask(connection, { role: 'analyst' }, { metric: 'readiness_checklist' });
	expect(notes, 'the answer names the file of each signal that is not known').toContain(
		'Missing: a list of development goals. Without this, the answer says nothing about: people with a development goal of the last year; learners who set or updated a goal in the last year'
	);
	expect(notes.join('. ')).not.toContain('self-assessment');
	const one = { metric: 'readiness_checklist', variant: 'Q6' };
	expect((await ask(connection, { role: 'lead' }, one)).notes).toContain(
		'Missing: a list of development goals. Without this, the answer says nothing about: learners who set or updated a goal in the last year'
	);
	const card = readinessQuestions(rows, []).find(({ question }) => question === 'Q6');
	expect(card?.evidence).toEqual([
		'learners who set or updated a goal in the last year: no data. Missing: a list of development goals',
		'learners who completed a self-assessment in the last year (a hint only): 33.3\u00a0%'
	]);

	await connection.run("update item_alias set topics = 'Assessment of risks' where code = 'c2'");
	await warehouse.build();
	const none = await rowsOf(warehouse);
	expect(pick(none, 'Q6', 'self_assessments')).toMatchObject({ value: null, reason: 'no_data' });
	expect(pick(none, 'Q6', 'answer')?.value).toBeNull();
});

test('feedback and recognition are read from logs: days to the first grade or badge, badges per 100 chosen completions', async () => {
	const warehouse = await opened(
		people.map((person) => ({
			person,
			item: 'c1',
			enrolled: '2025-03-01',
			completed: '2025-04-01',
			...chosen
		}))
	);
	const event = (person: string, happened: string, verb: string) =>
		({ person, item: 'c1', kind: 'other', happened, verb }) as const;
	await warehouse.load({
		from: '2025-01-01',
		to: '2025-12-31',
		events: [
			...people.flatMap((person, index) => [
				event(person, '2025-03-20', 'http://adlnet.gov/expapi/verbs/scored'),
				event(person, index < 6 ? '2025-04-06' : '2025-05-11', 'User graded'),
				event(person, '2025-06-01', 'https://w3id.org/xapi/dod-isd/verbs/asked')
			]),
			...people.slice(0, 2).map((person) => event(person, '2025-11-01', 'Badge awarded'))
		]
	});
	await warehouse.build();
	const rows = await rowsOf(warehouse);
	const days = pick(rows, 'Q8', 'feedback_days');
	expect(days).toMatchObject({
		value: (5 + 40) / 2,
		numerator: null,
		denominator: 12,
		persons: 12
	});
	expect(pick(rows, 'Q8', 'answer')?.value).toBe(1);
	expect(pick(rows, 'Q3', 'recognition_events')).toMatchObject({ numerator: 2, denominator: 12 });
	expect(pick(rows, 'Q3', 'recognition_events')?.value).toBeCloseTo(100 / 6, 12);
	expect(pick(rows, 'Q3', 'answer')?.value).toBe(1);
	const card = readinessQuestions(rows, []);
	expect(card.find(({ question }) => question === 'Q8')).toMatchObject({
		answered_by: ['data'],
		evidence: [
			'people who get feedback, or see their progress (survey): no data. Missing: a survey that asks about it, answered by ten people or more',
			'median time from a completion to a grade, a badge or other feedback in a log: 22.5 days'
		]
	});
	await warehouse.insert('setting', { name: 'readiness.feedback_days.yes', value: '23' });
	expect(pick(await rowsOf(warehouse), 'Q8', 'answer')?.value).toBe(2);

	const before = await rowsOf(warehouse, { as_of: '2025-10-31' });
	expect(pick(before, 'Q3', 'recognition_events')).toMatchObject({
		value: null,
		reason: 'no_data'
	});
	const early = await rowsOf(warehouse, { as_of: '2025-05-10' });
	expect(pick(early, 'Q8', 'feedback_days'), 'six people are too few').toMatchObject({
		value: null,
		reason: 'no_data'
	});
});

test('steps of official paths that people choose themselves answer Q5 as paths of their own do', async () => {
	const warehouse = await opened([
		...people.map((person) => ({ person, item: 'c1', enrolled: '2025-03-01', ...chosen })),
		{ person: 'p0', item: 'c2', enrolled: '2025-04-01', ...chosen },
		{ person: 'p1', item: 'c2', enrolled: '2024-04-01', ...chosen },
		{ person: 'p2', item: 'c2', enrolled: '2025-04-01', origin: 'admin' as const }
	]);
	await warehouse.insert('official_path_step', {
		batch_id: 1,
		line: 2,
		path_code: 'P',
		path_title: 'A path',
		version: '1',
		step: 1,
		item_code: 'c2'
	});
	await warehouse.build();
	const rows = await rowsOf(warehouse);
	expect(pick(rows, 'Q5', 'path_choices')).toMatchObject({ numerator: 1, denominator: 12 });
	expect(pick(rows, 'Q5', 'own_paths')).toMatchObject({ reason: 'band' });
	expect(pick(rows, 'Q5', 'answer')?.value, 'one of the two is enough').toBe(1);
	expect(pick(rows, 'Q9', 'formalised_paths')).toMatchObject({ value: null, reason: 'no_data' });
});

test('an earlier state does not know that a goal was updated after it', async () => {
	const warehouse = await opened(
		people.map((person) => ({ person, item: 'c1', enrolled: '2024-11-04', ...chosen }))
	);
	const reader = await warehouse.connection.runAndReadAll(
		"select identity_id from identity where system = 'lms' order by identity_id limit 6"
	);
	for (const [identity] of reader.getRowsJS())
		await warehouse.insert('goal', {
			batch_id: 1,
			line: 2,
			identity_id: identity as number,
			set_on: '2023-02-01',
			updated_on: '2025-09-01',
			goal: 'lead a team'
		});
	await warehouse.build();
	expect(
		pick(await rowsOf(warehouse, { as_of: '2025-10-31' }), 'Q6', 'goal_updates')
	).toMatchObject({ numerator: 6, denominator: 12 });
	expect(
		pick(await rowsOf(warehouse, { as_of: '2024-12-31' }), 'Q6', 'goal_updates')
	).toMatchObject({ reason: 'band' });
});

test('what is told of one time only takes no period', async () => {
	const warehouse = await opened();
	await warehouse.build();
	for (const metric of ['readiness_checklist', 'return_on_investment'])
		for (const period of [{ from: '2025-01-01' }, { to: '2025-07-01' }])
			await expect(ask(warehouse.connection, analyst, { metric, ...period })).rejects.toMatchObject(
				{ code: 'bad_request', message: expect.stringMatching(/no period to choose .*as_of/) }
			);
});

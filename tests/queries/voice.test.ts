import { beforeEach, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { readSql } from '#queries/repository.ts';
import { countsOf, valueOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

let warehouse: Warehouse;
let last = 1000;
const next = () => (last += 1);

beforeEach(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({
		to: '2025-12-31',
		enrolments: [{ person: 'x', item: 'c', enrolled: '2025-01-10' }]
	});
});

async function batch(source: string): Promise<number> {
	const id = next();
	await warehouse.insert('batch', {
		batch_id: id,
		source_id: source,
		system: source,
		file_name: `${source}.csv`,
		sha256: `${id}`,
		data_from: null,
		data_to: '2025-06-30',
		imported_at: '2026-01-01 00:00:00'
	});
	return id;
}

async function person(id: number, name: string): Promise<number> {
	const identity = next();
	const number = Number(name.replace(/\D/g, '')) + 500;
	await warehouse.insert('identity', {
		identity_id: identity,
		batch_id: id,
		system: 's',
		username: name
	});
	await warehouse.insert('identity_person', { identity_id: identity, person_id: number });
	return identity;
}

/** One wave: for each person the answers by question, as score or as text. */
async function wave(
	name: string,
	day: string,
	points: Readonly<Record<string, number | null>>,
	people: Readonly<Record<string, Readonly<Record<string, number | string | null>>>>
): Promise<number> {
	const id = await batch('survey');
	let line = 1;
	for (const question of Object.keys(points))
		await warehouse.insert('survey_question', { batch_id: id, question, wording: question });
	for (const [who, answers] of Object.entries(people)) {
		line += 1;
		await warehouse.insert('survey_response', {
			batch_id: id,
			line,
			identity_id: await person(id, who),
			survey: 'pulse',
			wave: name,
			response_key: `${who}`,
			submitted_at: `${day} 12:00:00`,
			is_complete: true,
			is_preview: false,
			language: 'en'
		});
		for (const [question, answer] of Object.entries(answers)) {
			if (answer === null) continue;
			const isScore = typeof answer === 'number';
			await warehouse.insert('survey_answer', {
				batch_id: id,
				line,
				question,
				answer: String(answer),
				score: isScore ? answer : null,
				points: isScore ? (points[question] ?? null) : null
			});
		}
	}
	return id;
}

const each = (scores: readonly (number | null)[], question = 'Q') =>
	Object.fromEntries(scores.map((score, index) => [`p${index}`, { [question]: score, R: 3 }]));
const key = async (rows: readonly Record<string, string | number | boolean | null>[]) => {
	const id = await batch('survey-key');
	for (const row of rows)
		await warehouse.insert('survey_key', { batch_id: id, line: next(), survey: null, ...row });
};
const at = { as_of: '2025-12-31' };

describe('METRICS.md golden D2 and D3', () => {
	test('favourability of 5,5,4,4,4,3,3,2,1 and one that is not applicable', async () => {
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each([5, 5, 4, 4, 4, 3, 3, 2, 1, null]));
		await warehouse.build();
		const of = (measure: string) =>
			valueOf(
				warehouse,
				{ metric: 'favourability', by: ['question'], ...at },
				{ measure, denominator: 9 }
			);
		const favourable = await of('favourable');
		expect(favourable).toMatchObject({ numerator: 5, denominator: 9 });
		expect(favourable.lo).toBeCloseTo(0.2666512935, 9);
		expect(favourable.hi).toBeCloseTo(0.8112214789, 9);
		expect((await of('unfavourable')).value).toBeCloseTo(2 / 9, 9);
		expect((await of('net')).value).toBeCloseTo(3 / 9, 9);
		const mean = await of('mean');
		expect(mean.value).toBeCloseTo(31 / 9, 9);
		expect(mean.hi! - mean.value!).toBeCloseTo(1.025, 3);
		expect((await of('rescaled')).value).toBeCloseTo(61.1111111111, 9);
	});

	test('a question that is worded the other way round is turned', async () => {
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each([1, 1, 2, 5]));
		await key([{ question: 'Q', construct: 'time', is_reversed: true }]);
		await warehouse.build();
		const favourable = await valueOf(
			warehouse,
			{ metric: 'favourability', by: ['question'], ...at },
			{ measure: 'favourable', numerator: 3 }
		);
		expect(favourable.value).toBeCloseTo(0.75, 9);
	});

	test('what one file seemed to show of a scale is forgotten, what it stated stays', async () => {
		const points = { mood: 11, 'How likely (0–10)?': 11, words: 5 };
		const people = Object.fromEntries(
			Array.from({ length: 10 }, (_, n) => [
				`p${n}`,
				{ mood: n + 1, 'How likely (0–10)?': n + 1, words: 4 }
			])
		);
		const id = await wave('w1', '2025-03-10', points, people);
		await warehouse.connection.run(
			`insert into survey_answer select a.* replace (line + 100 * n as line)
			from survey_answer as a, range(1, 101) as t(n) where batch_id = ${id}`
		);
		await warehouse.connection.run(
			`update survey_answer set answer = 'Agree' where batch_id = ${id} and question = 'words'`
		);
		await warehouse.connection.run(readSql('schema').get('012_stated_points') ?? '');
		await warehouse.build();
		const items = await warehouse.connection.runAndReadAll(
			'select code, points from survey_item order by code'
		);
		expect(items.getRowsJS()).toEqual([
			['How likely (0–10)?', 11],
			['mood', 10],
			['words', 5]
		]);
	});

	test('the recommendation score of 10,9,9,8,7,7,6,5,9,3 is +10 ± 51.5', async () => {
		await wave('w1', '2025-03-10', { Q: 11, R: 5 }, each([10, 9, 9, 8, 7, 7, 6, 5, 9, 3]));
		await warehouse.build();
		const score = await valueOf(
			warehouse,
			{ metric: 'recommend_score', ...at },
			{ measure: 'score' }
		);
		expect(score.value).toBeCloseTo(0.1, 9);
		expect(score.hi! - score.value!).toBeCloseTo(0.51485, 4);
	});

	test('of two questions from 0 to 10 none is the recommendation, unless the key says which', async () => {
		const scores = [10, 9, 9, 8, 7, 7, 6, 5, 9, 3];
		await wave(
			'w1',
			'2025-03-10',
			{ Q: 11, R: 11 },
			Object.fromEntries(scores.map((score, index) => [`p${index}`, { Q: score, R: 1 }]))
		);
		await warehouse.build();
		const analyst = { role: 'analyst' } as const;
		const request = { metric: 'recommend_score' };
		expect((await ask(warehouse.connection, analyst, request)).rows).toEqual([]);
		await key([{ question: 'Q', construct: 'recommend' }]);
		await warehouse.build();
		expect(
			(await valueOf(warehouse, { ...request, ...at }, { measure: 'score' })).value
		).toBeCloseTo(0.1, 9);
	});

	test('people who changed sides decide how sure the change of the same people is', async () => {
		// One favourable at both times, one at first only, seven later only, twelve never: Fagerland, Lydersen and Laake 2017.
		const pairs = [
			[5, 5],
			[5, 1],
			...Array.from({ length: 7 }, () => [1, 5]),
			...Array.from({ length: 12 }, () => [1, 1])
		];
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each(pairs.map(([before]) => before ?? 0)));
		await wave('w2', '2025-09-10', { Q: 5, R: 5 }, each(pairs.map(([, now]) => now ?? 0)));
		await warehouse.build();
		const question = { metric: 'favourability', by: ['question'] };
		const { rows, notes } = await ask(warehouse.connection, { role: 'analyst' }, question);
		const of = (measure: string) =>
			rows.find((row) => row.question === 'Q' && row.variant === 'w2' && row.measure === measure);
		const linked = of('change_linked');
		expect(linked?.value).toBeCloseTo(6 / 21, 9);
		expect(linked?.lo).toBeCloseTo(0.02556, 5);
		expect(linked?.hi).toBeCloseTo(0.50692, 5);
		expect(linked?.['is_clear_change']).toBe(true);
		expect(of('favourable')?.['is_clear_change']).toBeNull();
		expect(notes.join()).toContain('w2 Q, those who answered both: +28.6 points');
	});

	test('no change gives back a share that is told as a band', async () => {
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each([5, 4, 2, 1, 3, 3, 2, 2, 1, 4]));
		await wave('w2', '2025-09-10', { Q: 5, R: 5 }, each([5, 5, 4, 4, 5, 4, 4, 4, 5, 4]));
		await warehouse.build();
		const question = { metric: 'favourability', by: ['question'] };
		const { rows } = await ask(warehouse.connection, { role: 'analyst' }, question);
		const ofQ = rows.filter((row) => row.question === 'Q' && row.variant === 'w2');
		expect(ofQ.find(({ measure }) => measure === 'favourable')).toMatchObject({ reason: 'band' });
		const changes = ofQ.filter(({ measure }) => measure?.startsWith('change'));
		expect(changes.map(({ value, lo, hi, reason }) => [value, lo, hi, reason])).toEqual([
			[null, null, null, 'band'],
			[null, null, null, 'band']
		]);
	});

	test('which rows a hidden place has does not depend on what its few people said', async () => {
		const rowsOf = async (scores: readonly number[], tones: readonly (number | null)[]) => {
			warehouse = await openWarehouse();
			const people = Object.fromEntries(
				scores.map((score, n) => [
					`p${n}`,
					{ Q: score, N: score * 2, C: `What I think of it ${n}` }
				])
			);
			const id = await wave('w1', '2025-03-10', { Q: 5, N: 11, C: null }, people);
			await wave('w2', '2025-09-10', { Q: 5, N: 11, C: null }, people);
			await key([{ question: 'N', construct: 'recommend', is_reversed: false }]);
			for (const [n, compound] of tones.entries())
				await warehouse.insert('comment_tone', {
					batch_id: id,
					line: n + 2,
					question: 'C',
					language: compound === null ? 'de' : 'en',
					compound,
					lexicon_version: 4
				});
			await warehouse.build();
			const found = [];
			for (const metric of ['favourability', 'recommend_score', 'comment_sentiment']) {
				const request = { metric, variant: 'w1' };
				const { rows } = await ask(warehouse.connection, { role: 'lead' }, request);
				expect(rows.every(({ suppressed }) => suppressed)).toBe(true);
				found.push(rows.map(({ measure, reason }) => [metric, measure, reason].join(' ')));
			}
			return found.flat();
		};
		const apart = await rowsOf([5, 3, 1], [0.6, 0, -0.6]);
		expect(apart).toContain('comment_sentiment net too_few');
		expect(await rowsOf([5, 5, 5], [0.6, 0.6, 0.6])).toEqual(apart);
		expect(await rowsOf([1, 1, 2], [null, null, null])).toEqual(apart);
	});

	test('a number that differs in its last digits only is not frozen: threads add up in any order', async () => {
		await wave(
			'w1',
			'2025-03-10',
			{ Q: 5, R: 5 },
			each(Array.from({ length: 40 }, (_, n) => (n % 5) + 1))
		);
		await warehouse.build();
		const tell = async () =>
			(await ask(warehouse.connection, { role: 'lead' }, { metric: 'favourability' })).rows;
		const before = await tell();
		await warehouse.connection.run(
			`update told_cell set cells = regexp_replace(cells, '"value":(0\\.\\d+)', '"value":\\10000000000001', 'g')`
		);
		expect(await tell()).toEqual(before);
		expect(before.map(({ reason }) => reason)).not.toContain('frozen');
	});

	test('a change stands beside the wave that it ends with, of all and of the same people', async () => {
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each([5, 4, 2, 1, 3, 3, 2, 2, 1, 4]));
		await wave('w2', '2025-09-10', { Q: 5, R: 5 }, each([5, 5, 4, 4, 3, 4, 2, 4, 1, 4]));
		await warehouse.build();
		const question = { metric: 'favourability', by: ['question'] };
		const answer = await ask(warehouse.connection, { role: 'analyst' }, question);
		const change = answer.rows.find(
			(row) => row.question === 'Q' && row.measure === 'change' && row.variant === 'w2'
		);
		expect(change?.value).toBeCloseTo(7 / 10 - 3 / 10, 9);
		const linked = answer.rows.find(
			(row) => row.question === 'Q' && row.measure === 'change_linked'
		);
		expect(linked?.value).toBeCloseTo(4 / 10, 9);
		expect(answer.rows.filter((row) => row.variant === 'w1' && row.measure === 'change')).toEqual(
			[]
		);
	});
});

describe('METRICS.md golden D4', () => {
	test('alpha is 0.8889 and the mean of 3.5 is 62.5', async () => {
		const rows = [
			[4, 4, 5],
			[2, 3, 2],
			[5, 4, 4],
			[3, 3, 3]
		];
		await wave(
			'w1',
			'2025-03-10',
			{ A: 5, B: 5, C: 5 },
			Object.fromEntries(rows.map(([A, B, C], index) => [`p${index}`, { A, B, C }])) as never
		);
		await key(
			['A', 'B', 'C'].map((question, index) => ({
				question,
				construct: ['control', 'choice_of_topic', 'choice_of_time'][index] ?? null
			}))
		);
		await warehouse.build();
		const of = (measure: string) =>
			valueOf(warehouse, { metric: 'perceived_autonomy', ...at }, { measure });
		expect((await of('alpha')).value).toBeCloseTo(0.8888888889, 9);
		expect((await of('score')).value).toBeCloseTo(62.5, 9);
		expect((await of('item_rest')).value).toBeGreaterThan(0.7);
	});

	test('the score is what D2 tells of its statements, so that nobody who left some out can be worked out', async () => {
		// Three left one of four statements out, two left two, whose statements do not count.
		const gone: readonly (readonly string[])[] = [['A'], ['B'], ['D'], ['A', 'B'], ['C', 'D']];
		const questions = ['A', 'B', 'C', 'D', 'Z'];
		const scoreOf = (n: number, question: string, more: number): number =>
			Math.min(5, 1 + more + ((n * 7 + questions.indexOf(question) * 3) % 5));
		const answering = (more: number) =>
			Object.fromEntries(
				Array.from({ length: 17 }, (_none, n) => [
					`p${n}`,
					Object.fromEntries(
						questions.map((question) => [
							question,
							gone[n]?.includes(question) === true ? null : scoreOf(n, question, more)
						])
					)
				])
			);
		const points = { A: 5, B: 5, C: 5, D: 5, Z: 5 };
		await wave('w0', '2025-01-10', points, answering(0));
		await wave('w1', '2025-03-10', points, answering(1));
		await key([
			{ question: 'A', construct: 'control' },
			{ question: 'B', construct: 'choice_of_topic' },
			{ question: 'C', construct: 'choice_of_time' },
			{ question: 'D', construct: 'choice_of_format' }
		]);
		await warehouse.build();
		const told = async (metric: string, by: string[] = []) => {
			const asked = { metric, variant: 'w1', by };
			return (await ask(warehouse.connection, { role: 'analyst' }, asked)).rows;
		};
		const statements = await told('favourability', ['question']);
		/** What a measure of questions adds up to, and over how many answers. */
		const summed = (measure: string, questions: string): readonly [number, number] => {
			const own = statements.filter(
				(row) => row.measure === measure && questions.includes(String(row['question']))
			);
			expect(own).toHaveLength(questions.length);
			const answers = own.map((row) => row.denominator ?? row.persons ?? 0);
			return [
				own.reduce((sum, { value }, place) => sum + (value ?? NaN) * (answers[place] ?? 0), 0),
				answers.reduce((sum, count) => sum + count, 0)
			];
		};
		const scale = await told('perceived_autonomy');
		for (const [measure, ofStatements] of [
			['score', 'rescaled'],
			['favourable', 'favourable']
		] as const) {
			const row = scale.find((one) => one.measure === measure);
			const [total, answers] = summed(ofStatements, 'ABCD');
			expect(row).toMatchObject({ persons: 15, denominator: answers });
			expect(row?.numerator).toBeCloseTo(total, 9);
			expect(row?.value).toBeCloseTo(total / answers, 9);
		}
		const whole = await told('favourability');
		const ofWhole = (name: string) => whole.find(({ measure }) => measure === name);
		for (const measure of ['favourable', 'rescaled', 'mean']) {
			const [total, answers] = summed(measure, 'ABCDZ');
			expect(ofWhole(measure)?.value, measure).toBeCloseTo(total / answers, 9);
		}
		expect(ofWhole('rescaled')).toMatchObject({ persons: 17 });
		const pairs = gone.concat(Array.from({ length: 12 }, () => [])).flatMap((left, n) =>
			questions
				.filter((question) => (left.length < 2 ? !left.includes(question) : question === 'Z'))
				.map((question) => {
					const isFavourable = (more: number) => Number(scoreOf(n, question, more) >= 4);
					return isFavourable(1) - isFavourable(0);
				})
		);
		const changed = pairs.reduce((sum, change) => sum + change, 0) / pairs.length;
		expect(changed).toBeGreaterThan(0.1);
		expect(ofWhole('change_linked')?.value).toBeCloseTo(changed, 9);
		expect(await countsOf(warehouse, { metric: 'perceived_autonomy' })).toMatchObject({
			numerator: { hidden: null }
		});
		const alpha = scale.find(({ measure }) => measure === 'alpha')?.value ?? NaN;
		expect(Math.round(alpha * 100)).toBeCloseTo(alpha * 100, 9);
	});
});

describe('METRICS.md golden D1', () => {
	test('40 invitations, 2 bounced, 3 partial, 24 valid: 24 of 38', async () => {
		const questions = { A: 5, B: 5, C: 5, D: 5 };
		const whole = { A: 4, B: 4, C: 4, D: 4 };
		const people = Object.fromEntries([
			...Array.from({ length: 24 }, (_, n) => [`p${n}`, whole]),
			...Array.from({ length: 3 }, (_, n) => [`p${24 + n}`, { A: 4 }])
		]) as Record<string, Record<string, number>>;
		await wave('w1', '2025-03-10', questions, people);
		const id = await batch('invitations');
		for (let n = 0; n < 40; n += 1) {
			await warehouse.insert('survey_invitation', {
				batch_id: id,
				line: n + 2,
				identity_id: await person(id, `p${n}`),
				survey: 'pulse',
				wave: 'w1',
				invited_on: '2025-03-01',
				state: n >= 38 ? 'bounced' : 'delivered'
			});
		}
		await warehouse.build();
		const rate = await valueOf(warehouse, { metric: 'response_rate', ...at }, {});
		expect(rate).toMatchObject({ numerator: 24, denominator: 38, variant: 'w1' });
		expect(rate.value).toBeCloseTo(0.6316, 4);
	});
});

describe('what a survey does not allow to tell is said', () => {
	const notesOf = async (request: object, role: 'analyst' | 'lead' = 'analyst') => {
		const { rows, notes } = await ask(warehouse.connection, { role }, request);
		return { rows, notes: notes.join('. ') };
	};

	test('D1: the unit of people who did not answer, where only answers state units', async () => {
		const people = Object.fromEntries(
			Array.from({ length: 12 }, (_, n) => [`p${n}`, { A: 4 }])
		) as Record<string, Record<string, number>>;
		const answers = await wave('w1', '2025-03-10', { A: 5 }, people);
		await warehouse.connection.run(
			`update identity set org_unit = 'Sales' where batch_id = ${answers}`
		);
		const id = await batch('invitations');
		for (let n = 0; n < 24; n += 1)
			await warehouse.insert('survey_invitation', {
				batch_id: id,
				line: n + 2,
				identity_id: await person(id, `p${n}`),
				survey: 'pulse',
				wave: 'w1',
				invited_on: '2025-03-01',
				state: 'delivered'
			});
		await warehouse.build();
		const byUnit = { metric: 'response_rate', by: ['org_unit'] };
		expect((await notesOf({ metric: 'response_rate' })).rows[0]?.value).toBe(0.5);
		const silent = await notesOf(byUnit);
		expect(silent.rows).toEqual([]);
		expect(silent.notes).toMatch(/^The unit of people who did not answer is not known.+HR/);
		await warehouse.connection.run(`update identity set org_unit = 'Works' where batch_id = ${id}`);
		await warehouse.build();
		const told = await notesOf(byUnit);
		expect(told.rows).toMatchObject([{ org_unit: 'Works', value: 0.5, denominator: 24 }]);
		expect(told.notes).not.toContain('did not answer');
	});

	test('D3: a recommendation on another scale than 0 to 10', async () => {
		await wave('w1', '2025-03-10', { Q: 11, R: 5 }, each([10, 9, 9, 8, 7, 7, 6, 5, 9, 3]));
		await key([{ question: 'Q', construct: 'recommend', points: 10 }]);
		await warehouse.build();
		const { rows, notes } = await notesOf({ metric: 'recommend_score' });
		expect(rows).toEqual([]);
		expect(notes).toContain('from 0 to 10 (eleven points) only. w1 asks “Q” on 10 points');
		expect(notes).not.toContain('Nothing to tell');
	});

	test('D2: a wave that does not exist, with the names of those that do and are not hidden', async () => {
		const scores = (count: number) => Array.from({ length: count }, (_, n) => 1 + (n % 5));
		await wave('w1', '2025-03-10', { Q: 5, R: 5 }, each(scores(30)));
		await wave('small', '2025-06-10', { Q: 5, R: 5 }, each(scores(4)));
		await warehouse.build();
		const asked = { metric: 'favourability', variant: 'survey responses, w1' };
		for (const role of ['analyst', 'lead'] as const) {
			const { rows, notes } = await notesOf(asked, role);
			expect(rows).toEqual([]);
			expect(notes).toContain(
				'No wave called “survey responses, w1” is told of here. Waves that are: “w1”'
			);
			expect(notes).not.toContain('small');
			expect(notes).not.toContain('has closed');
		}
		const known = await notesOf({ metric: 'favourability', variant: 'w1' }, 'lead');
		expect(known.rows.length).toBeGreaterThan(0);
		expect(known.notes).not.toContain('No wave called');
		expect((await notesOf({ ...asked, to: '2025-01-01' })).notes).not.toContain('No wave called');
	});

	test('D3: no other question stands in for the one that the key names', async () => {
		const scores = [10, 9, 9, 8, 7, 7, 6, 5, 9, 3];
		await wave(
			'w1',
			'2025-03-10',
			{ intention: 11, sentiment: 11 },
			Object.fromEntries(
				scores.map((score, n) => [`p${n}`, { intention: score, sentiment: 10 - score }])
			)
		);
		await key([{ question: 'intention', construct: 'recommend', points: 10 }]);
		await warehouse.build();
		const { rows, notes } = await notesOf({ metric: 'recommend_score' });
		expect(rows).toEqual([]);
		expect(notes).toContain('w1 asks “intention” on 10 points');
		// Nor where no question of the survey is called what the key calls it.
		await warehouse.connection.run(`update survey_key set question = 'intent', survey = 'pulse'`);
		await warehouse.build();
		expect((await notesOf({ metric: 'recommend_score' })).rows).toEqual([]);
	});

	test('responses that nothing dates stand in no wave, and no check misses them', async () => {
		const id = await wave('w1', '2025-03-10', { Q: 5 }, each([5, 4, 3]));
		const unanswered = async () => {
			await warehouse.build();
			const sql = readSql('checks').get('a_response_leads_to_one_reply') ?? '';
			return (await warehouse.connection.runAndReadAll(sql)).getRowsJS().length;
		};
		expect(await unanswered()).toBe(0);
		const undated = 'submitted_at = null, wave = null';
		await warehouse.connection.run(
			`update survey_response set ${undated} where batch_id = ${id} and line = 2`
		);
		await warehouse.connection.run('update survey_response set identity_id = null');
		expect(await unanswered()).toBe(0);
		await warehouse.connection.run(`update survey_response set ${undated}`);
		expect(await unanswered()).toBe(0);
	});

	test('D5: comments that were not read, in words where they are few', async () => {
		const foreign = async (name: string, people: number) => {
			const id = await wave(
				name,
				'2025-03-10',
				{ C: null, Q: 5 },
				Object.fromEntries(
					Array.from({ length: people }, (_, n) => [`p${n}`, { C: `Das war gut, ${n} mal`, Q: 3 }])
				)
			);
			for (let n = 0; n < people; n += 1)
				await warehouse.insert('comment_tone', {
					batch_id: id,
					line: n + 2,
					question: 'C',
					compound: null,
					language: 'de',
					lexicon_version: 2
				});
			await warehouse.build();
		};
		const byTheme = { metric: 'comment_sentiment', by: ['theme'] };
		await foreign('w1', 3);
		const few = await notesOf(byTheme);
		expect(few.rows).toEqual([]);
		expect(few.notes).toContain('No comment that was written speaks of one of the themes');
		expect(few.notes).toContain('Some comments were not read, because of the language');
		expect(few.notes).not.toContain('no comment was written');
		await foreign('w2', 11);
		expect((await notesOf(byTheme)).notes).toContain('14 comments were not read');
		expect((await notesOf(byTheme, 'lead')).notes).toContain('15 comments were not read');
		const since = { ...byTheme, from: '2025-01-01', to: '2025-07-01' };
		expect((await notesOf(since, 'lead')).notes).toContain('Some comments were not read');
		const filtered = { metric: 'comment_sentiment', where: { org_unit: 'not_stated' } };
		expect((await notesOf(filtered)).notes).not.toContain('not read');
	});
});

describe('METRICS.md golden D5', () => {
	const comments = async (
		tones: readonly number[],
		words = (n: number) => `What I think of it ${n}`
	) => {
		const id = await wave(
			'w1',
			'2025-03-10',
			{ C: null, Q: 5 },
			Object.fromEntries(tones.map((_, n) => [`p${n}`, { C: words(n), Q: 3 }]))
		);
		for (const [n, compound] of tones.entries())
			await warehouse.insert('comment_tone', {
				batch_id: id,
				line: n + 2,
				question: 'C',
				compound,
				language: 'en',
				lexicon_version: 1
			});
		return id;
	};

	test('.64, .05, .049, 0, −.05, −.34 are two, two and two: net 0', async () => {
		await comments([0.64, 0.05, 0.049, 0, -0.05, -0.34]);
		await warehouse.build();
		const of = (measure: string) =>
			valueOf(warehouse, { metric: 'comment_sentiment' }, { measure });
		expect((await of('net')).value).toBe(0);
		for (const measure of ['positive', 'neutral', 'negative'])
			expect((await of(measure)).value).toBeCloseTo(1 / 3, 9);
	});

	test('fewer than ten people are hidden, and themes count a comment once each', async () => {
		await comments(
			Array.from({ length: 12 }, () => 0.5),
			(n) => (n < 9 ? `I can choose now, number ${n}` : `Nothing more to say, number ${n}`)
		);
		await warehouse.build();
		const answer = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'comment_sentiment', by: ['theme'] }
		);
		expect(answer.rows.length).toBeGreaterThan(0);
		expect(answer.rows.every((row) => row.suppressed && row.value === null)).toBe(true);
	});

	test('comments are quoted where ten people of a tone agreed, without names, and never by unit for a lead', async () => {
		const tones = Array.from({ length: 40 }, (_, n) => (n < 24 ? 0.5 : -0.5));
		const id = await comments(
			tones,
			(n) =>
				`Anna Li of ${n} chose, mail me at a${n}@b.de or Mr. Zed, not Jose or Mu\u0308ller or Mueller`
		);
		await warehouse.insert('person_name', {
			identity_id: await person(id, 'p1'),
			batch_id: id,
			display_name: 'Li, Anna-Lena'
		});
		await warehouse.insert('person_name', {
			identity_id: await person(id, 'p2'),
			batch_id: id,
			display_name: 'José Müller'
		});
		// Twelve of those who wrote in a good tone agree, and nine of the others.
		const { connection } = warehouse;
		await connection.run(
			`update survey_response set has_consent = line < 14 or line between 26 and 34,
				org_unit = if(line < 30, 'Sales', 'Works')`
		);
		await warehouse.build();
		const asLead = { role: 'lead' } as const;
		const metric = 'comment_sentiment';
		const { verbatims, rows } = await explain(connection, asLead, { metric });
		expect(rows).toBeNull();
		expect(verbatims).toHaveLength(10);
		for (const { wave: name, tone, words } of verbatims ?? []) {
			expect([name, tone]).toEqual(['w1', 'positive']);
			expect(words).toMatch(
				/^\[name\] of \d+ chose, mail me at \[address\] or Mr\. \[name\], not \[name\] or \[name\] or \[name\]$/
			);
		}
		const theme = { metric, where: { theme: 'choice' } } as const;
		expect((await explain(connection, asLead, theme)).verbatims).toHaveLength(10);
		expect((await explain(connection, asLead, { metric, by: ['theme'] })).verbatims).toEqual([]);
		const sales = { metric, where: { org_unit: 'Sales' } } as const;
		expect((await explain(connection, { role: 'analyst' }, sales)).verbatims).toHaveLength(10);
		expect((await explain(connection, asLead, sales)).verbatims).toEqual([]);
		await connection.run('update survey_response set has_consent = line < 11');
		await warehouse.build();
		expect((await explain(connection, { role: 'analyst' }, { metric })).verbatims).toEqual([]);
		await connection.run('update survey_response set has_consent = null');
		await warehouse.build();
		expect((await explain(connection, { role: 'analyst' }, { metric })).verbatims).toEqual([]);
	});

	test('once 50 labels disagree, only the agreement is told', async () => {
		await comments(Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? 0.5 : -0.5)));
		const id = await batch('comment-labels');
		for (let n = 0; n < 60; n += 1)
			await warehouse.insert('comment_label', {
				batch_id: id,
				line: n + 2,
				comment: `What I think of it ${n}`,
				label: n % 4 < 2 ? 'positive' : 'negative'
			});
		await warehouse.build();
		const answer = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'comment_sentiment' }
		);
		expect(answer.rows.map(({ measure }) => measure)).toEqual(['agreement', 'kappa', 'unread']);
		expect(answer.rows.find(({ measure }) => measure === 'kappa')?.value).toBeCloseTo(0, 9);
		expect(answer.notes).toContainEqual(expect.stringMatching(/agrees too little .+κ is [-0.]+/));
		expect(await countsOf(warehouse, { metric: 'comment_sentiment' })).toEqual({
			numerator: {},
			denominator: {},
			out: { tone_not_trusted: 60 }
		});
	});
});

describe('METRICS.md golden D6', () => {
	const rate = async (
		id: number,
		who: string,
		before: number,
		after: number,
		rater = 'boss'
	): Promise<void> => {
		const identity = await person(id, who);
		for (const [cycle, rated_on, score] of [
			['A', '2025-01-10', before],
			['B', '2025-12-10', after]
		] as const)
			await warehouse.insert('manager_rating', {
				batch_id: id,
				line: next(),
				identity_id: identity,
				rater_key: cycle === 'B' ? rater : 'boss',
				cycle,
				rated_on,
				question: 'ready',
				score,
				points: 5
			});
	};

	test('learners +0.80, others +0.25: difference +0.55, between −0.23 and +1.33', async () => {
		const id = await batch('ratings');
		const learners = [
			[2, 3],
			[3, 4],
			[3, 4],
			[3, 3],
			[3, 4]
		] as const;
		const others = [
			[3, 3],
			[3, 4],
			[3, 3],
			[3, 3]
		] as const;
		for (const [n, [before, after]] of learners.entries())
			await rate(id, `p${n + 1}`, before, after);
		for (const [n, [before, after]] of others.entries())
			await rate(id, `p${n + 11}`, before, after);
		await rate(id, 'p30', 1, 5, 'another');
		for (const [n] of learners.entries()) {
			for (const item of ['a', 'b', 'c']) {
				await warehouse.load({
					to: '2025-12-31',
					system: `lms-${n}-${item}`,
					enrolments: [
						{
							person: `learner-${n + 1}`,
							item,
							enrolled: '2025-03-01',
							completed: '2025-04-01',
							origin: 'self'
						}
					]
				});
			}
			await warehouse.connection.run(
				`update identity_person set person_id = ${501 + n} where identity_id in
					(select identity_id from identity where username = 'learner-${n + 1}')`
			);
		}
		await warehouse.build();
		const of = (pick: Record<string, unknown>) =>
			valueOf(warehouse, { metric: 'manager_readiness', ...at }, pick);
		expect((await of({ variant: 'learners', measure: 'change' })).value).toBeCloseTo(0.8, 9);
		expect((await of({ variant: 'others', measure: 'change' })).value).toBeCloseTo(0.25, 9);
		const difference = await of({ measure: 'difference' });
		expect(difference.value).toBeCloseTo(0.55, 9);
		expect(difference.lo).toBeCloseTo(-0.23, 2);
		expect(difference.hi).toBeCloseTo(1.33, 2);
	});
});

describe('METRICS.md golden D7', () => {
	test('five themes flagged, three with action after 10, 20 and 45 days: 60 %, median 20 days', async () => {
		const words: Readonly<Record<string, string>> = {
			time: 'There are so few hours for it',
			finding: 'The search is what it is',
			manager: 'My supervisor is against it',
			career: 'It is nothing for a promotion',
			obligation: 'All of it is compulsory'
		};
		const themes = Object.keys(words);
		const people = Object.fromEntries(
			themes.flatMap((theme, place) =>
				Array.from({ length: 10 }, (_, n) => [
					`p${place * 10 + n}`,
					{ C: `${words[theme] ?? ''}, ${n}`, Q: 3 }
				])
			)
		) as Record<string, Record<string, string | number>>;
		const id = await wave('w1', '2025-03-10', { C: null, Q: 5 }, people);
		for (let n = 0; n < 50; n += 1)
			await warehouse.insert('comment_tone', {
				batch_id: id,
				line: n + 2,
				question: 'C',
				compound: -0.5,
				language: 'en',
				lexicon_version: 1
			});
		await warehouse.build();
		const unlogged = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'loop_closure' }
		);
		const lacking = ['closed', 'days', 'change_acted', 'change_not_acted'];
		expect(unlogged.untold).toEqual({
			...Object.fromEntries(lacking.map((measure) => [measure, ['actions']])),
			comments_per_100: ['invitations'],
			kappa: ['labels']
		});
		expect(unlogged.notes.join()).toContain('survey invitations');
		expect(unlogged.notes.join()).not.toContain('label');
		expect(unlogged.rows.filter(({ measure }) => lacking.includes(measure ?? ''))).toEqual([]);
		const log = await batch('action-log');
		for (const [theme, acted_on] of [
			['time', '2025-03-20'],
			['finding', '2025-03-30'],
			['Manager', '2025-04-24'],
			['time', '2025-06-01'],
			['career', '2026-01-15']
		] as const)
			await warehouse.insert('loop_action', {
				batch_id: log,
				line: next(),
				survey: 'pulse',
				wave: 'w1',
				theme,
				acted_on
			});
		await warehouse.build();
		const of = (measure: string) =>
			valueOf(warehouse, { metric: 'loop_closure', ...at }, { measure });
		expect(await of('closed')).toMatchObject({ numerator: 3, denominator: 5 });
		expect((await of('days')).value).toBe(20);
		// What was done before the wave closed was waited for 0 days, and is no theme less.
		await warehouse.insert('loop_action', {
			batch_id: log,
			line: next(),
			survey: 'pulse',
			wave: 'w1',
			theme: 'obligation',
			acted_on: '2025-03-01'
		});
		expect(await of('closed')).toMatchObject({ numerator: 4, denominator: 5 });
		expect((await of('days')).value).toBe(15);
		await warehouse.connection.run("delete from loop_action where theme = 'obligation'");
		// Of a wave that closed after the log's last day nobody can say that nothing was done.
		const later = await wave('w2', '2026-02-10', { C: null, Q: 5 }, people);
		await warehouse.connection.run(
			`insert into comment_tone by name select * replace (${later} as batch_id) from comment_tone where batch_id = ${id}`
		);
		await warehouse.build();
		const ofWaves = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'loop_closure' }
		);
		expect(ofWaves.as_of).toBe('2026-02-10');
		expect(ofWaves.rows.map(({ variant, measure }) => `${variant ?? ''} ${measure ?? ''}`)).toEqual(
			['w1 closed', 'w1 days']
		);
		expect(await countsOf(warehouse, { metric: 'loop_closure' })).toMatchObject({
			out: { after_log: 5 }
		});
		const only = { metric: 'loop_closure', from: '2026-01-01', to: '2027-01-01' };
		expect((await ask(warehouse.connection, { role: 'analyst' }, only)).notes.join()).toContain(
			'no wave that closed by the last day of the action log'
		);
		await warehouse.connection.run(
			`update survey_response set is_preview = true where batch_id = ${later}`
		);
		// A tone that a person's labels contradict flags nothing.
		const labels = await batch('comment-labels');
		for (const [n, { C }] of Object.values(people).entries())
			await warehouse.insert('comment_label', {
				batch_id: labels,
				line: n + 2,
				comment: C ?? null,
				label: 'positive'
			});
		await warehouse.build();
		const metric = 'loop_closure';
		const distrusted = await ask(warehouse.connection, { role: 'analyst' }, { metric });
		expect(distrusted.rows.map(({ measure }) => measure)).toEqual(['kappa']);
		expect(distrusted.notes).toContainEqual(expect.stringMatching(/no theme is flagged by it$/));
		expect(await countsOf(warehouse, { metric })).toEqual({
			numerator: {},
			denominator: {},
			out: { tone_not_trusted: 5 }
		});
	});
});

test('D7: a change to or from all of a few has its row, without a value', async () => {
	const people = (score: (n: number) => number) =>
		Object.fromEntries(
			Array.from({ length: 12 }, (_none, n) => [
				`p${n}`,
				{ C: `All of it is compulsory, ${n}`, Q: score(n) }
			])
		);
	const changeOf = async (
		before: (n: number) => number,
		acted_on = '2025-04-10',
		measure = 'change_acted'
	) => {
		warehouse = await openWarehouse();
		const id = await wave('w1', '2025-03-10', { C: null, Q: 5 }, people(before));
		await wave(
			'w2',
			'2025-09-10',
			{ C: null, Q: 5 },
			people((n) => (n < 6 ? 5 : 3))
		);
		await key([{ question: 'Q', construct: 'control', is_reversed: false }]);
		for (let n = 0; n < 12; n += 1)
			await warehouse.insert('comment_tone', {
				batch_id: id,
				line: n + 2,
				question: 'C',
				compound: -0.5,
				language: 'en',
				lexicon_version: 1
			});
		await warehouse.insert('loop_action', {
			batch_id: await batch('action-log'),
			line: next(),
			survey: 'pulse',
			wave: 'w1',
			theme: 'obligation',
			acted_on
		});
		await warehouse.build();
		return valueOf(warehouse, { metric: 'loop_closure', variant: 'w1', ...at }, { measure });
	};
	const quarter = (n: number) => (n < 3 ? 5 : 3);
	expect(await changeOf(quarter)).toMatchObject({ value: 0.25, reason: null });
	// What was done after the next wave closed came too late for its answers.
	expect(await changeOf(quarter, '2025-09-10', 'change_not_acted')).toMatchObject({ value: 0.25 });
	expect(await changeOf(() => 3)).toMatchObject({
		value: null,
		lo: null,
		hi: null,
		reason: 'band'
	});
});

test('without a survey the answer names what is missing', async () => {
	await warehouse.build();
	for (const metric of ['favourability', 'perceived_autonomy', 'comment_sentiment']) {
		const answer = await ask(warehouse.connection, { role: 'lead' }, { metric });
		expect(answer.missing).toContain('survey');
		expect(answer.rows).toEqual([]);
	}
});

test('of two files without waves whose days overlap, an answer counts in that of its own file', async () => {
	const longer = await wave('', '2025-01-10', { Q: 5 }, { p1: { Q: 4 }, p2: { Q: 4 } });
	await warehouse.connection.run(
		`update survey_response set submitted_at = '2025-03-20' where batch_id = ${longer} and line = 3`
	);
	await wave('', '2025-02-10', { Q: 5 }, { p3: { Q: 4 } });
	await warehouse.connection.run('update survey_response set wave = null');
	await warehouse.build();
	const replies = await warehouse.connection.runAndReadAll(
		'select w.wave, count(*)::integer from survey_reply as r join survey_wave as w on w.wave_id = r.wave_id group by all order by all'
	);
	expect(replies.getRowsJS()).toEqual([
		['2025-02', 1],
		['2025-03', 2]
	]);
});

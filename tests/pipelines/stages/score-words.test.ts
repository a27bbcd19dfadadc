import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { undoBatch } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { model } from '#pipelines/stages/model.ts';
import { scoreWords } from '#pipelines/stages/score-words.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import type { Answer } from '#queries/ask.ts';
import { fileOf, openEmpty, removeFolders } from '../folder.ts';

/** The seven words of four languages, from the least to the most; all but the third and the fifth are words of 5 points, too. */
const languages = {
	en: 'Strongly disagree,Disagree,Slightly disagree,Neutral,Slightly agree,Agree,Strongly agree',
	de: 'Stimme überhaupt nicht zu,Stimme nicht zu,Stimme eher nicht zu,Teils/teils,Stimme eher zu,Stimme zu,Stimme voll und ganz zu',
	es: 'Totalmente en desacuerdo,En desacuerdo,Algo en desacuerdo,Neutral,Algo de acuerdo,De acuerdo,Totalmente de acuerdo',
	fr: "Pas du tout d'accord,Pas d'accord,Plutôt pas d'accord,Neutre,Plutôt d’accord,D’accord,Tout à fait d’accord"
};
const words = Object.values(languages).map((list) => list.split(','));

/** A wave whose people answer one question in each language, one with words of both scales, one in numbers and one freely. */
const wave = (points: readonly number[], others: readonly string[]) =>
	[
		[...Object.keys(languages), 'both', 'number', 'free'].join(','),
		...Array.from({ length: 40 }, (_, n) =>
			[
				...words.map((list) => list[points[n % points.length] ?? 0]),
				others[n] ?? (n % 2 === 0 ? 'Agree' : 'Disagree'),
				1 + (n % 5),
				`I have ${n} things to say of it`
			].join(',')
		),
		''
	].join('\n');

const waves = {
	few: wave(
		[1, 3, 5, 5, 6],
		['Completely agree', 'Completely disagree', 'Slightly agree', 'not applicable']
	),
	full: wave([0, 1, 2, 3, 4, 5, 6], words[0] ?? []),
	// Words that no scale of agreement has are read by their own, whatever the other waves say.
	own: 'de\nOft\nSelten\nManchmal\nOft\n',
	// Each from the least to the most, with one that is no answer.
	usual: [
		'zutreffen;half;extent;accord',
		"Trifft nicht zu;Never;Not at all;Pas du tout d'accord",
		"Trifft eher nicht zu;Sometimes;To a small extent;Pas d'accord",
		"Teils-teils;About half the time;To a moderate extent;Ni d'accord ni pas d'accord",
		"Trifft eher zu;Most of the time;To a great extent;D'accord",
		"Trifft zu;Always;To a very great extent;Tout à fait d'accord",
		'Kann ich nicht beurteilen;Not relevant;No answer;Ne sait pas',
		''
	].join('\n')
};
type Wave = keyof typeof waves;

const days = { few: '2025-03-31', full: '2025-06-30', own: '2025-09-30', usual: '2025-12-31' };

async function add(warehouse: Warehouse, name: Wave): Promise<number> {
	const { batch_id } = await importFile(warehouse, fileOf(`${name}.csv`, waves[name]), {
		importedBy: 'test',
		isOneOfMany: true,
		mapping: parseMapping({
			source: 'own-answers',
			wide: { cells: 'answer' },
			fixed: { submitted_at: days[name], survey: 'pulse', wave: name }
		})
	});
	return batch_id ?? 0;
}

type Rows = readonly (readonly unknown[])[];

const rowsOf = (warehouse: Warehouse, sql: string): Promise<Rows> =>
	warehouse.read(async (connection) =>
		(await connection.runAndReadAll(`${sql} order by all`)).getRowsJS()
	);

/** A column of a table of rows that come from lines, with the wave in place of the batch. */
const ofLines = (table: string, columns: string) =>
	`select r.wave, t.line, ${columns} from ${table} as t
	join survey_response as r on r.batch_id = t.batch_id and r.line = t.line`;

const answersOf = (warehouse: Warehouse) =>
	rowsOf(warehouse, ofLines('survey_answer', 't.question, t.answer, t.score, t.points'));

/** Everything that is known of the answers, without the numbers of the batches, and what favourability tells of them. */
async function known(warehouse: Warehouse) {
	await model(warehouse);
	const place = { warehouse, by: 'test', folder: '' };
	const { json } = await runCommand(place, 'metric', ['favourability'], { by: 'question' });
	return {
		answers: await answersOf(warehouse),
		tones: await rowsOf(warehouse, ofLines('comment_tone', 't.question, t.compound, t.language')),
		items: await rowsOf(warehouse, 'from survey_item'),
		scores: await rowsOf(warehouse, 'from survey_score'),
		// A sum of fractions depends on their order in its last digit.
		favourability: (json as Answer).rows.map(
			({ question, variant, measure, value, denominator }) => [
				...[question, variant, measure, denominator],
				value === null ? null : value.toFixed(9)
			]
		)
	};
}
type Known = Awaited<ReturnType<typeof known>>;

const withNew = async <T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> => {
	const warehouse = await openEmpty();
	try {
		return await work(warehouse);
	} finally {
		await warehouse.close();
	}
};

const fresh = (...names: readonly Wave[]) =>
	withNew(async (warehouse) => {
		for (const name of names) await add(warehouse, name);
		return known(warehouse);
	});

describe('a word is scored by all live files of its survey, whatever came first', () => {
	let few: Known;
	let full: Known;
	let both: Known;
	beforeAll(async () => {
		few = await fresh('few');
		full = await fresh('full');
		both = await fresh('full', 'few');
	}, 120_000);
	afterAll(removeFolders);

	const scoreOf = (answers: Rows, wave: Wave, question: string, answer: string) =>
		answers.find((row) => row[0] === wave && row[2] === question && row[3] === answer)?.slice(4);

	test('few words on 5 points, until another file shows 7', () => {
		for (const [index, language] of Object.keys(languages).entries()) {
			const agree = words[index]?.[5] ?? '';
			expect(scoreOf(few.answers, 'few', language, agree)).toEqual([4, 5]);
			expect(scoreOf(both.answers, 'few', language, agree)).toEqual([6, 7]);
		}
		expect(scoreOf(both.answers, 'few', 'number', '4')).toEqual([4, null]);
		const told = ({ favourability }: Known) =>
			favourability.filter(([question, wave]) => question === 'en' && String(wave).includes('few'));
		expect(told(few).length).toBeGreaterThan(0);
		expect(told(both)).not.toEqual(told(few));
	});

	test('what becomes a word of a scale is no comment any more, and the other way round', () => {
		const comments = ({ tones }: Known) => tones.filter(([, , question]) => question === 'both');
		expect(scoreOf(few.answers, 'few', 'both', 'Slightly agree')).toEqual([null, null]);
		expect(scoreOf(both.answers, 'few', 'both', 'Slightly agree')).toEqual([5, 7]);
		expect(scoreOf(few.answers, 'few', 'both', 'Completely agree')).toEqual([5, 5]);
		expect(scoreOf(both.answers, 'few', 'both', 'Completely agree')).toEqual([null, null]);
		expect(comments(few).length).toBeGreaterThan(0);
		expect(comments(both)).not.toEqual(comments(few));
	});

	test('in any order, with either taken back and imported again', { timeout: 120_000 }, () =>
		withNew(async (warehouse) => {
			const batches = { few: await add(warehouse, 'few'), full: await add(warehouse, 'full') };
			expect(await known(warehouse)).toEqual(both);
			// The earlier one, the other earlier one, and the later one.
			for (const gone of ['few', 'full', 'full'] as const) {
				await undoBatch(warehouse, batches[gone], 'test');
				expect(await known(warehouse)).toEqual(gone === 'few' ? full : few);
				batches[gone] = await add(warehouse, gone);
				expect(await answersOf(warehouse)).toEqual(both.answers);
			}
		})
	);

	test('a file of other words keeps its own scale, and leaves the others theirs', () =>
		withNew(async (warehouse) => {
			for (const name of ['few', 'own', 'full'] as const) await add(warehouse, name);
			const answers = await answersOf(warehouse);
			expect(answers.filter(([name]) => name !== 'own')).toEqual(both.answers);
			expect(scoreOf(answers, 'own', 'de', 'Oft')).toEqual([4, 5]);
		}));

	test('usual words stand on five points, and those for no answer on none', () =>
		withNew(async (warehouse) => {
			await add(warehouse, 'usual');
			const answers = await answersOf(warehouse);
			for (const question of ['zutreffen', 'half', 'extent', 'accord']) {
				expect(
					answers.filter((row) => row[2] === question).map((row) => [row[1], row[4], row[5]])
				).toEqual([
					...[1, 2, 3, 4, 5].map((score) => [BigInt(score + 1), score, 5]),
					[7n, null, null]
				]);
			}
		}));

	test('another version of the program scores the words that are there anew, and writes none that read the same', () =>
		withNew(async (warehouse) => {
			for (const name of ['few', 'full'] as const) await add(warehouse, name);
			await warehouse.transaction(async (connection) => {
				await connection.run(
					"update survey_answer set score = 4, points = 5 where question = 'de' and answer = 'Stimme zu'"
				);
				await connection.run("update setting set value = 'older' where name = 'model_definition'");
			});
			await model(warehouse);
			expect(await answersOf(warehouse)).toEqual(both.answers);
			expect(await warehouse.transaction((connection) => scoreWords(connection, 'all'))).toBe(0);
		}));
});

/** A Qualtrics export of one question under the code Q1: its words, and what was answered, once each. */
function qualtrics(wording: string, answers: readonly string[]): string {
	const facts = 'StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId';
	const ids = `${facts},QID1`.split(',').map((id) => `"{""ImportId"":""${id}""}"`);
	return [
		`${facts},Q1`,
		`${facts},${wording}`,
		ids.join(','),
		...answers.map(
			(answer, n) =>
				`2025-03-01 10:00:00,2025-03-01 10:05:00,IP Address,100,True,2025-03-01 10:05:00,R_${wording.length}${n},${answer}`
		),
		''
	].join('\n');
}

const key = (...lines: readonly string[]) =>
	['Survey,Question,Wording,Measures,Kind,Points,Reversed', ...lines, ''].join('\n');

describe('the scale of a question', () => {
	afterAll(removeFolders);

	const put = async (warehouse: Warehouse, name: string, content: string) =>
		(
			await importFile(warehouse, fileOf(name, content), {
				importedBy: 'test',
				isOneOfMany: true,
				...(!name.includes('key') && {
					mapping: parseMapping({ source: 'qualtrics', fixed: { survey: 'pulse', wave: 'one' } })
				})
			})
		).batch_id ?? 0;
	const scored = async (warehouse: Warehouse) =>
		Object.fromEntries(
			(await rowsOf(warehouse, 'select distinct answer, score, points from survey_answer')).map(
				([answer, score, points]) => [String(answer), [score, points]]
			)
		);

	const few = ['Agree', 'Disagree', 'Agree', 'Neutral'];
	const onFive = { Agree: [4, 5], Disagree: [2, 5], Neutral: [3, 5] };
	const onSeven = { Agree: [6, 7], Disagree: [2, 7], Neutral: [4, 7] };

	test('is that of its survey key, imported before or after it, until the key is taken back', () =>
		withNew(async (warehouse) => {
			await put(warehouse, 'few.csv', qualtrics('I choose', few));
			expect(await scored(warehouse)).toEqual(onFive);
			const first = await put(warehouse, 'key.csv', key('pulse,Q1,,choice_of_topic,scale,7,'));
			expect(await scored(warehouse)).toEqual(onSeven);
			const second = await put(
				warehouse,
				'key 2.csv',
				key(',Q1,i choose,choice_of_topic,scale,5,')
			);
			expect(await scored(warehouse)).toEqual(onFive);
			await undoBatch(warehouse, second, 'test');
			expect(await scored(warehouse)).toEqual(onSeven);
			await put(warehouse, 'more.csv', qualtrics('I choose', [...few, 'Agree']));
			expect(await scored(warehouse)).toEqual(onSeven);
			await undoBatch(warehouse, first, 'test');
			expect(await scored(warehouse)).toEqual(onFive);
		}));

	test('is one for both languages in which it is asked under one code', () =>
		withNew(async (warehouse) => {
			await put(warehouse, 'de.csv', qualtrics('Ich wähle', ['Stimme zu', 'Stimme nicht zu']));
			expect(await scored(warehouse)).toEqual({ 'Stimme zu': [4, 5], 'Stimme nicht zu': [2, 5] });
			const seven = words[0] ?? [];
			await put(warehouse, 'en.csv', qualtrics('I choose', seven));
			expect(await scored(warehouse)).toEqual({
				...Object.fromEntries(seven.map((word, index) => [word, [index + 1, 7]])),
				'Stimme zu': [6, 7],
				'Stimme nicht zu': [2, 7]
			});
		}));

	test('is found where each answers in a language of their own', () =>
		withNew(async (warehouse) => {
			const mixed = [
				'Agree',
				'Stimme zu',
				'De acuerdo',
				'D’accord',
				'Strongly disagree',
				'Neutral'
			];
			await put(warehouse, 'mixed.csv', qualtrics('I choose', mixed));
			expect(Object.values(await scored(warehouse))).toEqual(
				expect.arrayContaining([
					[4, 5],
					[1, 5],
					[3, 5]
				])
			);
			expect((await scored(warehouse))['Stimme zu']).toEqual([4, 5]);
		}));
});

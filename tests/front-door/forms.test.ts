import { beforeAll, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';

type Answers = readonly (readonly unknown[])[];
const email = (n: number): string => `p${n}@example.org`;

/** A form of Google: its questions, and after the number of a person what they answered. */
const google = (day: string, questions: readonly string[], answers: Answers): string[] => [
	['Timestamp', 'Email Address', ...questions.map((words) => `"${words}"`)].join(','),
	...answers.map(([person, ...said]) =>
		[`${day} 12:00:00`, email(Number(person)), ...said].join(',')
	)
];

/** The same of Qualtrics, which knows each question by a code and the language in which a person answered. */
const qualtrics = (
	language: string,
	day: string,
	questions: readonly string[],
	answers: Answers
): string[] => {
	const facts = ['StartDate', 'EndDate', 'Status', 'Progress', 'Finished', 'RecordedDate'];
	const names = [...facts, 'ResponseId', 'RecipientEmail', 'DistributionChannel', 'UserLanguage'];
	const codes = questions.map((_words, n) => `Q${n + 1}`);
	const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
	return [
		[...names, ...codes].join(','),
		[...names, ...questions.map(quoted)].join(','),
		[...names, ...codes.map((code) => `QID${code}`)]
			.map((name) => quoted(JSON.stringify({ ImportId: name })))
			.join(','),
		...answers.map(([person, ...said]) =>
			[
				...[`${day} 09:00:00`, `${day} 09:05:00`, 'IP Address', 100, 'True', `${day} 09:05:01`],
				...[`R_${language}${person}`, email(Number(person)), 'email', language, ...said]
			].join(',')
		)
	];
};

const english = [
	'I choose what I learn.',
	'Others tell me what to learn.',
	'I feel in control of my own learning.',
	'I find what I need.'
];
const german = [
	'Ich wähle, was ich lerne.',
	'Andere sagen mir, was ich lernen soll.',
	'Ich habe mein Lernen im Griff.',
	'Ich finde, was ich brauche.'
];
const constructs = ['choice_of_topic', 'choice_of_topic', 'control', 'finding'];

/** Twelve people each who answer three of the four questions of their form. */
const inEnglish = times(12).map((n) => [n, ...(n % 4 > 0 ? [4, 2, 5, ''] : [2, 4, 1, ''])]);
const inGerman = times(12).map((n) => [n + 12, ...(n % 4 > 0 ? [5, 1, '', 4] : [1, 5, '', 2])]);
const grown = (n: number): number[] => [n % 2 === 0 ? 5 : 2, n % 3 === 0 ? 5 : 1];

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'en/plain 2025-Q1.csv': google('3/25/2025', english, inEnglish),
		'de/plain 2025-Q1.csv': google('3/25/2025', german, inGerman),
		'en/keyed 2025-Q1.csv': google('3/26/2025', english, inEnglish),
		'de/keyed 2025-Q1.csv': google('3/26/2025', german, inGerman),
		'en/coded 2025-Q1.csv': qualtrics('EN', '2025-03-25', english, inEnglish),
		'de/coded 2025-Q1.csv': qualtrics('DE', '2025-03-25', german, inGerman),
		'coded 2025-Q3.csv': qualtrics(
			'EN',
			'2025-09-25',
			['I choose my topics.', ...english.slice(1)],
			times(12).map((n) => [n, ...(n % 4 > 0 ? [2, 4, 5, 4] : [4, 2, 1, 2])])
		),
		'grown 2025-Q1.csv': google(
			'3/25/2025',
			english.slice(0, 2),
			times(24).map((n) => [n, ...grown(n)])
		),
		'grown 2025-Q3.csv': google(
			'9/25/2025',
			english.slice(0, 3),
			times(24).map((n) => [n, ...grown(n), 5])
		),
		'key.csv': [
			'Survey,Question,Wording,Measures,Kind,Points,Reversed',
			...[english, german].flatMap((language) =>
				constructs.map(
					(construct, n) =>
						`keyed,Q${n + 1},"${language[n]}",${construct},scale,5,${n === 1 ? 'yes' : 'no'}`
				)
			),
			`coded,Q2,"${english[1]}",choice_of_topic,scale,5,yes`
		],
		'invitations.csv': [
			'Survey,Wave,Email,Invited on,Status',
			...['plain', 'keyed', 'coded'].flatMap((survey) =>
				times(30).map((n) => `${survey},2025-Q1,${email(n)},2025-03-01,Email Sent`)
			)
		]
	});
});

test('METRICS.md D1: whoever answers three of the four questions of a form has answered, whatever a form in another language asks', async () => {
	for (const survey of ['plain', 'keyed', 'coded'])
		expect(
			await company.row('response_rate', { variant: `${survey}, 2025-q1` }),
			survey
		).toMatchObject({ numerator: 24, denominator: 30 });
});

/** How many people answered each question of a wave, and what they think of it, from 0 to 100. */
const answered = async (variant: string): Promise<unknown[]> =>
	(await company.answer('favourability', { by: 'question', variant })).rows
		.filter(({ measure }) => measure === 'rescaled')
		.map(({ question, persons, value }) => [question, persons, value])
		.sort(([one], [other]) => english.indexOf(String(one)) - english.indexOf(String(other)));

test('METRICS.md D2, D4: forms of which a survey key calls two wordings by one code ask one question, turned in both languages', async () => {
	expect(await answered('keyed, 2025-q1')).toEqual([
		[english[0], 24, 68.75],
		[english[1], 24, 68.75],
		[english[2], 12, 75],
		[english[3], 12, 62.5]
	]);
	expect(
		await company.row('perceived_autonomy', {}, { measure: 'score', variant: 'keyed, 2025-q1' })
	).toMatchObject({ persons: 24 });
	expect(await answered('plain, 2025-q1')).toHaveLength(6);
});

test('METRICS.md D2: what two files of one wave word differently under one code is one question; changed wording in the next wave is another', async () => {
	expect(await answered('coded, 2025-q1')).toEqual([
		[english[0], 24, 68.75],
		[english[1], 24, 68.75],
		[english[2], 12, 75],
		[english[3], 12, 62.5]
	]);
	expect(await answered('coded, 2025-q3')).toEqual(
		expect.arrayContaining([
			['I choose my topics.', 12, 37.5],
			[english[1], 12, 37.5]
		])
	);
});

test('METRICS.md D2: a question that only one of two waves asked changes nothing', async () => {
	const of = (measure: string) =>
		company.row('favourability', { variant: 'grown, 2025-q3' }, { measure });
	expect((await of('favourable')).value).toBeCloseTo((12 + 8 + 24) / 72, 12);
	expect(await of('change')).toMatchObject({ value: 0, persons: 24 });
	expect(await of('change_linked')).toMatchObject({ value: 0, lo: 0, hi: 0, persons: 24 });
});

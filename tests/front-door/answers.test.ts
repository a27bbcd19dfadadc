import { beforeAll, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';

const email = (n: number): string => `asked${n}@example.org`;
const said = (n: number, day: number, ...answers: readonly (string | number)[]): string =>
	[`3/${day}/2025 09:00:00`, email(n), ...answers].join(',');
const questions = [
	'Learning here suits me.',
	'Learning here is short enough.',
	'Learning here is useful to me.'
];

/** Fifteen people answer; five open the form again and leave it, five answer it anew. */
const responses = [
	...times(15).map((n) => said(n, 1, 4, 4, 4)),
	...times(5).map((n) => said(n, 2, 1, '', '')),
	...times(5).map((n) => said(n + 5, 2, 2, 2, 2)),
	...times(5).map((n) => said(n + 15, 2, 1, '', ''))
];

/** Twelve people, of whom two have no answer to a scale, which their system writes as 99, and learn for hours. */
const coded = [
	'Timestamp,Email Address,Learning here suits my work.,How many hours do you learn in a month?',
	...times(12).map((n) => said(n, 4, n < 2 ? 99 : n < 8 ? 5 : 2, n < 2 ? 30 : 4))
];

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'again 2025-Q1.csv': [['Timestamp', 'Email Address', ...questions].join(','), ...responses],
		'coded 2025-Q1.csv': coded,
		'key.csv': [
			'Survey,Question,Wording,Measures,Kind,Points,Reversed',
			'coded,Learning here suits my work.,Learning here suits my work.,suits,scale,5,no'
		],
		'invitations.csv': [
			'Survey,Wave,Email,Invited on,Status',
			...times(20).map((n) => `again,2025-Q1,${email(n)},2025-02-20,Email Sent`)
		]
	});
});

test('D1, D2: who opens the form again and leaves it has answered; who answers anew is heard anew', async () => {
	expect(await company.row('response_rate', { variant: 'again, 2025-q1' })).toMatchObject({
		numerator: 15,
		denominator: 20
	});
	const favourable = await company.row(
		'favourability',
		{ variant: 'again, 2025-q1' },
		{ measure: 'favourable' }
	);
	expect(favourable).toMatchObject({ numerator: 30, denominator: 45, persons: 15 });
});

test('D2: a 99 is no point of the scale that a key states, and hours are no scale', async () => {
	const { rows } = await company.answer('favourability', {
		by: 'question',
		variant: 'coded, 2025-q1'
	});
	expect(new Set(rows.map((row) => row.question))).toEqual(
		new Set(['Learning here suits my work.'])
	);
	const favourable = rows.find(({ measure }) => measure === 'favourable');
	expect(favourable).toMatchObject({ numerator: 6, denominator: 10, persons: 10 });
});

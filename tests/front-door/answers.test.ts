import { beforeAll, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';

const email = (n: number): string => `asked${n}@example.org`;
const said = (n: number, day: number, ...answers: readonly (string | number)[]): string =>
	[`3/${day}/2025 09:00:00`, email(n), ...answers].join(',');
const questions = ['Learning here suits me.', 'Learning here is short enough.', 'Learning here is useful to me.'];

/** Fifteen people answer; five open the form again and leave it, five answer it anew. */
const responses = [
	...times(15).map((n) => said(n, 1, 4, 4, 4)),
	...times(5).map((n) => said(n, 2, 1, '', '')),
	...times(5).map((n) => said(n + 5, 2, 2, 2, 2)),
	...times(5).map((n) => said(n + 15, 2, 1, '', ''))
];

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'again 2025-Q1.csv': [['Timestamp', 'Email Address', ...questions].join(','), ...responses],
		'invitations.csv': [
			'Survey,Wave,Email,Invited on,Status',
			...times(20).map((n) => `again,2025-Q1,${email(n)},2025-02-20,Email Sent`)
		]
	});
});

test('D1, D2: who opens the form again and leaves it has answered; who answers anew is heard anew', async () => {
	expect(await company.row('response_rate', {})).toMatchObject({ numerator: 15, denominator: 20 });
	const favourable = await company.row('favourability', {}, { measure: 'favourable' });
	expect(favourable).toMatchObject({ numerator: 30, denominator: 45, persons: 15 });
});

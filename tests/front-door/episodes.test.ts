import { beforeAll, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';

const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`;
const took = (who: string, on: string, done = ''): string =>
	`${email(who)},course,course,${on},${done},${done ? 'Completed' : 'In progress'},self`;

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'people.csv': [
			'Person e-mail,Unit of the person,Hired on,Left on',
			...times(12).flatMap((n) => [
				`${email(`leaver ${n}`)},Leaving,2020-01-01,2025-04-0${n < 6 ? 1 : 2}`,
				`${email(`early ${n}`)},Early,2025-01-01,${n < 6 ? '2025-04-02' : ''}`,
				`${email(`given ${n}`)},Given,2020-01-01,`,
				`${email(`again ${n}`)},Again,2020-01-01,`
			]),
			`${email('last')},Other,2020-01-01,`
		],
		'register.csv': [
			'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Enrolled how',
			...times(12).flatMap((n) => [
				took(`leaver ${n}`, '2025-01-10', n > 9 ? '2025-04-01' : ''),
				took(`given ${n}`, '2025-10-25 09:00'),
				took(`again ${n}`, '2025-01-10', '2025-02-10'),
				...(n < 6 ? [took(`again ${n}`, '2025-02-10')] : []),
				took(`early ${n}`, '2024-12-20', n > 8 ? '2025-02-01' : '')
			]),
			took('last', '2026-01-31')
		],
		'assignments.csv': [
			'Email,System,Item code,Title,Assigned on,Assigned by',
			...times(6).map((n) => `${email(`given ${n}`)},own,course,course,2025-10-26,administrator`)
		]
	});
});

test('A2p: nothing of theirs is open on the first day on which people are gone', async () => {
	const asked = { from: '2025-04-01', to: '2025-07-01', where: ['org_unit=Leaving'] };
	expect(await company.row('period_completion_rate', asked, { variant: 'broad' })).toMatchObject({
		numerator: 2,
		denominator: 6,
		persons: 6
	});
});

test('A2p: what was begun before the first day of employment ends with it', async () => {
	const open = async (from: string, to: string) => {
		const row = await company.row(
			'period_completion_rate',
			{ from, to, where: ['org_unit=Early'] },
			{ variant: 'broad' }
		);
		return row['denominator'];
	};
	expect(await open('2025-04-01', '2025-07-01')).toBe(9);
	// Three are left, and too few to be told; nine would be told.
	expect(await open('2025-07-01', '2025-10-01')).toBeNull();
});

test('A1: another enrolment on the day of a completion is to be completed, too', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Again'] };
	expect(await company.row('voluntary_completion_rate', asked, { variant: 'broad' })).toMatchObject(
		{ numerator: 12, denominator: 18, persons: 12 }
	);
});

test('A0: an assignment of the next day, and so within the one day, goes before the method', async () => {
	const asked = { from: '2025-10-01', to: '2026-01-01', where: ['org_unit=Given'] };
	expect(await company.row('initiation_mix', asked, { variant: 'assigned_other' })).toMatchObject({
		value: 0.5,
		numerator: 6,
		denominator: 12
	});
});

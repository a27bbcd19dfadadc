import { beforeAll, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';

// A system gives a report, which knows who was enrolled, and a log, which knows what people did.
const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`;
interface Row {
	readonly done?: string;
	readonly ended?: string;
	readonly how?: string;
}
const took = (
	who: string,
	on: string,
	{ done = '', ended = '', how = 'self' }: Row = {}
): string => {
	const state = done ? 'Completed' : ended ? 'Withdrawn' : 'In progress';
	return `${email(who)},course,course,${on},${done},${ended},${state},${how}`;
};
const logged = (who: string, at: string, minutes = 60, what = 'Viewed'): string =>
	`${email(who)},course,course,${at}:00Z,${what},${minutes}`;
const people: [name: string, unit: string, left: string][] = times(12).flatMap((n) => [
	[`back ${n}`, 'Back', ''],
	[`told ${n}`, 'Told', ''],
	[`twice ${n}`, 'Twice', ''],
	[`renewed ${n}`, 'Renewed', ''],
	[`gone ${n}`, 'Gone', '2025-04-15']
]);

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'people.csv': [
			'Person e-mail,Unit of the person,Hired on,Left on',
			...people.map(([name, unit, left]) => `${email(name)},${unit},2020-01-01,${left}`),
			`${email('last')},Other,2020-01-01,`
		],
		'register.csv': [
			'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,Ended on,State of enrolment,Enrolled how',
			...times(12).flatMap((n) => [
				took(`back ${n}`, '2025-01-10', { ended: '2025-01-20' }),
				took(`back ${n}`, '2025-03-10', n < 6 ? { done: '2025-03-20' } : {}),
				took(`told ${n}`, '2025-01-10', { ended: '2025-01-20' }),
				took(`told ${n}`, '2025-03-10'),
				took(`twice ${n}`, '2025-01-10', { done: '2025-02-10' }),
				took(`twice ${n}`, '2025-05-01', { done: '2025-05-20', how: 'admin' }),
				took(`renewed ${n}`, '2025-01-10'),
				took(`renewed ${n}`, '2025-02-10'),
				took(`gone ${n}`, '2025-01-10', { ended: '2025-01-20' }),
				took(`gone ${n}`, '2025-02-01', n < 6 ? { done: '2025-05-10' } : {})
			]),
			took('last', '2026-01-31')
		],
		'log.csv': [
			'Doer e-mail,Item of the event,Code of the event’s item,Happened on,What happened,Time taken',
			...times(12).flatMap((n) => [
				logged(`back ${n}`, '2025-01-12T15:00'),
				logged(`told ${n}`, '2025-01-10T09:00', 0, 'Enrolled'),
				logged(`told ${n}`, '2025-01-12T15:00'),
				logged(`twice ${n}`, '2025-01-10T09:00'),
				logged(`twice ${n}`, '2025-05-10T15:00', 30),
				logged(`renewed ${n}`, '2025-02-01T15:00', 20, 'Completed')
			]),
			logged('last', '2026-01-31T15:00')
		]
	});
});

test('A1 and A3: a log that tells of activity only keeps open nothing that the report says was withdrawn', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Back'] };
	expect(await company.row('voluntary_completion_rate', asked, { variant: 'broad' })).toMatchObject(
		{ numerator: 6, denominator: 24, persons: 12 }
	);
	// Six of 24 on day 10, on which twelve withdraw: none of those is waited for after it.
	const curve = { ...asked, horizon: 90 };
	const point = await company.row('time_to_complete', curve, { measure: 'cif' });
	expect(point.value).toBeCloseTo(0.25, 12);
});

test('A0: an enrolment that both tell of ends when the report says so', async () => {
	const asked = { where: ['org_unit=Told'] };
	expect(await company.row('initiation_mix', asked, { variant: 'self_initiated' })).toMatchObject({
		denominator: 24,
		persons: 12
	});
});

test('A4: what a log tells of counts for the enrolment of its day, and not for the first of that item', async () => {
	const time = async (asked: object) =>
		company.row('voluntary_hours_share', asked, { variant: 'wall', measure: null });
	const where = ['org_unit=Twice'];
	expect(await time({ where })).toMatchObject({ numerator: 720, denominator: 1080, persons: 12 });
	// None of it was chosen, which is told as a band.
	expect(await time({ from: '2025-04-01', to: '2025-07-01', where })).toMatchObject({
		denominator: 360
	});
});

test('A1: a log completes what the report leaves open, and what is enrolled after that is new', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Renewed'] };
	expect(await company.row('voluntary_completion_rate', asked, { variant: 'broad' })).toMatchObject(
		{ numerator: 12, denominator: 24, persons: 12 }
	);
});

test('A2p: what was withdrawn and begun again is open until the person leaves, also where a completion follows', async () => {
	const asked = { from: '2025-04-01', to: '2025-07-01', where: ['org_unit=Gone'] };
	const rate = await company.row('period_completion_rate', asked, { variant: 'broad' });
	expect(rate).toMatchObject({ denominator: 12, persons: 12 });
});

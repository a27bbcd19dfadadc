import { expect, test } from 'vitest';
import { openCompany, times } from './company.ts';

/** What a review tool writes of one round on one scale: the same score for twelve people. */
const round = (cycle: string, day: string, scale: string, group: string, score: number) => [
	`Review Cycle,Rated On,Employee email,Manager,Ready for the next role (${scale})`,
	...times(12).map((n) => `${cycle},${day},${group}${n}@example.org,boss,${score}`)
];
const [spring, winter] = [
	['spring', '2025-01-10'],
	['winter', '2025-12-10']
] as const;

test('METRICS.md D6: ratings from 1 to 7 and from 0 to 4 are told on a scale of five, and two scales make no pair', async () => {
	const company = await openCompany({
		'seven before.csv': round(...spring, '1-7', 'seven', 3),
		'seven after.csv': round(...winter, '1-7', 'seven', 5),
		'nought before.csv': round(...spring, '0-4', 'nought', 1),
		'nought after.csv': round(...winter, '0-4', 'nought', 2),
		'both before.csv': round(...spring, '1-5', 'both', 3),
		'both after.csv': round(...winter, '1-7', 'both', 7)
	});
	const change = await company.row('manager_readiness', {}, { measure: 'change', variant: 'all' });
	expect(change).toMatchObject({ persons: 24 });
	expect(change.value).toBeCloseTo((4 / 3 + 1) / 2, 12);
	const { counts } = await company.explain('manager_readiness');
	expect(counts).toEqual(
		expect.arrayContaining([expect.objectContaining({ reason: 'other_statement' })])
	);
});

import { expect, test } from 'vitest';
import { openCompany, times } from './company.ts';

const learning = [
	'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID',
	...times(12).map((n) => `Safety,Admin,Complete,p${n}@example.org,2025-03-01,2025-04-01,C1`)
];
const declared = Object.entries({ Q1: 2, Q2: 1, Q4: 2, Q5: 0, Q6: 1, Q7: 1, Q9: 2 });

test('METRICS.md golden F: 2, 1, ?; 2, 0, 1; 1, ?, 2 are 75, 50 and 75 %, seven known, in all 64.3 %', async () => {
	const company = await openCompany({
		'absorb.csv': learning,
		'declared.csv': [
			'Question,Score,Declared by,Declared on',
			...declared.map(([question, score]) => `${question},${score},Head of Learning,2025-03-15`),
			// What is no longer known is unknown again.
			'Q8,2,Head of Learning,2025-03-01',
			'Q8,?,Head of Learning,2025-03-15'
		]
	});
	const { rows } = await company.answer('readiness_checklist');
	const of = (variant: string, measure: string) =>
		rows.find((row) => row.variant === variant && row.measure === measure);
	for (const [area, reached, known] of [
		['culture', 3, 2],
		['tools', 3, 3],
		['measurement', 3, 2],
		['total', 9, 7]
	] as const) {
		expect(of(area, 'area')).toMatchObject({ numerator: reached, denominator: 2 * known });
		expect(of(area, 'area')?.value).toBeCloseTo((100 * reached) / (2 * known), 9);
		expect(of(area, 'known')?.value).toBe(known);
	}
	for (const open of ['Q3', 'Q8'])
		expect(of(open, 'answer')).toMatchObject({ value: null, reason: 'no_data' });
});

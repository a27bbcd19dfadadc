import { beforeAll, describe, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { countedIn, daysAfter, openCompany, times } from './company.ts';

const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`;

interface Post {
	readonly unit?: string;
	readonly job?: string;
	readonly place?: string;
	readonly boss?: string;
}
const event = (who: string, day: string, reason: string, post: Post = {}): string => {
	const { unit = 'Other', job = 'J', place = '', boss = '' } = post;
	return [email(who), email(who), day, 1, reason, job, 'Family', 'G5', unit, place, boss].join(',');
};
const took = (who: string, item: string, on: string): string =>
	`${email(who)},${item},${item},${on},${on},${on},Completed,self`;

/** On 1 July 2023 the learners are there for a year to the day, the others for thirteen months. */
const anniversary = times(32).flatMap((n) => {
	const place = 'Anniversary';
	const later = (who: string) => event(who, '2023-11-01', 'Job Change', { place, job: 'K' });
	return [
		event(`learner ${n}`, '2022-07-01', 'New Hire', { place }),
		event(`other ${n}`, '2022-06-01', 'New Hire', { place }),
		...(n < 16 ? [later(`learner ${n}`)] : []),
		...(n < 8 ? [later(`other ${n}`)] : [])
	];
});

/** Twelve people of one unit and of two managers, whom no file has as people. */
const walkers = times(12).map((n) => ({
	jobs: event(`walker ${n}`, '2024-01-01', 'New Hire', {
		unit: 'One',
		boss: `boss ${n % 2}@elsewhere.org`
	}),
	learning: times(3).map((step) =>
		took(`walker ${n}`, `step ${step}`, daysAfter('2025-07-03', 3 * n + 5 * step))
	)
}));

/** Six people of a unit with a window in April, who went in May to one whose only window was the year before. */
const busy = times(6).map((n) => ({
	jobs: [
		event(`busy ${n}`, '2024-02-01', 'New Hire', { unit: 'Busy' }),
		event(`busy ${n}`, '2025-05-05', 'Job Change', { unit: 'Idle' })
	],
	learning: ['2025-04-08', '2025-04-02', '2025-05-06'].map((day) => took(`busy ${n}`, day, day))
}));

/** Twelve people before and after one programme; ten whom two managers rate twice, one of them by mistake at first. */
const panel = [
	[3, 3],
	[4, 4],
	[2, 3],
	[5, 4],
	[3, 3]
];
const ratings = [
	...times(12).flatMap((n) => [
		`Programme,Before,2025-02-03,${email(`rated ${n}`)},boss,2`,
		`Programme,After,2025-10-06,${email(`rated ${n}`)},boss,${n < 6 ? 3 : 2}`
	]),
	...['2024-10-01', '2025-04-01'].flatMap((day, round) =>
		times(10).flatMap((n) =>
			(panel[(n + round) % 5] ?? []).map(
				(score, rater) => `Panel ${round},,${day},${email(`twice ${n}`)},rater ${rater},${score}`
			)
		)
	)
];
const mistake = `Panel 0,,2024-09-30,${email('twice 0')},rater 0,1`;

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'jobs.csv': [
			'User ID,Email,Event Date,Sequence Number,Event Reason,Job Code,Job Family,Pay Grade,Department,Location,Supervisor',
			event('earlier', '2020-01-01', 'New Hire'),
			event('earlier', '2022-07-15', 'Resignation'),
			...anniversary,
			...walkers.map(({ jobs }) => jobs),
			...busy.flatMap(({ jobs }) => jobs),
			...times(12).map((n) =>
				event(`rated ${n}`, '2020-01-01', 'New Hire', { place: 'Programme' })
			),
			event('again', '2020-01-01', 'New Hire'),
			event('again', '2025-06-01', 'Resignation'),
			event('latest', '2025-12-31', 'New Hire')
		],
		'register.csv': [
			'Learner e-mail,Item taken,Code of the item,Enrolled on,Started on,Completed on,State of enrolment,Enrolled how',
			took('earlier', 'first', '2022-07-01'),
			...times(32).flatMap((n) =>
				['a', 'b', 'c'].map((item) => took(`learner ${n}`, item, '2022-11-01'))
			),
			...[...walkers, ...busy].flatMap(({ learning }) => learning),
			`${email('again')},twice,twice,2024-01-10,,,Completed,self`,
			`${email('again')},twice,twice,2024-05-01,,,In progress,self`,
			took('latest', 'last', '2025-12-31')
		],
		'windows.csv': [
			'Campaign,Unit,Starts on,Ends on',
			'Spring,Busy,2025-04-07,2025-04-25',
			'Last year,Idle,2024-01-08,2024-01-19'
		],
		'ratings.csv': [
			'Review cycle,Phase,Rated on,Employee email,Manager,Ready for the next role (1-5)',
			mistake,
			...ratings
		]
	});
});

// Importing it asserts that every check holds, for those who leave afterwards, too.
test('what is begun again months after a completion without a day is another episode', async () => {
	const asked = { where: ['item=twice'], variant: 'self_initiated' };
	expect(countedIn(await company.explain('initiation_mix', asked))).toEqual([2, 0]);
});

test('C4: who has been there for a year to the day is one of those with one year', async () => {
	const asked = { from: '2023-07-01', to: '2023-10-01', variant: 'move' };
	const share = await company.row('mobility_difference', asked, { measure: 'matched_share' });
	expect(share).toMatchObject({ value: 1, numerator: 32, denominator: 32 });
	const difference = await company.row('mobility_difference', asked, { measure: 'rd' });
	expect(difference.value).toBeCloseTo(0.25, 12);
});

test('B5: managers whom no file has as people are two managers all the same', async () => {
	const { rows } = await company.answer('emergent_paths', { grain: 'quarter' });
	const path = new Map(rows.map((row) => [row.measure, row]));
	expect(new Set(rows.map(({ variant }) => variant))).toEqual(
		new Set(['step 0 → step 1 → step 2'])
	);
	expect(path.get('managers')).toMatchObject({ value: 2, persons: 12 });
	expect(path.get('state_emergent')).toMatchObject({ persons: 12 });
});

test('A7: a window at another time changes nothing: 6 of 12 days outside, where 9 of 24 are', async () => {
	const asked = { from: '2025-04-01', to: '2025-07-01' };
	const index = await company.row('outside_windows_index', asked, { measure: null });
	expect(index).toMatchObject({ numerator: 6, persons: 6 });
	expect(index.value).toBeCloseTo(0.5 / 0.375, 8);
	const { counts } = await company.explain('outside_windows_index', asked);
	expect(
		Object.fromEntries(counts.map(({ reason, episodes }) => [reason, episodes]))
	).toMatchObject({ outside: 6, inside: 6, no_window: 6 });
});

describe('D6', () => {
	test('before and after in one review cycle are a pair', async () => {
		const asked = { where: ['location=Programme'] };
		const change = await company.row('manager_readiness', asked, {
			measure: 'change',
			variant: 'all'
		});
		expect(change).toMatchObject({ value: 0.5, numerator: 6, denominator: 12 });
	});

	test('agreement is that of two managers on one occasion, however many occasions', async () => {
		const kappa = await company.row('manager_readiness', {}, { measure: 'kappa' });
		expect(kappa).toMatchObject({ persons: 10 });
		expect(kappa.value).toBeCloseTo(0.6875, 12);
		const reliability = await company.row('manager_readiness', {}, { measure: 'reliability' });
		expect(reliability).toMatchObject({ persons: 10 });
		// Shrout and Fleiss 1979, by hand, of the five pairs four times.
		expect(reliability.value).toBeCloseTo(44 / 63, 12);
	});
});

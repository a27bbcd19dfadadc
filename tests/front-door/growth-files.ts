import { daysAfter, times } from './company.ts';

const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`.toLowerCase();

interface Taken {
	readonly unit?: string;
	readonly how?: 'self' | 'admin';
	readonly binding?: 'recommended' | 'mandatory';
	readonly minutes?: number;
	readonly started?: boolean;
	readonly done?: boolean;
}
const took = (who: string, item: string, on: string, row: Taken = {}): string => {
	const { unit = '', how = 'self', binding = '', minutes = '', done = true } = row;
	const { started = done } = row;
	const state = done ? 'Completed' : started ? 'In progress' : 'Not started';
	return [
		...[email(who), unit, item, item, on, started ? on : '', done ? on : '', state],
		...[minutes, how, binding]
	].join(',');
};

const event = (who: string, day: string, reason: string, unit: string, place = ''): string =>
	[email(who), email(who), day, 1, reason, 'J', 'Tech', unit, place].join(',');

/** Golden B5: 6 of 300 people who begin something of their own in winter take a1, a2, a3; 15 of 320 in spring. */
const [winter, spring] = ['2023-01-02', '2023-04-03'];
const walk = (people: number, from: string): string[] =>
	times(people).flatMap((n) =>
		times(3).map((step) =>
			took(`walk ${from} ${n}`, `a${step + 1}`, daysAfter(from, 3 * n + 5 * step), {
				unit: `Unit ${n % 4}`
			})
		)
	);
const others = (people: number, from: string): string[] =>
	times(people).map((n) =>
		took(`other ${from} ${n}`, from, daysAfter(from, n % 80), { unit: `Unit ${n % 4}` })
	);
const goldenB5 = [
	...[...walk(6, winter), ...others(294, winter)],
	...[...walk(15, spring), ...others(305, spring)]
];

/** Golden B7: ten people of X take 30 items of X and 10 of Y, ten of Y take 20 of X and 40 of Y. */
const goldenB7 = times(20).flatMap((n) => {
	const isX = n < 10;
	const isMore = n % 2 === 0;
	const x = isX ? (isMore ? 4 : 2) : isMore ? 1 : 3;
	const y = isX ? (isMore ? 0 : 2) : isMore ? 3 : 5;
	return [...times(x).map((i) => `x${i}`), ...times(y).map((i) => `y${i}`)].map((item, place) =>
		took(`crossing ${n}`, item, daysAfter('2025-01-02', 4 * place), { unit: isX ? 'X' : 'Y' })
	);
});

/** Golden E, ten people for each, who stand in a place of their own: chosen, prompted and assigned items, prompts, how many of the first two are for the own role. */
const types: readonly (readonly [s: number, p: number, a: number, q: number, own: number])[] = [
	[4, 1, 2, 3, 1],
	[2, 1, 1, 2, 2],
	[0, 2, 3, 4, 0],
	[1, 0, 2, 0, 0],
	[0, 0, 4, 5, 0],
	[0, 0, 0, 3, 0],
	[2, 0, 0, 0, 0],
	[0, 0, 0, 0, 0],
	[2, 3, 0, 6, 1],
	[3, 3, 1, 6, 2],
	[2, 1, 1, 2, 2],
	[2, 1, 1, 2, 2]
];
/** The last two are the second's twins of ruling 6, in a unit of their own: without a credential, for one role or for two. */
const unitOf = (n: number): string => (n < 10 ? 'Types' : 'Twins');
const twinOfTwoRoles = 11;
/** The second of them is the one with an item that gives a credential. */
const strategic = 1;
/** The seventh has been there for 30 days. */
const young = 6;
const goldenE = times(10).flatMap((copy) =>
	types.map(([s, p, a, q, own], n) => {
		const who = `type ${n} ${copy}`;
		const day = (place: number) => daysAfter(n === young ? '2025-06-10' : '2025-05-02', place);
		const ownItem = (place: number) =>
			place > 0
				? `for tech ${place}`
				: n === strategic
					? 'certified'
					: n === twinOfTwoRoles
						? 'for the job'
						: 'for tech 0';
		return {
			jobs: [
				event(who, n === young ? '2025-06-01' : '2025-03-15', 'New Hire', unitOf(n), `row ${n + 1}`)
			],
			learning: [
				...times(s + p).map((place) =>
					took(who, place < own ? ownItem(place) : `free ${place}`, day(place), {
						...(place >= s && { binding: 'recommended' as const })
					})
				),
				...times(a).map((place) => took(who, `duty ${place}`, day(place), { how: 'admin' }))
			],
			prompts: times(q).map((place) => `${email(who)},own,tip ${place},tip,2025-04-20,nudge`)
		};
	})
);

/** Golden E2: twenty who only did what was assigned; then 12 go on so, 5 take up two tips, 1 chooses four, 2 leave. */
const goldenE2 = times(20).map((n) => {
	const who = `change ${n}`;
	const leaves = n < 18 ? '2024-05-02' : '2024-02-15';
	const tips = times(2).map((i) => took(who, `tip ${i}`, '2024-02-05', { binding: 'recommended' }));
	const choices = times(4).map((i) => took(who, `free ${i}`, '2024-02-05'));
	return {
		jobs: [
			event(who, '2023-07-01', 'New Hire', 'Changes'),
			event(who, leaves, 'Resignation', 'Changes')
		],
		learning: [
			took(who, 'duty 0', '2023-11-06', { how: 'admin' }),
			...(n >= 12 && n < 17 ? tips : []),
			...(n === 17 ? choices : [])
		]
	};
});

/**
 * Golden H: the last quarter of 2024 of 100 people. 12 are on a path of three items and 24 more choose one; of these 60 and of 40
 * tips 55 are finished; ten minutes on each of the 60, and on 90 that were assigned; 66 agree with all statements.
 */
const begun = times(60).map((n) => ({
	person: n < 36 ? Math.floor(n / 3) : n - 24,
	day: n < 36 ? `2024-10-${(n % 3) + 1}0` : '2024-10-15',
	item: n < 36 ? `step ${n % 3}` : 'single'
}));
const goldenH = [
	...begun.map(({ person, day, item }, n) =>
		took(`house ${person}`, item, day, { minutes: 10, started: true, done: n < 55 })
	),
	...times(40).map((n) =>
		took(`house ${99 - n}`, 'house tip', '2024-10-12', { binding: 'recommended', done: false })
	),
	...times(90).map((n) =>
		took(`house ${n}`, 'house duty', '2024-10-05', { how: 'admin', minutes: 10 })
	)
];
const statements = [
	'I choose which topics I learn about.',
	'I choose when I learn.',
	'I feel in control of my own learning.'
];

/** A register of learning from July 2022 to June 2025, job history, the analyst's lists and a pulse. */
export const growthFiles = {
	'register.csv': [
		'Learner e-mail,Learner unit,Item taken,Code of the item,Enrolled on,Started on,Completed on,State of enrolment,Time spent,Enrolled how,How binding',
		took('first', 'old', '2022-07-01', { unit: 'Other' }),
		...[...goldenB5, ...goldenB7, ...goldenH],
		...[...goldenE, ...goldenE2].flatMap(({ learning }) => learning),
		took('last', 'old', '2025-06-30', { unit: 'Other' })
	],
	'jobs.csv': [
		'User ID,Email,Event Date,Sequence Number,Event Reason,Job Code,Job Family,Department,Location',
		...[...goldenE, ...goldenE2].flatMap(({ jobs }) => jobs),
		...times(100).flatMap((n) => [
			event(`house ${n}`, '2024-08-01', 'New Hire', 'House'),
			event(`house ${n}`, '2025-02-15', 'Resignation', 'House')
		])
	],
	'catalogue.csv': [
		'System,Item code,Title,Topic,Format,Minutes,Owner unit,Target roles,Credential',
		...['x', 'y'].flatMap((letter) =>
			times(5).map((n) => `own,${letter}${n},${letter}${n},,,,${letter.toUpperCase()},,`)
		),
		...times(2).map((n) => `own,for tech ${n},for tech ${n},,,,,Tech,`),
		'own,certified,certified,,,,,Tech,Badge',
		'own,for the job,for the job,,,,,J,'
	],
	'prompts.csv': [
		'Email,System,Item code,Title,Shown at,Channel',
		...goldenE.flatMap(({ prompts }) => prompts)
	],
	'official.csv': [
		'Path code,Path title,Version,Valid from,Valid to,Step,System,Item code,Item title',
		...['a1', 'a2', 'old'].map((item, n) => `P,Path P,1,,,${n + 1},own,${item},${item}`)
	],
	'pulse 2024-Q4.csv': [
		['Timestamp', 'Email Address', ...statements.map((words) => `"${words}"`)].join(','),
		...times(100).map((n) => {
			const answer = n < 66 ? 'Agree' : 'Disagree';
			return `11/20/2024 12:00:00,${email(`house ${n}`)},${answer},${answer},${answer}`;
		})
	]
};

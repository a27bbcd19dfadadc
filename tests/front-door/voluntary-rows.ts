import { daysAfter, times } from './company.ts';

/** The day to which all files reach. */
export const until = '2025-06-30';

/** The unit of each person who stands in a file. A golden has its own unit, so that a filter tells it apart. */
export const unitOf = new Map<string, string>();
export const address = (unit: string, person: string): string => {
	const email = `${person}.${unit.replaceAll(' ', '')}@example.org`.toLowerCase();
	unitOf.set(email, unit);
	return email;
};

interface Taken {
	readonly on: string;
	readonly started?: string;
	readonly done?: string | undefined;
	readonly ended?: string | undefined;
	readonly due?: string;
	readonly progress?: number | undefined;
	readonly minutes?: number | undefined;
	readonly how?: string | undefined;
	readonly binding?: string | undefined;
	readonly by?: string | undefined;
}

/** A row of a register of enrolments that states everything. */
export const registered = (unit: string, person: string, item: string, row: Taken): string => {
	const state = row.done ? 'Completed' : row.ended ? 'Withdrawn' : 'In progress';
	const { on, started, done, ended, due, progress, minutes, how, binding, by } = row;
	return [
		...[address(unit, person), item, item, on, started, done, ended, due, state],
		...[progress, minutes, how, binding, by]
	].join(',');
};

const named = (person: string, n: number): string => `${person}x${n}`;

type Row = readonly [person: string, item: string, row: Taken];
const own = { how: 'self', binding: 'optional' };
const given = { how: 'admin', binding: 'mandatory' };

/** The 13 rows of golden A1, with what A12 adds: the progress and minutes of e2, e3 and e9. */
const goldenA1: readonly Row[] = [
	['p1', 'c1', { on: '2025-01-10', done: '2025-02-01', ...own }],
	['p2', 'c1', { on: '2025-01-15', done: '2025-05-30', progress: 60, ...own }],
	['p3', 'c2', { on: '2025-02-01', progress: 10, minutes: 8, ...own }],
	['p4', 'c2', { on: '2025-02-10', done: '2025-02-20', how: 'self', binding: 'recommended' }],
	['p5', 'c3', { on: '2025-03-01', ended: '2025-03-05', ...own }],
	['p5', 'c3', { on: '2025-03-20', done: '2025-04-10', ...own }],
	['p6', 'c3', { on: '2025-03-02', done: '2025-03-30', how: 'admin', binding: 'optional' }],
	['p7', 'c4', { on: '2025-03-03', done: '2025-03-10', how: 'self', binding: 'mandatory' }],
	['p8', 'c1', { on: '2025-03-15', minutes: 12, ...own }],
	['p9', 'c2', { on: '2025-03-20', done: '2025-04-01' }],
	['p1', 'c4', { on: '2025-01-05', done: '2025-01-20', ...given }],
	['p2', 'c4', { on: '2025-01-05', done: '2025-02-20', ...given }],
	['p3', 'c4', { on: '2025-01-05', ...given }]
];

const waits: readonly [days: number, end: 'done' | 'ended' | 'open'][] = [
	...[[5, 'done'] as const, [8, 'done'] as const, [8, 'done'] as const, [12, 'open'] as const],
	...[[15, 'done'] as const, [20, 'ended'] as const, [25, 'done'] as const, [30, 'open'] as const]
].map(([days, end]) => [days, end]);

const a3 = times(5).flatMap((copy) =>
	waits.map(([days, end], place) => {
		const on = daysAfter(until, end === 'open' ? -days : -30);
		const closing = end === 'open' ? {} : { [end]: daysAfter(on, days) };
		return registered('A3', `w${place}x${copy}`, 'c1', { on, ...closing, how: 'self' });
	})
);

/** Toolbox: x of n done by four people, five times; 56 of 70 against 48 of 80. */
const toolbox = [
	...times(5).flatMap((copy) =>
		[
			[3, 4],
			[0, 2],
			[2, 2],
			[1, 4]
		].flatMap(([x = 0, n = 0], person) =>
			times(n).map((item) => {
				const done = item < x ? '2025-01-20' : undefined;
				const row = { on: '2025-01-10', done, how: 'self' };
				return registered('S1c', `s${person}x${copy}`, `c${item}`, row);
			})
		)
	),
	...times(150).map((n) => {
		const done = n < 56 || (n >= 70 && n < 118) ? '2025-01-20' : undefined;
		return registered('S2', `s${n}`, 'c1', { on: '2025-01-10', done, ...(n < 70 ? own : given) });
	})
];

const a8: readonly Row[] = [
	['p1', 'c1', { on: '2025-01-20', minutes: 11, ...own }],
	['p2', 'c1', { on: '2025-01-20', minutes: 5, progress: 20, ...own }],
	['p3', 'c1', { on: '2025-01-20', progress: 50, ...own }],
	['p4', 'c1', { on: '2025-02-02', done: '2025-02-10', how: 'admin' }],
	['p5', 'c1', { on: '2024-11-01', done: '2024-12-01', ...own }],
	['p6', 'c1', { on: '2025-01-20', done: '2025-02-01', ...own }],
	['p7', 'c1', { on: '2025-03-22', done: '2025-03-25', ...own }],
	['p8', 'c1', { on: '2025-01-20', done: '2025-01-30', ...own }]
];

/** Three active learners of whom the last four quarters know 3, 1 and 2; each twice. */
const a8b = times(2).flatMap((copy) =>
	[
		['p1', '2024-05-01', '2024-11-01', '2025-02-01'],
		['p3', '2024-02-01', '2025-02-01'],
		['p6', '2024-08-01', '2025-03-01']
	].flatMap(([person = '', ...days]) =>
		days.map((on, item) =>
			registered('A8b', named(person, copy), `c${item}`, { on, done: on, ...own })
		)
	)
);

const a9: readonly Row[] = [
	['p1', 'tip', { on: '2025-03-03', ...own }],
	['p2', 'tip', { on: '2025-03-10', ...own }],
	['p3', 'tip', { on: '2025-03-15', ...own }],
	['p4', 'tip', { on: '2025-03-18', ...own }],
	['p5', 'tip', { on: '2025-03-04', how: 'manager' }]
];

const a10 = times(12).map((n) =>
	registered('A10', `p${n}`, n < 3 ? `outside ${n}` : 'c1', { on: '2025-02-01', ...own })
);

/** Minutes spent of the minutes that an item is meant to take, each by two people. */
export const depth = [
	[5, 60],
	[50, 60],
	[20, 30],
	[2, 10]
] as const;
const a11 = times(2).flatMap((copy) =>
	depth.map(([minutes, nominal], n) =>
		registered('A11', `p${n}x${copy}`, `depth ${minutes} of ${nominal}`, {
			on: '2025-02-01',
			done: '2025-02-10',
			minutes,
			...own
		})
	)
);

/** Twenty-four people with an item of their own and one that was given to them, half of them with one of which nothing says who began it. */
const a11Mix = times(24).flatMap((n) => {
	const row = { on: '2025-02-01', done: '2025-02-10', minutes: n % 4 < 2 ? 5 : 50 };
	return [
		registered('A11 mix', `p${n}`, 'depth 50 of 60', { ...row, ...own }),
		registered('A11 mix', `p${n}`, 'depth 5 of 60', { ...row, ...given }),
		...(n % 2 === 0 ? [registered('A11 mix', `p${n}`, 'depth 20 of 30', row)] : [])
	];
});

/** Twelve people who give up in summer, begin again and go on in autumn; what they completed a day before its enrolment is of that day. */
const a4Again = times(12).flatMap((n) => [
	...[own, given].flatMap((way, place) => [
		registered('A4 again', `p${n}`, `again ${place}`, {
			...{ on: '2024-07-01', started: '2024-07-01', ended: '2024-07-10', minutes: 10 },
			...way
		}),
		registered('A4 again', `p${n}`, `again ${place}`, {
			...{ on: '2024-07-20', started: '2024-10-05', minutes: 20 },
			...way
		})
	]),
	registered('A4 again', `p${n}`, 'credit', {
		...{ on: '2024-10-01', done: '2024-09-30', minutes: 10 },
		...own
	})
]);

/** Two people who test out of a course of 20 minutes within one. */
export const testOut = (person: string): string[] => {
	const statement = (verb: string, time: string, further: object = {}) =>
		JSON.stringify({
			actor: { mbox: `mailto:${address('A11', person)}` },
			verb: { id: `https://w3id.org/xapi/${verb}` },
			object: {
				id: 'https://example.org/test-out',
				definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course' }
			},
			timestamp: `2025-02-01T${time}Z`,
			...further
		});
	const extensions = { 'https://w3id.org/xapi/cmi5/result/extensions/reason': 'Tested Out' };
	return [
		statement('tla/verbs/planned', '10:00:00'),
		statement('adl/verbs/waived', '10:30:00', { result: { duration: 'PT1M', extensions } })
	];
};

/** Golden A0: who did what, by the item's number there. */
const a0 = (): string[] => [
	...[
		['1', '2025-03-01', { binding: 'optional' }],
		['4', '2025-03-12', {}],
		['5', '2025-03-20', {}]
	].map(([n, on, facts]) =>
		registered('A0', `p${String(n)}`, `A0 ${String(n)}`, {
			on: String(on),
			by: address('A0', `p${String(n)}`),
			...(facts as object)
		})
	),
	registered('A0', 'p6', 'A0 6', { on: '2025-03-01', due: '2025-04-01' }),
	...times(40).map((n) =>
		registered('A0 bulk', `b${n}`, 'A0 7', { on: `2025-03-01 09:0${n % 8}:00` })
	),
	...times(20).map((n) =>
		registered('A0 bulk', `r${n}`, 'A0 7 rest', { on: `2025-04-${n + 10} 09:00:00` })
	),
	registered('A0', 'p8', 'A0 8', { on: '2025-03-01 09:00:00', started: '2025-03-04 09:00:00' })
];

/** The register of enrolments, golden by golden. */
export const registerRows = [
	...a0(),
	...goldenA1.map(([person, item, row]) => registered('A1', person, item, row)),
	...times(10).flatMap((copy) =>
		goldenA1.map(([person, item, row]) => registered('A1 ten', named(person, copy), item, row))
	),
	// Six people who leave, and of whom nothing says who started one item: so the ones of A1 have somebody to hide behind.
	...times(6).flatMap((n) => [
		registered('Unknown', `u${n}`, 'c1', { on: '2025-03-20', ...own }),
		registered('Unknown', `u${n}`, 'c2', { on: '2025-03-20', done: '2025-03-30' })
	]),
	...a3,
	...toolbox,
	...a8.map(([person, item, row]) => registered('A8', person, item, row)),
	...a8b,
	...a9.map(([person, item, row]) => registered('A9', person, item, row)),
	...a10,
	...a11,
	...a11Mix,
	...a4Again
];

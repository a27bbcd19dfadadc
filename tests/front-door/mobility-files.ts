import { daysAfter, times } from './company.ts';

/** The day from which learning and personnel are known: somebody left in that month. */
export const begun = '2023-07-01';
export const until = '2025-12-31';

const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`.toLowerCase();

interface Post {
	readonly job: string;
	readonly family: string;
	readonly grade?: string;
	readonly title?: string;
	/** The golden: a filter by place tells it apart. */
	readonly place: string;
}

/** An event of the personnel system, with the post from that day on. */
const event = (person: string, day: string, reason: string, post: Post): string => {
	const { job, family, grade = 'G5', title = job, place } = post;
	return [
		...[email(person), email(person), day, 1, reason],
		...[job, title, family, grade, family, place]
	].join(',');
};
const learned = (person: string, item: string, day: string): string =>
	`${email(person)},${item},${item},${day},${day},Completed,self`;
const bound = (person: string, item: string, day: string): string =>
	`${email(person)},${item},${item},${day},,In progress,admin`;

/** Golden C2: 104 people all year and two for half of it each; p1 to p6 change. */
const seller: Post = { job: 'SAL', family: 'Sales', place: 'C2', title: 'Seller' };
const goldenC2 = [
	...times(104).map((n) => event(`p${n + 1}`, '2020-01-01', 'New Hire', seller)),
	event('first half', '2020-01-01', 'New Hire', seller),
	event('first half', '2025-07-02', 'Resignation', seller),
	event('second half', '2025-07-02', 'New Hire', seller),
	event('p1', '2025-02-01', 'Job Change', { ...seller, job: 'SAL-2', grade: 'G6' }),
	event('p2', '2025-02-01', 'Job Change', { ...seller, job: 'SRV', family: 'Service' }),
	event('p2', '2025-09-01', 'Job Change', seller),
	event('p3', '2025-04-01', 'Reorganization', { ...seller, family: 'Growth' }),
	event('p4', '2025-04-01', 'Job Change', { ...seller, title: 'Account manager' }),
	event('p5', '2025-04-01', 'Job Change', { ...seller, grade: 'G6' }),
	event('p6', '2025-04-01', 'Job Change', { ...seller, job: 'AST', grade: 'G4' })
];

/**
 * Golden C3 in months of 30 days, each by two people. The files end a year after they begin, so who entered at 8 is followed to
 * 20 and not to 15: nothing happens in between. Who moves goes elsewhere, so that the next stay is none of these.
 */
const stays: readonly (readonly [entered: number, ended: number, how: 'move' | 'exit' | 'open'])[] =
	[
		[0, 6, 'move'],
		[0, 10, 'exit'],
		[4, 12, 'move'],
		[8, 20, 'open'],
		[0, 12, 'open'],
		[0, 3, 'exit']
	];
const goldenC3 = times(2).flatMap((copy) =>
	stays.flatMap(([entered, ended, how], n) => {
		const post: Post = { job: 'A', family: 'Role', place: 'C3' };
		const person = `c3 ${n} ${copy}`;
		const from = daysAfter(begun, -entered * 30);
		const end = daysAfter(from, ended * 30);
		return [
			event(person, from, 'New Hire', post),
			...(how === 'move'
				? [event(person, end, 'Job Change', { ...post, job: 'B', place: 'Other' })]
				: []),
			...(how === 'exit' ? [event(person, end, 'Resignation', post)] : [])
		];
	})
);

type Arms = readonly [learners: number, events: number, others: number, theirs: number];

/** People of a stratum (a job family): learners and others of the year before July 2024, and what they did in the year after. */
function matched(
	place: string,
	strata: Readonly<Record<string, Arms>>,
	then: (person: string, post: Post) => string
): { jobs: string[]; learning: string[] } {
	const jobs: string[] = [];
	const learning: string[] = [];
	for (const [family, [learners, events, others, theirs]] of Object.entries(strata)) {
		const post: Post = { job: `${family} 1`, family: `${place} ${family}`, place };
		for (const n of times(2 * (learners + others))) {
			const person = `${place} ${family} ${n}`;
			const isLearner = n < 2 * learners;
			const at = isLearner ? n : n - 2 * learners;
			jobs.push(event(person, '2020-01-01', 'New Hire', post));
			if (at < 2 * (isLearner ? events : theirs)) jobs.push(then(person, post));
			if (isLearner)
				learning.push(...['a', 'b', 'c'].map((item) => learned(person, item, '2023-11-01')));
		}
	}
	return { jobs, learning };
}

/** Golden CEM and golden C5, two people for each of theirs. */
const goldenC4 = matched(
	'C4',
	{ S1: [10, 4, 20, 4], S2: [5, 1, 10, 1], S3: [5, 1, 0, 0], S4: [0, 0, 15, 3] },
	(person, post) => event(person, '2024-11-01', 'Job Change', { ...post, job: `${post.job} new` })
);
const goldenC5 = matched('C5', { S1: [10, 1, 20, 4], S2: [5, 0, 10, 2] }, (person, post) =>
	event(person, '2024-11-01', 'Resignation', post)
);

/** The person-time split in months of 30 days, each by twenty people: when somebody learned, and what came when. */
const split: readonly (readonly [learned: number | null, ended: number, how: string])[] = [
	[6, 9, 'move'],
	[3, 12, 'open'],
	[null, 4, 'move'],
	[null, 12, 'open'],
	[5, 2, 'move'],
	[null, 3, 'exit']
];
const splitJobs = times(20).flatMap((copy) =>
	split.flatMap(([, months, how], n) => {
		const post: Post = { job: 'A', family: 'Split', place: 'Split' };
		const person = `split ${n} ${copy}`;
		const end = daysAfter(begun, months * 30);
		return [
			event(person, '2020-01-01', 'New Hire', post),
			...(how === 'move' ? [event(person, end, 'Job Change', { ...post, job: 'B' })] : []),
			...(how === 'exit' ? [event(person, end, 'Resignation', post)] : [])
		];
	})
);
const splitLearning = times(20).flatMap((copy) =>
	split.flatMap(([months], n) =>
		months === null
			? []
			: ['a', 'b', 'c'].map((item) =>
					learned(`split ${n} ${copy}`, item, daysAfter(begun, months * 30))
				)
	)
);

/** Golden C6, three sets for each of the four: one who moves to Tech in March 2025, four who stay; who learned for Tech. */
const sets = [
	[1, 1],
	[1, 2],
	[1, 0],
	[0, 1]
];
const goldenC6 = times(12).map((n) => {
	const [mover = 0, stayers = 0] = sets[n % 4] ?? [];
	const post: Post = { job: `J${n}`, family: `Family ${n}`, place: 'C6' };
	const people = times(5).map((m) => `c6 ${n} ${m}`);
	return {
		jobs: [
			...people.map((person) => event(person, '2020-01-01', 'New Hire', post)),
			event(`c6 ${n} 0`, '2025-03-03', 'Job Change', { ...post, job: 'TEC', family: 'Tech' })
		],
		learning: [...people.slice(0, mover), ...people.slice(1, 1 + stayers)].map((person) =>
			learned(person, 'for tech', '2025-01-10')
		)
	};
});

const fills = ['Internal Candidate', 'Internal Candidate', 'Internal Candidate'];
const elsewhere: Post = { job: 'X', family: 'Other', place: 'Other' };

/** A personnel system's job history, a register of learning, the catalogue, and vacancies that were filled. */
export const mobilityFiles = {
	'jobs.csv': [
		'User ID,Email,Event Date,Sequence Number,Event Reason,Job Code,Job Title,Job Family,Pay Grade,Department,Location',
		event('earlier', '2020-01-01', 'New Hire', elsewhere),
		event('earlier', '2023-07-15', 'Resignation', elsewhere),
		...[...goldenC2, ...goldenC3, ...goldenC4.jobs, ...goldenC5.jobs, ...splitJobs],
		...goldenC6.flatMap(({ jobs }) => jobs),
		...times(12).map((n) => event(`other ${n}`, '2020-01-01', 'New Hire', elsewhere)),
		event('latest', until, 'New Hire', elsewhere)
	],
	'register.csv': [
		'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Enrolled how',
		bound('p1', 'x', begun),
		...[...goldenC4.learning, ...goldenC5.learning, ...splitLearning],
		...goldenC6.flatMap(({ learning }) => learning),
		bound('p1', 'y', until)
	],
	'catalogue.csv': [
		'System,Item code,Title,Topic,Format,Minutes,Target roles',
		'own,for tech,for tech,,,,Tech'
	],
	'vacancies.csv': [
		'Job Requisition ID,Filled Date,Candidate Type,Job Code,Hiring Department',
		...[...fills, ...times(5).map(() => 'Job Board')].map(
			(type, n) => `R${n},2025-03-0${n + 1},${type},SAL,Sales`
		)
	]
};

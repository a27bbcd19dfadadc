import { times } from './company.ts';

const email = (name: string): string => `${name}@example.org`;
const stamp = '3/25/2025 12:00:00';

/** A form's response: when, who, and the answers in the order of its questions. */
const said = (who: string, ...answers: readonly (string | number)[]): string =>
	[stamp, email(who), ...answers.map((answer) => `"${answer}"`)].join(',');
const asked = (...questions: readonly string[]): string =>
	['Timestamp', 'Email Address', ...questions.map((question) => `"${question}"`)].join(',');

/** Golden D2, each answer by two people, and golden D3 as it stands. */
const points = ['5', '5', '4', '4', '4', '3', '3', '2', '1', 'Not applicable'];
const likely = [10, 9, 9, 8, 7, 7, 6, 5, 9, 3];
const favours = [
	...points.map((answer, n) => said(`f${n}`, answer, likely[n] ?? '')),
	...points.map((answer, n) => said(`f${n + 10}`, answer, ''))
];

const scale = [
	[4, 4, 5],
	[2, 3, 2],
	[5, 4, 4],
	[3, 3, 3]
];

/** Comments with the compounds of golden D5: .64, .05, .049, 0, −.05 and −.34. */
export const comments: readonly (readonly [words: string, compound: number])[] = [
	['We love the tutor and the room', 0.6369],
	['The tutor is capable, the room is not attractive', 0.05],
	['The tutor is competent, the room is not a comfort', 0.049],
	['The tutor came in the morning', 0],
	['The tutor is depressing, the room is not defective', -0.05],
	['The tutor was avoided by the group', -0.34]
];

/** Golden D7: five themes, by a word that speaks of each, about which ten people complain. */
const complaints = ['shift', 'search', 'supervisor', 'promotion', 'compulsory part'];

const learnerRatings = [
	[2, 3],
	[3, 4],
	[3, 4],
	[3, 3],
	[3, 4]
];
const otherRatings = [
	[3, 3],
	[3, 4],
	[3, 3],
	[3, 3]
];
const doubled = [
	[3, 3],
	[4, 4],
	[2, 3],
	[5, 4],
	[3, 3]
];

const rated = (cycle: string, day: string, who: string, manager: string, score = 0): string =>
	`${cycle},${day},${email(who)},${manager},${score}`;
const twice = (who: string, [before, after]: readonly number[], later = 'boss'): string[] => [
	rated('spring', '2025-01-10', who, 'boss', before),
	rated('winter', '2025-12-10', who, later, after)
];

/** Forms of five surveys, who was asked, what followed, ratings, and what was learned. */
export const voiceFiles = {
	'asked 2025-Q1.csv': [
		asked(
			'I like to learn here.',
			'It is useful to me.',
			'It is short enough.',
			'It is easy to begin.'
		),
		...times(24).map((n) => said(`r${n}`, 4, 5, 3, 1)),
		...times(3).map((n) => said(`r${n + 24}`, 4, '', '', ''))
	],
	'favour 2025-Q1.csv': [
		asked('Learning here suits me.', 'I would recommend learning here (0–10)'),
		...favours
	],
	'scale 2025-Q1.csv': [
		asked(
			'I choose which topics I learn about.',
			'I choose when I learn.',
			'I feel in control of my own learning.'
		),
		...times(3).flatMap((copy) => scale.map((row, n) => said(`s${n}x${copy}`, ...row)))
	],
	'comments 2025-Q1.csv': [
		asked('What should we know?'),
		...times(2).flatMap((copy) => comments.map(([words], n) => said(`c${n}x${copy}`, words)))
	],
	'loops 2025-Q1.csv': [
		asked('What should we know?'),
		...complaints.flatMap((word, n) =>
			times(10).map((copy) =>
				said(`l${n}x${copy}`, `The ${word} is dreadful for all of us, ${copy}`)
			)
		)
	],
	'invitations.csv': [
		'Survey,Wave,Email,Invited on,Status',
		...times(40).map((n) => {
			const state = n >= 38 ? 'Email Bounced' : n < 24 ? 'Survey Finished' : 'Email Sent';
			return `asked,2025-Q1,${email(`r${n}`)},2025-03-01,${state}`;
		})
	],
	'actions.csv': [
		'Survey,Wave,Theme,Action,Done on,Done by',
		'loops,2025-Q1,time,Free hours,2025-04-04,L&D',
		'loops,2025-Q1,finding,New index,2025-04-14,L&D',
		'loops,2025-Q1,manager,Talks,2025-05-09,L&D',
		'loops,2025-Q1,time,More free hours,2025-06-01,L&D'
	],
	'ratings.csv': [
		'Review Cycle,Rated On,Employee email,Manager,Ready for the next role (1-5)',
		...times(3).flatMap((copy) => [
			...learnerRatings.flatMap((pair, n) => twice(`d${n}x${copy}`, pair)),
			...otherRatings.flatMap((pair, n) => twice(`e${n}x${copy}`, pair))
		]),
		...twice('elsewhere', [1, 5], 'another'),
		...times(2).flatMap((copy) =>
			doubled.flatMap(([one, other], n) => [
				rated('panel', '2025-06-02', `k${n}x${copy}`, 'first', one),
				rated('panel', '2025-06-02', `k${n}x${copy}`, 'second', other)
			])
		)
	],
	'register.csv': [
		'Learner e-mail,Item taken,Enrolled on,Completed on,State of enrolment,Enrolled how',
		`${email('first')},Course,2025-01-01,,In progress,admin`,
		...times(3).flatMap((copy) =>
			learnerRatings.flatMap((_pair, n) =>
				['a', 'b', 'c'].map(
					(item) => `${email(`d${n}x${copy}`)},${item},2025-03-01,2025-04-01,Completed,self`
				)
			)
		),
		`${email('last')},Course,2025-12-31,,In progress,admin`
	]
};

/**
 * The 27 months that every export of the made-up company covers, both days included: a year of learning before July 2025 and
 * a year of moves after it, so that the matched difference has a landmark, and a summer more.
 */
export const period = { from: '2024-07-01', to: '2026-09-30' } as const;

/** Who the made-up company is. */
export const company = {
	name: 'Aldermere Instruments',
	/** Bought in spring 2024; still on its own Cornerstone. */
	subsidiary: 'Feldkamp Sensorik',
	domain: 'aldermere.example',
	subsidiaryDomain: 'feldkamp.example'
} as const;

/**
 * What was put into the data on purpose, so that a test can ask whether it comes out again.
 * Shares are 0–1. The tests in tests/sample-data compute each of them from the written files.
 */
export const planted = {
	/**
	 * "Learn Fridays": two free hours each Friday in about half of the units (`isLaunched` in organisation.ts).
	 * From that day on, self-chosen enrolments per person grow by `lift`, by more in the first weeks, and not elsewhere.
	 */
	launch: { name: 'Learn Fridays', on: '2025-11-03', lift: 1.7, novelty: 0.9 },

	/** Completed within 90 days of enrolment. Longer items are finished less often when people chose them. */
	completion: {
		voluntary: 0.44,
		required: 0.8,
		/** Upper limit of nominal minutes → chance that a chosen item of that length is completed within 90 days. */
		voluntaryByMinutes: [
			[15, 0.66],
			[45, 0.53],
			[120, 0.4],
			[480, 0.28],
			[Infinity, 0.16]
		]
	},

	/**
	 * Three items that people of many departments take in this order, by their own choice, from March 2026 on.
	 * No official path holds them: the second and third are owned by two other academies.
	 */
	emergentPath: {
		codes: ['DAT-214', 'QUA-222', 'CMN-236'],
		from: '2026-03-02',
		/** Supporters in a company of 2,000; in proportion, but at least six, elsewhere. */
		supporters: 72
	},

	/**
	 * Internal moves from July 2025 to June 2026, by what people did in the twelve months before.
	 * An association: the people who choose to learn here are also those who look around. Nothing in the data says why.
	 */
	mobility: {
		from: '2025-07-01',
		to: '2026-06-30',
		/** People with three or more completions of what they chose. */
		learners: 0.13,
		/** People with fewer, and at least one self-chosen enrolment. */
		lightLearners: 0.075,
		/** People without any. */
		others: 0.05
	},

	/** Surveys before and after the launch. Shares of comments; favourable answers to "I can choose what I learn". */
	sentiment: {
		waves: [
			{ from: '2025-09-15', to: '2025-09-26', positive: 0.29, negative: 0.4, favourable: 0.46 },
			{ from: '2026-09-07', to: '2026-09-18', positive: 0.46, negative: 0.25, favourable: 0.56 }
		],
		/** How much more of the shift the launched units have than the others have less. */
		launchedShare: 0.8
	},

	/** Readiness for the next role as managers rate it, 1–5: learners gain this much more between the two rounds. */
	readiness: { rounds: ['2025-09-22', '2026-09-14'], learnersGain: 0.3 },

	/** Below the smallest group of five, so nothing about them may ever be shown on its own. */
	smallTeams: [
		{ unit: 'Industrial Design', people: 4 },
		{ unit: 'Patents', people: 3 }
	]
} as const;

type Widened<T> = T extends number
	? number
	: T extends string
		? string
		: { readonly [Key in keyof T]: Widened<T[Key]> };

/** What is true about a company: the planted facts, or none of them. */
export type Planted = Widened<typeof planted>;

const [before, after] = planted.sentiment.waves;

/** The same company with nothing planted: whatever a measure finds in it is chance. */
export const nothingPlanted: Planted = {
	...planted,
	launch: { ...planted.launch, lift: 1, novelty: 0 },
	emergentPath: { ...planted.emergentPath, supporters: 0 },
	mobility: { ...planted.mobility, learners: 0.075, lightLearners: 0.075, others: 0.075 },
	sentiment: {
		...planted.sentiment,
		waves: [before, { ...before, from: after.from, to: after.to }]
	},
	readiness: { ...planted.readiness, learnersGain: 0 }
};

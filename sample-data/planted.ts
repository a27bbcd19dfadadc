/** The two years that every export of the made-up company covers, both days included. */
export const period = { from: '2024-10-01', to: '2026-09-30' } as const;

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
	 * Internal moves from October 2025 to September 2026, by what people did in the twelve months before.
	 * An association: the people who choose to learn here are also those who look around. Nothing in the data says why.
	 */
	mobility: {
		from: '2025-10-01',
		to: '2026-09-30',
		/** People with at least one self-chosen enrolment. */
		learners: 0.09,
		/** Of these, people with fewer than three completions. */
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

/** The type of the planted truth, for the manifest. */
export type Planted = typeof planted;

const valuesOf = (
	header: readonly string[],
	rows: readonly (readonly (string | number | null)[])[]
): string =>
	`select * from (values ${rows
		.map(
			(row) => `(${row.map((cell) => (cell === null ? 'null' : `'${String(cell)}'`)).join(', ')})`
		)
		.join(', ')}) as t (${header.map((name) => `"${name}"`).join(', ')})`;

const scales = [
	'choice_of_topic',
	'choice_of_time',
	'choice_of_format',
	'finding',
	'relevance_to_job',
	'relevance_to_career',
	'time_at_work',
	'manager_encourages',
	'initiative_noticed',
	'progress_visible',
	'used_on_the_job',
	'control'
];

/** What each question of the survey measures, as a select. */
export const surveyKey = valuesOf(
	['Survey', 'Question', 'Wording', 'Measures', 'Kind', 'Points', 'Reversed'],
	[
		...scales.map((scale, index) => [
			'survey',
			`Q${index + 1}`,
			`Statement ${index + 1}.`,
			scale,
			'scale',
			5,
			'no'
		]),
		['survey', 'Q13', 'Statement 13.', 'recommend', 'scale', 11, 'no'],
		['survey', 'Q14', 'Statement 14.', 'comment', 'comment', null, 'no']
	]
);

const controller = ['GBP', 'a guess', '2025-01-01', 'Controller', '2025-08-14'];

/** What learning costs and may bring, as a select. */
export const costSheet = valuesOf(
	[
		'Input',
		'Side',
		'At least',
		'Most likely',
		'At most',
		'Currency',
		'Basis',
		'As of',
		'Confirmed by',
		'Confirmed on'
	],
	[
		['licences', 'cost', 370_000, 410_000, 430_000, ...controller],
		['hourly_wage', 'cost', 28, 33, 41, ...controller],
		['external_fill', 'benefit', 5200, 7400, 11_000, ...controller],
		['internal_fill', 'benefit', 900, 1400, 2200, ...controller],
		['replacement', 'benefit', 9000, 14_000, 22_000, ...controller],
		['admin_hour', 'benefit', 36, 40, 46, ...controller],
		['minutes_per_assignment', 'benefit', 4, 6, 10, ...controller]
	]
);

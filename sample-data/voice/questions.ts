/** A closed question: id, wording, how many favour it before the launch, and how much of the planted shift it takes. */
export interface Question {
	readonly id: string;
	readonly text: string;
	/** What it is about, in the words of the survey key. */
	readonly measures: string;
	readonly favourable: number;
	readonly shift: number;
}

/** The pulse: twelve statements, agreed to from 1 to 5. The wording is the company's own and not validated. */
export const questions: readonly Question[] = [
	{
		id: 'Q1',
		text: 'I can choose what I learn.',
		measures: 'choice_of_topic',
		favourable: 0,
		shift: 1
	},
	{
		id: 'Q2',
		text: 'I can choose when I learn.',
		measures: 'choice_of_time',
		favourable: 0.41,
		shift: 0.9
	},
	{
		id: 'Q3',
		text: 'I can choose the form in which I learn.',
		measures: 'choice_of_format',
		favourable: 0.52,
		shift: 0.4
	},
	{
		id: 'Q4',
		text: 'I find what I need without help.',
		measures: 'finding',
		favourable: 0.44,
		shift: 0.1
	},
	{
		id: 'Q5',
		text: 'What I learn is relevant to my job.',
		measures: 'relevance_to_job',
		favourable: 0.63,
		shift: 0.2
	},
	{
		id: 'Q6',
		text: 'What I learn is relevant to my career.',
		measures: 'relevance_to_career',
		favourable: 0.49,
		shift: 0.3
	},
	{
		id: 'Q7',
		text: 'I get time for learning at work.',
		measures: 'time_at_work',
		favourable: 0.33,
		shift: 1.2
	},
	{
		id: 'Q8',
		text: 'My manager encourages goals that I set myself.',
		measures: 'manager_encourages',
		favourable: 0.5,
		shift: 0.4
	},
	{
		id: 'Q9',
		text: 'Initiative in learning is noticed here.',
		measures: 'initiative_noticed',
		favourable: 0.38,
		shift: 0.5
	},
	{
		id: 'Q10',
		text: 'I can see my progress.',
		measures: 'progress_visible',
		favourable: 0.55,
		shift: 0
	},
	{
		id: 'Q11',
		text: 'I have used on the job what I learned lately.',
		measures: 'used_on_the_job',
		favourable: 0.53,
		shift: 0.3
	},
	{
		id: 'Q12',
		text: 'I feel in control of my development.',
		measures: 'control',
		favourable: 0.42,
		shift: 0.7
	}
];

export const recommendText =
	'How likely are you to recommend learning here to a friend at work? (0–10)';
export const commentText = 'What should we know about learning at Aldermere?';
export const consentText = 'May we quote your comment?';

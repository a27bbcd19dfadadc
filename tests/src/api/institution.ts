/** Sixty people of whom the last three are a unit of their own; three sit in a place where nobody else sits. */
export const unitOf = (person: number): string =>
	person < 40 ? 'Large' : person < 57 ? 'Medium' : 'Tiny';
const placeOf = (person: number): string => (person % 20 === 7 ? 'Rare place' : 'Here');
const familyOf = (person: number): string =>
	person % 20 === 4 ? 'Rare trade' : person % 2 === 0 ? 'Trade' : 'Craft';
const mail = (person: number): string => `p${person}@example.org`;
const people = Array.from({ length: 60 }, (_none, person) => person);
const sheet = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');

const jobsHeader =
	'Employee ID,First Name,Last Name,Work Email,Effective Date,Business Process Type,Business Process Reason,Business Process Status,Business Process Completed Date,Job Code - Current,Job Code - Proposed,Job Profile - Current,Job Profile - Proposed,Job Family - Current,Job Family - Proposed,Compensation Grade - Current,Compensation Grade - Proposed,Supervisory Organization - Current,Supervisory Organization - Proposed,Location - Proposed,Manager ID';

/** One row of the job history: a hire, or half of the people's step to another job. */
function job(person: number, day: string, isHire: boolean): string {
	const kind = isHire
		? 'Hire,Hire Employee > New Hire'
		: 'Promote Employee,Promotion > Advancement';
	const unit = unitOf(person);
	const [before, after] = isHire ? ['', 'A'] : ['A', 'B'];
	const grades = isHire ? ',G1' : 'G1,G2';
	const family = familyOf(person);
	const name = `${2000 + person},First,Last${person},${mail(person)}`;
	return `${name},${day},${kind},Successfully Completed,${day},${before},${after},${before},${after},${isHire ? '' : family},${family},${grades},${isHire ? '' : unit},${unit},${placeOf(person)},2000`;
}

const waves = ['2025-03', '2025-06'];

/** Files of a personnel office and of surveys about those people, by their names. */
export const institution: Readonly<Record<string, string>> = {
	'jobs.csv': sheet(
		jobsHeader,
		people.flatMap((person) => [
			job(person, '2023-01-02', true),
			...(person % 3 === 0 ? [job(person, '2025-02-03', false)] : [])
		])
	),
	'survey.csv': sheet(
		'Timestamp,Email Address,I can choose what I learn.,I can choose when I learn.,How likely are you to recommend learning here?,What would you change?',
		waves.flatMap((month, wave) =>
			people.map((person) => {
				const [year, number] = month.split('-');
				const score = 1 + ((person + wave) % 5);
				return `${Number(number)}/20/${year} 10:00:00,${mail(person)},${score},${5 - (score % 5)},${(person * 3 + wave) % 11},${person % 2 === 0 ? 'More time would be good' : 'The deadline was bad'}`;
			})
		)
	),
	'survey-key.csv': sheet('Survey,Question,Wording,Measures,Kind,Points,Reversed', [
		'survey,Q1,I can choose what I learn.,choice_of_topic,scale,5,no',
		'survey,Q2,I can choose when I learn.,choice_of_time,scale,5,no'
	]),
	'ratings.csv': sheet(
		'Review Cycle,Rated On,Employee ID,Employee,Manager ID,Manager,Ready for the next role (1-5)',
		['2024-12-02', '2025-05-30'].flatMap((day, round) =>
			people.map(
				(person) =>
					`Cycle ${round},${day},${2000 + person},Name,2000,Boss,${1 + ((person * 7 + round) % 5)}`
			)
		)
	),
	'vacancies.csv': sheet(
		'Job Requisition ID,Filled Date,Candidate Type,Employee ID,Job Code,Job Family,Grade,Hiring Department',
		people.map(
			(person) =>
				`R-${person},2025-02-03,${person % 3 === 0 ? 'Internal' : 'Career Site'},${2000 + person},B,${familyOf(person)},G2,${unitOf(person)}`
		)
	),
	'prompts.csv': sheet(
		'Shown at,Channel,Employee ID,Email,System,Item code,Title',
		people.map(
			(person) =>
				`2025-01-${String(10 + (person % 18))} 09:00:00,newsletter,${2000 + person},${mail(person)},absorb,Course-two,Course two`
		)
	),
	'windows.csv': sheet('Campaign,Unit,Starts on,Ends on', ['Spring,all,2025-03-03,2025-03-31'])
};

import type { Day, Minute } from '../calendar.ts';
import { dayOf, endOfData, isoDateTime } from '../calendar.ts';
import type { Company } from '../company.ts';
import { fold } from '../names.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { table } from './table.ts';

const header = [
	'Name',
	'Email',
	'External Id',
	'Division',
	'Course Name',
	'Course Id',
	'Course Slug',
	'University',
	'Program Name',
	'Program Slug',
	'Enrollment Time',
	'Last Course Activity Time',
	'Completion Time',
	'Completed',
	'Duration(in hrs)',
	'Overall Progress',
	'Removed From Program',
	'Skills Learned'
];

/** Courses of the programme: number, title, university, hours, skills. */
const courses = [
	[
		'crs-5107',
		'Statistical Thinking for Engineers',
		'Northmoor University',
		14,
		'Statistics; Experiments'
	],
	[
		'crs-5112',
		'Negotiating across Cultures',
		'Collège de Vaucelles',
		9,
		'Negotiation; Communication'
	],
	['crs-5120', 'Signals and Noise', 'Universiteit Zwin', 18, 'Signal processing'],
	['crs-5131', 'Writing that Gets Read', 'Northmoor University', 6, 'Writing'],
	[
		'crs-5146',
		'Machine Learning from the Bench',
		'Hochschule am Saaleufer',
		21,
		'Machine learning; Python'
	]
] as const;

const begin = dayOf('2026-02-02') * 1440;
const days = 235;

/** How a person stands in the programme: as at work, or as somebody who signed up at home. */
function knownAs(random: Random, person: Person): { email: string; number: string } {
	const [first, last] = [fold(person.first), fold(person.last)];
	const kind = random.weighted([
		['work', 50],
		['same mailbox', 28],
		['other mailbox', 22]
	] as const);
	if (kind === 'work' || person.leftOn !== null)
		return { email: person.email, number: person.number };
	const host = random.pick(['posthaus.example', 'fastpost.example', 'webbrief.example']);
	const local =
		kind === 'same mailbox'
			? person.username
			: `${last}${first.slice(0, 2)}${random.between(71, 99)}`;
	return { email: `${local}@${host}`, number: '' };
}

/**
 * The pilot of a course programme outside of the house: about one in eighty took part. Who used the invitation stands in it
 * with the address and number of work; who signed up at home stands in it with a private address, a name and a division.
 */
export function exportCoursera(company: Company): Export {
	const random = randomFor(company.seed, 'coursera');
	const eligible = random.shuffled(
		company.people.filter(
			(person) =>
				person.team.system === 'absorb' &&
				!person.team.isSmall &&
				isEmployed(person, begin / 1440) &&
				isEmployed(person, begin / 1440 + 60)
		)
	);
	const count = Math.max(10, Math.round(company.people.length / 80));
	const gone = eligible.filter(({ leftOn }) => leftOn !== null).slice(0, Math.ceil(count / 15));
	const there = eligible.filter(({ leftOn }) => leftOn === null).slice(0, count - gone.length);
	const learners = [...there, ...gone];
	const rows = learners.flatMap((person, place) => {
		const { email, number } = knownAs(random, person);
		const taken = random.shuffled([...courses]).slice(0, random.between(1, 2));
		return taken.map((course, index) => [
			person.name,
			email,
			number,
			person.team.name,
			...courseCells(random, course, person.leftOn, place + index === 0)
		]);
	});
	return table('coursera-courses.csv', header, rows);
}

/** What the report says of a course; of one that somebody is at, the last activity is of the day before it was drawn. */
function courseCells(
	random: Random,
	[code, title, university, hours, skills]: (typeof courses)[number],
	leftOn: Day | null,
	isGoingOn: boolean
): (string | number)[] {
	const at = (minute: Minute) => `${isoDateTime(minute, 0)} UTC`;
	const end = leftOn === null ? endOfData : leftOn * 1440;
	const open = Math.min(days, Math.floor((end - begin) / 1440) - 5);
	const enrolled = begin + random.between(0, open) * 1440 + random.between(360, 1320);
	const isDone = random.chance(0.4) && !isGoingOn;
	const later = Math.min(enrolled + random.between(2, 45) * 1440, end - 180);
	const last = isGoingOn ? endOfData - 180 : later;
	const slug = title.toLowerCase().replaceAll(' ', '-');
	return [
		title,
		code,
		slug,
		university,
		'Open Shelf pilot',
		'open-shelf-pilot',
		at(enrolled),
		at(last),
		isDone ? at(last) : '',
		isDone ? 'Yes' : 'No',
		hours,
		isDone ? 100 : random.between(3, 80),
		'No',
		skills
	];
}

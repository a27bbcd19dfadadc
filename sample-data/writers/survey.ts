import { civil, dayOf, drawMinute, isoDateTime } from '../calendar.ts';
import type { Company } from '../company.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import type { Planted } from '../planted.ts';
import type { Random } from '../random.ts';
import { at, randomFor } from '../random.ts';
import type { Tone } from '../voice/comments.ts';
import { writeComment } from '../voice/comments.ts';
import type { Question } from '../voice/questions.ts';
import { commentText, consentText, questions, recommendText } from '../voice/questions.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';

/** Column id, label in the account's language, import id. */
const meta: readonly (readonly [id: string, label: string, importId: string])[] = [
	['StartDate', 'Start Date', 'startDate'],
	['EndDate', 'End Date', 'endDate'],
	['Status', 'Response Type', 'status'],
	['IPAddress', 'IP Address', 'ipAddress'],
	['Progress', 'Progress', 'progress'],
	['Duration (in seconds)', 'Duration (in seconds)', 'duration'],
	['Finished', 'Finished', 'finished'],
	['RecordedDate', 'Recorded Date', 'recordedDate'],
	['ResponseId', 'Response ID', '_recordId'],
	['RecipientLastName', 'Recipient Last Name', 'recipientLastName'],
	['RecipientFirstName', 'Recipient First Name', 'recipientFirstName'],
	['RecipientEmail', 'Recipient Email', 'recipientEmail'],
	['ExternalReference', 'External Data Reference', 'externalDataReference'],
	['LocationLatitude', 'Location Latitude', 'locationLatitude'],
	['LocationLongitude', 'Location Longitude', 'locationLongitude'],
	['DistributionChannel', 'Distribution Channel', 'distributionChannel'],
	['UserLanguage', 'User Language', 'userLanguage']
];

/** One wave of the pulse as Qualtrics exports it: three header rows, numeric answers, and the author's own previews. */
export function exportSurvey(company: Company, wave: 1 | 2): Export {
	const random = randomFor(company.seed, `survey-${wave}`);
	const quoting = randomFor(company.seed, `survey-${wave}-consent`);
	const rows = answer(random, company, wave).map(({ cells }) => [
		...cells,
		mayQuote(quoting, cells)
	]);
	const first = at(rows, 0);
	const preview = first.map((cell, index) =>
		index === 2 ? 1 : index >= 8 && index <= 12 ? '' : cell
	);
	preview[8] = responseId(random);
	const all = [preview, ...rows];
	const text = [...headers(), ...all].map((row) => csvLine(row, '\r\n')).join('');
	return { file: `survey-wave-${wave}.csv`, rows: all.length, bytes: Buffer.from(text, 'utf8') };
}

/** Everybody who is asked in a wave: who is employed on its first day. */
export function invitedTo(company: Company, wave: 1 | 2): Person[] {
	const { from } = at(company.truth.sentiment.waves, wave - 1);
	return company.people.filter((person) => isEmployed(person, dayOf(from)));
}

/** Who answered in a wave, and whether to the end. */
export function respondents(company: Company, wave: 1 | 2): Map<Person, boolean> {
	const random = randomFor(company.seed, `survey-${wave}`);
	return new Map(
		answer(random, company, wave).map(({ person, cells }) => [person, cells[6] === 1])
	);
}

interface Answered {
	readonly person: Person;
	readonly start: number;
	readonly cells: (string | number)[];
}

/** The responses of a wave in the order of their beginning. */
function answer(random: Random, company: Company, wave: 1 | 2): Answered[] {
	const { from, to } = at(company.truth.sentiment.waves, wave - 1);
	const invited = invitedTo(company, wave);
	const launched = invited.filter((person) => person.team.isLaunched).length / invited.length;
	return invited
		.filter((person) => random.chance(person.team.system === 'moodle' ? 0.44 : 0.7))
		.map((person) => {
			const day = random.between(dayOf(from), dayOf(to));
			const start = (civil(day).weekday < 5 ? day : day - 2) * 1440 + drawMinute(random);
			return {
				person,
				start,
				cells: respond(random, person, start, wave, launched, company.truth.sentiment)
			};
		})
		.sort((a, b) => a.start - b.start);
}

function headers(): string[][] {
	const asked = [
		...questions.map(({ id, text }) => [id, text, `QID${id.slice(1)}`] as const),
		['Q13', recommendText, 'QID13'] as const,
		['Q14', commentText, 'QID14_TEXT'] as const,
		['consent_comment', consentText, 'QID15'] as const
	];
	const columns = [...meta, ...asked];
	return [
		columns.map(([id]) => id),
		columns.map(([, label]) => label),
		columns.map(([, , importId]) => JSON.stringify({ ImportId: importId }))
	];
}

function respond(
	random: Random,
	person: Person,
	start: number,
	wave: 1 | 2,
	launched: number,
	sentiment: Planted['sentiment']
): (string | number)[] {
	const seconds = random.between(95, 620);
	const end = start + Math.ceil(seconds / 60);
	const finishes = random.chance(0.95);
	const mood = random.normal();
	const answers = questions.map((question, index) => {
		if ((!finishes && index > 6) || random.chance(0.012)) return '';
		return agree(random, favour(question, person, wave, launched, sentiment), mood);
	});
	const inGerman = person.team.system === 'cornerstone' && random.chance(0.7);
	const comment =
		finishes && random.chance(0.36)
			? writeComment(random, tone(random, wave, sentiment), inGerman)
			: '';
	return [
		isoDateTime(start, random.between(0, 29)),
		isoDateTime(end, random.between(30, 59)),
		0,
		'',
		finishes ? 100 : 52,
		seconds,
		finishes ? 1 : 0,
		isoDateTime(end, 59),
		responseId(random),
		person.last,
		person.first,
		person.email,
		person.number,
		'',
		'',
		'email',
		inGerman ? 'DE' : 'EN-GB',
		...answers,
		finishes ? recommend(random, wave, sentiment) : '',
		comment
	];
}

/** The share of the person's unit that agrees: the launched units carry most of the planted shift. */
function favour(
	question: Question,
	person: Person,
	wave: 1 | 2,
	launched: number,
	sentiment: Planted['sentiment']
): number {
	const [before, after] = sentiment.waves;
	const base = (question.favourable || before.favourable) + 0.12 * (person.team.pull - 1);
	if (wave === 1) return base;
	const shift = (after.favourable - before.favourable) * question.shift;
	const share = sentiment.launchedShare;
	return base + shift * (person.team.isLaunched ? share / launched : (1 - share) / (1 - launched));
}

/** How much of an answer is the person's mood about learning as a whole: answers of one person resemble each other. */
const moodShare = 0.45;

/** From 1 to 5; 4 and 5 with the chance `favourable`, whatever the moods are spread like. */
function agree(random: Random, favourable: number, mood: number): number {
	const leaning = Math.sqrt(moodShare) * mood + Math.sqrt(1 - moodShare) * random.normal();
	const rank = 1 / (1 + Math.exp(1.702 * leaning));
	if (rank < favourable) return rank < 0.34 * favourable ? 5 : 4;
	const rest = (rank - favourable) / (1 - favourable);
	if (rest < 0.5) return 3;
	return rest < 0.85 ? 2 : 1;
}

function recommend(random: Random, wave: 1 | 2, sentiment: Planted['sentiment']): number {
	const [before, after] = sentiment.waves;
	const isBefore = wave === 1 || after.favourable === before.favourable;
	const promoters = isBefore ? 0.24 : 0.33;
	const detractors = isBefore ? 0.34 : 0.26;
	if (random.chance(promoters)) return random.between(9, 10);
	return random.chance(detractors / (1 - promoters)) ? random.between(2, 6) : random.between(7, 8);
}

function tone(random: Random, wave: 1 | 2, sentiment: Planted['sentiment']): Tone {
	const { positive, negative } = at(sentiment.waves, wave - 1);
	return random.weighted([
		['positive', positive],
		['negative', negative],
		['neutral', 1 - positive - negative]
	] as const);
}

/** Of those who wrote something, how many let it be quoted. */
const quotableShare = 0.6;

/** The answer to the question behind the comment, which is asked of those who wrote one: 1 is yes, 2 is no. */
function mayQuote(random: Random, cells: readonly (string | number)[]): 1 | 2 | '' {
	if (cells.at(-1) === '') return '';
	return random.chance(quotableShare) ? 1 : 2;
}

function responseId(random: Random): string {
	return `R_${random.hex()}${random.hex().slice(0, 7)}`;
}

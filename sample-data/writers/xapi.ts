import { gzipSync } from 'node:zlib';
import type { Minute } from '../calendar.ts';
import { atWork, endOfData, isoDate, isoInstant } from '../calendar.ts';
import type { Item } from '../catalogue.ts';
import type { Company } from '../company.ts';
import type { Episode } from '../learning/episode.ts';
import type { Person } from '../people.ts';
import { company as names } from '../planted.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';

const adl = 'http://adlnet.gov/expapi';
/** Verb → IRI and how it is displayed. */
const verbs = {
	planned: ['https://w3id.org/xapi/tla/verbs/planned', 'planned'],
	assigned: ['https://w3id.org/xapi/acrossx/verbs/was-assigned', 'was assigned'],
	enrolled: ['https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled', 'Enrolled'],
	registered: [`${adl}/verbs/registered`, 'registered'],
	initialized: [`${adl}/verbs/initialized`, 'initialized'],
	progressed: [`${adl}/verbs/progressed`, 'progressed'],
	completed: [`${adl}/verbs/completed`, 'completed'],
	voided: [`${adl}/verbs/voided`, 'voided']
} as const;

const extensions = {
	by: 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/by',
	due: 'https://w3id.org/xapi/tla/extensions/due_date',
	method: 'https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type',
	progress: 'https://w3id.org/xapi/cmi5/result/extensions/progress'
} as const;

/** What only some statements say. */
interface Rest {
	readonly result?: object;
	readonly context?: object;
}

interface Statement {
	readonly time: Minute;
	readonly json: string;
}

/** What Waypoint's record store holds: xAPI 1.0.3 statements, one a line, packed. */
export function exportStatements(company: Company): Export {
	const random = randomFor(company.seed, 'xapi');
	const activities = new Map(company.items.map((item, index) => [item, activity(item, index)]));
	const statements = company.episodes
		.filter((episode) => episode.item.system === 'waypoint')
		.flatMap((episode) => tell(random, episode, company, activities.get(episode.item) ?? ''))
		.sort((a, b) => a.time - b.time);
	// A client that lost its connection sends the same statement again.
	const lines = statements.flatMap(({ json }, index) =>
		index % 997 === 500 ? [json, json] : [json]
	);
	return { file: 'lxp-statements.ndjson.gz', rows: lines.length, bytes: pack(lines.join('')) };
}

function pack(text: string): Uint8Array {
	const bytes = gzipSync(text, { level: 6 });
	// Time and operating system are left out of the gzip header, so that the bytes do not depend on them.
	bytes.fill(0, 4, 8);
	bytes[9] = 255;
	return bytes;
}

function tell(random: Random, episode: Episode, company: Company, object: string): Statement[] {
	const { person, item, startedAt, completedAt, minutesSpent } = episode;
	const say = (time: Minute, verb: keyof typeof verbs, rest: Rest = {}) =>
		statement(random, time, person, verb, object, rest);
	const statements = begin(random, episode, company, say);
	if (startedAt === null) return statements;
	statements.push(say(startedAt, 'initialized'));
	if (completedAt !== null) {
		if (item.minutes >= 45) {
			const guess = startedAt + Math.floor((completedAt - startedAt) * random.next());
			const middle = atWork(random, startedAt, guess);
			statements.push(say(middle, 'progressed', progress(random.between(2, 9) * 10)));
		}
		const duration = spell(minutesSpent, random.between(0, 59));
		statements.push(
			say(completedAt, 'completed', { result: { completion: true, success: true, duration } })
		);
		return statements;
	}
	statements.push(say(episode.lastAt, 'progressed', progress(episode.progress)));
	if (random.chance(0.02)) {
		// Marked as completed by mistake, and taken back.
		const wrong = say(episode.lastAt + 5, 'completed', { result: { completion: true } });
		const target = JSON.stringify({ objectType: 'StatementRef', id: wrong.json.slice(7, 43) });
		const later = Math.min(episode.lastAt + 1500, endOfData - 1);
		statements.push(wrong, statement(random, later, person, 'voided', target, {}));
	}
	return statements.filter((made) => made.time < endOfData);
}

function begin(
	random: Random,
	{ person, item, origin, enrolledAt, dueOn }: Episode,
	company: Company,
	say: (time: Minute, verb: keyof typeof verbs, rest?: Rest) => Statement
): Statement[] {
	const manager = company.managerOf(person) ?? person;
	const giver = { mbox: `mailto:${manager.email}`, name: manager.name };
	if (origin === 'unsaid') return random.chance(0.75) ? [say(enrolledAt, 'registered')] : [];
	if (isCampus(item)) {
		const method = { [extensions.method]: origin === 'self' ? 'self' : 'manual' };
		const instructor = origin === 'self' ? {} : { instructor: { objectType: 'Agent', ...giver } };
		return [say(enrolledAt, 'enrolled', { context: { ...instructor, extensions: method } })];
	}
	if (origin === 'self') return [say(enrolledAt, 'planned')];
	const due = dueOn === null ? {} : { [extensions.due]: `${isoDate(dueOn)}T22:00:00Z` };
	return [
		say(enrolledAt, 'assigned', { context: { extensions: { [extensions.by]: giver, ...due } } })
	];
}

/** Long courses run on a campus, a newer Moodle that reports through its xAPI plugin. */
function isCampus(item: Item): boolean {
	return item.minutes >= 120;
}

/** The address that names an item in statements; `index` is its place among all items. */
export const activityId = (item: Item, index: number): string =>
	isCampus(item)
		? `https://campus.${names.domain}/course/view.php?id=${index + 2}`
		: `https://waypoint.${names.domain}/content/${item.code}`;

/** The activity of an item, as JSON. */
function activity(item: Item, index: number): string {
	const campus = isCampus(item);
	return JSON.stringify({
		id: activityId(item, index),
		definition: {
			type: campus ? 'https://w3id.org/xapi/cmi5/activitytype/course' : `${adl}/activities/course`,
			name: { en: item.title }
		}
	});
}

function statement(
	random: Random,
	time: Minute,
	{ name, email }: Person,
	verb: keyof typeof verbs,
	object: string,
	{ result, context = {} }: Rest
): Statement {
	const second = random.between(0, 57);
	const [id, display] = verbs[verb];
	// The specification allows a platform only where the object is an activity.
	const platform = verb === 'voided' ? {} : { platform: 'Waypoint' };
	const fields = [
		`"id":"${uuid(random)}"`,
		`"actor":{"objectType":"Agent","name":${JSON.stringify(name)},"mbox":"mailto:${email}"}`,
		`"verb":{"id":"${id}","display":{"en":"${display}"}}`,
		`"object":${object}`,
		...(result ? [`"result":${JSON.stringify(result)}`] : []),
		`"context":${JSON.stringify({ ...platform, language: 'en', ...context })}`,
		`"timestamp":"${isoInstant(time, second, random.between(0, 999))}"`,
		`"stored":"${isoInstant(time, second + 1, random.between(0, 999))}"`,
		'"version":"1.0.3"'
	];
	return { time, json: `{${fields.join(',')}}\n` };
}

function progress(percent: number): Rest {
	return { result: { extensions: { [extensions.progress]: percent } } };
}

function spell(minutes: number, seconds: number): string {
	const hours = Math.floor(minutes / 60);
	return `PT${hours > 0 ? `${hours}H` : ''}${minutes % 60}M${seconds}S`;
}

function uuid(random: Random): string {
	const [a, b, c, d] = [random.hex(), random.hex(), random.hex(), random.hex()];
	const variant = '89ab'.charAt(random.between(0, 3));
	return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

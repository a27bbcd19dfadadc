import type { Minute } from '../calendar.ts';
import { atWork, endOfData, logTime } from '../calendar.ts';
import type { Company } from '../company.ts';
import type { Episode } from '../learning/episode.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';

const header = [
	'Course',
	'Time',
	'User full name',
	'Affected user',
	'Event context',
	'Component',
	'Event name',
	'Description',
	'Origin',
	'IP address'
];

const admin = { id: 2, name: 'Academy Admin' };

interface Line {
	readonly time: Minute;
	readonly cells: readonly string[];
}

/** The production academy's site-wide log: names and numbers of users only, minutes only, newest first. */
export function exportMoodle(company: Company): Export {
	const random = randomFor(company.seed, 'moodle');
	const lines = company.episodes
		.filter((episode) => episode.item.system === 'moodle')
		.flatMap((episode) => trace(random, episode, company))
		.filter((line) => line.time < endOfData)
		.sort((a, b) => b.time - a.time);
	const rows = lines.map(({ time, cells: [course = '', ...rest] }) =>
		csvLine([course, logTime(time), ...rest], '\n')
	);
	const bytes = Buffer.from(csvLine(header, '\n') + rows.join(''), 'utf8');
	return { file: 'moodle-log.csv', rows: rows.length, bytes };
}

/** The academy's own list of users, as its bulk download has it: the only place that ties the log's numbers to people. */
export function exportMoodleUsers(company: Company): Export {
	const columns = [
		'id',
		'username',
		'email',
		'firstname',
		'lastname',
		'idnumber',
		'institution',
		'department',
		'city'
	];
	const users = company.people.flatMap((person) => {
		const { moodleId, number, username, email, first, last, team, site } = person;
		return moodleId === null
			? []
			: [[moodleId, username, email, first, last, number, '', team.name, site]];
	});
	const rows = [[admin.id, 'admin', '', 'Academy', 'Admin', '', '', '', ''], ...users];
	const bytes = Buffer.from([columns, ...rows].map((row) => csvLine(row, '\n')).join(''), 'utf8');
	return { file: 'moodle-users.csv', rows: rows.length, bytes };
}

/** One row that the learner did, or that was done about the learner. */
interface Deed {
	readonly time: Minute;
	/** The event and, after "The user with id 'X'", what it says. */
	readonly event: string;
	readonly says: string;
	/** The page of the course, by number; the course itself where left out. */
	readonly page?: number;
	readonly isAboutLearner?: boolean;
	readonly origin?: 'web' | 'ws' | 'cli';
}

function trace(random: Random, episode: Episode, company: Company): Line[] {
	const { item, startedAt, completedAt } = episode;
	const lines = [enrol(random, episode, company), ...release(episode)];
	if (startedAt === null) return lines;
	const id = episode.person.moodleId ?? 0;
	const course = `the course with id '${item.code}'`;
	const module = (page: number) => `'${Number(item.code) * 20 + page}'`;
	const act = (deed: Deed) => lines.push(line(episode, deed));
	const view = (time: Minute) => act({ time, event: 'Course viewed', says: `viewed ${course}` });
	const open = (time: Minute, page: number) => {
		const says = `viewed the 'page' activity with course module id ${module(page)}`;
		act({ time, event: 'Course module viewed', says, page });
	};
	const tick = (time: Minute, page: number) => {
		const state = `the completion state for the course module with id ${module(page)}`;
		const says = `updated ${state} for the user with id '${id}'`;
		const origin = page === 3 ? 'ws' : 'web';
		act({
			time,
			event: 'Course activity completion updated',
			says,
			page,
			isAboutLearner: true,
			origin
		});
	};

	view(startedAt);
	if (random.chance(0.8)) open(startedAt, 1);
	// Whoever clicks twice within a minute leaves two identical rows.
	if (random.chance(0.16)) view(startedAt);
	if (item.minutes > 20 && random.chance(0.2)) tick(startedAt + random.between(3, 20), 1);
	const last = completedAt ?? episode.lastAt;
	if (last - startedAt > 600 && random.chance(0.28)) {
		const between = atWork(
			random,
			startedAt + 1,
			startedAt + Math.floor((last - startedAt) * random.next())
		);
		view(between);
		open(between, 2);
	}
	if (completedAt === null) return lines;
	if (random.chance(0.3)) open(completedAt, 3);
	if (random.chance(0.75)) tick(completedAt, 3);
	// Cron notices one completion in four, within the hour and in the administrator's name.
	const isCron = random.chance(0.28);
	const time = isCron ? Math.min(completedAt + random.between(1, 45), endOfData - 1) : completedAt;
	const origin = isCron ? 'cli' : 'web';
	act({
		time,
		event: 'Course completed',
		says: `completed ${course}`,
		isAboutLearner: true,
		origin
	});
	return lines;
}

function line({ person, item }: Episode, deed: Deed): Line {
	const { time, event, says, page, isAboutLearner = false, origin = 'web' } = deed;
	const where = page === undefined ? `Course: ${item.title}` : `Page: ${item.title} ${page}`;
	return {
		time,
		cells: [
			item.title,
			origin === 'cli' ? admin.name : person.name,
			isAboutLearner ? person.name : '-',
			where,
			event === 'Course module viewed' ? 'Page' : 'System',
			event,
			`The user with id '${person.moodleId}' ${says}.`,
			origin,
			origin === 'web' ? addressOf(person) : ''
		]
	};
}

function enrol(random: Random, episode: Episode, company: Company): Line {
	const { person, item, origin, enrolledAt } = episode;
	const manager = company.managerOf(person);
	const byRule = origin === 'obligation' || origin === 'rule' || !manager;
	const method = origin === 'self' ? 'self' : byRule ? 'cohort' : 'manual';
	const actor = { self: person, manual: manager ?? person, cohort: null }[method];
	const source = method === 'cohort' ? (random.chance(0.15) ? 'ws' : 'cli') : 'web';
	const by = `The user with id '${actor?.moodleId ?? admin.id}' enrolled the user with id '${person.moodleId}'`;
	return {
		time: enrolledAt,
		cells: [
			item.title,
			actor?.name ?? admin.name,
			person.name,
			`Course: ${item.title}`,
			'System',
			'User enrolled in course',
			`${by} using the enrolment method '${method}' in the course with id '${item.code}'.`,
			source,
			actor ? addressOf(actor) : ''
		]
	};
}

/** The cohort of a yearly duty is emptied some weeks after its date, or nobody could be enrolled again. */
function release({ person, item, origin, dueOn, completedAt }: Episode): Line[] {
	if (origin !== 'obligation' || dueOn === null) return [];
	const time = Math.max((dueOn + 45) * 1440 + 130, (completedAt ?? 0) + 1440);
	if (person.leftOn !== null && time >= person.leftOn * 1440) return [];
	const by = `The user with id '${admin.id}' unenrolled the user with id '${person.moodleId}'`;
	const says = `${by} using the enrolment method 'cohort' from the course with id '${item.code}'.`;
	const where = `Course: ${item.title}`;
	const event = 'User unenrolled from course';
	return [
		{ time, cells: [item.title, admin.name, person.name, where, 'System', event, says, 'cli', ''] }
	];
}

function addressOf({ index }: Person): string {
	return `10.20.${index % 8}.${20 + ((index * 7) % 200)}`;
}

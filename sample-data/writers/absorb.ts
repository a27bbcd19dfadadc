import { dayOf, firstDay, lastDay, usDateTime } from '../calendar.ts';
import type { Company } from '../company.ts';
import type { Episode, Origin, Outcome } from '../learning/episode.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine, withMark } from './csv.ts';

const header = [
	'Enrollment ID',
	'Username',
	'First Name',
	'Last Name',
	'Email Address',
	'Employee Number',
	'Department',
	'Course ID',
	'Course Name',
	'Course Type',
	'Enrollment Method',
	'Status',
	'Date Enrolled',
	'Date Started',
	'Date Completed',
	'Date Expires',
	'Progress',
	'Score',
	'Time Spent (min)',
	'Is Active'
];

/** A release of February 2025 began to put spaces into the status. */
const spacedFrom = dayOf('2025-02-01') * 1440;

/** Absorb's user enrolments with the history view, so that people who left are in it as inactive. */
export function exportAbsorb(company: Company): Export {
	const random = randomFor(company.seed, 'absorb');
	const episodes = company.episodes.filter((episode) => episode.item.system === 'absorb');
	let text = csvLine(header, '\r\n');
	let id = 481_220;
	for (const episode of episodes) {
		id += random.between(1, 4);
		text += csvLine(row(random, id, episode), '\r\n');
	}
	const deleted = Math.max(1, Math.round(episodes.length / 6000));
	for (let count = 0; count < deleted; count += 1) {
		text += csvLine(deletedUser(random, (id += 1), random.pick(episodes)), '\r\n');
	}
	return { file: 'absorb-enrolments.csv', rows: episodes.length + deleted, bytes: withMark(text) };
}

function row(random: Random, id: number, episode: Episode): (string | number | null)[] {
	const { person, item, enrolledAt, startedAt, completedAt, dueOn } = episode;
	// A fifteenth of the addresses were typed with capitals.
	const email = person.index % 15 === 4 ? capitals(person.email) : person.email;
	const active = person.leftOn === null || person.leftOn > lastDay;
	return [
		id,
		person.username,
		person.first,
		person.last,
		email,
		person.number,
		person.team.name,
		...course(episode),
		method(episode, random),
		status(episode),
		usDateTime(enrolledAt),
		startedAt === null ? '' : usDateTime(startedAt),
		completedAt === null ? '' : usDateTime(completedAt),
		// Self-enrolled courses of a vendor carry an access limit, which is no deadline.
		expires(
			dueOn ??
				(item.minutes >= 900 && episode.origin === 'self'
					? Math.floor(enrolledAt / 1440) + 365
					: null)
		),
		episode.progress,
		episode.score ?? (random.chance(0.2) ? 'N/A' : ''),
		episode.minutesSpent,
		active ? 'Yes' : 'No'
	];
}

/** What is left of an enrolment when an administrator has deleted the account: nobody to give it to. */
function deletedUser(random: Random, id: number, like: Episode): (string | number | null)[] {
	const on = usDateTime((firstDay + random.between(20, 300)) * 1440 + 600);
	return [
		id,
		'',
		'Deleted',
		'User',
		'',
		'',
		'',
		...course(like),
		'Admin',
		'Not Started',
		on,
		'',
		'',
		'',
		0,
		'',
		0,
		'No'
	];
}

function course({ item }: Episode): [string, string, string] {
	const kind = { workshop: 'Instructor Led Course', path: 'Curriculum' } as const;
	const type =
		item.format === 'workshop' || item.format === 'path' ? kind[item.format] : 'Online Course';
	return [item.code, item.title, type];
}

const methods: Readonly<Record<Origin, string>> = {
	self: 'Self',
	manager: 'Admin',
	admin: 'Admin',
	rule: 'Automatic',
	obligation: 'Mandatory',
	unsaid: 'Re Enrollment'
};

function method({ origin, item }: Episode, random: Random): string {
	// Only what the law asks for is set up as mandatory; the rest comes by enrolment rules.
	if (origin === 'obligation' && /^(SEC|QUA)/.test(item.code)) return 'Automatic';
	return origin === 'unsaid' && random.chance(0.15) ? 'API Re-enrollment' : methods[origin];
}

const statuses: Readonly<Record<Outcome, readonly [plain: string, spaced: string]>> = {
	not_started: ['NotStarted', 'Not Started'],
	in_progress: ['InProgress', 'In Progress'],
	completed: ['Complete', 'Complete'],
	failed: ['Failed', 'Failed'],
	withdrawn: ['Declined', 'Declined'],
	expired: ['NotComplete', 'Not Complete'],
	pending: ['PendingApproval', 'Pending Approval']
};

function status({ outcome, enrolledAt }: Episode): string {
	return statuses[outcome][enrolledAt < spacedFrom ? 0 : 1];
}

function expires(day: number | null): string {
	return day === null ? '' : usDateTime(day * 1440 + 1439);
}

function capitals(email: string): string {
	return email
		.replace(/(^|\.)[a-z]/g, (letter) => letter.toUpperCase())
		.replace('.Example', '.example');
}

import { lastDay, usDate } from '../calendar.ts';
import type { Company } from '../company.ts';
import type { Episode } from '../learning/episode.ts';
import { company as names } from '../planted.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine, windows1252 } from './csv.ts';

const header = [
	'User - User ID',
	'User - User First Name',
	'User - User Last Name',
	'User - Email',
	'User - Division',
	'User - Manager - User ID',
	'Training - Training Title',
	'Training - Training Object ID',
	'Training - Training Type',
	'Training - Training Provider',
	'Training - Training Hours',
	'Transcript - Transcript Status',
	'Transcript - Transcript Delivery Method',
	'Transcript - Transcript Registration Date',
	'Transcript - Transcript Assigned Date',
	'Transcript - Transcript Due Date',
	'Transcript - Transcript Completed Date',
	'Transcript - Transcript Time in training (min)',
	'Transcript - Transcript Progress'
];

const preamble = [
	'Transcript Detail Report',
	`"Organization: ${names.subsidiary}"`,
	'"Report Owner: Verwaltung, Learning"',
	`"Run Date: ${usDate(lastDay + 1)} 5:40 AM"`,
	'"Filters: User Status = All; Training Type <> Event; Removed = No"',
	''
];

/** Feldkamp's transcript: a classic custom report whose header is on line 7, in windows-1252, without times of day. */
export function exportCornerstone(company: Company): Export {
	const random = randomFor(company.seed, 'cornerstone');
	const episodes = company.episodes.filter((episode) => episode.item.system === 'cornerstone');
	let text = preamble.map((line) => `${line}\r\n`).join('') + csvLine(header, '\r\n');
	// The report runs person by person.
	const byPerson = episodes.toSorted(
		(a, b) => a.person.index - b.person.index || a.enrolledAt - b.enrolledAt
	);
	for (const episode of byPerson) {
		const manager = company.managerOf(episode.person)?.number ?? '';
		text += csvLine(row(random, episode, manager), '\r\n');
	}
	return { file: 'cornerstone-transcript.csv', rows: episodes.length, bytes: windows1252(text) };
}

function row(random: Random, episode: Episode, manager: string): (string | number | null)[] {
	const { person, item, origin, dueOn, completedAt } = episode;
	const enrolledOn = Math.floor(episode.enrolledAt / 1440);
	const completedOn = completedAt === null ? null : Math.floor(completedAt / 1440);
	const isBackdated = origin === 'unsaid' && completedOn !== null;
	return [
		person.number,
		person.first,
		person.last,
		person.email,
		person.team.name,
		manager,
		item.title,
		item.code,
		{
			video: 'Video',
			course: 'Online Class',
			workshop: 'Session',
			article: 'Material',
			path: 'Curriculum'
		}[item.format],
		item.topic === 'language' ? 'Sprachhaus Saale' : names.subsidiary,
		(item.minutes / 60).toFixed(2),
		status(random, episode),
		delivery(random, episode),
		usDate(enrolledOn),
		origin === 'self' || origin === 'unsaid' ? '' : usDate(enrolledOn),
		dueOn === null ? '' : usDate(dueOn),
		// What somebody learned elsewhere is credited afterwards, with its own older date.
		completedOn === null
			? ''
			: usDate(isBackdated ? enrolledOn - 12 - (person.index % 40) : completedOn),
		episode.minutesSpent,
		`${episode.progress}%`
	];
}

function delivery(random: Random, { origin }: Episode): string {
	if (origin === 'self') return 'Self-Requested';
	if (origin === 'rule') return 'System Assignment (LAT)';
	if (origin === 'obligation')
		return random.chance(0.94) ? 'System Assignment (LAT)' : 'Assignment*';
	if (origin === 'unsaid') return random.chance(0.7) ? 'External Progress' : 'Other';
	return random.chance(0.86) ? 'Direct Assignment' : 'Express Class';
}

function status(random: Random, episode: Episode): string {
	const { outcome, origin, dueOn, item } = episode;
	const late = dueOn !== null && dueOn <= lastDay ? ' / Past Due' : '';
	if (outcome === 'completed') return origin === 'unsaid' ? 'Completed (Equivalent)' : 'Completed';
	if (outcome === 'in_progress') return `In Progress${late}`;
	if (outcome === 'withdrawn') return 'Withdrawn';
	if (outcome === 'pending') return 'Pending Approval';
	if (outcome === 'expired') return 'Incomplete';
	if (outcome === 'failed') return `Incomplete${late}`;
	if (origin === 'self' && random.chance(0.16)) return random.chance(0.8) ? 'Withdrawn' : 'Denied';
	if (item.format === 'workshop') return random.chance(0.3) ? 'No Show' : `Registered${late}`;
	if (origin === 'self' && random.chance(0.05)) return 'Pending Approval';
	return `${random.chance(0.75) ? 'Not Started' : 'Registered'}${late}`;
}

import type { Day } from '../calendar.ts';
import { dayOf, firstDay, isoDate, lastDay } from '../calendar.ts';
import type { Move, Post } from '../careers.ts';
import type { Company } from '../company.ts';
import type { Person } from '../people.ts';
import { isEmployed } from '../people.ts';
import type { Random } from '../random.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';

const header = [
	'Employee ID',
	'First Name',
	'Last Name',
	'Work Email',
	'Effective Date',
	'Business Process Type',
	'Business Process Reason',
	'Business Process Status',
	'Business Process Completed Date',
	'Job Code - Current',
	'Job Code - Proposed',
	'Job Profile - Current',
	'Job Profile - Proposed',
	'Job Family - Current',
	'Job Family - Proposed',
	'Compensation Grade - Current',
	'Compensation Grade - Proposed',
	'Supervisory Organization - Current',
	'Supervisory Organization - Proposed',
	'Location - Proposed',
	'Manager ID'
];

interface Step {
	readonly on: Day;
	readonly process: string;
	readonly reason: string;
	readonly before: Post | null;
	readonly after: Post | null;
	readonly isRescinded?: boolean;
	/** The grade's step inside the job, for progressions without another job. */
	readonly graded?: boolean;
}

/** On this day the "Order Desk" became Order Management: a new name for everybody there, and nobody moved. */
const renaming = { on: dayOf('2025-04-01'), from: 'Order Desk', to: 'Order Management' };

/** The event list of a Workday custom report: hires, moves, renamings, departures, and some that were rescinded. */
export function exportJobHistory(company: Company): Export {
	const random = randomFor(company.seed, 'job-history');
	const moves = new Map<Person, Move[]>();
	for (const move of company.moves)
		moves.set(move.person, [...(moves.get(move.person) ?? []), move]);
	let rows = 0;
	let text = csvLine(header, '\r\n');
	for (const person of company.people) {
		const manager = company.managerOf(person)?.number ?? '';
		const own = (moves.get(person) ?? []).toSorted((a, b) => a.on - b.on);
		for (const step of career(random, person, own)) {
			rows += 1;
			text += csvLine(row(random, person, step, manager), '\r\n');
		}
	}
	return { file: 'job-history.csv', rows, bytes: Buffer.from(text, 'utf8') };
}

function career(random: Random, person: Person, moves: readonly Move[]): Step[] {
	const now: Post = { team: person.team, level: person.level };
	const first = moves[0]?.before ?? now;
	const steps: Step[] = [...beforeTheData(random, person, first)];
	for (const move of moves) {
		const reason = `${move.kind} > ${move.kind === 'Promotion' ? 'Advancement' : 'Internal Application'}`;
		const process = move.kind === 'Promotion' ? 'Promote Employee' : 'Change Job';
		steps.push({ on: move.on, process, reason, before: move.before, after: move.after });
	}
	const postOn = (day: Day) => moves.findLast((move) => move.on <= day)?.after ?? first;
	if (postOn(renaming.on).team.name === renaming.to && isEmployed(person, renaming.on - 1)) {
		const post = postOn(renaming.on);
		steps.push({
			on: renaming.on,
			process: 'Change Organization Assignments',
			reason: 'Reorganization > Renamed',
			before: post,
			after: post
		});
	}
	steps.push(...noise(random, person, postOn));
	if (person.leftOn !== null && person.leftOn <= lastDay) {
		const reason =
			person.leaveReason === 'voluntary' ? 'Voluntary > Resignation' : 'Involuntary > Redundancy';
		// The report states the last day worked.
		steps.push({
			on: person.leftOn - 1,
			process: 'Terminate Employee',
			reason: `Terminate Employee > ${reason}`,
			before: now,
			after: null
		});
	}
	return steps.sort((a, b) => a.on - b.on);
}

/** The hire, and for some of the long-serving one earlier promotion. */
function beforeTheData(random: Random, person: Person, first: Post): Step[] {
	const years = (firstDay - person.hiredOn) / 365;
	const rose = years > 4 && first.level > 1 && random.chance(0.55);
	const start = rose ? { team: first.team, level: first.level - 1 } : first;
	const hire = {
		on: person.hiredOn,
		process: 'Hire',
		reason: 'Hire Employee > New Hire',
		before: null,
		after: start
	};
	if (!rose) return [hire];
	const on = random.between(person.hiredOn + 500, firstDay - 120);
	return [
		hire,
		{
			on,
			process: 'Promote Employee',
			reason: 'Promotion > Advancement',
			before: start,
			after: first
		}
	];
}

/** What is no move although it looks like one: titles, grades inside a job, and processes that were taken back. */
function noise(random: Random, person: Person, postOn: (day: Day) => Post): Step[] {
	const steps: Step[] = [];
	const day = () => random.between(firstDay + 5, lastDay - 5);
	const add = (
		step: Omit<Step, 'before' | 'after'>,
		changed: (post: Post) => Post = (post) => post
	) => {
		const post = postOn(step.on);
		if (isEmployed(person, step.on) && person.hiredOn < step.on)
			steps.push({ ...step, before: post, after: changed(post) });
	};
	if (random.chance(0.03))
		add({ on: day(), process: 'Title Change', reason: 'Title Change > Business Title' });
	if (random.chance(0.09))
		add({
			on: day(),
			process: 'Request Compensation Change',
			reason: 'Compensation > Grade Progression',
			graded: true
		});
	if (random.chance(0.006)) {
		const higher = (post: Post) => ({ team: post.team, level: Math.min(5, post.level + 1) });
		add(
			{
				on: day(),
				process: 'Promote Employee',
				reason: 'Promotion > Advancement',
				isRescinded: true
			},
			higher
		);
	}
	return steps;
}

function row(
	random: Random,
	person: Person,
	step: Step,
	manager: string
): (string | number | null)[] {
	const { on, before, after } = step;
	return [
		person.number,
		person.first,
		person.last,
		person.email,
		isoDate(on),
		step.process,
		step.reason,
		step.isRescinded ? 'Rescinded' : 'Successfully Completed',
		isoDate(Math.min(on + random.between(-9, 4), lastDay)),
		jobCode(before),
		jobCode(after),
		jobTitle(before),
		jobTitle(after),
		before === null ? '' : before.team.family,
		after === null ? '' : after.team.family,
		grade(before, ''),
		grade(after, step.graded ? 'B' : ''),
		unitName(before, on - 1),
		unitName(after, on),
		after === null ? '' : person.site,
		manager
	];
}

function jobCode(post: Post | null): string {
	return post === null ? '' : `${post.team.code}-${post.level}`;
}

function jobTitle(post: Post | null): string {
	if (post === null) return '';
	const { level, team } = post;
	if (level === 5) return `Head of ${team.name}`;
	return ['Junior ', '', 'Senior ', 'Lead '][level - 1] + team.role;
}

function grade(post: Post | null, step: string): string {
	return post === null ? '' : `G${post.level + 4}${step}`;
}

function unitName(post: Post | null, day: Day): string {
	if (post === null) return '';
	return post.team.name === renaming.to && day < renaming.on ? renaming.from : post.team.name;
}

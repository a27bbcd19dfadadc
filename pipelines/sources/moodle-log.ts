import type { Sql } from './columns.ts';
import { always, derived } from './columns.ts';
import { anchorDate } from './dates.ts';
import { normaliseHeader } from './headers.ts';
import type { TableSource } from './source.ts';

const event = ['Event name'];
const context = ['Event context'];
const about = ['Description'];

/** The learner-like enrolment plugins; every other named one is somebody else's doing (rule R7). */
const chosen = "'self', 'fee', 'paypal', 'guest'";
const given =
	"'manual', 'cohort', 'database', 'flatfile', 'ldap', 'meta', 'category', 'imsenterprise'";

const actor = (text: Sql): Sql => `regexp_extract(${text}, 'user with id ''(\\d+)''', 1)`;
const target = (text: Sql): Sql =>
	`regexp_extract(${text}, '(?:enrolled|for|user|relateduser) the user with id ''(\\d+)''', 1)`;
const method = (text: Sql): Sql =>
	`nullif(regexp_extract(${text}, 'enrolment method ''([^'']+)''', 1), '')`;

/** The person whom an event is about: the affected one where there is one, else who did it. User 0 is cron. */
const personId = (text: Sql): Sql =>
	`nullif(coalesce(nullif(${target(text)}, ''), nullif(${actor(text)}, '')), '0')`;

const account = (id: Sql): Sql => `'moodle|' || ${id}`;
const unescape = (text: Sql): Sql =>
	`replace(replace(replace(${text}, '&amp;', '&'), '&quot;', '"'), '&#039;', '''')`;

/** The course that most of the first rows name in their context; a log of one course names it nowhere else. */
function courseOf(head: readonly (readonly string[])[], header: readonly string[]): string | null {
	const at = header.findIndex((heading) => normaliseHeader(heading) === 'event context');
	const titles = head.flatMap(
		(row) => /^Course: (.+)$/.exec(row[at]?.trim() ?? '')?.[1]?.trim() ?? []
	);
	return titles.length === 0 ? null : (titles.toSorted()[Math.floor(titles.length / 2)] ?? null);
}

/**
 * Moodle, "Logs" report of a course or of the site, English. FORMATS.md §4. Ids stand only in the Description; several
 * events of one minute look alike and are kept.
 */
export const moodleLog: TableSource = {
	id: 'moodle-log',
	system: 'moodle',
	title: 'Moodle: Logs report',
	format: 'table',
	entity: 'event',
	decidesOrigin:
		'The enrolment method in the Description: self, when learner and actor are one; manual, cohort, meta … are not.',
	traps:
		'Ids stand only in the Description; rows that look alike are separate events of one minute and are kept.',
	required: [event, about, ['Time']],
	telling: [
		context,
		['Component'],
		['Origin'],
		['User full name'],
		['Affected user'],
		['IP address']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: true,
	about: courseOf,
	columns: {
		account: derived(({ cell }) => ({ value: account(personId(cell(about) ?? 'null')) }), about),
		display_name: derived(
			({ cell }) => {
				const text = cell(about) ?? 'null';
				const affected = `nullif(${cell(['Affected user']) ?? 'null'}, '-')`;
				const full = `nullif(${cell(['User full name']) ?? 'null'}, '-')`;
				return {
					value: `case when ${target(text)} not in ('', ${actor(text)}) or ${cell(event) ?? 'null'} = 'Course completed'
					then ${affected} else ${full} end`
				};
			},
			['User full name', 'Affected user']
		),
		item_title: derived(
			({ cell, about: course }) => {
				const own = cell(['Course']);
				const named = `nullif(regexp_extract(${cell(context) ?? 'null'}, '^Course: (.+)$', 1), '')`;
				const fallback = course === null ? 'null' : `'${course.replaceAll("'", "''")}'`;
				return {
					value: unescape(
						own === null ? `coalesce(${named}, ${fallback})` : `coalesce(${own}, ${named})`
					)
				};
			},
			['Course', ...context]
		),
		happened_at: anchorDate('Time'),
		kind: derived(({ cell }) => {
			const name = cell(event) ?? 'null';
			return {
				value: `case ${name}
					when 'User enrolled in course' then 'enrolled'
					when 'User unenrolled from course' then 'withdrawn'
					when 'Course completed' then 'completed'
					when 'Course activity completion updated' then 'progressed'
					when 'Course viewed' then 'viewed'
					when 'Course module viewed' then 'viewed'
					else 'other' end`
			};
		}, event),
		verb: derived(({ cell }) => ({ value: cell(event) ?? 'null' }), event),
		method: derived(({ cell }) => ({ value: method(cell(about) ?? 'null') }), about),
		origin: derived(({ cell }) => {
			const text = cell(about) ?? 'null';
			return {
				value: `case when ${cell(event) ?? 'null'} <> 'User enrolled in course' then null
					when ${method(text)} in (${chosen}) and ${actor(text)} = ${target(text)} then 'self'
					when ${method(text)} in (${given}) then 'admin' end`
			};
		}, about),
		origin_rule: always("'R7'"),
		enrolled_by: derived(({ cell }) => {
			const text = cell(about) ?? 'null';
			return {
				value: `case when ${cell(event) ?? 'null'} = 'User enrolled in course' and ${actor(text)} <> ${target(text)} then ${account(actor(text))} end`
			};
		}, about)
	}
};

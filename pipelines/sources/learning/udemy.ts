import { firstOf } from '../choices.ts';
import {
	changed,
	derived,
	email,
	key,
	number,
	percent,
	plainNumber,
	required,
	text
} from '../columns.ts';
import { flag } from '../words.ts';
import { seconds } from '../durations.ts';
import { date, dayOnly, stamp } from '../dates.ts';
import type { TableSource } from '../source.ts';

const done = ['Date Completed', 'First Date Completed'];
const started = ['Date Started'];
const enrolled = ['Date Enrolled', 'Enrolled Date'];
const share = ['% Marked Completed', 'Percent Marked Completed', '% Completed'];
const minutes = ['Minutes Video Consumed', '사용한 동영상 시간', 'Num Video Consumed Minutes'];
const address = ['User Email', 'User E-mail', '사용자 이메일', 'Email'];

/** Assignments before this day were not recorded: Assigned reads false for all of them. FORMATS.md §12. */
const recordedFrom = '2015-03-19';

/**
 * Udemy Business, "User course activity": one row per person and course. FORMATS.md §12. There is no status: it is
 * derived from the dates and the share of lectures marked complete.
 */
export const udemy: TableSource = {
	id: 'udemy-courses',
	system: 'udemy',
	title: 'Udemy Business: User course activity',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Assigned and Assigned By: true or a name is an administrator, false is the learner; before 2015-03-19 assignments were not recorded, so false and blank say nothing.',
	traps:
		'No status: derived from dates and percentage, and the percentage can fall when lectures are added. Minutes count what is watched again. Headings follow the language of the administrator: map others by hand.',
	required: [
		minutes,
		['Course Title', '강의 제목', 'Course ID', '강의 ID'],
		[...address, 'External ID']
	],
	telling: [enrolled, share, ['Assigned', 'Assigned By'], done, started],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email(...address),
		employee_number: key('External ID'),
		display_name: text('User Name'),
		first_name: text('User First Name', 'User Name'),
		last_name: text('User Last Name', 'User Surname'),
		org_unit: text('User Groups', 'Groups'),
		is_active: changed(flag('User Is Deactivated'), (value) => `not (${value})`),
		item_code: text('Course ID', '강의 ID'),
		item_title: required('course', 'Course Title', '강의 제목', 'Course ID', '강의 ID'),
		item_minutes: number('Course Duration', 'Course Duration (min)'),
		item_topics: text('Course Category', 'Category'),
		enrolled_at: date(...enrolled),
		started_at: date(...started),
		completed_at: firstOf(date('First Date Completed'), date('Date Completed', 'Completion Date')),
		last_activity_at: date('Date Last Accessed', 'Date Last Active', 'Last Accessed Date'),
		is_date_only: dayOnly(...enrolled, ...started),
		status: derived(
			(reading) => {
				const { cell } = reading;
				const has = (headers: readonly string[]) =>
					`coalesce(${headers.flatMap((heading) => cell([heading]) ?? []).join(', ') || 'null'}) is not null`;
				const amount = `try_cast(replace(rtrim(${cell(share) ?? 'null'}, ' %'), ',', '.') as double)`;
				const watched = `try_cast(${plainNumber(cell(minutes) ?? 'null', reading)} as double)`;
				return {
					value: `case when ${has(done)} or ${amount} >= 100 then 'completed'
						when ${has(started)} or ${amount} > 0 or ${watched} > 0 then 'in_progress' else 'not_started' end`
				};
			},
			[...done, ...share]
		),
		progress: percent(...share),
		seconds: seconds('minutes', ...minutes),
		time_basis: { headers: [], cast: () => ({ value: "'content'" }) },
		origin: derived(
			(reading) => {
				const assigned = reading.cell(['Assigned']);
				const by = reading.cell(['Assigned By']);
				const since = reading.cell(enrolled);
				const isRecorded = `${since === null ? 'null' : stamp(since, reading)} >= timestamp '${recordedFrom}'`;
				return {
					value: `case when ${by ?? 'null'} is not null or lower(${assigned ?? 'null'}) in ('true', 'yes', '1') then 'admin'
						when lower(${assigned ?? 'null'}) in ('false', 'no', '0') and ${isRecorded} then 'self' end`
				};
			},
			['Assigned', 'Assigned By']
		),
		origin_rule: { headers: [], cast: () => ({ value: "'R2'" }) },
		enrolled_by: text('Assigned By'),
		method: text('Assigned')
	}
};

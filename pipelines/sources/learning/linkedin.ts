import { derived, email, key, percent, required, text } from '../columns.ts';
import { seconds } from '../durations.ts';
import { date } from '../dates.ts';
import type { TableSource } from '../source.ts';

const watched = [
	'Hours Viewed (LinkedIn Learning and Organization Content Only)',
	'Hours Viewed (LinkedIn Learning Content Only)',
	'Hours Viewed',
	'Time Viewed',
	'Total Time Viewed'
];
const course = ['Course Name (LinkedIn Videos Only)', 'Course Name'];
const kind = ['Content Type'];

/**
 * LinkedIn Learning, learner detail: one row per person and content. FORMATS.md §13. The zone stands in the headings of
 * the dates. A course and its videos are told apart in rows; the time of a video stands in its course too.
 */
export const linkedin: TableSource = {
	id: 'linkedin-learner-detail',
	system: 'linkedin',
	title: 'LinkedIn Learning: Learner detail',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: the report does not tell assigned content from chosen content.',
	traps:
		'Dates are in the zone that their heading names. Videos of a course stand beside the course: a video row is refused as part_of_a_course, so that time counts once. Hours Viewed is content time: double speed counts in full, articles and books not at all. Starting is the first sign: nobody is enrolled without it.',
	required: [['Content Name'], ['Percent Completed', 'Percentage Completed'], watched],
	telling: [
		['Started', 'Started At', 'First Viewed'],
		['Completed At', 'Completed'],
		['Unique User ID', 'Email'],
		['Content ID', 'Content Type', 'Content Provider'],
		['Total Assessments', 'Skills', ...course]
	],
	suffix: / \(([a-z]{2,5}|(gmt|utc)[+-][\d:]+|[a-z]+\/[a-z_]+)\)$/,
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('Unique User ID'),
		display_name: text('Name'),
		org_unit: text('Groups (Current Membership)', 'Groups (At Time Of Engagement)'),
		item_code: text('Content ID'),
		item_title: required('item', 'Content Name'),
		item_format: derived(
			({ cell }) => {
				const [type, whole] = [cell(kind), cell(course)];
				const isPart =
					type === null || whole === null
						? 'false'
						: `contains(lower(${type}), 'video') and ${whole} is not null`;
				return {
					value: type ?? 'null',
					refuses: { when: () => isPart, reason: 'part_of_a_course', cell: type ?? 'null' }
				};
			},
			[...kind, ...course]
		),
		item_external: derived(
			({ cell }) => {
				const provider = cell(['Content Provider']);
				return {
					value: provider === null ? 'null' : `contains(lower(${provider}), 'linkedin')`
				};
			},
			['Content Provider']
		),
		item_topics: text('Skills'),
		started_at: date('Started', 'Started At', 'First Viewed'),
		completed_at: date('Completed At', 'Completed'),
		last_activity_at: date('Last Viewed During Time Range', 'Last Viewed', 'Last Viewed At'),
		status: derived(
			({ cell }) => {
				const end = cell(['Completed At', 'Completed']);
				const share = cell(['Percent Completed', 'Percentage Completed']);
				const amount = `try_cast(replace(rtrim(${share ?? 'null'}, ' %'), ',', '.') as double)`;
				return {
					value: `case when ${end ?? 'null'} is not null or ${amount} >= 100 then 'completed' else 'in_progress' end`
				};
			},
			['Percent Completed', 'Completed At']
		),
		progress: percent('Percent Completed', 'Percentage Completed'),
		seconds: seconds('hours', ...watched),
		time_basis: { headers: [], cast: () => ({ value: "'content'" }) }
	}
};

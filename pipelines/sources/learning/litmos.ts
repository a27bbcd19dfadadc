import { always, derived, email, key, percent, required, text } from '../columns.ts';
import { date, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';

const first = ['FirstName', 'First Name', 'First name'];
const last = ['LastName', 'Last Name', 'Last name'];
const isTrue = (cell: string): string =>
	`lower(${cell}) in ('true', 'yes', '1', 'complete', 'completed')`;
const traps =
	'Dates come as ISO without zone, as /Date(…)/, or as the administrator’s profile writes them. Importing results again overwrites the current one, while achievements keep history, so the two disagree.';
const decidesOrigin =
	'Nothing: no report says who assigned the course. A due date is only a hint (rule R8).';

/** State from a yes or no and a percentage, where a system has no word for it. */
const status = (complete: readonly string[], share: readonly string[]) =>
	derived(
		({ cell }) => {
			const [whole, part] = [cell(complete), cell(share)];
			const amount = `try_cast(replace(rtrim(${part ?? 'null'}, ' %'), ',', '.') as double)`;
			return {
				value: `case when ${whole === null ? 'false' : isTrue(whole)} or ${amount} >= 100 then 'completed'
					when ${amount} > 0 then 'in_progress' else 'not_started' end`
			};
		},
		[...complete, ...share]
	);

/** Litmos, courses of users, as connectors and the interface give them: one row per person and course. FORMATS.md §2. */
export const litmosUserCourses: TableSource = {
	id: 'litmos-user-courses',
	system: 'litmos',
	title: 'Litmos: courses of users',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin,
	traps,
	required: [
		['CourseName', 'Course Name', 'Course'],
		['PercentageComplete', 'Percentage Complete', '% complete'],
		[
			'UpToDate',
			'CompliantTillDate',
			'CourseId',
			'OriginalId',
			'Date started',
			'Date finished',
			'Overdue'
		]
	],
	telling: [
		['UserName', 'Username', 'Email', 'UserId'],
		['Complete', 'Completed', '% complete'],
		['CompletedDate', 'Completed Date', 'Date finished'],
		['CourseId', 'OriginalId', 'Code']
	],
	dateOrder: 'mdy',
	notations: ['dotnet', 'none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('UserName', 'Username'),
		account: derived(
			({ cell }) => {
				const id = cell(['UserId']);
				return { value: id === null ? 'null' : `'litmos|' || ${id}` };
			},
			['UserId']
		),
		first_name: text(...first),
		last_name: text(...last),
		item_code: text('CourseId', 'Code', 'OriginalId'),
		item_title: required('course', 'CourseName', 'Course Name', 'Course'),
		enrolled_at: date('AssignedDate', 'Assigned Date', 'Date assigned', 'CreatedDate'),
		started_at: date('StartDate', 'StartedDate', 'Date started', 'Start Date'),
		completed_at: date('CompletedDate', 'Completed Date', 'Date finished', 'FinishDate'),
		due_at: date('DueDate', 'Due Date', 'Date due'),
		certified_until: date('CompliantTillDate', 'CompliantTill'),
		is_date_only: dayOnly(
			'AssignedDate',
			'Date assigned',
			'StartDate',
			'Date started',
			'CompletedDate'
		),
		status: status(
			['Complete', 'Completed'],
			['PercentageComplete', 'Percentage Complete', '% complete']
		),
		progress: percent('PercentageComplete', 'Percentage Complete', '% complete')
	}
};

/** Litmos, users of one course, as the API gives them. The rows do not name the course; the file's name does. */
export const litmosCourseUsers: TableSource = {
	id: 'litmos-course-users',
	system: 'litmos',
	title: 'Litmos: users of a course',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin,
	traps: `The rows do not name the course: it is called as the file is. No date of enrolment either, so rows without any date stand in no figure. ${traps}`,
	required: [['PercentageComplete', 'Percentage Complete'], ['AccessTillDate'], ['UserName', 'Id']],
	telling: [['Completed'], ['CompliantTill', 'CompliantTillDate'], ['DueDate'], first, last],
	dateOrder: 'mdy',
	notations: ['dotnet', 'none'],
	keepsIdenticalRows: false,
	about: (_rows, _header, fileName) => fileName.replace(/\.[a-z0-9]{1,5}(\.gz)?$/i, '') || null,
	columns: {
		username: key('UserName'),
		account: derived(
			({ cell }) => {
				const id = cell(['Id']);
				return { value: id === null ? 'null' : `'litmos|' || ${id}` };
			},
			['Id']
		),
		first_name: text(...first),
		last_name: text(...last),
		item_title: derived(({ cell, about }) => {
			const named = cell(['CourseName', 'Course']);
			const file = about === null ? 'null' : `'${about.replaceAll("'", "''")}'`;
			const value = named === null ? file : `coalesce(${named}, ${file})`;
			return {
				value,
				refuses: { when: (title) => `${title} is null`, reason: 'missing_course', cell: value }
			};
		}),
		completed_at: date('CompletedDate', 'DateCompleted'),
		due_at: date('DueDate'),
		certified_until: date('CompliantTill', 'CompliantTillDate'),
		status: status(['Completed'], ['PercentageComplete', 'Percentage Complete']),
		progress: percent('PercentageComplete', 'Percentage Complete')
	}
};

/** Litmos, achievements: one row per completion, history kept. FORMATS.md §2. */
export const litmosAchievements: TableSource = {
	id: 'litmos-achievements',
	system: 'litmos',
	title: 'Litmos: achievements',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin,
	traps: `Completions only, so that completion rates from it alone are 100 %. ${traps}`,
	required: [
		['AchievementDate', 'Achievement Date'],
		['Title', 'CourseName'],
		['Result', 'Type', 'AchievementId']
	],
	telling: [
		['CourseId'],
		['CompliantTillDate'],
		['UserId', 'UserName'],
		['Score'],
		['CertificateId', 'AchievementId']
	],
	dateOrder: 'mdy',
	notations: ['dotnet', 'none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: key('UserName', 'Username'),
		account: derived(
			({ cell }) => {
				const id = cell(['UserId']);
				return { value: id === null ? 'null' : `'litmos|' || ${id}` };
			},
			['UserId']
		),
		first_name: text(...first),
		last_name: text(...last),
		record_id: text('AchievementId'),
		item_code: text('CourseId'),
		item_title: required('title', 'Title', 'CourseName'),
		completed_at: date('AchievementDate', 'Achievement Date'),
		certified_until: date('CompliantTillDate'),
		is_date_only: dayOnly('AchievementDate', 'Achievement Date'),
		status: always("'completed'"),
		method: text('Type')
	}
};

import { message } from '#queries/messages.ts';
import { changed, email, key, text } from '../columns.ts';
import type { TableSource } from '../source.ts';
import {
	gradeStatus,
	gradesDecideNothing,
	gradesHaveNoDates,
	headingItems,
	itemTitle
} from './gradebook.ts';

/** "Quiz 1 Points Grade <Numeric MaxPoints:10 Weight:5>"; subtotals and final grades are no items. */
const items = headingItems((heading) => {
	const [, title, most] =
		/^(.+?) (?:Points Grade|Pass\/Fail Grade|Numeric Grade|Selectbox Grade)(?: ?<.*?MaxPoints:([\d.]+).*>| ?<.*>)?$/.exec(
			heading
		) ?? [];
	if (title === undefined || /(subtotal|calculated final|adjusted final)/i.test(title)) return null;
	return { title, ...(most !== undefined && { points: Number(most) }) };
});

const withoutHash = (value: string): string => `ltrim(${value}, '#')`;

/** D2L Brightspace, grades export: "#" before keys, and a last column that ends the line. FORMATS.md §20. */
export const brightspaceGrades: TableSource = {
	id: 'brightspace-grades',
	system: 'brightspace',
	title: 'D2L Brightspace: Grades export',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: gradesDecideNothing,
	traps: `${gradesHaveNoDates} Keys come with a "#", which is taken off. Enrolments through cascading roles do not show as such.`,
	required: [['OrgDefinedId', 'Username'], ['End-of-Line Indicator']],
	telling: [['OrgDefinedId'], ['Username'], ['Email', 'Last Name', 'First Name']],
	shapes: [
		{
			says: message('import.columns_such_as_quiz_points_grade'),
			isNeeded: true,
			holds: (shown) => items(shown).length > 0
		},
		{
			says: message('import.lines_end_in'),
			holds: ({ rows }) =>
				rows.length > 0 && rows.every((row) => row.length < 2 || row.at(-1)?.trim() === '#')
		}
	],
	items,
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email'),
		username: changed(key('Username'), withoutHash),
		employee_number: changed(key('OrgDefinedId'), withoutHash),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		item_title: itemTitle,
		status: gradeStatus
	}
};

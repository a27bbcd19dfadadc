import { message } from '#queries/messages.ts';
import { key, text } from '../columns.ts';
import type { TableSource } from '../source.ts';
import {
	gradeStatus,
	gradesDecideNothing,
	gradesHaveNoDates,
	headingItems,
	itemCode,
	itemTitle
} from './gradebook.ts';

/** "Quiz 1 [Total Pts: 10 Score] |12345"; totals are sums and no items. */
const items = headingItems((heading) => {
	const [, title = '', points, code] =
		/^(.+?) \[Total Pts: ([\d.,]+|up to [\d.,]+)[^\]]*\] ?\|(\d+)$/.exec(heading) ?? [];
	if (code === undefined || /^(weighted |running )?total$/i.test(title)) return null;
	const most = Number(points?.replace(/^up to /, '').replace(',', '.'));
	return { title, code, ...(Number.isFinite(most) && { points: most }) };
});

/** Blackboard Learn, grade centre: UTF-16 text with tabs that is called .xls. FORMATS.md §19. */
export const blackboardGrades: TableSource = {
	id: 'blackboard-grades',
	system: 'blackboard',
	title: 'Blackboard: Grade Centre',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: gradesDecideNothing,
	traps: `${gradesHaveNoDates} The file is called .xls and is text. Last Access is the person’s last visit to the course, not to the item, and is not read. Totals are no items.`,
	required: [['Username'], ['Last Name', 'First Name']],
	telling: [['Student ID'], ['Last Access'], ['Availability'], ['First Name']],
	shapes: [
		{
			says: message('import.columns_such_as_quiz_total_pts'),
			isNeeded: true,
			holds: (shown) => items(shown).length > 0
		}
	],
	items,
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		username: key('Username'),
		employee_number: key('Student ID'),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		item_title: itemTitle,
		item_code: itemCode,
		status: gradeStatus
	}
};

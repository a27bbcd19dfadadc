import { message } from '#queries/messages.ts';
import { derived, email, key, text } from '../columns.ts';
import type { TableSource } from '../source.ts';
import {
	gradeStatus,
	gradesDecideNothing,
	gradesHaveNoDates,
	headingItems,
	itemCode,
	itemTitle
} from './gradebook.ts';

const items = headingItems((heading) => {
	const [, title, code] = /^(.+) \((\d+)\)$/.exec(heading) ?? [];
	return title === undefined || code === undefined ? null : { title, code };
});

/** Rows below the header that hold points or posting rules: their first cell is no learner. */
const isNoLearner = (row: readonly string[]): boolean => {
	const first = row[0]?.trim().toLowerCase() ?? '';
	return (
		first.startsWith('points possible') ||
		first === 'punkte möglich' ||
		(first === '' && row.some((cell) => /manual posting/i.test(cell)))
	);
};

const student = ['Student', 'Student Name'];

/** Canvas, gradebook export: a row per learner, a column per assignment with its id in brackets. FORMATS.md §18. */
export const canvasGrades: TableSource = {
	id: 'canvas-grades',
	system: 'canvas',
	title: 'Canvas: Gradebook export',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: gradesDecideNothing,
	traps: `${gradesHaveNoDates} "Points Possible" and posting rows are part of the header; "Student, Test" is refused as test_person. Scores of groups and of the course are no items.`,
	required: [student, ['ID', 'SIS User ID'], ['Section']],
	telling: [
		['SIS User ID'],
		['SIS Login ID'],
		['Current Score', 'Final Score'],
		['Root Account', 'Integration ID', 'Current Points', 'Unposted Current Score']
	],
	shapes: [
		{
			says: message('import.assignments_with_id_in_brackets'),
			isNeeded: true,
			holds: (shown) => items(shown).length > 0
		}
	],
	headerRows: (following) => {
		const first = following.slice(0, 3).findIndex((row) => !isNoLearner(row));
		return first < 0 ? Math.min(following.length, 3) : first;
	},
	items,
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('SIS Login ID'),
		username: key('SIS Login ID', 'ID'),
		employee_number: key('SIS User ID'),
		account: derived(
			({ cell }) => {
				const id = cell(['ID']);
				return { value: id === null ? 'null' : `'canvas|' || ${id}` };
			},
			['ID']
		),
		display_name: derived(({ cell }) => {
			const name = cell(student) ?? 'null';
			return {
				value: name,
				refuses: {
					when: (value) => `lower(${value}) in ('student, test', 'test student')`,
					reason: 'test_person',
					cell: name
				}
			};
		}, student),
		org_unit: text('Section'),
		item_title: itemTitle,
		item_code: itemCode,
		status: gradeStatus
	}
};

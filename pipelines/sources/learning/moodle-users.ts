import type { TableSource } from '../source.ts';
import { learner } from './moodle-database.ts';
import { valuesLike, without } from './shapes.ts';

/** Moodle, its own list of users: Users → Bulk user actions → Download, or the table mdl_user. It tells who is behind a number. */
export const moodleUsers: TableSource = {
	id: 'moodle-users',
	system: 'moodle',
	title: 'Moodle: list of users (bulk user actions, download)',
	format: 'table',
	entity: 'account',
	decidesOrigin: 'Nothing: the list names people only.',
	traps:
		'The log names people by the number of their Moodle account alone; this list ties the number to address, user name and ID number, by which they merge with other systems and the personnel file. Holds no learning. Put the employee number into Moodle’s field ID number.',
	required: [['id', 'userid'], ['username'], ['firstname'], ['lastname']],
	telling: [['email'], ['idnumber'], ['institution', 'department'], ['city', 'country']],
	shapes: [
		{ ...valuesLike(['id', 'userid'], /^\d+$/, 'numbers of accounts'), isNeeded: true },
		without(
			['course', 'courseid', 'Course', 'enrol', 'timecompleted', 'timeenrolled', 'eventname'],
			'no courses'
		)
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...learner(['id', 'userid'])
	}
};

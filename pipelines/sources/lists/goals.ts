import { required, text } from '../columns.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { address, employeeNumber, personColumns } from './spellings.ts';

const goal = ['Goal', 'Development goal', 'Goal title'];
const set = ['Set on', 'Created on', 'Goal start date'];

/** Development goals of people, from reviews or check-ins. METRICS.md F, Q2 and Q6. */
export const developmentGoals: TableSource = {
	id: 'development-goals',
	system: 'goals',
	title: 'Development goals',
	format: 'table',
	entity: 'goal',
	decidesOrigin: 'Nothing; it says who has a development goal, and when it was last touched.',
	traps: 'Goals of the business are no development goals: leave them out of the list.',
	required: [[...employeeNumber, ...address], goal, set],
	telling: [
		['Target role', 'Role'],
		['Updated on', 'Last updated']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...personColumns,
		set_on: anchorDay(...set),
		goal: required('goal', ...goal),
		target_role: text('Target role', 'Role'),
		updated_on: day('Updated on', 'Last updated')
	}
};

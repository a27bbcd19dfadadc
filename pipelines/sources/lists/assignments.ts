import type { Column } from '../columns.ts';
import { text } from '../columns.ts';
import { words } from '../words.ts';
import { anchorDate, date } from '../dates.ts';
import type { TableSource } from '../source.ts';
import {
	address,
	employeeNumber,
	itemCode,
	itemColumns,
	itemTitle,
	pathCode,
	personColumns
} from './spellings.ts';
import { assignorWords, obligationWords } from './spoken-words.ts';

const assigned = ['Assigned on', 'Assigned at', 'Assignment date'];
const by = ['Assigned by', 'Assignor', 'Assigned by role'];

/** A row must say what was assigned: an item by code or title, or a path. */
const itemOrPath: Column = {
	headers: itemCode,
	cast: ({ cell }) => {
		const code = cell(itemCode) ?? 'null';
		const any = [cell(itemCode), cell(itemTitle), cell(pathCode)].filter((one) => one !== null);
		return {
			value: code,
			refuses: {
				when: () => `coalesce(${any.join(', ') || 'null'}) is null`,
				reason: 'missing_item',
				cell: code
			}
		};
	}
};

/** The analyst's own list of what was assigned to whom, apart from enrolments. It feeds rule R3. */
export const assignmentList: TableSource = {
	id: 'assignment-list',
	system: 'assignment-list',
	title: 'Assignments (who was given what, and by when)',
	format: 'table',
	entity: 'assignment',
	decidesOrigin:
		'Assigned by: manager, administrator or rule; an enrolment near an assignment was not chosen.',
	traps:
		'The item is named in its own learning system (System); without a system it is an item of its own.',
	required: [[...employeeNumber, ...address], assigned, [...itemCode, ...pathCode]],
	telling: [['Due on', 'Due date'], ['Obligation'], by],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...personColumns,
		...itemColumns,
		item_code: itemOrPath,
		assigned_at: anchorDate(...assigned),
		due_at: date('Due on', 'Due date'),
		obligation: words(['Obligation'], obligationWords),
		assignor: words(by, assignorWords),
		campaign: text('Campaign'),
		path_code: text(...pathCode)
	}
};

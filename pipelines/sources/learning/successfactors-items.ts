import { message } from '#queries/messages.ts';
import { knownOf, onlyIn, patterns } from '../choices.ts';
import { changed, derived, email, key, text } from '../columns.ts';
import { words } from '../words.ts';
import { date, dayOnly } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { TableSource } from '../source.ts';
import { completionCodes } from './successfactors-history.ts';

const title = ['Item Title', 'Program Title', 'Curriculum Title', 'Title'];
const whole = ['Is Complete', 'Is Complete (Y/N)', 'Complete'];
const assigned = ['Assigned Date', 'Assignment Date', 'Assign Date'];
const by = ['Assigned By', 'Assigned By (User)', 'Assigner'];
const addresses = ['Email', 'Email Address', 'E-mail Address'];
const user = ['User ID', 'ID (User)', 'User', 'Student ID'];

const status = knownOf(
	patterns(['Completion Status ID', 'Completion Status'], completionCodes, 'unknown'),
	words(
		whole,
		{ Y: 'completed', Yes: 'completed', N: 'not_started', No: 'not_started' },
		'unknown'
	),
	'unknown'
);

const oneself = "('self', 'user', 'learner')";

/** The curriculum report as it is shipped names people only, and names alone never make two records one person's. */
function namesOnly(header: readonly string[]): string | null {
	const plain = new Set(header.map((heading) => normaliseHeader(heading)));
	const has = (names: readonly string[]) => names.some((name) => plain.has(normaliseHeader(name)));
	const isReport = has(title) && has(whole) && has(['First Name']) && has(['Last Name']);
	return isReport && !has(user) && !has(addresses)
		? message('import.successfactors_names_people_only')
		: null;
}

/**
 * SAP SuccessFactors Learning, item or curriculum status. FORMATS.md §7. Admins relabel its fields; report designers put
 * " (User)" behind them. Self-assigned items do not take over the type REQUIRED of their item (SAP note 3596466), so that one
 * whose assigner is blank was assigned by others, too.
 */
export const successfactorsItems: TableSource = {
	id: 'successfactors-items',
	system: 'successfactors',
	title: 'SAP SuccessFactors Learning: Item Status',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Assigned By: the person’s own ID is the learner; every other entry, also one that names nobody, such as ADMIN, is the manager of that day or an administrator (rule R6); blank says nothing. Assignment Type is the obligation, except where the person assigned the item.',
	traps:
		'What people assign to themselves does not take over the default Assignment Type of the item: a REQUIRED beside their own ID is that default and binds nobody, while beside a blank Assigned By it holds, because only others assign what is required. Admins relabel fields: map others by hand.',
	required: [title, [...whole, 'Completion Status ID'], [...user, ...by, 'Manager ID (User)']],
	telling: [
		whole,
		['Completion Status ID', 'Completion Date'],
		['Manager ID', 'Manager ID (User)', 'First Name Manager', 'Organization ID'],
		['Item ID', 'Item Type', 'Assignment Type', 'Required Date', ...by, ...assigned]
	],
	refuses: namesOnly,
	suffix: / \((user|item|manager)\)$/,
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email(...addresses),
		username: key(...user),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		manager_key: text('Manager ID'),
		org_unit: text('Organization ID', 'Organization'),
		item_code: derived(
			({ cell }) => {
				const [type, code] = [cell(['Item Type']), cell(['Item ID', 'Program ID'])];
				if (code === null) return { value: 'null' };
				return { value: type === null ? code : `coalesce(${type} || '|', '') || ${code}` };
			},
			['Item Type', 'Item ID', 'Program ID']
		),
		item_title: derived(({ cell }) => {
			const named = cell(title) ?? 'null';
			return {
				value: named,
				refuses: { when: (value) => `${value} is null`, reason: 'missing_item', cell: named }
			};
		}, title),
		item_format: text('Item Type'),
		enrolled_at: date(...assigned),
		completed_at: onlyIn(['completed'], status, date('Completion Date')),
		due_at: date('Required Date', 'Due Date'),
		is_date_only: dayOnly(...assigned, 'Completion Date'),
		status,
		origin: derived(({ cell }) => {
			const [who, own] = [cell(by), cell(user)];
			if (who === null) return { value: 'null' };
			return {
				value: `case when ${who} is null then null when lower(${who}) = lower(${own ?? "''"}) or lower(${who}) in ${oneself} then 'self' end`
			};
		}, by),
		origin_rule: { headers: [], cast: () => ({ value: "'R2'" }) },
		enrolled_by: changed(
			text(...by),
			(value) => `case when lower(${value}) not in ${oneself} then ${value} end`
		),
		obligation: derived(
			({ cell }) => {
				const [type, who, own] = [cell(['Assignment Type']), cell(by), cell(user)];
				if (type === null) return { value: 'null' };
				const byOther =
					who === null
						? 'true'
						: `coalesce(lower(${who}) <> lower(${own ?? "''"}) and lower(${who}) not in ${oneself}, true)`;
				return {
					value: `case when ${byOther} then case when contains(lower(${type}), 'mandatory') then 'mandatory'
						when starts_with(lower(${type}), 'req') then 'required' when starts_with(lower(${type}), 'rec') then 'recommended'
						when starts_with(lower(${type}), 'opt') then 'optional' end end`
				};
			},
			['Assignment Type']
		),
		method: text('Assignment Type')
	}
};

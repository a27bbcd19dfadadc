import { onlyIn, patterns } from '../choices.ts';
import { changed, derived, email, key, number, text } from '../columns.ts';
import { dateAndTime, dayOnlyUnless } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { without } from './shapes.ts';

const id = ['Entity ID', 'Item ID'];
const kind = ['Item Type', 'LEARN Item Type', 'Entity Type'];
const revision = ['Item Revision Date', 'Revision Date', 'Revision Number'];
const state = ['Completion Status ID', 'Completion Status'];
const done = ['Completion Date'];
const user = ['User', 'User ID', 'ID (User)'];

/** Tenants make up their own codes; a whole word of them tells what they mean. Not, in, un and fail go first. */
export const completionCodes = [
	['(^|[^a-z])(not|non|un|in|no)[ _-]?(complete|completed|pass|passed)([^a-z]|$)', 'failed'],
	['(^|[^a-z])(fail|failed|failure)([^a-z]|$)', 'failed'],
	[
		'(^|[^a-z])(no[ _-]?show|cancel|cancelled|canceled|withdrawn|withdrew|absent|dropped)([^a-z]|$)',
		'withdrawn'
	],
	['(^|[^a-z])(exempt|exempted|waived|waiver|equivalent|equivalency)([^a-z]|$)', 'waived'],
	[
		'(^|[^a-z])(complete|completed|comp|pass|passed|attended|certified|for credit|taught)([^a-z]|$)',
		'completed'
	],
	['(^|[^a-z])(in[ _-]?progress|started|launched)([^a-z]|$)', 'in_progress']
] as const;

const status = patterns(state, completionCodes, 'unknown');
const ended = dateAndTime(done, ['Completion Time']);

/**
 * SAP SuccessFactors Learning, learning history report and its import style. FORMATS.md §7. An item is named by type and
 * ID; its revisions are one item, and one of them with the moment of completion names the record.
 */
export const successfactorsHistory: TableSource = {
	id: 'successfactors-history',
	system: 'successfactors',
	title: 'SAP SuccessFactors Learning: Learning History',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: 'Nothing: a history says what ended, not who assigned it. Import Item Status too.',
	traps:
		'Holds what ended and nothing that stayed open, so that completion rates from it alone are near 100 %. Completion codes are the tenant’s own. Headings hold non-breaking spaces. Often no e-mail address: people merge by user ID only.',
	required: [id, done, state],
	telling: [
		user,
		['Entity Title', 'Item Title'],
		kind,
		revision,
		['Total Hours', 'Contact Hours', 'CPE', 'Credit Hours', 'E-signature Meaning Code', 'Class ID']
	],
	shapes: [
		without(
			['Is Complete', 'Is Complete (Y/N)', 'Assigned By', 'Assignment Type'],
			'no columns of an item status'
		)
	],
	dateOrder: 'mdy',
	notations: ['none'],
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'Email Address', 'E-mail Address'),
		username: key(...user),
		first_name: text('First Name'),
		last_name: text('Last Name'),
		manager_key: text('Manager ID', 'Manager ID (User)'),
		org_unit: text('Organization ID', 'Organization', 'Department'),
		item_code: derived(
			({ cell }) => {
				const type = cell(kind);
				const code = cell(id) ?? 'null';
				return {
					value: type === null ? code : `coalesce(${type} || '|', '') || ${code}`,
					refuses: { when: (value) => `${value} is null`, reason: 'missing_item', cell: code }
				};
			},
			[...kind, ...id]
		),
		item_title: text('Entity Title', 'Item Title'),
		item_format: text(...kind),
		item_minutes: changed(number('Total Hours'), (value) => `(${value}) * 60.0`),
		record_id: derived(({ cell }) => {
			const parts = [user, kind, id, revision, done, ['Completion Time'], ['Class ID']].flatMap(
				(names) => cell(names) ?? []
			);
			return { value: `concat_ws('|', ${parts.join(', ')})` };
		}, revision),
		completed_at: onlyIn(['completed'], status, ended),
		closed_at: onlyIn(['failed', 'withdrawn', 'waived'], status, ended),
		last_activity_at: onlyIn(['in_progress', 'unknown'], status, ended),
		is_date_only: dayOnlyUnless(['Completion Time'], done),
		status,
		method: text('Completion Status', 'Completion Status ID')
	}
};

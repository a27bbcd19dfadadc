import { changed, required, text, whole } from './columns.ts';
import { flag } from './words.ts';
import { minutes } from './durations.ts';
import type { TableSource } from './source.ts';

const code = ['Item code', 'Course code', 'Course ID', 'Item ID'];
const title = ['Title', 'Item title', 'Course name', 'Course title'];
const length = ['Minutes', 'Nominal minutes', 'Duration (min)', 'Estimated duration (min)'];
const system = ['System', 'Learning system'];

/** The analyst's own catalogue: what each item of each learning system is called and how long it is meant to take. */
export const catalogue: TableSource = {
	id: 'catalogue',
	system: 'catalogue',
	title: 'Catalogue (items, formats, minutes)',
	format: 'table',
	entity: 'item',
	decidesOrigin: 'Nothing; it says how long an item is meant to take.',
	traps:
		'The system is named as in the ids here (absorb, cornerstone, moodle, xapi); xAPI items by the address of their activity.',
	required: [system, title, length],
	telling: [code, ['Format'], ['Topic', 'Topics']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		item_system: changed(required('system', ...system), (value) => `lower(${value})`),
		item_code: text(...code),
		item_title: required('title', ...title),
		item_format: text('Format'),
		item_minutes: minutes('minutes', ...length),
		item_external: flag('External', 'Is external'),
		item_topics: text('Topics', 'Topic', 'Skills'),
		item_version: text('Version'),
		item_equivalent: text('Equivalent to', 'Equivalent', 'Replaces'),
		item_owner: text('Owner unit', 'Owner', 'Owning department'),
		item_roles: text('Target roles', 'Target role', 'Roles'),
		item_credential: text('Credential', 'Certificate'),
		item_validity: whole('Validity (months)', 'Validity months', 'Valid for (months)')
	}
};

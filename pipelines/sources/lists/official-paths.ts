import { changed, required, text, whole } from '../columns.ts';
import { day } from '../dates.ts';
import type { TableSource } from '../source.ts';

const code = ['Path code', 'Path ID', 'Path'];
const step = ['Step', 'Order', 'Sequence', 'Position'];
const itemCode = ['Item code', 'Course code', 'Course ID', 'Item ID'];
const itemTitle = ['Item title', 'Course title', 'Course name', 'Title'];

/** The analyst's own list of the official paths, one line a step of a version. */
export const officialPaths: TableSource = {
	id: 'official-paths',
	system: 'official-paths',
	title: 'Official paths (steps, versions, dates)',
	format: 'table',
	entity: 'path_step',
	decidesOrigin: 'Nothing; it says which order of items the company itself recommends.',
	traps: 'A new version is new lines with their own dates.',
	required: [code, step, itemCode],
	telling: [['Path title', 'Path name'], ['Version'], ['Valid from', 'From'], itemTitle],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		path_code: required('path', ...code),
		path_title: text('Path title', 'Path name'),
		version: text('Version'),
		valid_from: day('Valid from', 'From'),
		valid_to: day('Valid to', 'To', 'Until'),
		step: whole(...step),
		item_system: changed(text('System', 'Learning system'), (value) => `lower(${value})`),
		item_code: required('item', ...itemCode),
		item_title: text(...itemTitle)
	}
};

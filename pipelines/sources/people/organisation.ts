import { changed, required, text } from '../columns.ts';
import { day } from '../dates.ts';
import type { TableSource } from '../source.ts';

const unit = [
	'Unit',
	'Org unit',
	'Organization',
	'Organisation',
	'Supervisory Organization',
	'Department'
];
const parent = [
	'Parent unit',
	'Parent',
	'Superior organization',
	'Superior Organization Name',
	'Parent organization',
	'Part of'
];

/** The organisation tree, one unit and the unit above it a line. */
export const organisationTree: TableSource = {
	id: 'organisation-tree',
	system: 'organisation-tree',
	title: 'Organisation tree (units and the units above them)',
	format: 'table',
	entity: 'unit',
	decidesOrigin: 'Nothing; it says which unit is part of which.',
	traps:
		'Units are joined by name, so they must read as in the job history; the top has no unit above it.',
	required: [unit, parent],
	telling: [
		['Valid from', 'From', 'Effective Date'],
		['Valid to', 'To', 'Until']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		org_unit: required('unit', ...unit),
		parent_unit: changed(text(...parent), (value) => `nullif(${value}, '-')`),
		valid_from: day('Valid from', 'From', 'Effective Date'),
		valid_to: day('Valid to', 'To', 'Until')
	}
};

import { message } from '#queries/messages.ts';
import { changed, required, text } from '../columns.ts';
import { day } from '../dates.ts';
import { cellsUnder } from '../learning/shapes.ts';
import { listHeadings } from '../lists/list-headings.ts';
import type { Shape, TableSource } from '../source.ts';

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

/** A tree without dates is told from two columns of anything by what hangs together in it. */
const hangsTogether: Shape = {
	says: message('import.parents_that_are_units'),
	holds: (shown) => {
		const units = new Set(cellsUnder(shown, unit, { spoken: listHeadings }));
		return cellsUnder(shown, parent, { spoken: listHeadings }).some((name) => units.has(name));
	}
};

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
	telling: [['Valid from', 'From', 'Effective Date', 'Valid to', 'To', 'Until']],
	shapes: [hangsTogether],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		org_unit: required('unit', ...unit),
		parent_unit: changed(text(...parent), (value) => `nullif(${value}, '-')`),
		valid_from: day('Valid from', 'From', 'Effective Date'),
		valid_to: day('Valid to', 'To', 'Until')
	}
};

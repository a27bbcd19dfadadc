/** The names of the fields in the form of the mapping page; those that repeat stand in the same order. */
export const forms = {
	source: 'source',
	system: 'system',
	name: 'name',
	column: 'column',
	slot: 'slot',
	wordField: 'word_field',
	word: 'word',
	sense: 'sense',
	fixedField: 'fixed_field',
	fixedValue: 'fixed_value',
	reading: 'reading.',
	ground: 'ground',
	/** What the cells of columns hold that are items or questions, and what they held when the form was made. */
	cells: 'cells',
	hadCells: 'had_cells',
	passMark: 'pass_mark',
	blanks: 'blanks',
	/** A word about which nobody said anything. */
	unsaid: '?'
} as const;

/**
 * Why a cell is hidden: fewer people than the smallest group, most of a sum is that of one or two people, a neighbour of such
 * a cell, next to it in a wider variant, a period whose ends would single people out, or a state of the data that differs by
 * too few people from one that was told.
 */
export type HiddenReason =
	'too_few' | 'dominance' | 'complementary' | 'nested' | 'period' | 'frozen';

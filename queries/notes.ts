import { message } from './messages.ts';
import { roundCount } from './present.ts';
import type { Viewer } from './request.ts';

/** What of an answer's envelope tells of accounts that match nobody of the personnel file. */
export interface Unmatched {
	/** How many there are, rounded for others than analysts; null where none are, or too few to be told. */
	readonly unmatched_accounts: number | null;
	/** What a reader must know beside the rows, in sentences. */
	readonly notes: readonly string[];
}

/** The accounts that were counted apart, as a viewer may know of them: their number is hidden below the smallest group. */
export function tellUnmatched(count: number | null, viewer: Viewer, smallest: number): Unmatched {
	if (count === null) return { unmatched_accounts: null, notes: [] };
	const shown = viewer.role !== 'analyst' && count < smallest ? null : roundCount(count, viewer);
	return {
		unmatched_accounts: shown,
		notes: [
			message('note.unmatched_accounts', {
				some: shown === null ? 'some' : 'told',
				count: shown ?? 0
			})
		]
	};
}

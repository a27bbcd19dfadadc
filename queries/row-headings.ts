import type { Metric } from './catalogue.ts';
import { message } from './messages.ts';
import type { MessageKey } from './messages.ts';

const keys = {
	episode: {
		person: 'trace.rows.person',
		item: 'trace.rows.item',
		class: 'trace.rows.class',
		enrolled: 'trace.rows.enrolled',
		completed: 'trace.rows.completed'
	},
	personnel: {
		person: 'trace.rows.person',
		item: 'trace.rows.personnel.item',
		class: 'trace.rows.personnel.class',
		enrolled: 'trace.rows.personnel.enrolled',
		completed: null
	},
	sheet: {
		person: 'trace.rows.sheet.person',
		item: 'trace.rows.sheet.item',
		class: 'trace.rows.sheet.class',
		enrolled: 'trace.rows.sheet.enrolled',
		completed: null
	}
} as const satisfies Readonly<Record<string, Readonly<Record<string, MessageKey | null>>>>;

/** What the columns of the rows behind a number are called; posts and amounts are not completed. */
export interface RowHeadings {
	readonly person: string;
	readonly item: string;
	readonly class: string;
	readonly enrolled: string;
	readonly completed: string | null;
}

/** The headings by what the rows are of: learning, posts of personnel files, or lines of cost sheets. */
export function rowHeadings(kind: Metric['rows']): RowHeadings {
	const { person, item, class: as, enrolled, completed } = keys[kind === 'none' ? 'episode' : kind];
	return {
		person: message(person),
		item: message(item),
		class: message(as),
		enrolled: message(enrolled),
		completed: completed === null ? null : message(completed)
	};
}

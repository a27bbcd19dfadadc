import type { RejectRow } from './batches.ts';
import { toCsv } from './describe.ts';

/** The headings of the list of refused records, as it is downloaded. */
export const rejectHeadings = ['line', 'column', 'value', 'reason', 'raw'] as const;

/** Refused records with their lines and reasons as CSV: for reading, not for importing again. */
export const rejectsCsv = (rejects: readonly RejectRow[]): string =>
	toCsv(
		rejectHeadings,
		rejects.map(({ line, column, value, reason, raw }) => [line, column, value, reason, raw])
	);

/** Whether a table is that list, also that of several files, which begins with the name of the file. */
export const isRejectList = (header: readonly string[]): boolean =>
	header.slice(-rejectHeadings.length).join() === rejectHeadings.join() &&
	['', 'file'].includes(header.slice(0, -rejectHeadings.length).join());

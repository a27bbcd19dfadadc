import { toCsv } from '#pipelines/describe.ts';
import { hiddenInWords } from '#lib/findings/hidden.ts';
import { nextPeriod } from '#lib/format/date.ts';
import { metrics } from '#queries/catalogue.ts';
import { columnsOf } from './arrow.ts';
import type { Answer, ResultRow } from './ask.ts';
import { roundForDownload } from './download-rounding.ts';

/** What the download of a chart tells beside its numbers: why a cell is hidden, and the days that are marked. */
export interface Notes {
	readonly grain: 'month' | 'quarter' | 'year' | undefined;
	readonly marks: readonly { readonly date: string; readonly text: string }[];
}

function marksIn(row: ResultRow, { grain, marks }: Notes): string {
	const start = row.period_start;
	if (start === null || grain === undefined) return '';
	const end = grain === 'year' ? nextPeriod(start, 'month', 12) : nextPeriod(start, grain);
	return marks
		.filter(({ date }) => date >= start && date < end)
		.map(({ date, text }) => `${date} ${text}`)
		.join('; ');
}

/** An answer as CSV in the order of the result contract, rounded; with two more columns for what a chart says around it. */
export function answerToCsv(answer: Answer, notes: Notes | null = null): string {
	const columns = columnsOf(answer);
	const people = metrics().get(answer.metric)?.smallest_group;
	return toCsv(
		notes === null ? columns : [...columns, 'hidden_because', 'annotations'],
		roundForDownload(answer).rows.map((row) => [
			...columns.map((name) => row[name] ?? null),
			...(notes === null
				? []
				: [row.suppressed ? hiddenInWords(row.reason, people) : null, marksIn(row, notes) || null])
		])
	);
}

import { toCsv } from '#pipelines/describe.ts';
import { columnsOf } from './arrow.ts';
import type { Answer } from './ask.ts';
import { roundForDownload } from './download-rounding.ts';

/** An answer as CSV in the order of the result contract, rounded. */
export function answerToCsv(answer: Answer): string {
	const columns = columnsOf(answer);
	return toCsv(
		columns,
		roundForDownload(answer).rows.map((row) => columns.map((name) => row[name] ?? null))
	);
}

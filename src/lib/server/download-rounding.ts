import { metrics } from '#queries/catalogue.ts';
import { tellUnmatched, unmatchedInWords } from '#queries/notes.ts';
import { roundCount, roundRow } from '#queries/present.ts';
import type { Answer } from './ask.ts';

/** An answer as it may leave in a file, whoever asks (METRICS.md ruling 0b.3): rounded as for those who only read. */
export function roundForDownload(answer: Answer): Answer {
	const metric = metrics().get(answer.metric);
	const measures = metric?.measures ?? {};
	const exact = answer.unmatched_accounts;
	const unmatched =
		exact === null ? null : tellUnmatched(exact, { role: 'lead' }, metric?.smallest_group ?? 5);
	const exactly = unmatchedInWords(exact);
	return {
		...answer,
		unmatched_accounts: unmatched,
		notes: answer.notes.map((note) => (note === exactly ? unmatchedInWords(unmatched) : note)),
		maturing: answer.maturing === null ? null : roundCount(answer.maturing, { role: 'lead' }),
		rows: answer.rows.map((row) => roundRow(row, measures[row.measure ?? ''] ?? answer.unit))
	};
}

import { metrics } from '#queries/catalogue.ts';
import { tellUnmatched } from '#queries/notes.ts';
import { roundCount, roundRow } from '#queries/present.ts';
import type { Answer } from './ask.ts';

/** An answer as it may leave in a file, whoever asks (METRICS.md ruling 0b.3): rounded as for those who only read. */
export function roundForDownload(answer: Answer): Answer {
	const measures = metrics().get(answer.metric)?.measures ?? {};
	return {
		...answer,
		...tellUnmatched(
			answer.inferred.includes('unmatched_accounts') ? (answer.unmatched_accounts ?? 0) : null,
			{ role: 'lead' },
			metrics().get(answer.metric)?.smallest_group ?? 5
		),
		maturing: answer.maturing === null ? null : roundCount(answer.maturing, { role: 'lead' }),
		rows: answer.rows.map((row) => roundRow(row, measures[row.measure ?? ''] ?? answer.unit))
	};
}

import type { ExplainedRow, Explanation } from '#queries/explain.ts';
import { explain } from '#queries/explain.ts';
import { message } from '#lib/messages.ts';
import { AnswerError } from './answers.ts';
import type { AskRequest, ResultRow, Viewer } from './ask.ts';
import { withConnection } from './batches.ts';

export type { ExplainedRow, Explanation };
export { lineageOfMetric as lineageOfNumber } from '#queries/lineage.ts';

/** Rows on one page. */
export const pageLength = 25;
const patience = 15_000;

/** The way from a number to its rows; one page of them, those of one reason where it is named. Throws as `ask` does, and `too_slow`. */
export async function traceOf(
	viewer: Viewer,
	question: AskRequest,
	page: { readonly number: number; readonly reason: string | null }
): Promise<Explanation> {
	return withConnection(async (connection) => {
		let isLate = false;
		const timer = setTimeout(() => {
			isLate = true;
			connection.interrupt();
		}, patience);
		try {
			return await explain(connection, viewer, question, {
				limit: pageLength,
				offset: (page.number - 1) * pageLength,
				...(page.reason !== null && { reason: page.reason })
			});
		} catch (cause) {
			if (!isLate) throw cause;
			throw new AnswerError('too_slow', message('trace.too_slow'), { cause });
		} finally {
			clearTimeout(timer);
		}
	});
}

/**
 * The one number that the counts explain, where the question has no periods and no breakdown; of a metric with several
 * parts the difference, which is what it is about.
 */
export function headlineOf({ answer, explained }: Explanation): ResultRow | null {
	const rows = answer.rows.filter(
		({ period_start, variant, horizon, measure }) =>
			period_start === null &&
			variant === explained.variant &&
			(horizon === null || horizon === explained.horizon || explained.horizon === null) &&
			!(measure ?? '').startsWith('day_')
	);
	if (answer.dimensions.length > 0) return null;
	if (rows.length === 1) return rows[0] ?? null;
	return rows.find(({ measure }) => measure === 'difference') ?? null;
}

import type { ExplainedRow, Explanation } from '#queries/explain.ts';
import { explain } from '#queries/explain.ts';
import { readDeclarations, readinessQuestions } from '#queries/readiness.ts';
import type { ReadinessQuestion } from '#queries/readiness.ts';
import { message } from '#lib/messages.ts';
import { AnswerError } from './answers.ts';
import type { AskRequest, ResultRow, Viewer } from './ask.ts';
import { withConnection } from './batches.ts';

export type { ExplainedRow, Explanation };
export { lineageOfMetric as lineageOfNumber } from '#queries/lineage.ts';
export { rowHeadings } from '#queries/row-headings.ts';

/** Rows on one page. */
export const pageLength = 25;
const patience = 15_000;

/** The way from a number to its rows; one page of them, those of one reason where it is named. Throws as `ask` does, and `too_slow`. */
export async function traceOf(
	viewer: Viewer,
	question: AskRequest,
	page: {
		readonly number: number;
		readonly reason: string | null;
		readonly measure: string | null;
	}
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
				...(page.reason !== null && { reason: page.reason }),
				...(page.measure !== null && { measure: page.measure })
			});
		} catch (cause) {
			if (!isLate) throw cause;
			throw new AnswerError('too_slow', message('trace.too_slow'), { cause });
		} finally {
			clearTimeout(timer);
		}
	});
}

/** What the asked questions of the readiness checklist rest on: its signals with their values, or the file that each takes; none elsewhere. */
export async function signalsOf({
	answer,
	metric
}: Explanation): Promise<readonly ReadinessQuestion[]> {
	if (metric.id !== 'readiness_checklist') return [];
	const declarations = await withConnection(readDeclarations);
	return readinessQuestions(answer.rows, declarations).filter(({ question }) =>
		answer.rows.some(({ variant }) => variant === question)
	);
}

/**
 * The one number that the counts explain, where the question has one period and no breakdown: that of the asked measure; of
 * a metric with several parts else the difference, which is what it is about, between similar people where it is told, then
 * what stands beside the parts, then the part that the metric states first.
 */
export function headlineOf(
	{ answer, explained, metric }: Explanation,
	measure: string | null
): ResultRow | null {
	if (answer.dimensions.length > 0) return null;
	const rows = answer.rows.filter(({ variant }) => variant === explained.variant);
	if (new Set(rows.map(({ period_start }) => period_start)).size > 1) return null;
	const only = (found: readonly ResultRow[]): ResultRow | null =>
		found.length === 1 ? (found[0] ?? null) : null;
	if (measure !== null) return only(rows.filter((row) => row.measure === measure));
	const plain = rows.filter(
		(row) =>
			!(row.measure ?? '').startsWith('day_') &&
			row.measure !== 'if_nobody_withdrew' &&
			(row.horizon === null || row.horizon === explained.horizon || explained.horizon === null)
	);
	const named = (name: string): ResultRow | undefined => plain.find((row) => row.measure === name);
	const itself = plain.find((row) => row.measure === null && row.value !== null);
	const difference = named('matched_difference') ?? named('difference');
	const first = Object.keys(metric.measures).find((name) => named(name) !== undefined);
	const stated = only(plain.filter((row) => row.measure === first && row.value !== null));
	return only(plain) ?? difference ?? itself ?? stated ?? null;
}

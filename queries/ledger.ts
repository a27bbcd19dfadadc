import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from './ask.ts';
import { metrics } from './catalogue.ts';
import type { Dimension } from './catalogue.ts';
import { questionKey } from './compute.ts';
import { readAsOf } from './envelope.ts';
import { missingNeeds, needNames } from './needs.ts';
import { keptQuestions, preparedQuestions } from './prepare.ts';

/** What protection does to one table that anybody may ask for. */
export interface LedgerLine {
	readonly metric: string;
	readonly by: readonly Dimension[];
	readonly grain: 'month' | 'quarter' | 'year' | null;
	/** Numbers of the table, shown and hidden. */
	readonly cells: number;
	/** By rule, how many of them are hidden or told as a band only. */
	readonly hidden: Readonly<Record<string, number>>;
}

/** Tables of a ledger: over all time, and by quarter. */
const isListed = (grain: string | null): boolean => grain === null || grain === 'quarter';

/**
 * METRICS.md §I rule 9: what is hidden and by which rule, table by table, in the answers that are kept ready. Says nothing
 * of who is hidden. `isReady` is false while nothing is kept.
 */
export async function suppressionLedger(
	connection: DuckDBConnection
): Promise<{ lines: readonly LedgerLine[]; isReady: boolean }> {
	const kept = await keptQuestions(connection);
	const dark = await missingNeeds(connection, needNames);
	const lines = new Map<string, LedgerLine>();
	for (const question of preparedQuestions().filter(({ grain }) => isListed(grain))) {
		const { metric, by, grain } = question;
		const place = JSON.stringify([metric.id, by, grain]);
		if (lines.has(place)) continue;
		if (metric.needs.some((need) => dark.includes(need))) continue;
		const asOf = await readAsOf(connection, metric);
		if (asOf === null) continue;
		if (!kept.has(questionKey(question, asOf))) continue;
		const request = { metric: metric.id, by: [...by], ...(grain && { grain }) };
		const { rows, hidden } = await ask(connection, { role: 'analyst' }, request);
		if (rows.length === 0) continue;
		lines.set(place, {
			metric: metric.id,
			by,
			grain,
			cells: rows.length,
			hidden: Object.fromEntries(hidden.map(({ rule, cells }) => [rule, cells]))
		});
	}
	return { lines: [...lines.values()], isReady: kept.size > 0 };
}

/** The ledger added up by metric, in the order of the catalogue; metrics of which nothing is hidden are left out. */
export function ledgerByMetric(lines: readonly LedgerLine[]): readonly {
	readonly metric: string;
	readonly cells: number;
	readonly hidden: Readonly<Record<string, number>>;
}[] {
	return [...metrics().keys()].flatMap((metric) => {
		const own = lines.filter((line) => line.metric === metric);
		const hidden: Record<string, number> = {};
		for (const line of own)
			for (const [rule, cells] of Object.entries(line.hidden))
				hidden[rule] = (hidden[rule] ?? 0) + cells;
		const cells = own.reduce((sum, line) => sum + line.cells, 0);
		return Object.keys(hidden).length > 0 ? [{ metric, cells, hidden }] : [];
	});
}

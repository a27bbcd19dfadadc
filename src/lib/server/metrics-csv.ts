import { toCsv } from '#pipelines/describe.ts';
import { metrics } from '#queries/catalogue.ts';
import { columnsOf } from './arrow.ts';
import type { Answer, ResultRow } from './ask.ts';

const exactFrom = 100;
const shares = ['value', 'lo', 'hi', 'bound_lo', 'bound_hi', 'unknown_share'] as const;
const counts = ['numerator', 'denominator', 'persons'] as const;

/** METRICS.md §I rule 7, which holds for every download: counts to base 5, shares below a hundred cases to whole percents. */
function roundRow(row: ResultRow, isShare: boolean): ResultRow {
	const isCoarse = isShare && (row.denominator ?? row.persons ?? 0) < exactFrom;
	const rounded = shares.map((name) => {
		const value = row[name];
		return [name, value === null || !isCoarse ? value : Math.round(value * 100) / 100] as const;
	});
	const based = counts.map((name) => {
		const count = row[name];
		return [name, count === null ? null : Math.round(count / 5) * 5] as const;
	});
	return { ...row, ...Object.fromEntries([...rounded, ...based]) };
}

/** An answer as CSV in the order of the result contract, rounded. */
export function answerToCsv(answer: Answer): string {
	const measures = metrics().get(answer.metric)?.measures ?? {};
	const columns = columnsOf(answer);
	const rows = answer.rows.map((row) => {
		const unit = measures[row.measure ?? ''] ?? answer.unit;
		return roundRow(row, unit !== 'days');
	});
	return toCsv(
		columns,
		rows.map((row) => columns.map((name) => row[name] ?? null))
	);
}

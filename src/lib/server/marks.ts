import { trendBreaks } from '#queries/breaks.ts';
import type { Mark } from '#lib/charts/figure.ts';
import { listAnnotations } from './annotations.ts';
import { withConnection } from './batches.ts';
import { dataFolder } from './warehouse.ts';

/** The days that stand on every time axis: those that people marked, and the breaks of the trend. */
export async function readMarks(): Promise<readonly Mark[]> {
	const breaks = await withConnection(trendBreaks);
	const marks = listAnnotations(dataFolder()).map(({ date, text }) => ({ date, text }));
	return [...marks, ...breaks].toSorted((a, b) => a.date.localeCompare(b.date, 'en'));
}

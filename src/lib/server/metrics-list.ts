import type { Metric } from '#queries/catalogue.ts';
import { metrics } from '#queries/catalogue.ts';

/** What can be asked: every metric's definition, without its SQL. */
export const metricList = (): Omit<Metric, 'sql'>[] =>
	[...metrics().values()].map(({ sql: _sql, ...definition }) => definition);

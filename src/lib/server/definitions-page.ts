import type { DuckDBConnection } from '@duckdb/node-api';
import { entityLoad } from '#pipelines/stages/load-entities.ts';
import { sourceOf } from '#pipelines/sources/sources.ts';
import type { Metric } from '#queries/catalogue.ts';
import { lineageOf } from '#queries/lineage.ts';
import type { NeedName } from '#queries/needs.ts';
import { isModelled, missingNeeds } from '#queries/needs.ts';
import { metricsBySection, numberOf } from '#queries/sections.ts';
import { missingInWords } from '#queries/notes.ts';
import { supportCards } from '#queries/support.ts';
import type { Definition } from '#lib/charts/figure.ts';
import { allBatches, withConnection } from './batches.ts';
import { definitionOf } from './definitions.ts';

/** A measure with its definition, what it is made of, and what stands in its way. */
export interface Measure {
	readonly id: string;
	/** As METRICS.md numbers it. */
	readonly number: string;
	readonly definition: Definition;
	readonly models: readonly string[];
	readonly tables: readonly string[];
	/** How many live imports feed it. */
	readonly files: number;
	/** Said where it cannot be answered yet: what is lacking. */
	readonly missing: string | null;
}

async function missingOf(
	connection: DuckDBConnection
): Promise<(names: readonly NeedName[]) => Promise<readonly NeedName[]>> {
	const hasModels = await isModelled(connection);
	return (names) => (hasModels ? missingNeeds(connection, names) : Promise.resolve(names));
}

/** Every measure, part by part. */
export async function measuresBySection(): Promise<
	readonly { readonly title: string; readonly measures: readonly Measure[] }[]
> {
	const batches = (await allBatches()).filter(({ undone_at }) => undone_at === null);
	const tablesFed = batches.map(({ source }) => {
		const known = sourceOf(source);
		return known === null ? '' : entityLoad(known.entity).table;
	});
	return withConnection(async (connection) => {
		const lacking = await missingOf(connection);
		const describe = async (metric: Metric): Promise<Measure> => {
			const { models, tables } = lineageOf(metric.sql);
			const missing = await lacking(metric.needs);
			return {
				id: metric.id,
				number: numberOf(metric),
				definition: definitionOf(metric.id),
				models,
				tables,
				files: tablesFed.filter((table) => tables.includes(table)).length,
				missing: missing.length === 0 ? null : `${missingInWords(missing).join('')}.`
			};
		};
		const found = [];
		for (const section of metricsBySection()) {
			const measures = [];
			for (const metric of section.metrics) measures.push(await describe(metric));
			if (measures.length > 0) found.push({ title: section.title, measures });
		}
		return found;
	});
}

/** What helps the people of each type, with the thresholds that hold; null before anything was imported. */
export const supportOfTypes = (): Promise<Awaited<ReturnType<typeof supportCards>> | null> =>
	withConnection(async (connection) =>
		(await isModelled(connection)) ? supportCards(connection) : null
	);

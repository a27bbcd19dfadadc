import { ask } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import { hasWords } from '#queries/vocabulary.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';

/** What an answer says in place of rows, by "metric variant". */
export type Silence = Readonly<Record<string, string>>;

/** The answers to every variant of every metric. */
export async function askAll(warehouse: Warehouse) {
	const connection = await warehouse.connect();
	const found = [];
	for (const metric of metrics().values()) {
		for (const variant of [undefined, ...metric.variants]) {
			const answer = await ask(
				connection,
				{ role: 'analyst' },
				{ metric: metric.id, ...(variant !== undefined && { variant }) }
			);
			found.push({ metric, name: `${metric.id} ${variant ?? ''}`.trim(), answer });
		}
	}
	connection.closeSync();
	return found;
}

type Answers = Awaited<ReturnType<typeof askAll>>;

/** Answers without rows: those that name no missing file, with what they say instead. */
export function silentAmong(answers: Answers): Silence {
	const silent = answers.filter(({ answer }) => answer.rows.length === 0);
	return Object.fromEntries(
		silent.flatMap(({ name, answer }) => {
			const why = answer.notes.find((note) => note.startsWith('Nothing to tell'));
			const lacks = answer.notes.some((note) => note.startsWith('Missing: '));
			return why === undefined && lacks ? [] : [[name, why ?? 'nothing at all']];
		})
	);
}

/** Measures and variants that are told and that their definition does not list or that have no words, by "metric name". */
export function undefinedAmong(answers: Answers): readonly string[] {
	const told = answers.flatMap(({ metric, answer }) =>
		answer.rows.flatMap(({ measure, variant }) => {
			const isListed =
				measure === null
					? !metric.is_of_parts
					: Object.keys(metric.measures).some(
							(name) => name === measure || (/[_ ]$/.test(name) && measure.startsWith(name))
						);
			const isKnown =
				variant === null || metric.open_variants !== undefined || hasWords(metric, variant);
			return [
				...(isListed && (measure === null || hasWords(metric, measure)) ? [] : [measure]),
				...(isKnown ? [] : [variant])
			].map((name) => `${metric.id} ${name ?? 'itself'}`);
		})
	);
	return [...new Set(told)];
}

import { metrics } from './catalogue.ts';
import { lookedThrough } from './checks.ts';
import { lineageOfMetric } from './lineage.ts';
import { message } from './messages.ts';
import type { MessageKey } from './messages.ts';
import { modelOfCheck } from './model-checks.ts';
import { keptModels } from './models.ts';

/** A measure that may be wrong where a check fails. */
export interface Touched {
	readonly id: string;
	readonly name: string;
}

/** What a failed check means for whoever reads the numbers, in plain words. */
export interface Fault {
	/** What is wrong, as a sentence. */
	readonly wrong: string;
	/** The measures that are made of the tables in which the rows stand. */
	readonly touches: readonly Touched[];
	/** What to do about it. */
	readonly remedy: string;
}

/** Canonical tables that are made of the rows of imports, as the models are. */
const madeAnew = new Set(['identity_person', 'comment_tone', 'setting']);

function remedyOf(check: string, tables: readonly string[]): string {
	const models = keptModels();
	if (tables.includes('prepared_cell')) return message('quality.remedy.kept', { check });
	const isMade =
		modelOfCheck(check) !== null ||
		tables.some((table) => models.has(table) || madeAnew.has(table));
	return isMade
		? message('quality.remedy.anew', { check })
		: message('quality.remedy.import', { check });
}

function touchedBy(tables: readonly string[]): readonly Touched[] {
	const touched = [...metrics().values()].filter(({ id }) => {
		const { models, tables: canonical } = lineageOfMetric(id);
		return tables.some((table) => models.includes(table) || canonical.includes(table));
	});
	return touched.map(({ id, name }) => ({ id, name }));
}

/** What it means that a check fails: what is wrong, which measures it may change, and what to do. */
export function faultOf(check: string): Fault {
	const model = modelOfCheck(check);
	const tables = model === null ? lookedThrough(check) : [model.replaceAll(' ', '_')];
	return {
		wrong:
			model === null
				? message(`fault.${check}` as MessageKey)
				: message('fault.rows_of_model', { model }),
		touches: touchedBy(tables),
		remedy: remedyOf(check, tables)
	};
}

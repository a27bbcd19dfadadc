import { metrics } from './catalogue.ts';
import { readSql } from './repository.ts';

/** What a metric is made of, each list in alphabetical order. */
export interface Lineage {
	/** Derived tables that it reads, directly or through others. */
	readonly models: readonly string[];
	/** Canonical tables at the bottom, which imports fill. */
	readonly tables: readonly string[];
}

/** Names after `from` and `join`, those of table macros included. */
const namesIn = (sql: string): string[] =>
	[...sql.matchAll(/\b(?:from|join)\s+([a-z_0-9]+)/g)].map((match) => match[1] ?? '');

interface House {
	readonly models: ReadonlyMap<string, string>;
	/** Table macros by name, with what they select. */
	readonly macros: ReadonlyMap<string, string>;
	readonly tables: ReadonlySet<string>;
}

let house: House | null = null;

function readHouse(): House {
	if (house) return house;
	const macros = new Map<string, string>();
	for (const folder of ['macros', 'populations']) {
		for (const sql of readSql(folder).values()) {
			for (const part of sql.split(/create or replace macro /).slice(1)) {
				macros.set(/^[a-z_0-9]+/.exec(part)?.[0] ?? '', part);
			}
		}
	}
	const tables = [...readSql('schema').values()].flatMap((sql) =>
		[...sql.matchAll(/create table ([a-z_]+)/g)].map((match) => match[1] ?? '')
	);
	house = { models: readSql('models'), macros, tables: new Set(tables) };
	return house;
}

/** Whether a select reads a table macro, directly or through others. */
export function readsMacro(sql: string, macro: string): boolean {
	const { models, macros } = readHouse();
	const seen = new Set<string>();
	const reads = (text: string): boolean =>
		namesIn(text).some((name) => {
			if (name === macro) return true;
			if (seen.has(name)) return false;
			seen.add(name);
			return reads(models.get(name) ?? macros.get(name) ?? '');
		});
	return reads(sql);
}

/** The models and canonical tables behind a select. */
export function lineageOf(sql: string): Lineage {
	const { models, macros, tables } = readHouse();
	const found = { models: new Set<string>(), tables: new Set<string>() };
	const seen = new Set<string>();
	const visit = (text: string): void => {
		for (const name of namesIn(text)) {
			if (tables.has(name)) found.tables.add(name);
			if (seen.has(name)) continue;
			seen.add(name);
			const model = models.get(name);
			if (model !== undefined) found.models.add(name);
			const inner = model ?? macros.get(name);
			if (inner !== undefined) visit(inner);
		}
	};
	visit(sql);
	return { models: [...found.models].toSorted(), tables: [...found.tables].toSorted() };
}

const ofMetrics = new Map<string, Lineage>();

/** The lineage of a metric by its id; empty for an unknown one. Looked up once, as every check asks for that of every metric. */
export function lineageOfMetric(id: string): Lineage {
	const known = ofMetrics.get(id);
	if (known) return known;
	const found = lineageOf(metrics().get(id)?.sql ?? '');
	if (metrics().has(id)) ofMetrics.set(id, found);
	return found;
}

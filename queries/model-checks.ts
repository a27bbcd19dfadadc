import { keptModels } from './models.ts';

/** Columns whose values no two rows of a model share; null counts as a value. No columns: the model holds one row. */
export interface Key {
	readonly columns: readonly string[];
	/** The rows that it is the key of; null for all of them. */
	readonly condition: string | null;
}

/** Columns that name a row of another table, where none of them is null. */
export interface Reference {
	readonly table: string;
	readonly columns: readonly string[];
	readonly condition: string | null;
}

/** What a model says of its rows. The first key is what others name them by, and what is shown of a row that is wrong. */
export interface Statement {
	readonly keys: readonly Key[];
	readonly references: readonly Reference[];
	/** Columns whose texts may name people, so that only their hash is shown. */
	readonly veiled: ReadonlySet<string>;
}

/** What models name of the canonical tables: by which columns, which of the rows, and how a sentence calls them. */
const canonical: Readonly<Record<string, { columns: string; rows?: string; words: string }>> = {
	batch: { columns: 'batch_id', rows: 'undone_at is null', words: 'imports that stand' },
	identity: { columns: 'identity_id', words: 'identities' },
	identity_person: { columns: 'person_id', words: 'people' },
	item_alias: { columns: 'alias_id', words: 'names of items' },
	job_history: { columns: 'batch_id, line', words: 'rows of the job history' },
	manager_rating: { columns: 'batch_id, line', words: 'ratings' },
	survey_response: { columns: 'batch_id, line', words: 'responses' }
};

const listed = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

/** The parts of `-- Key: …` or `-- References: …` in a model's first lines; a long list goes on in lines that are indented. */
function parts(sql: string, word: 'Key' | 'References'): readonly string[] {
	const [, text = ''] =
		new RegExp(`^-- ${word}: (.*(?:\\n--  .*)*)`, 'm').exec(sql.split(/^(?!--)/m)[0] ?? '') ?? [];
	return text
		.replaceAll(/\n--\s+/g, ' ')
		.split(';')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

const conditioned = (part: string): readonly [string, string | null] => {
	const [text = '', condition = null] = part.split(' where ');
	return [text, condition];
};

function keyOf(part: string): Key {
	const [text, condition] = conditioned(part);
	return { columns: text === 'one row' ? [] : listed(text.replaceAll(/[()]/g, '')), condition };
}

/**
 * Reads what a model states in its leading comment:
 * - `-- Key: a, b; c` – no two rows share a and b, nor c; `one row` for a model that holds just one; `(c)` may name people;
 * - `-- References: item; person as manager_id; org_unit where org_unit_id > 0` – the model or canonical table whose rows are
 *   named, `as` the columns that name them where these are called otherwise than its first key.
 *
 * Either takes `where` for the rows that are meant, and several parts with semicolons between them. No key where none is stated.
 */
export function statementOf(sql: string, models: ReadonlyMap<string, string>): Statement {
	const stated = parts(sql, 'Key');
	const references = parts(sql, 'References').map((part): Reference => {
		const [text, condition] = conditioned(part);
		const [table = '', columns] = text.split(' as ');
		return { table, columns: columns ? listed(columns) : namedBy(table, models), condition };
	});
	const veiled = stated.flatMap((part) => [...part.matchAll(/\((\w+)\)/g)]);
	return {
		keys: stated.map(keyOf),
		references,
		veiled: new Set(veiled.map(([, name = '']) => name))
	};
}

/** The columns by which rows of a canonical table or a model are named. */
function namedBy(table: string, models: ReadonlyMap<string, string>): readonly string[] {
	const [key] = parts(models.get(table) ?? '', 'Key');
	return canonical[table] ? listed(canonical[table].columns) : key ? keyOf(key).columns : [];
}

const plainly = (name: string): string => name.replaceAll('_', ' ');

/** A column as a sentence names it: `org_unit_id` is an org unit. */
export const columnInWords = (column: string): string =>
	plainly(column.replace(/^(is|has)_/, '').replace(/_(id|no)$/, ''));

/** `a, b_id` as a piece of a select that answers “a 1, b 2”. */
const told = (columns: readonly string[]): string =>
	`concat_ws(', ', ${columns.map((column) => `concat('${columnInWords(column)} ', ${column})`).join(', ')})`;

const where = (conditions: readonly (string | null)[]): string => {
	const held = conditions.filter((condition) => condition !== null);
	return held.length === 0 ? '' : `\nwhere ${held.join(' and ')}`;
};

/** A select for rows of a model that share a key or name something that is not there; null where it states no key. */
function checkOf(model: string, models: ReadonlyMap<string, string>): string | null {
	const { keys, references, veiled } = statementOf(models.get(model) ?? '', models);
	const [first] = keys;
	if (first === undefined) return null;
	const shown = (grouped: readonly string[] = first.columns): string =>
		first.columns
			.map((column) => [column, grouped.includes(column) ? column : `any_value(${column})`])
			.map(([column = '', one]) => `${veiled.has(column) ? `hash(${one})` : one} as ${column}, `)
			.join('');
	const twice = keys.map(({ columns, condition }) => {
		if (columns.length === 0)
			return `select concat('holds ', count(*), ' rows') as problem from ${model} having count(*) <> 1`;
		const alike = columns.length > 1 ? 'stand' : 'stands';
		const what =
			columns === first.columns
				? 'stands'
				: `the same ${columns.map(columnInWords).join(' and ')} ${alike}`;
		return `select ${shown(columns)}concat('${what} ', count(*), ' times') as problem
from ${model}${where([condition])}
group by ${columns.join(', ')} having count(*) > 1`;
	});
	const astray = references.map(({ table, columns, condition }) => {
		const { rows = null, words = `rows of “${plainly(table)}”` } = canonical[table] ?? {};
		const named = namedBy(table, models);
		const same = columns.map((column, place) => `named.${named[place]} = ${model}.${column}`);
		return `select ${shown()}concat(${told(columns)}, ' is not among the ${words}') as problem
from ${model}
anti join (from ${table}${where([rows])}) as named on ${same.join(' and ')}${where([
			...columns.map((column) => `${column} is not null`),
			condition
		])}`;
	});
	return [...twice, ...astray].join('\nunion all\n');
}

const prefix = 'rows_of_';

/** The model that a check is about; null for an invariant of `queries/checks`. */
export const modelOfCheck = (check: string): string | null =>
	check.startsWith(prefix) ? plainly(check.slice(prefix.length)) : null;

let made: ReadonlyMap<string, string> | undefined;

/** One check per model that readers see, `rows_of_<model>`: its rows are unique and lead to what they name. */
export function modelChecks(): ReadonlyMap<string, string> {
	const models = keptModels();
	made ??= new Map(
		[...models.keys()].flatMap((model) => {
			const sql = checkOf(model, models);
			return sql === null ? [] : [[`${prefix}${model}`, sql] as const];
		})
	);
	return made;
}

/** The model that such a check looks through; none where it is to hold one row, which may be what is missing. */
export function modelLookedThrough(check: string): readonly string[] {
	const models = keptModels();
	const model = check.slice(prefix.length);
	return statementOf(models.get(model) ?? '', models).keys[0]?.columns.length === 0 ? [] : [model];
}

import type { Sql } from '../columns.ts';
import { quote } from '../columns.ts';

/** What may stand under a key of a statement: text, a number, a truth value, texts by language, anything by IRI, or a part. */
type Part = 'text' | 'number' | 'boolean' | 'map' | 'extensions' | Shape | readonly [Shape];
interface Shape {
	readonly [key: string]: Part;
}

const agent: Shape = {
	objectType: 'text',
	name: 'text',
	mbox: 'text',
	mbox_sha1sum: 'text',
	openid: 'text',
	account: { homePage: 'text', name: 'text' }
};
const activity: Shape = {
	objectType: 'text',
	id: 'text',
	definition: {
		name: 'map',
		description: 'map',
		type: 'text',
		moreInfo: 'text',
		interactionType: 'text',
		extensions: 'extensions'
	}
};
const statement: Shape = {
	id: 'text',
	actor: agent,
	verb: { id: 'text', display: 'map' },
	object: { ...agent, ...activity },
	result: {
		success: 'boolean',
		completion: 'boolean',
		response: 'text',
		duration: 'text',
		score: { scaled: 'number', raw: 'number', min: 'number', max: 'number' },
		extensions: 'extensions'
	},
	context: {
		registration: 'text',
		revision: 'text',
		platform: 'text',
		language: 'text',
		instructor: agent,
		team: agent,
		contextActivities: {
			parent: [activity],
			grouping: [activity],
			category: [activity],
			other: [activity]
		},
		extensions: 'extensions'
	},
	timestamp: 'text',
	stored: 'text',
	version: 'text'
};

/** Where a column's value belongs in a statement, and as what. */
interface Place {
	readonly path: readonly string[];
	readonly kind: 'text' | 'number' | 'boolean' | 'any';
}

const separator = /^[._/]/;

function placeIn(part: Part, rest: string, path: readonly string[]): Place | null {
	if (part === 'map' || part === 'extensions') {
		const key = rest.replaceAll('&46;', '.');
		if (key === '') return null;
		return { path: [...path, key], kind: part === 'map' ? 'text' : 'any' };
	}
	if (typeof part === 'string') return rest === '' ? { path, kind: part } : null;
	if (isList(part)) {
		const [, index = '0', after = rest] = /^\[?(\d+)\]?[._/]?(.*)$/.exec(rest) ?? [];
		return placeIn(part[0], after, [...path, `#${index}`]);
	}
	const keys = Object.keys(part).toSorted((a, b) => b.length - a.length);
	for (const key of keys) {
		if (!rest.startsWith(key)) continue;
		const after = rest.slice(key.length);
		if (after !== '' && !separator.test(after) && !after.startsWith('[')) continue;
		const found = placeIn(part[key] ?? 'text', after.replace(separator, ''), [...path, key]);
		if (found) return found;
	}
	return null;
}

const isList = (part: Part): part is readonly [Shape] => Array.isArray(part);

/**
 * The place in a statement that a heading names as record stores write it: `actor_account_name` (lrsql),
 * `statement.actor.account.name` (Learning Locker), `context/contextActivities/parent/0/id`. Null for any other heading.
 */
export const placeOfHeading = (heading: string): Place | null =>
	placeIn(statement, heading.trim().replace(/^\uFEFF?(statement[._/])?/, ''), []);

/** Which places a table's headings name, column by column, where they suffice for statements; else null. */
export function statementPlaces(header: readonly string[]): readonly (Place | null)[] | null {
	const places = header.map(placeOfHeading);
	const has = (...starts: string[]) =>
		places.some((place) => starts.some((start) => place?.path.join('.').startsWith(start)));
	const isWhole =
		has('actor.mbox', 'actor.account.name', 'actor.openid') && has('verb.id') && has('object.id');
	return isWhole ? places : null;
}

interface Branch {
	readonly children: Map<string, Branch>;
	leaf: { readonly cell: Sql; readonly kind: Place['kind'] } | null;
}

const branch = (): Branch => ({ children: new Map(), leaf: null });

function leafJson(cell: Sql, kind: Place['kind']): Sql {
	const plain = `to_json(${cell})::varchar`;
	if (kind === 'number') return `coalesce(try_cast(${cell} as double)::varchar, ${plain})`;
	if (kind === 'boolean')
		return `case when lower(${cell}) in ('true', 'false') then lower(${cell}) else ${plain} end`;
	if (kind === 'any') return `case when json_valid(${cell}) then ${cell} else ${plain} end`;
	return plain;
}

function branchJson({ children, leaf }: Branch): Sql {
	if (leaf) return leafJson(leaf.cell, leaf.kind);
	const entries = [...children];
	const isArray = entries.every(([key]) => key.startsWith('#'));
	const parts = entries
		.toSorted(([a], [b]) => (isArray ? Number(a.slice(1)) - Number(b.slice(1)) : 0))
		.map(([key, child]) => {
			const json = branchJson(child);
			return isArray ? json : `${quote(`${JSON.stringify(key)}:`)} || (${json})`;
		});
	const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
	return `('${open}' || nullif(concat_ws(',', ${parts.join(', ')}), '') || '${close}')`;
}

/** The JSON text of a row's statement, built from its cells inside DuckDB; empty cells leave their part out. */
export function statementFromCells(
	places: readonly (Place | null)[],
	cellOf: (column: number) => Sql
): Sql {
	const root = branch();
	places.forEach((place, column) => {
		if (place === null) return;
		const at = place.path.reduce((node, key) => {
			const next = node.children.get(key) ?? branch();
			node.children.set(key, next);
			return next;
		}, root);
		if (at.children.size === 0 && at.leaf === null)
			at.leaf = { cell: cellOf(column), kind: place.kind };
	});
	return branchJson(root);
}

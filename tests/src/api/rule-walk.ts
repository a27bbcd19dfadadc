/** A number that leaves a page or an answer beside words that name a small group. */
export interface Leak {
	readonly path: string;
	readonly what: string;
}

type Test = (text: string) => boolean;

/** Walks all of a value as it would leave as JSON; calls back for each object and array with its path. */
export function walk(value: unknown, visit: (node: object, path: string) => void, path = ''): void {
	if (value === null || typeof value !== 'object') return;
	visit(value, path);
	for (const [name, child] of Object.entries(value)) walk(child, visit, `${path}/${name}`);
}

/** The texts that stand in a value itself, not deeper. */
const textsOf = (node: object): string[] =>
	Object.values(node).filter((child) => typeof child === 'string');

const isNumber = (text: string): boolean => /^[−-]?\d[\d,.]*( ?%| days?| min)?$/.test(text.trim());

/**
 * Where a value says a number, written or not, in one record with a text that names a small group. Places on a drawing
 * and the like are no numbers about people: `except` names the keys.
 */
export function numbersBeside(value: unknown, names: Test, except: ReadonlySet<string>): Leak[] {
	const leaks: Leak[] = [];
	walk(value, (node, path) => {
		if (!textsOf(node).some(names)) return;
		for (const [key, child] of Object.entries(node)) {
			if (except.has(key)) continue;
			const says = typeof child === 'number' || (typeof child === 'string' && isNumber(child));
			if (says) leaks.push({ path: `${path}/${key}`, what: String(child) });
		}
	});
	return leaks;
}

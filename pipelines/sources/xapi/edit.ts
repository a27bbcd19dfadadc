import type { Path } from './judge.ts';

/** A statement that is being mended: a copy, free to change. */
export type Draft = Record<string, unknown>;

const isHolder = (value: unknown): value is Draft => typeof value === 'object' && value !== null;

/** The value at a path; undefined where the way ends early. */
export const read = (root: unknown, path: Path): unknown =>
	path.reduce<unknown>((value, key) => (isHolder(value) ? value[key] : undefined), root);

/** Sets a value where its holder is there. */
export function write(root: unknown, path: Path, value: unknown): void {
	const holder = read(root, path.slice(0, -1));
	const key = path.at(-1);
	if (isHolder(holder) && key !== undefined) holder[key] = value;
}

/** Takes a property away, or an element out of its array. */
export function remove(root: unknown, path: Path): void {
	const holder = read(root, path.slice(0, -1));
	const key = path.at(-1);
	if (Array.isArray(holder) && typeof key === 'number') holder.splice(key, 1);
	else if (isHolder(holder) && key !== undefined) Reflect.deleteProperty(holder, key);
}

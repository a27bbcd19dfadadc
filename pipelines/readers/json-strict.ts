import { readFile, stat } from 'node:fs/promises';
import type { Head } from './head.ts';
import { scanJson } from './json.ts';

/** Files up to this size are parsed whole, which takes some tens of milliseconds. */
const parsedWhole = 8e6;

const lineOf = (text: string, position: number): number =>
	text.slice(0, position).split('\n').length;

/** The line on which a text stops being JSON; null for JSON. */
function brokenLine(text: string): number | null {
	try {
		JSON.parse(text);
		return null;
	} catch (cause) {
		const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
		return position === undefined ? text.split('\n').length : lineOf(text, Number(position));
	}
}

/** Mostly whole objects or arrays, one on each line. */
function isLines(text: string): boolean {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	if (lines.length < 2 || lines.some((line) => !/^\s*[{[]/.test(line))) return false;
	const whole = lines.filter((line) => brokenLine(line) === null);
	return whole.length * 2 >= lines.length;
}

/**
 * Where a file that calls itself JSON is none by the letter of RFC 8259, one value or one a line: the line, or 0 where the
 * file is too large to say. Null for JSON. What DuckDB's reader lets by (trailing commas, NaN, text after the end) is none.
 */
export async function jsonFault(
	path: string,
	{ encoding }: Pick<Head, 'encoding'>
): Promise<number | null> {
	const { size } = await stat(path);
	if (size > parsedWhole) {
		const { refused, records } = await scanJson(path);
		return refused > 0 || records === 0 ? 0 : null;
	}
	if (encoding === 'windows-1252') return 0;
	const text = new TextDecoder(encoding).decode(await readFile(path));
	const line = brokenLine(text);
	return line === null || isLines(text) ? null : line;
}

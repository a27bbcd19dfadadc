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

/** Why a file that calls itself JSON cannot be read as such: the line, 0 where it is not known, and whether it is too long. */
export interface JsonFault {
	readonly line: number;
	readonly isTooLong: boolean;
}

const brokenAt = (line: number): JsonFault => ({ line, isTooLong: false });

/**
 * Where a file that calls itself JSON is none by the letter of RFC 8259, one value or one a line, or holds a record longer
 * than is read; null for JSON. What DuckDB's reader lets by (trailing commas, NaN, text after the end) is none.
 */
export async function jsonFault(
	path: string,
	{ encoding, isAsked }: Pick<Head, 'encoding' | 'isAsked'>
): Promise<JsonFault | null> {
	const { size } = await stat(path);
	if (size > parsedWhole) {
		const { records, firstRefusal } = await scanJson(path);
		if (firstRefusal === null) return records === 0 ? brokenAt(0) : null;
		return { line: firstRefusal.line, isTooLong: firstRefusal.reason === 'json_too_long' };
	}
	if (encoding === 'windows-1252' && !isAsked) return brokenAt(0);
	const text = new TextDecoder(encoding).decode(await readFile(path));
	const line = brokenLine(text);
	return line === null || isLines(text) ? null : brokenAt(line);
}

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Encoding } from './encodings.ts';
import { hasRecordLines } from './json.ts';
import { jsonMachine } from './json-machine.ts';
import type { JsonRefusal, JsonSink } from './json-record.ts';
import { csvField, rawShown } from './normalise-delimited.ts';

/** Records of an answer of a system, as a table: each key of a record is a column, one of an object in it `outer.inner`. */
export interface JsonTable {
	readonly header: readonly string[];
	/** The first records, a cell for each column. */
	readonly rows: readonly (readonly string[])[];
	/** Keys under which records hold lists of records of their own, such as the courses of a user. */
	readonly lists: readonly string[];
}

/** What a copy counted, and whether the answer goes on: all of its pages name a next one, or one is the last; null for no pages. */
export interface JsonTableCounts {
	readonly records: number;
	readonly blankLines: number;
	readonly page: 'open' | 'last' | null;
}

/** How the bytes of a JSON file read. */
export interface JsonText {
	readonly encoding: Encoding;
	readonly mark: number;
}

type Found = Readonly<Record<string, unknown>>;

const rowsKept = 1000;
const charactersKept = 1e6;
const mostColumns = 1000;
const longestKey = 1000;

const isObject = (value: unknown): value is Found =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfRecords = (value: unknown): value is readonly Found[] =>
	Array.isArray(value) && value.length > 0 && value.every(isObject);

/** What stands beside the list in the envelope of an answer: paging, counts, links, how it went; nothing about a person. */
const besideList =
	/^_?(more|next|prev(ious)?|first|last|self|links?|url|meta(data)?|paging|pagination|page|pages|per_?page|page_?\w+|current_?\w+|total\w*|count|size|limit|offset|skip|top|start|sort|order|filter|cursor|has_?\w+|is_?last\w*|success|status|code|message|errors?|warnings?|version|time(stamp)?|request_?\w*|response_?\w*|extra_?\w+|object|type|kind|@odata\.\w+|odata\.\w+)$/i;

/** The list in an object that is the envelope of an answer, itself or one level below (`data.items`); null in a record. */
function listIn(value: Found, isInner = false): readonly Found[] | null {
	const [held, ...others] = Object.entries(value)
		.filter(([key]) => !besideList.test(key))
		.map(([, one]) => one);
	if (held === undefined || others.length > 0) return null;
	if (Array.isArray(held)) return held.every(isObject) ? held : null;
	return isInner || !isObject(held) ? null : listIn(held, true);
}

/** The records in one piece of JSON: those of an envelope, or itself. */
export const recordsIn = (value: Found): readonly Found[] => listIn(value) ?? [value];

/** Whether a key of an envelope says that there are more records than it holds; null where it says nothing of that. */
function tellsMore(key: string, value: unknown): boolean | null {
	if (/^has_?(more|next)/i.test(key) && typeof value === 'boolean') return value;
	if (!/^(more|next(_?(page|link|url|token|cursor))*|@odata\.nextLink)$/i.test(key)) return null;
	return value !== null && value !== '' && value !== false;
}

/** Whether the envelope of an answer, or what lies in it, says that there are more; null in a record, and where nothing does. */
function goesOn(value: Found): boolean | null {
	if (listIn(value) === null) return null;
	const inner = Object.values(value).filter(isObject);
	const said = [value, ...inner].flatMap((part) =>
		Object.entries(part).flatMap(([key, one]) => tellsMore(key, one) ?? [])
	);
	return said.length === 0 ? null : said.some((is) => is);
}

const isPlain = (value: unknown): boolean => !isObject(value) && !Array.isArray(value);

/** A value as the text of a cell: lists of words parted by semicolons, what lies deeper as its JSON. */
function cellOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	if (Array.isArray(value) && value.every(isPlain)) return value.map(cellOf).join('; ');
	return JSON.stringify(value);
}

/** The cells of a record by the path of their column. */
function cellsOf(record: Found): Map<string, string> {
	const cells = new Map<string, string>();
	for (const [key, value] of Object.entries(record)) {
		if (!isObject(value)) cells.set(key, cellOf(value));
		else
			for (const [inner, one] of Object.entries(value)) cells.set(`${key}.${inner}`, cellOf(one));
	}
	return cells;
}

/** Hands every piece of a JSON file to `onPiece`, parsed, and every piece that is no record to `onRefused`; goes on while `afterChunk` says so. */
async function pieces(
	path: string,
	{ encoding, mark }: JsonText,
	onPiece: (value: Found) => void,
	onRefused: (reason: JsonRefusal, raw: string) => void,
	{
		signal,
		afterChunk
	}: {
		readonly signal?: AbortSignal | undefined;
		readonly afterChunk?: () => Promise<boolean>;
	} = {}
): Promise<void> {
	const sink: JsonSink = {
		record: (_line, parts) => {
			const text = Buffer.concat(parts).toString('utf8');
			try {
				onPiece(JSON.parse(text) as Found);
			} catch {
				onRefused('malformed_json', text.slice(0, rawShown));
			}
		},
		refuse: (_line, reason, raw) => {
			onRefused(reason, raw);
		}
	};
	const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
	let machine: ReturnType<typeof jsonMachine> | null = null;
	for await (const chunk of createReadStream(path, { start: mark, highWaterMark: 1 << 20 })) {
		signal?.throwIfAborted();
		const bytes = decoder
			? Buffer.from(decoder.decode(chunk as Buffer, { stream: true }))
			: (chunk as Buffer);
		machine ??= jsonMachine(sink, { lineMode: hasRecordLines(bytes, false), capture: true });
		machine.push(bytes);
		if (afterChunk && !(await afterChunk())) return;
	}
	machine?.end();
}

/**
 * The records of a JSON file as a table, with as many of the first as a look at them needs: of arrays, of lines, and of the envelopes in which systems answer, such as
 * `{"items": […]}`, `{"registrations": […], "more": …}` and `{"data": {"items": […]}}`. Null where it holds no objects.
 */
export async function jsonTable(path: string, text: JsonText): Promise<JsonTable | null> {
	const columns = new Set<string>();
	const lists = new Set<string>();
	const first: Map<string, string>[] = [];
	let characters = 0;
	const note = (keys: Set<string>, key: string) => {
		if (keys.size < mostColumns && key.length <= longestKey) keys.add(key);
	};
	await pieces(
		path,
		text,
		(value) => {
			for (const record of recordsIn(value)) {
				for (const [key, one] of Object.entries(record)) if (isListOfRecords(one)) note(lists, key);
				const cells = cellsOf(record);
				for (const key of cells.keys()) note(columns, key);
				if (first.length >= rowsKept || characters >= charactersKept) continue;
				first.push(cells);
				for (const cell of cells.values()) characters += cell.length;
			}
		},
		() => undefined
	);
	if (first.length === 0) return null;
	const header = [...columns];
	return {
		header,
		rows: first.map((cells) => header.map((key) => cells.get(key) ?? '')),
		lists: [...lists]
	};
}

/** Writes the records of a JSON file as `normaliseDelimited` writes a table, each led by its place in the file. */
export async function copyJsonTable(
	path: string,
	target: string,
	header: readonly string[],
	text: JsonText,
	{
		limit = Infinity,
		signal,
		onRows
	}: {
		readonly limit?: number | undefined;
		readonly signal?: AbortSignal | undefined;
		readonly onRows?: ((rows: number) => void) | undefined;
	} = {}
): Promise<JsonTableCounts> {
	const out = await open(target, 'w', 0o600);
	let pending: string[] = [];
	let records = 0;
	const pages = { open: 0, last: 0 };
	const empty = ','.repeat(header.length - 1);
	const flush = async () => {
		if (pending.length === 0) return;
		const block = pending.join('');
		pending = [];
		await out.write(block);
		onRows?.(records);
	};
	try {
		await pieces(
			path,
			text,
			(value) => {
				const more = goesOn(value);
				if (more !== null) pages[more ? 'open' : 'last']++;
				for (const record of recordsIn(value)) {
					if (records >= limit) return;
					const cells = cellsOf(record);
					const row = header.map((key) => csvField(cells.get(key) ?? '')).join(',');
					pending.push(`${++records},,,,${row}\n`);
				}
			},
			(reason, raw) => {
				if (records >= limit || (limit !== Infinity && reason === 'json_truncated')) return;
				pending.push(`${++records},,${reason},${csvField(raw.slice(0, rawShown))},${empty}\n`);
			},
			{
				signal,
				afterChunk: async () => {
					await flush();
					return records < limit;
				}
			}
		);
		await flush();
	} finally {
		await out.close();
	}
	return {
		records,
		blankLines: 0,
		page: pages.open + pages.last === 0 ? null : pages.last > 0 ? 'last' : 'open'
	};
}

/** How a table was read. */
export interface CountedDialect {
	readonly encoding: string;
	readonly delimiter: string;
	readonly headerLines: number;
	readonly fields: number;
}

const escapeRegex = (text: string): string => text.replaceAll(/[|\\^$.*+?()[\]{}]/g, '\\$&');
const longest = 1 << 20;

/**
 * Records and blank lines of a table, counted by another road than the importer's: lines joined until a grammar of fields
 * matches. A record over several lines that is damaged, or has another width than the header, costs its first line only.
 */
export function countRecords(bytes: Buffer, dialect: CountedDialect): number {
	const isWide = dialect.encoding.startsWith('utf-16');
	const text = isWide ? new TextDecoder(dialect.encoding).decode(bytes) : bytes.toString('latin1');
	const lines = text.split(/\r\n|\n|\r/);
	if (lines.at(-1) === '') lines.pop();
	const d = escapeRegex(dialect.delimiter);
	const field = `(?:"(?:[^"]|"")*"|[^"${d}\\n][^${d}\\n]*|)`;
	const whole = new RegExp(`^${field}(?:${d}${field})*$`);
	const open = new RegExp(`^(?:${field}${d})*"(?:[^"]|"")*$`);
	const width = (record: string): number =>
		record.replaceAll(/(^|(?<=[^"]))"(?:[^"]|"")*"/g, 'q').split(dialect.delimiter).length;
	let count = 0;
	for (let index = dialect.headerLines; index < lines.length;) {
		const first = lines[index] ?? '';
		let joined = first;
		let next = index + 1;
		while (
			!whole.test(joined) &&
			open.test(joined) &&
			next < lines.length &&
			joined.length < longest
		)
			joined += `\n${lines[next++] ?? ''}`;
		const isRecord = whole.test(joined) && (next === index + 1 || width(joined) === dialect.fields);
		index = isRecord ? next : index + 1;
		count++;
	}
	return count;
}

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
};

/** The values that stand one after another in a text, by its brackets alone; null where they do not close. */
function valuesByBrackets(text: string): readonly string[] | null {
	const values: string[] = [];
	let [depth, begin] = [0, 0];
	for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
		if (token.startsWith('"')) continue;
		if (depth === 0) begin = index;
		depth += token === '{' || token === '[' ? 1 : -1;
		if (depth < 0) return null;
		if (depth === 0) values.push(text.slice(begin, index + 1));
	}
	return depth === 0 ? values : null;
}

/**
 * Records of a JSON text, counted by another road than the importer's: the elements of each array and every other value.
 * Null where the text is damaged, so that how many it holds is a matter of judgement.
 */
export function countJson(bytes: Buffer): number | null {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
	const text = new TextDecoder(encoding).decode(bytes);
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const ways = [[text], lines, valuesByBrackets(text) ?? []];
	const values = ways
		.map((way) => way.map(parsed))
		.find((way) => way.length > 0 && way.every((value) => value !== undefined));
	if (values === undefined) return null;
	const held = values.map(
		(value) => (value as { statements?: unknown } | null)?.statements ?? value
	);
	return held.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
}

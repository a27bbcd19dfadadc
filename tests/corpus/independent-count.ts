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

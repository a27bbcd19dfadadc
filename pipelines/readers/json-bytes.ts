/** The brackets `{`, `[` and `]`. */
export const [openBrace, openBracket, closeBracket] = [0x7b, 0x5b, 0x5d];

/** What a byte means outside of strings; up to `colon` it needs no look below the first level of a record. */
export const byteClass = {
	other: 0,
	space: 1,
	comma: 2,
	colon: 3,
	blank: 4,
	newline: 5,
	quote: 6,
	opener: 7,
	closer: 8,
	control: 9
} as const;

function tableOf(fill: number, entries: readonly (readonly [string, number])[]): Uint8Array {
	const table = new Uint8Array(256).fill(fill);
	for (let byte = 0; byte < 0x20; byte++) table[byte] = byteClass.control;
	for (const [characters, value] of entries)
		for (const one of characters) table[one.charCodeAt(0)] = value;
	return table;
}

/** The class of each byte outside of strings. */
export const classOf = tableOf(byteClass.other, [
	[' ', byteClass.space],
	['\t\r', byteClass.blank],
	['\n', byteClass.newline],
	['"', byteClass.quote],
	['{[', byteClass.opener],
	['}]', byteClass.closer],
	[',', byteClass.comma],
	[':', byteClass.colon]
]);

/** 1 for bytes that need no look at the first level of a record, where keys are told from values. */
export const skipsShallow = classOf.map((kind) => (kind <= byteClass.space ? 1 : 0));
/** 1 for bytes that need no look inside a string. */
export const skipsInString = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte >= 0x20 && byte !== 0x22 && byte !== 0x5c ? 1 : 0
);

/** Whether text between records begins like a JSON value that is no object: `"`, `-`, a digit, `true`, `false`, `null`. */
export const beginsValue = (byte: number): boolean =>
	byte === 0x22 ||
	byte === 0x2d ||
	(byte >= 0x30 && byte <= 0x39) ||
	byte === 0x74 ||
	byte === 0x66 ||
	byte === 0x6e;

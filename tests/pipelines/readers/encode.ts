const twoBytes = new Set(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']);
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
	const held = tables.get(encoding);
	if (held) return held;
	const decoder = new TextDecoder(encoding);
	const table = new Map<string, readonly number[]>();
	const take = (...bytes: number[]) => {
		const text = decoder.decode(Uint8Array.from(bytes));
		if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes);
	};
	for (let byte = 0; byte < 256; byte++) take(byte);
	if (twoBytes.has(encoding))
		for (let lead = 0x81; lead < 0xff; lead++)
			for (let trail = 0x40; trail < 0xff; trail++) take(lead, trail);
	tables.set(encoding, table);
	return table;
}

/** A text in ISO-2022-JP: the pairs of bytes of EUC-JP without their high bits, between escape sequences. */
const shifted = (text: string): Buffer =>
	Buffer.concat(
		text
			.split(/(\P{ASCII}+)/u)
			.map((part) =>
				/^\p{ASCII}*$/u.test(part)
					? Buffer.from(part)
					: Buffer.concat([
							Buffer.from('\x1b$B'),
							encode(part, 'euc-jp').map((byte) => byte & 0x7f),
							Buffer.from('\x1b(B')
						])
			)
	);

/** A text in an encoding of one byte, or two, for a character; throws for a character that it does not have. */
export function encode(text: string, encoding: string): Buffer {
	if (encoding === 'iso-2022-jp') return shifted(text);
	const table = tableOf(encoding);
	return Buffer.from(
		[...text].flatMap((letter) => {
			const bytes = table.get(letter);
			if (bytes === undefined) throw new Error(`${encoding} has no ${letter}`);
			return bytes;
		})
	);
}

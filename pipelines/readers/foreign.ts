/** What a file is that begins like this, and what to do instead. */
interface Kind {
	readonly bytes: readonly number[];
	readonly says: string;
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const image =
	'It is a picture. Export the report as CSV or Excel instead of a screenshot, and drop that file.';
const packed = 'It is an archive of a kind that is not read. Unpack it and drop its files.';

const kinds: readonly Kind[] = [
	{
		bytes: ascii('%PDF'),
		says: 'It is a PDF. Export the report as CSV or Excel and drop that file.'
	},
	{
		bytes: ascii('PAR1'),
		says: 'It is a Parquet file. Export the report as CSV and drop that file.'
	},
	{
		bytes: ascii('SQLite format 3'),
		says: 'It is a database file. Export its table as CSV and drop that file.'
	},
	{
		bytes: ascii('{\\rtf'),
		says: 'It is a text document (.rtf). Export the report as CSV or Excel and drop that file.'
	},
	{ bytes: [0x89, ...ascii('PNG')], says: image },
	{ bytes: [0xff, 0xd8, 0xff], says: image },
	{ bytes: ascii('GIF8'), says: image },
	{ bytes: [...ascii('II*'), 0], says: image },
	{ bytes: [...ascii('MM'), 0, 0x2a], says: image },
	{ bytes: [...ascii('7z'), 0xbc, 0xaf], says: packed },
	{ bytes: ascii('Rar!'), says: packed },
	{ bytes: [0xfd, ...ascii('7zXZ')], says: packed },
	{ bytes: ascii('BZh'), says: packed },
	{ bytes: [0x28, 0xb5, 0x2f, 0xfd], says: packed }
];

/** The container of old Office files, and of those that are locked with a password. */
const compound = [0xd0, 0xcf, 0x11, 0xe0];

const startsWith = (bytes: Uint8Array, with_: readonly number[]): boolean =>
	with_.every((byte, index) => bytes[index] === byte);

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

function compoundKind(bytes: Buffer): string {
	if (bytes.includes(wide('EncryptedPackage')))
		return 'It is a workbook that is locked with a password. Save a copy without the password and drop that file.';
	if (bytes.includes(wide('Workbook')) || bytes.includes(wide('Book')))
		return 'It is an old Excel workbook (.xls). Save it as .xlsx or CSV and drop that file.';
	return 'It is an old Office file, such as an Excel workbook (.xls). Save it as .xlsx or CSV and drop that file.';
}

/** What binary file these bytes begin, in a sentence that says what to do; null for what may be text. */
export function foreignBytes(bytes: Buffer): string | null {
	if (startsWith(bytes, compound)) return compoundKind(bytes);
	if (startsWith(bytes, ascii('RIFF')) && bytes.subarray(8, 12).equals(Buffer.from('WEBP')))
		return image;
	return kinds.find((kind) => startsWith(bytes, kind.bytes))?.says ?? null;
}

/** What marked-up text this is that calls itself an export, in a sentence that says what to do; null for all else. */
export function foreignText(text: string): string | null {
	const begin = text.slice(0, 4096).replace(/^\s*(<!--[\s\S]*?-->\s*)*/, '');
	if (/^<\?xml/i.test(begin) && /excel\.sheet|office:spreadsheet/i.test(begin))
		return 'It is a spreadsheet of 2003 as XML (often called .xls). Open it, save it as .xlsx or CSV and drop that file.';
	if (/^<(!doctype html|html|head|meta|style|table|body|div)\b/i.test(begin))
		return /<table\b/i.test(text)
			? 'It is a web page with a table (often called .xls), not a workbook. Open it in a spreadsheet program, save it as .xlsx or CSV and drop that file.'
			: 'It is a web page, not an export. Export the report as CSV or Excel and drop that file.';
	if (/^<(\?xml|!doctype)/i.test(begin))
		return 'It is XML, not an export. Export the report as CSV, Excel or JSON and drop that file.';
	return null;
}

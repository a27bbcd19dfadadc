/** The encodings of text that can be read, as the Encoding Standard names them: all that TextDecoder knows. */
export const encodings = [
	'utf-8',
	'utf-16le',
	'utf-16be',
	'windows-1252',
	'windows-1250',
	'windows-1251',
	'windows-1253',
	'windows-1254',
	'windows-1255',
	'windows-1256',
	'windows-1257',
	'windows-1258',
	'windows-874',
	'iso-8859-2',
	'iso-8859-3',
	'iso-8859-4',
	'iso-8859-5',
	'iso-8859-6',
	'iso-8859-7',
	'iso-8859-8',
	'iso-8859-8-i',
	'iso-8859-10',
	'iso-8859-13',
	'iso-8859-14',
	'iso-8859-15',
	'iso-8859-16',
	'koi8-r',
	'koi8-u',
	'ibm866',
	'macintosh',
	'x-mac-cyrillic',
	'shift_jis',
	'euc-jp',
	'iso-2022-jp',
	'gb18030',
	'gbk',
	'big5',
	'euc-kr'
] as const;

export type Encoding = (typeof encodings)[number];

const known: ReadonlySet<string> = new Set(encodings);

/** The encoding that a name such as `cp1251`, `latin1` or `Shift_JIS` means; null for a name of none. */
export function encodingNamed(name: string): Encoding | null {
	try {
		const { encoding } = new TextDecoder(name);
		return known.has(encoding) ? (encoding as Encoding) : null;
	} catch {
		return null;
	}
}

/**
 * Whether bytes are cut as they stand: UTF-8, and Windows-1252, for which each record says by itself which of the two it
 * is. All others become UTF-8 first, because a second byte may look like a delimiter and DuckDB reads none of them.
 */
export const isCutAsItStands = (encoding: Encoding): boolean =>
	encoding === 'utf-8' || encoding === 'windows-1252';

/** Whether a character takes two bytes, zeros among them. */
export const isWide = (encoding: Encoding): boolean =>
	encoding === 'utf-16le' || encoding === 'utf-16be';

import { message } from '#queries/messages.ts';
/** What a file is that begins like this, and what to do instead. */
interface Kind {
	readonly bytes: readonly number[];
	readonly says: string;
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const image = message('import.picture_export_report_as_csv_or');
const packed = message('import.archive_kind_not_read_unpack_and');

const kinds: readonly Kind[] = [
	{
		bytes: ascii('%PDF'),
		says: message('import.pdf_export_report_as_csv_or')
	},
	{
		bytes: ascii('PAR1'),
		says: message('import.parquet_file_export_report_as_csv')
	},
	{
		bytes: ascii('SQLite format 3'),
		says: message('import.database_file_export_its_table_as')
	},
	{
		bytes: ascii('{\\rtf'),
		says: message('import.text_document_rtf_export_report_as')
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
		return message('import.workbook_locked_with_password_save_copy');
	if (bytes.includes(wide('Workbook')) || bytes.includes(wide('Book')))
		return message('import.old_excel_workbook_xls_save_as');
	return message('import.old_office_file_such_as_excel');
}

/** What binary file these bytes begin, in a sentence that says what to do; null for what may be text. */
export function foreignBytes(bytes: Buffer): string | null {
	if (startsWith(bytes, compound)) return compoundKind(bytes);
	if (startsWith(bytes, ascii('RIFF')) && bytes.subarray(8, 12).equals(Buffer.from('WEBP')))
		return image;
	return kinds.find((kind) => startsWith(bytes, kind.bytes))?.says ?? null;
}

/** The head of a web page saved as one file (MHTML), as report servers and Excel itself write it. */
const isWebArchive = (begin: string): boolean =>
	/^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart\/related/i.test(begin);

/** A page by its first element, also behind the head that XHTML has. */
const isWebPage = (begin: string): boolean =>
	/^(?:<\?xml[^>]*>\s*)?(?:<!doctype html\b|<(?:html|head|meta|link|style|script|title|body|div|center|p|h[1-6]|font|span|b|br|form|table|thead|tbody|tr)[\s/>])/i.test(
		begin
	);

/** What marked-up text this is that calls itself an export, in a sentence that says what to do; null for all else. */
export function foreignText(text: string): string | null {
	const begin = text.slice(0, 4096).replace(/^\s*(<!--[\s\S]*?-->\s*)*/, '');
	if (isWebArchive(begin)) return message('import.web_archive_often_called_xls');
	if (
		/^<(\?xml|(?:\w+:)?workbook)\b/i.test(begin) &&
		/excel\.sheet|office:spreadsheet/i.test(begin)
	)
		return message('import.spreadsheet_2003_as_xml_often_called');
	if (isWebPage(begin))
		return /<table\b/i.test(text)
			? message('import.web_page_with_table_often_called')
			: message('import.web_page_not_export_export_report');
	if (/^<(\?xml|!doctype)/i.test(begin)) return message('import.xml_not_export_export_report_as');
	return null;
}

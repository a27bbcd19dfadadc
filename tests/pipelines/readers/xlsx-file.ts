import type { ZipPart } from './zip-file.ts';
import { zipOf } from './zip-file.ts';

/** A cell: text, a number, or the XML of a cell of its own without its place. */
export type Cell = string | number | boolean | null | { readonly xml: string };

/** A sheet of a made workbook; rows that are null are missing from it. */
export interface Sheet {
	readonly name: string;
	readonly rows?: readonly (readonly Cell[] | null)[];
	/** The content of sheetData, where it is given whole. */
	readonly xml?: string;
	readonly after?: string;
	readonly state?: string;
}

const escape = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export const columnName = (index: number): string =>
	index < 26
		? String.fromCharCode(65 + index)
		: columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

function cellXml(cell: Cell, place: string): string {
	if (cell === null) return '';
	if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${place}"`);
	if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
	if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
	return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`;
}

const rowXml = (row: readonly Cell[] | null, index: number): string =>
	row === null
		? ''
		: `<row r="${index + 1}">${row.map((cell, column) => cellXml(cell, columnName(column) + (index + 1))).join('')}</row>`;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** What a workbook needs beside its sheets. */
export interface WorkbookParts {
	/** Format codes of the styles 1, 2 …; a number names a built-in one. */
	readonly formats?: readonly (string | number)[];
	readonly strings?: readonly string[];
	readonly is1904?: boolean;
	readonly extra?: readonly ZipPart[];
	readonly doctype?: string;
}

/** The parts of a workbook with these sheets, as a spreadsheet program would write them. */
export function workbookParts(sheets: readonly Sheet[], parts: WorkbookParts = {}): ZipPart[] {
	const formats = parts.formats ?? [];
	const styles = `${xml}<styleSheet xmlns="${main}"><numFmts>${formats
		.map((code, index) =>
			typeof code === 'string'
				? `<numFmt numFmtId="${164 + index}" formatCode="${escape(code)}"/>`
				: ''
		)
		.join(
			''
		)}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
		.map((code, index) => `<xf numFmtId="${typeof code === 'string' ? 164 + index : code}"/>`)
		.join('')}</cellXfs></styleSheet>`;
	const workbook = `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${parts.is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
		.map(
			({ name, state }, index) =>
				`<sheet name="${escape(name)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`
		)
		.join('')}</sheets></workbook>`;
	const relation = (id: string, kind: string, target: string) =>
		`<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
	return [
		{ name: '[Content_Types].xml', content: `${xml}<Types/>` },
		{
			name: '_rels/.rels',
			content: `${xml}<Relationships xmlns="${packages}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`
		},
		{ name: 'xl/workbook.xml', content: workbook },
		{
			name: 'xl/_rels/workbook.xml.rels',
			content: `${xml}<Relationships xmlns="${packages}">${sheets
				.map((_, index) =>
					relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)
				)
				.join(
					''
				)}${relation('rIdS', 'styles', '/xl/styles.xml')}${parts.strings ? relation('rIdT', 'sharedStrings', 'sharedStrings.xml') : ''}</Relationships>`
		},
		{ name: 'xl/styles.xml', content: styles },
		...(parts.strings
			? [
					{
						name: 'xl/sharedStrings.xml',
						content: `${xml}<sst xmlns="${main}">${parts.strings.map((text) => (text.startsWith('<') ? `<si>${text}</si>` : `<si><t>${escape(text)}</t></si>`)).join('')}</sst>`
					}
				]
			: []),
		...sheets.map(({ rows, xml: whole, after }, index) => ({
			name: `xl/worksheets/sheet${index + 1}.xml`,
			content: `${xml}${parts.doctype ?? ''}<worksheet xmlns="${main}"><dimension ref="A1"/><sheetData>${whole ?? (rows ?? []).map(rowXml).join('')}</sheetData>${after ?? ''}<drawing r:id="rId99"/></worksheet>`
		})),
		...(parts.extra ?? [])
	];
}

/** A workbook with these sheets. */
export const xlsxOf = (sheets: readonly Sheet[], parts: WorkbookParts = {}): Buffer =>
	zipOf(workbookParts(sheets, parts));

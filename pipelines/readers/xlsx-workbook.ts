import { posix } from 'node:path';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { NumberFormat } from './xlsx-numbers.ts';
import { builtInFormat, customFormat, plain } from './xlsx-numbers.ts';
import type { Attributes } from './xml.ts';
import { readXml, unescapeXml } from './xml.ts';
import type { Zip, ZipEntry } from './zip.ts';

/** A sheet as the workbook lists it. */
export interface SheetPart {
	readonly name: string;
	readonly isHidden: boolean;
	readonly part: ZipEntry;
}

/** What the cells of all sheets refer to. */
export interface Workbook {
	readonly sheets: readonly SheetPart[];
	readonly strings: readonly string[];
	readonly formats: readonly NumberFormat[];
	readonly is1904: boolean;
}

const largestStrings = 64e6;

const kinds: readonly { readonly name: RegExp; readonly says: string }[] = [
	{
		name: /^xl\/workbook\.bin$/i,
		says: message('import.binary_excel_workbook_xlsb_save_as')
	},
	{
		name: /^content\.xml$/i,
		says: message('import.opendocument_file_ods_save_as_xlsx')
	},
	{
		name: /^Index(\/|\.zip)/,
		says: message('import.apple_iwork_file_numbers_export_as')
	},
	{
		name: /^word\/document\.xml$/i,
		says: message('import.word_document_export_report_as_xlsx')
	},
	{
		name: /^ppt\/presentation\.xml$/i,
		says: message('import.powerpoint_file_export_report_as_xlsx')
	}
];

/** Refuses, by what it is, a packed document that is no workbook of ours. */
export function refuseOtherDocument(zip: Zip): void {
	const known = kinds.find(({ name }) => zip.entries.some((entry) => name.test(entry.name)));
	if (known)
		throw new ImportError(
			'wrong_format',
			message('import.nothing_was_imported_3', { says: known.says })
		);
}

const partOf = (zip: Zip, path: string): ZipEntry | undefined =>
	zip.entries.find(({ name }) => name.toLowerCase() === path.toLowerCase());

/** Target → kind of the relations of a part, targets as whole paths. */
async function relationsOf(zip: Zip, path: string) {
	const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
	const part = partOf(zip, `${folder}_rels/${path.slice(folder.length)}.rels`);
	const found: { id: string; kind: string; target: string }[] = [];
	if (!part) return found;
	await readXml(part.read(), {
		open: (name, { Id, Type, Target }) => {
			if (name !== 'Relationship' || !Target) return;
			const whole = Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`;
			const target = posix.normalize(whole);
			found.push({ id: Id ?? '', kind: Type?.split('/').at(-1) ?? '', target });
		}
	});
	return found;
}

/** The path of the part that lists the sheets; null where the archive is no workbook. */
export async function workbookPath(zip: Zip): Promise<string | null> {
	if (!partOf(zip, '[Content_Types].xml')) return null;
	const relations = await relationsOf(zip, '');
	const main = relations.find(({ kind }) => kind === 'officeDocument')?.target;
	return [main, 'xl/workbook.xml'].find((path) => path !== undefined && partOf(zip, path)) ?? null;
}

async function readFormats(part: ZipEntry | undefined): Promise<NumberFormat[]> {
	const own = new Map<number, NumberFormat>();
	const cells: NumberFormat[] = [];
	let isCellList = false;
	if (!part) return cells;
	await readXml(part.read(), {
		open: (name, attributes) => {
			if (name === 'cellXfs') isCellList = true;
			else if (name === 'numFmt' && attributes['formatCode'] !== undefined)
				own.set(Number(attributes['numFmtId']), customFormat(attributes['formatCode']));
			else if (name === 'xf' && isCellList) {
				const id = Number(attributes['numFmtId'] ?? 0);
				cells.push(own.get(id) ?? builtInFormat(id));
			}
		},
		close: (name) => {
			if (name === 'cellXfs') isCellList = false;
		}
	});
	return cells;
}

async function readStrings(part: ZipEntry | undefined): Promise<string[]> {
	const strings: string[] = [];
	if (!part) return strings;
	if (part.bytes > largestStrings)
		throw new ImportError(
			'too_large',
			message('import.workbook_holds_more_than_mb_text', { size: largestStrings / 1e6 })
		);
	let text = '';
	let isText = false;
	let phonetic = 0;
	await readXml(part.read(), {
		open: (name) => {
			if (name === 'si') text = '';
			else if (name === 'rPh') phonetic++;
			else if (name === 't') isText = phonetic === 0;
		},
		text: (piece) => {
			if (isText) text += piece;
		},
		close: (name) => {
			if (name === 't') isText = false;
			else if (name === 'rPh') phonetic--;
			else if (name === 'si') strings.push(unescapeXml(text));
		}
	});
	return strings;
}

/** Reads what the sheets of a workbook refer to; not the sheets. Throws `wrong_format` where it has none. */
export async function readWorkbook(zip: Zip, path: string): Promise<Workbook> {
	const listed: Attributes[] = [];
	let is1904 = false;
	await readXml((partOf(zip, path) as ZipEntry).read(), {
		open: (name, attributes) => {
			if (name === 'sheet') listed.push({ ...attributes });
			else if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
		}
	});
	const relations = await relationsOf(zip, path);
	const target = (kind: string) =>
		partOf(zip, relations.find((relation) => relation.kind === kind)?.target ?? '');
	const sheets = listed.flatMap((attributes, index): SheetPart[] => {
		const id = Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1];
		const relation = relations.find((one) => one.id === id);
		const part = relation?.kind === 'worksheet' ? partOf(zip, relation.target) : undefined;
		const name = attributes['name'] ?? `Sheet ${index + 1}`;
		return part ? [{ name, isHidden: (attributes['state'] ?? 'visible') !== 'visible', part }] : [];
	});
	if (sheets.length === 0)
		throw new ImportError('wrong_format', message('import.workbook_has_no_sheet_nothing_was_2'));
	return {
		sheets,
		strings: await readStrings(target('sharedStrings')),
		formats: await readFormats(target('styles')),
		is1904
	};
}

/** The format of a cell by the number of its style. */
export const formatOf = (workbook: Workbook, style: string | undefined): NumberFormat =>
	style === undefined ? plain : (workbook.formats[Number(style)] ?? plain);

import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import { numberText } from './xlsx-numbers.ts';
import type { Workbook } from './xlsx-workbook.ts';
import { formatOf } from './xlsx-workbook.ts';
import type { Attributes } from './xml.ts';
import { readXml, unescapeXml } from './xml.ts';
import type { ZipEntry } from './zip.ts';

/** One row of a sheet that holds something. */
export interface SheetRow {
	/** Its number in the sheet, from 1. */
	readonly number: number;
	/** The text of its cells up to the last that holds something. */
	readonly cells: string[];
	/** A cell shows an error, such as #N/A; it is empty here. */
	readonly hasError: boolean;
	/** Whether a cell holds a formula that nobody worked out: programs that write workbooks may keep none of the values. */
	readonly hasUnworked: boolean;
	/** A cell holds more than a spreadsheet can. */
	readonly hasLongCell: boolean;
	/** Something stands right of the columns that are read. */
	readonly isCut: boolean;
}

/** Cells that were merged into one: its rows, and the first of its columns, from 0. */
export interface MergedCells {
	readonly from: number;
	readonly to: number;
	readonly column: number;
}

const mostRows = 1_048_576;
const mostColumns = 1024;
const longestCell = 32_767;
const mostMerges = 100_000;

/** The column of a reference such as "AB12", from 0; -1 where it has none. */
function columnOf(reference: string): number {
	let column = 0;
	for (let at = 0; at < reference.length; at++) {
		const code = reference.charCodeAt(at) & 0xdf;
		if (code < 65 || code > 90) break;
		column = column * 26 + code - 64;
	}
	return column - 1;
}

function mergeOf(reference: string): MergedCells | null {
	const match = /^\$?([A-Z]+)\$?(\d+):\$?[A-Z]+\$?(\d+)$/.exec(reference);
	if (!match) return null;
	const [, column = '', from, to] = match;
	return Number(from) < Number(to)
		? { from: Number(from), to: Number(to), column: columnOf(column) }
		: null;
}

const outOfOrder = () =>
	new ImportError('wrong_format', message('import.rows_sheet_are_not_in_order'));

/**
 * Reads a sheet row by row, each as text: what formulas came to, dates by their format. The size that the sheet declares is
 * not asked, because many programs declare another. `onRow` answers false when it has seen enough. Answers the cells that
 * are merged over several rows, where the sheet was read to its end.
 */
export async function readSheet(
	part: ZipEntry,
	workbook: Workbook,
	onRow: (row: SheetRow) => boolean
): Promise<readonly MergedCells[]> {
	const merges: MergedCells[] = [];
	let number = 0;
	let previous = 0;
	let column = -1;
	let cells: string[] = [];
	let hasError = false;
	let hasUnworked = false;
	let hasLongCell = false;
	let isCut = false;
	let isDone = false;
	let type: string | undefined;
	let style: string | undefined;
	let value = '';
	let isCell = false;
	let isText = false;
	let isFormula = false;
	let isWorkedOut = false;
	let phonetic = 0;

	function textOf(): string {
		if (value === '') return '';
		switch (type) {
			case 's': {
				const text = workbook.strings[Number(value)];
				hasError ||= text === undefined;
				return text ?? '';
			}
			case 'b':
				return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
			case 'e':
				hasError = true;
				return '';
			case 'str':
			case 'inlineStr':
				return unescapeXml(value);
			case 'd':
				return value.replace('T', ' ');
			default:
				return numberText(value, formatOf(workbook, style), workbook.is1904);
		}
	}

	function endCell(): void {
		isCell = false;
		hasUnworked ||= isFormula && !isWorkedOut;
		const text = textOf();
		if (text === '') return;
		if (column >= mostColumns) isCut = true;
		else {
			while (cells.length < column) cells.push('');
			cells[column] = text.length > longestCell ? text.slice(0, longestCell) : text;
			hasLongCell ||= text.length > longestCell;
		}
	}

	function beginRow({ r }: Attributes): void {
		number = r === undefined ? previous + 1 : Number(r);
		if (!(number > previous)) throw outOfOrder();
		if (number > mostRows)
			throw new ImportError(
				'too_large',
				message('import.sheet_names_row_beyond_last_spreadsheet', { most_rows: mostRows })
			);
		previous = number;
		column = -1;
		cells = [];
		hasError = hasUnworked = hasLongCell = isCut = false;
	}

	function beginCell({ r, t, s }: Attributes): void {
		const named = r === undefined ? -1 : columnOf(r);
		column = named < 0 ? column + 1 : named;
		type = t;
		style = s;
		value = '';
		isCell = true;
		isFormula = isWorkedOut = false;
	}

	await readXml(
		part.read(),
		{
			open(name, attributes) {
				if (name === 'c') beginCell(attributes);
				else if (name === 'v') {
					isText = isCell && type !== 'inlineStr';
					isWorkedOut = true;
				} else if (name === 'f') isFormula = isCell;
				else if (name === 't') isText = isCell && type === 'inlineStr' && phonetic === 0;
				else if (name === 'row') beginRow(attributes);
				else if (name === 'rPh') phonetic++;
				else if (name === 'mergeCell' && merges.length < mostMerges) {
					const merge = mergeOf(attributes['ref'] ?? '');
					if (merge) merges.push(merge);
				}
			},
			text(piece) {
				if (isText) value += piece;
			},
			close(name) {
				if (name === 'v' || name === 't') isText = false;
				else if (name === 'c') endCell();
				else if (name === 'rPh') phonetic--;
				else if (name === 'row' && !isDone && (cells.length > 0 || hasError || isCut))
					isDone = !onRow({ number, cells, hasError, hasUnworked, hasLongCell, isCut });
			}
		},
		() => isDone
	);
	return merges;
}

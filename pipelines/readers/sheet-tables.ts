import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { SheetHead, ZipLook } from './packed.ts';
import type { TableHead } from './table-head.ts';

function chosen(look: ZipLook, sheet: string | undefined): readonly SheetHead[] {
	if (look.kind === 'archive')
		throw new ImportError(
			'wrong_format',
			message('import.archive_inside_archive_nothing_was_imported')
		);
	if (sheet === undefined)
		return look.sheets.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden));
	const found = look.sheets.filter(({ name }) => name === sheet);
	if (found.length > 0) return found;
	const names = look.sheets.map(({ name }) => `"${name}"`).join(', ');
	throw new ImportError(
		'unknown_sheet',
		message('import.workbook_has_no_sheet_nothing_was', { sheet, names })
	);
}

/**
 * The beginnings of the sheets that hold something, or of the one that was named; visible sheets first. Each row is as
 * wide as the widest, and its line is its number. Throws `unknown_sheet` and `empty_file`.
 */
export function sheetTables(look: ZipLook, sheet?: string): readonly TableHead[] {
	const filled = chosen(look, sheet).filter(({ rows }) => rows.length > 0);
	if (filled.length === 0)
		throw new ImportError('empty_file', message('import.workbook_holds_no_rows_nothing_was'));
	return filled.map(({ name, rows, numbers }) => {
		const width = Math.max(1, ...rows.map((row) => row.length));
		return {
			delimiter: ',',
			sheet: name,
			rows: rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? '')),
			lines: [...numbers, (numbers.at(-1) ?? 0) + 1]
		};
	});
}

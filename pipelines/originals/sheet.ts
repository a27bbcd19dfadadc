import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { sheetRow } from '../readers/packed.ts';
import { unpackIfPacked } from '../stages/prepare.ts';

/** One row of a sheet as a spreadsheet program would copy it, and cell by cell under its heading. */
export interface ShownRow {
	readonly text: string | null;
	readonly cells: readonly { readonly column: string; readonly value: string }[];
}

/** A row of a sheet of the kept workbook; its text is null where there is no such row. */
export async function findSheetRow(
	kept: string,
	at: { readonly sheet: string; readonly header: number; readonly row: number }
): Promise<ShownRow> {
	const folder = await mkdtemp(join(tmpdir(), 'autonometer-sheet-'));
	try {
		const original = join(folder, 'original');
		await pipeline(
			createReadStream(kept),
			createZstdDecompress(),
			createWriteStream(original, { mode: 0o600 })
		);
		const workbook = await unpackIfPacked(original, folder, {});
		const { heading, cells } = await sheetRow(workbook, at);
		if (cells === null) return { text: null, cells: [] };
		const width = Math.max(heading.length, cells.length);
		return {
			text: cells.join('\t'),
			cells: Array.from({ length: width }, (_, index) => ({
				column: heading[index] ?? '',
				value: cells[index] ?? ''
			}))
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

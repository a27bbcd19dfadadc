// Runs alone in a process of its own: a hostile archive may exhaust it, and the server goes on.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { message } from '#queries/messages.ts';
import { serveChild, tellProgress } from '../child.ts';
import { ImportError } from '../import-error.ts';
import { copySheet } from './sheet-copy.ts';
import { readSheet } from './xlsx-sheet.ts';
import type { Workbook } from './xlsx-workbook.ts';
import { readWorkbook, refuseOtherDocument, workbookPath } from './xlsx-workbook.ts';
import type { Zip, ZipEntry } from './zip.ts';
import { archiveCaps, openZip, requireSum, workbookCaps } from './zip.ts';

/** What the child is told to do. */
export type ZipPlan =
	| { readonly kind: 'look'; readonly path: string }
	| {
			readonly kind: 'unpack';
			readonly path: string;
			readonly folder: string;
			/** For a look only: files after which, and bytes of a text after which, the unpacking ends. */
			readonly most?: { readonly files: number; readonly bytes: number } | undefined;
	  }
	| {
			readonly kind: 'copy';
			readonly path: string;
			readonly sheet: string;
			readonly headerLines: number;
			readonly fields: number;
			readonly outPath: string;
			readonly limit?: number | undefined;
	  }
	| {
			readonly kind: 'row';
			readonly path: string;
			readonly sheet: string;
			readonly header: number;
			readonly row: number;
	  };

/** The first rows of a sheet that hold something, with their numbers. */
export interface SheetHead {
	readonly name: string;
	readonly isHidden: boolean;
	readonly rows: readonly (readonly string[])[];
	readonly numbers: readonly number[];
}

/** What an archive is: a workbook with the beginnings of its sheets, or a folder of files. */
export type ZipLook =
	| { readonly kind: 'workbook'; readonly sheets: readonly SheetHead[] }
	| { readonly kind: 'archive'; readonly names: readonly string[]; readonly bytes: number };

/** A file that was unpacked: its name in the archive, and where it lies under a name of ours. */
export interface UnpackedFile {
	readonly name: string;
	/** The name as the archive states it, where it leads out of the archive. */
	readonly statedAs: string | null;
	readonly path: string;
}

const rowsLooked = 1000;
const charactersLooked = 1e6;
const sheetsLooked = 100;

/** Names that packing programs add of their own. */
const isByTheWay = (name: string): boolean =>
	/^__MACOSX\/|(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/i.test(name);

async function headOf(workbook: Workbook, sheet: Workbook['sheets'][number]): Promise<SheetHead> {
	const rows: string[][] = [];
	const numbers: number[] = [];
	let characters = 0;
	await readSheet(sheet.part, workbook, ({ number, cells }) => {
		rows.push(cells);
		numbers.push(number);
		for (const cell of cells) characters += cell.length;
		return rows.length < rowsLooked && characters < charactersLooked;
	});
	return { name: sheet.name, isHidden: sheet.isHidden, rows, numbers };
}

async function look(zip: Zip): Promise<ZipLook> {
	refuseOtherDocument(zip);
	const path = await workbookPath(zip);
	if (path === null) {
		const own = zip.entries.filter(({ name }) => !isByTheWay(name));
		const bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
		return { kind: 'archive', names: own.map(({ name }) => name), bytes };
	}
	requireSum(zip.entries, workbookCaps);
	const workbook = await readWorkbook(zip, path);
	const sheets: SheetHead[] = [];
	for (const sheet of workbook.sheets.slice(0, sheetsLooked))
		sheets.push(await headOf(workbook, sheet));
	return { kind: 'workbook', sheets };
}

/** The beginning of a file; all of one that is packed again, because its end tells what it is. */
async function* beginning(entry: ZipEntry, bytes: number): AsyncGenerator<Buffer> {
	let done = 0;
	let isPacked = false;
	for await (const chunk of entry.read()) {
		if (done === 0) isPacked = chunk.subarray(0, 2).equals(Buffer.from('PK'));
		yield chunk;
		done += chunk.length;
		if (!isPacked && done >= bytes) return;
	}
}

async function unpack(
	zip: Zip,
	{ folder, most }: Extract<ZipPlan, { kind: 'unpack' }>
): Promise<UnpackedFile[]> {
	const files: UnpackedFile[] = [];
	const all = zip.entries.reduce((sum, { bytes }) => sum + bytes, 0);
	let done = 0;
	const own = zip.entries.filter(({ name }) => !isByTheWay(name)).slice(0, most?.files);
	for (const entry of own) {
		const path = join(folder, `part-${files.length + 1}`);
		const content = most ? beginning(entry, most.bytes) : entry.read();
		await pipeline(content, createWriteStream(path, { mode: 0o600 }));
		done += entry.bytes;
		tellProgress(all === 0 ? 1 : done / all);
		files.push({ name: entry.name, statedAs: entry.statedAs, path });
	}
	return files;
}

async function sheetOf(zip: Zip, name: string) {
	const path = await workbookPath(zip);
	const workbook = path === null ? null : await readWorkbook(zip, path);
	const sheet = workbook?.sheets.find((one) => one.name === name);
	if (workbook && sheet) return { workbook, sheet };
	throw new ImportError('wrong_format', message('import.workbook_has_no_sheet', { name }));
}

/** The cells of the heading and of one row; null where the sheet has no such row. */
async function rowOf(zip: Zip, asked: { sheet: string; header: number; row: number }) {
	const { workbook, sheet } = await sheetOf(zip, asked.sheet);
	let heading: readonly string[] = [];
	let found: readonly string[] | null = null;
	await readSheet(sheet.part, workbook, ({ number, cells }) => {
		if (number <= asked.header) heading = cells;
		if (number === asked.row) found = cells;
		return number < Math.max(asked.row, asked.header);
	});
	return { heading, cells: found };
}

async function work(asked: ZipPlan) {
	const isPart = asked.kind === 'copy' || asked.kind === 'row';
	const zip = await openZip(asked.path, isPart ? workbookCaps : archiveCaps);
	try {
		switch (asked.kind) {
			case 'look':
				return await look(zip);
			case 'unpack':
				return await unpack(zip, asked);
			case 'row':
				return await rowOf(zip, asked);
			case 'copy': {
				const { workbook, sheet } = await sheetOf(zip, asked.sheet);
				return await copySheet(sheet, workbook, asked, tellProgress);
			}
		}
	} finally {
		zip.close();
	}
}

serveChild(work);

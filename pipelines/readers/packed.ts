import type { ChildOptions } from '../child.ts';
import { runChild } from '../child.ts';
import type { SheetCounts } from './sheet-copy.ts';
import type { UnpackedFile, ZipLook, ZipPlan } from './zip-child.ts';

export type { SheetHead, UnpackedFile, ZipLook } from './zip-child.ts';

type Options = Omit<ChildOptions, 'heap'>;

const run = <Result>(plan: ZipPlan, options: Options): Promise<Result> =>
	runChild<Result>('pipelines/readers/zip-child.ts', plan, { ...options, heap: 512 });

/** What a zip archive is, looked at in a child process. Throws `wrong_format` or `too_large` for what no export is. */
export const lookAtZip = (path: string, options: Options = {}): Promise<ZipLook> =>
	run({ kind: 'look', path }, options);

/** Unpacks an archive into a folder, each file under a name of ours; with `most` only the beginnings of the first files. */
export const unpackZip = (
	path: string,
	folder: string,
	{ most, ...options }: Options & { readonly most?: { files: number; bytes: number } } = {}
): Promise<readonly UnpackedFile[]> =>
	run({ kind: 'unpack', path, folder, ...(most && { most }) }, options);

/** Writes the table of a sheet as a normalised file; `onProgress` hears the number of records. */
export const copySheet = (
	plan: Omit<Extract<ZipPlan, { kind: 'copy' }>, 'kind'>,
	options: Options = {}
): Promise<SheetCounts> => run({ kind: 'copy', ...plan }, options);

/** The cells of a sheet's heading and of one of its rows; null where the sheet has no such row. */
export const sheetRow = (
	path: string,
	at: { readonly sheet: string; readonly header: number; readonly row: number }
): Promise<{ readonly heading: readonly string[]; readonly cells: readonly string[] | null }> =>
	run({ kind: 'row', path, ...at }, {});

import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { getFileNameLowLevel, openPromise, validateFileName } from 'yauzl';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';

/** What an archive may be before a byte of it is unpacked. */
export interface ZipCaps {
	readonly entries: number;
	/** Bytes of all entries together, unpacked. */
	readonly sum: number;
}

/** Caps of a workbook. */
export const workbookCaps: ZipCaps = { entries: 2000, sum: 2e9 };

/** Caps of an archive of exports, which are unpacked to disk one after the other. */
export const archiveCaps: ZipCaps = { entries: 2000, sum: 20e9 };

const highestRatio = 100;
const ratioMattersAbove = 1e6;

/** One file of an archive. */
export interface ZipEntry {
	readonly name: string;
	/** The name as the archive states it, where it leads out of the archive: `name` is its last part alone. */
	readonly statedAs: string | null;
	readonly bytes: number;
	/** Its content, unpacked; throws where size or checksum are not those that the archive states. */
	readonly read: () => AsyncGenerator<Buffer>;
}

/** An opened archive; its names are only compared and shown, never used as paths. */
export interface Zip {
	readonly entries: readonly ZipEntry[];
	readonly close: () => void;
}

/** The name of an entry; of one that is absolute or climbs out of the archive only the last part is taken. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry) {
	const stated = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
	if (validateFileName(stated) === null) return { name: stated, statedAs: null };
	return { name: stated.slice(stated.search(/[^/:]*\/?$/)), statedAs: stated };
}

const nothing = message('import.nothing_was_imported_4');
const damaged = (cause?: unknown) =>
	new ImportError(
		'wrong_format',
		message('import.archive_cut_off_or_damaged_export', { nothing }),
		{},
		{ cause }
	);

/** True for a zip archive, which a workbook is too, by its first bytes. */
export async function isZip(path: string): Promise<boolean> {
	const file = await open(path, 'r').catch(() => null);
	if (file === null) return false;
	try {
		const bytes = Buffer.alloc(4);
		await file.read(bytes, 0, 4, 0);
		return (
			bytes.equals(Buffer.from('PK\u0003\u0004')) || bytes.equals(Buffer.from('PK\u0005\u0006'))
		);
	} finally {
		await file.close();
	}
}

/** Throws `too_large` where the entries unpack to more than the cap. */
export function requireSum(entries: readonly { readonly bytes: number }[], caps: ZipCaps): void {
	if (entries.reduce((sum, { bytes }) => sum + bytes, 0) <= caps.sum) return;
	throw new ImportError(
		'too_large',
		message('import.archive_unpacks_more_than_gb_export', { size: caps.sum / 1e9, nothing })
	);
}

function refuseHostile(entries: readonly Entry[], caps: ZipCaps, fileBytes: number): void {
	if (entries.some((entry) => entry.isEncrypted()))
		throw new ImportError(
			'wrong_format',
			message('import.archive_locked_with_password_unpack_with', { nothing })
		);
	if (entries.some((entry) => entry.compressionMethod !== 0 && entry.compressionMethod !== 8))
		throw new ImportError(
			'wrong_format',
			message('import.archive_packed_in_way_exports_do', { nothing })
		);
	const isBomb = entries.some(
		({ uncompressedSize, compressedSize }) =>
			uncompressedSize > ratioMattersAbove && uncompressedSize > highestRatio * compressedSize
	);
	if (isBomb)
		throw new ImportError(
			'too_large',
			message('import.archive_holds_part_unpacks_more_than', {
				highest_ratio: highestRatio,
				nothing
			})
		);
	requireSum(
		entries.map(({ uncompressedSize }) => ({ bytes: uncompressedSize })),
		caps
	);
	if (entries.reduce((bytes, { compressedSize }) => bytes + compressedSize, 0) > fileBytes)
		throw damaged();
}

/** The stream's chunks. yauzl's streams never tell that they were destroyed, so that nobody may wait for it. */
async function* checked(entry: Entry, stream: Readable): AsyncGenerator<Buffer, void, undefined> {
	let sum = 0;
	try {
		for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
			sum = crc32(chunk as Buffer, sum);
			yield chunk as Buffer;
		}
	} catch (cause) {
		throw damaged(cause);
	} finally {
		stream.destroy();
	}
	if (sum !== entry.crc32) throw damaged();
}

/**
 * Reads the table of contents of an archive and refuses what no export is, before anything is unpacked: too many or too
 * large entries, encryption, entries that overlap. Throws `wrong_format` or `too_large`.
 */
export async function openZip(path: string, caps: ZipCaps): Promise<Zip> {
	const zip = await openPromise(path, {
		autoClose: false,
		lazyEntries: true,
		decodeStrings: false
	}).catch((cause: unknown) => {
		throw damaged(cause);
	});
	try {
		if (zip.entryCount > caps.entries)
			throw new ImportError(
				'too_large',
				message('import.archive_holds_more_than_files_which', { entries: caps.entries, nothing })
			);
		const entries: Entry[] = [];
		try {
			for await (const entry of zip.eachEntry()) entries.push(entry);
		} catch (cause) {
			throw damaged(cause);
		}
		refuseHostile(entries, caps, zip.fileSize);
		return {
			entries: entries
				.map((entry) => ({ entry, ...nameOf(entry) }))
				.filter(({ name }) => !/(^|\/)(\.\.?)?$/.test(name))
				.map(({ entry, name, statedAs }) => ({
					name,
					statedAs,
					bytes: entry.uncompressedSize,
					read: async function* () {
						const stream = await zip.openReadStreamPromise(entry).catch((cause: unknown) => {
							throw damaged(cause);
						});
						yield* checked(entry, stream);
					}
				})),
			close: () => {
				zip.close();
			}
		};
	} catch (cause) {
		zip.close();
		throw cause;
	}
}

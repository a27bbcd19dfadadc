import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { requireRoom } from '#pipelines/warehouse/disk.ts';
import { isDiskFull } from '#pipelines/warehouse/transaction.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';

/** Bytes that one request may carry. */
export const largestPiece = 8 * 1024 * 1024;
const longestKept = 24 * 60 * 60 * 1000;

const ticket = z.object({ name: z.string(), size: z.number(), created: z.number() });
const idShape = z.uuid();

/** What is asked for when a file is announced. */
export const announcement = z.strictObject({
	name: z.string().min(1).max(255),
	size: z.number().int().min(0).max(200e9)
});

/** A file on its way in: what was announced, and how much of it has arrived. */
export interface Upload {
	readonly id: string;
	readonly name: string;
	readonly size: number;
	readonly offset: number;
}

/** Files that arrive in pieces, each in its own folder under a name of ours. */
export interface Uploads {
	readonly create: (announced: z.infer<typeof announcement>) => Promise<Upload>;
	/** Throws `unknown_upload` (404). */
	readonly find: (id: string) => Promise<Upload>;
	/** Appends a piece at an offset; what arrived of a torn piece stays. Throws `wrong_offset` (409) or `too_large` (413). */
	readonly append: (
		id: string,
		offset: number,
		piece: AsyncIterable<Uint8Array>
	) => Promise<Upload>;
	/** A file that lies here already, taken in whole under the name that it was imported by. */
	readonly adopt: (name: string, bytes: Readable) => Promise<Upload>;
	/** A whole file, ready to be read. Throws `incomplete` (409). */
	readonly whole: (id: string) => Promise<{ readonly path: string; readonly name: string }>;
	/** The files that have arrived whole and lie here, by name. */
	readonly arrived: () => Promise<readonly Upload[]>;
	readonly remove: (id: string) => Promise<void>;
	/** Removes what was left lying for more than a day. */
	readonly sweep: (now: number) => Promise<void>;
}

/** A name without folders and control characters, as the history shows it. */
function plainName(name: string): string {
	const last = basename(name.replaceAll('\\', '/'))
		.replaceAll(/\p{Cc}/gu, '')
		.trim();
	return last === '' ? 'file' : last;
}

/** Why a piece was not taken: by us, by the disk, or because its sender went away. */
function whyNot(cause: unknown, offset: number): unknown {
	if (cause instanceof ApiError) return cause;
	if (isDiskFull(cause))
		return new ApiError(507, 'disk_full', message('api.disk_full'), { offset }, { cause });
	const isOurs = typeof cause === 'object' && cause !== null && 'syscall' in cause;
	if (isOurs && cause.syscall === 'write') return cause;
	return new ApiError(400, 'torn', message('api.torn'), { offset }, { cause });
}

/** The uploads of one data folder. */
export function openUploads(dataDir: string): Uploads {
	const root = join(dataDir, 'uploads');
	const busy = new Set<string>();
	const folderOf = (id: string) => join(root, id);
	const fileOf = (id: string) => join(root, id, 'content');
	const unknown = () => new ApiError(404, 'unknown_upload', message('api.unknown_upload'));

	async function find(id: string): Promise<Upload> {
		if (!idShape.safeParse(id).success) throw unknown();
		const text = await readFile(join(folderOf(id), 'ticket.json'), 'utf8').catch(() => null);
		if (text === null) throw unknown();
		const { name, size } = ticket.parse(JSON.parse(text));
		return { id, name, size, offset: (await stat(fileOf(id))).size };
	}

	async function write(upload: Upload, piece: AsyncIterable<Uint8Array>): Promise<void> {
		const file = await open(fileOf(upload.id), 'r+');
		let place = upload.offset;
		try {
			for await (const bytes of piece) {
				const after = place + bytes.length;
				if (after > upload.size || after - upload.offset > largestPiece) {
					await file.truncate(upload.offset);
					throw new ApiError(
						413,
						'too_large',
						message(after > upload.size ? 'api.more_than_announced' : 'api.piece_too_large'),
						{ offset: upload.offset, size: upload.size }
					);
				}
				await file.write(bytes, 0, bytes.length, place);
				place = after;
			}
		} finally {
			await file.close();
		}
	}

	return {
		find,
		async create({ name, size }) {
			requireRoom(dataDir, size);
			const id = randomUUID();
			await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
			await writeFile(fileOf(id), '', { mode: 0o600 });
			const upload = { name: plainName(name), size };
			await writeFile(
				join(folderOf(id), 'ticket.json'),
				JSON.stringify({ ...upload, created: Date.now() }),
				{ mode: 0o600 }
			);
			return { id, ...upload, offset: 0 };
		},
		async append(id, offset, piece) {
			const upload = await find(id);
			if (offset !== upload.offset || busy.has(id)) {
				throw new ApiError(409, 'wrong_offset', message('api.wrong_offset'), {
					offset: upload.offset
				});
			}
			busy.add(id);
			try {
				await write(upload, piece);
			} catch (cause) {
				throw whyNot(cause, (await find(id)).offset);
			} finally {
				busy.delete(id);
			}
			return find(id);
		},
		async adopt(name, bytes) {
			const id = randomUUID();
			await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
			try {
				await pipeline(bytes, createWriteStream(fileOf(id), { mode: 0o600 }));
				const { size } = await stat(fileOf(id));
				const ticketText = JSON.stringify({ name, size, created: Date.now() });
				await writeFile(join(folderOf(id), 'ticket.json'), ticketText, { mode: 0o600 });
				return { id, name, size, offset: size };
			} catch (cause) {
				await rm(folderOf(id), { recursive: true, force: true });
				throw cause;
			}
		},
		async whole(id) {
			const upload = await find(id);
			if (upload.offset !== upload.size) {
				throw new ApiError(409, 'incomplete', message('api.incomplete'), {
					offset: upload.offset,
					size: upload.size
				});
			}
			return { path: fileOf(id), name: upload.name };
		},
		async arrived() {
			const names = await readdir(root).catch(() => []);
			const found = await Promise.all(names.map((id) => find(id).catch(() => null)));
			return found
				.filter((upload): upload is Upload => upload !== null && upload.offset === upload.size)
				.toSorted((a, b) => (a.name < b.name ? -1 : 1));
		},
		async remove(id) {
			if (idShape.safeParse(id).success) await rm(folderOf(id), { recursive: true, force: true });
		},
		async sweep(now) {
			for (const id of await readdir(root).catch(() => [])) {
				const folder = await stat(folderOf(id)).catch(() => null);
				const touched = (await stat(fileOf(id)).catch(() => null)) ?? folder;
				if (touched !== null && now - touched.mtimeMs > longestKept)
					await rm(folderOf(id), { recursive: true, force: true });
			}
		}
	};
}

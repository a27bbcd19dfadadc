import { z } from 'zod';
import { withModels } from '#pipelines/batch-models.ts';
import { encodingName } from '#pipelines/encoding-name.ts';
import type { ImportedParts } from '#pipelines/import-parts.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import type { Job } from './jobs.ts';
import { jobs, startImport, uploads } from './jobs-here.ts';
import { largestPiece } from './uploads.ts';
import { warehouse } from './warehouse.ts';

const isTrue = z.enum(['true', 'false']).transform((text) => text === 'true');

/** How a script names the file that is the body of its request. */
export const wholeFile = z.strictObject({
	name: z.string().min(1).max(255),
	source: z.string().max(100).optional(),
	sheet: z.string().max(255).optional(),
	encoding: encodingName.optional(),
	time_zone: z.string().max(100).optional(),
	dates: z.enum(['dmy', 'mdy']).optional(),
	strict: isTrue.optional(),
	go_on: isTrue.optional()
});

/** The bytes of a stream in pieces that an upload takes. */
async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
	let held: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		for (let from = 0; from < chunk.length; from += largestPiece) {
			const part = chunk.subarray(from, from + largestPiece);
			if (bytes + part.length > largestPiece) {
				yield held;
				held = [];
				bytes = 0;
			}
			held.push(part);
			bytes += part.length;
		}
	}
	if (bytes > 0) yield held;
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
	yield* items;
}

async function receive(name: string, size: number, body: AsyncIterable<Uint8Array>) {
	const files = await uploads();
	const { id } = await files.create({ name, size });
	try {
		let offset = 0;
		for await (const piece of inPieces(body))
			({ offset } = await files.append(id, offset, each(piece)));
		await files.whole(id);
		return id;
	} catch (cause) {
		await files.remove(id);
		throw cause;
	}
}

/**
 * What became of a file as the command line tells it: with what only the models know, which imports that wait behind it leave to
 * the last of them. Throws what stopped the whole of it.
 */
async function toldOf({ report, parts, error }: Job): Promise<ImportedParts> {
	const batches = parts?.batches ?? (report === null || error !== null ? [] : [report]);
	const errors = parts?.errors ?? [];
	if (error !== null && batches.length === 0)
		throw new ApiError(
			error.code === 'disk_full' || error.code === 'out_of_memory' ? 507 : 422,
			error.code,
			error.message,
			error.details
		);
	await jobs().idle();
	const open = await warehouse();
	const told = await open.read((connection) =>
		Promise.all(batches.map((batch) => withModels(connection, batch)))
	);
	return { batches: told, errors };
}

/**
 * Takes a file that is the body of a request and imports it; resolves when it is in. Throws `no_length` (411), or the
 * code of the import with 422 where nothing of the file was kept.
 */
export async function importWhole(
	asked: z.infer<typeof wholeFile>,
	length: string | null,
	body: AsyncIterable<Uint8Array>
): Promise<ImportedParts> {
	if (length === null || !/^\d{1,15}$/.test(length))
		throw new ApiError(411, 'no_length', message('api.no_length'));
	const { name, ...how } = asked;
	const upload = await receive(name, Number(length), body);
	const job = await new Promise<Job>((done, fail) => {
		startImport({ upload, ...how }, done).catch(fail);
	});
	await (await uploads()).remove(upload);
	return toldOf(job);
}

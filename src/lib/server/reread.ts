import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { requireRoom } from '#pipelines/warehouse/disk.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { sourceOf } from '#pipelines/sources/sources.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import type { BatchRow } from './batches.ts';
import { batchOf } from './batches.ts';
import { readingOf } from './batches-reading.ts';
import { uploads } from './jobs-here.ts';
import { dataFolder } from './warehouse.ts';

const originalOf = ({ sha256 }: BatchRow): string =>
	join(dataFolder(), 'originals', `${sha256}.zst`);

/** Whether the file of a batch can be read anew: it is a table, and its original is still kept. */
export const canReread = (row: BatchRow): boolean =>
	row.undone_at === null && sourceOf(row.source)?.format === 'table' && existsSync(originalOf(row));

/** The kept original of a batch as an upload, to be mapped and imported again; its id. Throws `unknown_batch` (404). */
export async function uploadOfBatch(batch: string): Promise<string> {
	const { row } = await batchOf(batch);
	if (!canReread(row)) throw new ApiError(409, 'original_gone', message('api.original_gone'));
	requireRoom(dataFolder(), 0);
	const bytes = createReadStream(originalOf(row)).pipe(createZstdDecompress());
	return (await (await uploads()).adopt(row.file, bytes)).id;
}

const kept = z.object({ mapping: z.record(z.string(), z.unknown()).optional() });

/** How a batch was read, as a mapping to begin with. Throws `unknown_batch` (404). */
export async function mappingOfBatch(batch: string): Promise<Partial<Mapping>> {
	const { row } = await batchOf(batch);
	const { mapping } = kept.parse(JSON.parse(row.reading));
	const sheet = readingOf(row.reading)?.sheet;
	const said: Partial<Mapping> =
		mapping === undefined ? { source: row.source } : parseMapping(mapping);
	return sheet === undefined ? said : { ...said, reading: { ...said.reading, sheet } };
}

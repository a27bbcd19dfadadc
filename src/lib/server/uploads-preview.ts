import { z } from 'zod';
import { encodingName } from '#pipelines/encoding-name.ts';
import { mappingsOf } from '#pipelines/import.ts';
import type { Preview } from '#pipelines/preview.ts';
import { previewFile } from '#pipelines/preview.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import { uploads } from './jobs-here.ts';
import { warehouse } from './warehouse.ts';
import { plainProblems } from './plain-problems.ts';

export type { Preview };

const shape = z.strictObject({
	source: z.string().max(100).optional(),
	sheet: z.string().max(255).optional(),
	encoding: encodingName.optional(),
	time_zone: z.string().max(100).optional(),
	dates: z.enum(['dmy', 'mdy']).optional()
});

const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** What an upload would become, as read from its beginning. Throws `bad_request` for a zone that does not exist. */
export async function previewOf(id: string, query: URLSearchParams): Promise<Preview> {
	const read = shape.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')));
	if (!read.success) throw new ApiError(400, 'bad_request', plainProblems(read.error));
	const { source, sheet, encoding, time_zone: timeZone, dates: dateOrder } = read.data;
	if (timeZone !== undefined && !zones.has(timeZone))
		throw new ApiError(400, 'bad_request', message('api.unknown_zone', { zone: timeZone }));
	const here = await warehouse();
	return previewFile(await (await uploads()).whole(id), {
		source,
		sheet,
		encoding,
		timeZone,
		dateOrder,
		saved: mappingsOf(here),
		warehouse: here
	});
}

import { z } from 'zod';
import { encodingName } from '#pipelines/encoding-name.ts';
import { usualBadRowLimit } from '#pipelines/import.ts';
import { importParts } from '#pipelines/import-parts.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { model } from '#pipelines/stages/model.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import type { Job, Jobs } from './jobs.ts';
import { createJobs } from './jobs.ts';
import type { Uploads } from './uploads.ts';
import { openUploads } from './uploads.ts';
import { checkSoon, prepareSoon, warehouse } from './warehouse.ts';

const held = globalThis as {
	autonometerUploads?: Promise<Uploads>;
	autonometerJobs?: Jobs;
};

/** How a person asks for an import. */
export const importRequest = z.strictObject({
	upload: z.uuid(),
	source: z.string().max(100).optional(),
	sheet: z.string().max(255).optional(),
	encoding: encodingName.optional(),
	time_zone: z.string().max(100).optional(),
	/** The order of day and month where no date of the file tells it. */
	dates: z.enum(['dmy', 'mdy']).optional(),
	strict: z.boolean().optional(),
	go_on: z.boolean().optional(),
	/** How the table is read, as a mapping document says; for one that was saved, leave it and its kind is known. */
	mapping: z.record(z.string(), z.unknown()).optional()
});

/** The uploads of this server; the first call removes what an earlier run left lying for more than a day. */
export function uploads(): Promise<Uploads> {
	held.autonometerUploads ??= warehouse().then(async ({ dataDir }) => {
		const opened = openUploads(dataDir);
		await opened.sweep(Date.now());
		return opened;
	});
	return held.autonometerUploads;
}

/** The imports of this server. */
export function jobs(): Jobs {
	held.autonometerJobs ??= createJobs(async () => {
		await model(await warehouse());
		checkSoon();
		prepareSoon();
	});
	return held.autonometerJobs;
}

/** A job by its id. Throws `unknown_job` (404). */
export function jobOf(job: Job | null): Job {
	if (job) return job;
	throw new ApiError(404, 'unknown_job', message('api.unknown_job'));
}

type Asked = z.infer<typeof importRequest>;

/** How the file is read: as is said now, and where a person goes on, as was said when it stopped. */
function readingOf({ upload, go_on: isGoingOn, ...said }: Asked): Omit<Asked, 'upload' | 'go_on'> {
	return isGoingOn === true ? { ...jobs().last(upload)?.asked, ...said } : said;
}

/**
 * Queues the import of a whole upload, which is removed at the end unless the person may still want to go on with it;
 * `onEnded` is told of the end.
 */
export async function startImport(request: Asked, onEnded?: (job: Job) => void): Promise<Job> {
	const files = await uploads();
	const { upload } = request;
	const file = await files.whole(upload);
	if (jobs().isTaken(upload))
		throw new ApiError(409, 'already_importing', message('api.already_importing'));
	const asked = readingOf(request);
	const mapping = asked.mapping === undefined ? undefined : parseMapping(asked.mapping);
	const open = await warehouse();
	return jobs().add({
		upload,
		file: file.name,
		asked,
		run: (signal, onProgress, isFollowed) =>
			importParts(open, file, {
				source: asked.source,
				sheet: asked.sheet,
				mapping,
				encoding: asked.encoding,
				timeZone: asked.time_zone,
				dateOrder: asked.dates,
				importedBy: message(onEnded ? 'imports.by_script' : 'imports.by_browser'),
				badRowLimit: request.go_on === true ? 1 : usualBadRowLimit,
				signal,
				onProgress,
				isOneOfMany: isFollowed,
				...(asked.strict === true && { strict: true })
			}),
		onEnd: async (job) => {
			if (job.error?.code !== 'too_many_bad_rows') await files.remove(upload);
			onEnded?.(job);
		}
	});
}

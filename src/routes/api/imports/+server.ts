import { json } from '@sveltejs/kit';
import { message } from '#lib/messages.ts';
import { answering, ApiError, readBody, requireAnalyst } from '#lib/server/api-problem.ts';
import { importWhole, wholeFile } from '#lib/server/import-whole.ts';
import { importRequest, startImport } from '#lib/server/jobs-here.ts';
import { plainProblems } from '#lib/server/plain-problems.ts';
import type { RequestHandler } from './$types';

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** The query of a request by name. Throws `bad_request` with what is wrong with it. */
function named(query: URLSearchParams) {
	const read = wholeFile.safeParse(Object.fromEntries(query));
	if (read.success) return read.data;
	throw new ApiError(400, 'bad_request', plainProblems(read.error));
}

/** Imports an upload; or, with ?name=, the file that is the body, and answers when it is in. */
export const POST: RequestHandler = ({ request, locals, url }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		if (url.searchParams.has('name')) {
			const type = request.headers.get('content-type');
			if (type === null) throw new ApiError(415, 'no_type', message('api.no_type'));
			if (/^multipart\/form-data/i.test(type)) throw new ApiError(415, 'form', message('api.form'));
			const length = request.headers.get('content-length');
			const { batches, errors } = await importWhole(
				named(url.searchParams),
				length,
				request.body ?? noBytes()
			);
			return json(errors.length > 0 ? { batches, errors } : { batches });
		}
		const job = await startImport(await readBody(request, importRequest));
		return json(job, { status: 202, headers: { location: `/api/imports/${job.job}` } });
	});

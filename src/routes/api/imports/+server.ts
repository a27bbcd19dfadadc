import { json } from '@sveltejs/kit';
import { answering, readBody, requireAnalyst } from '#lib/server/api-problem.ts';
import { importRequest, startImport } from '#lib/server/jobs-here.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ request, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const job = await startImport(await readBody(request, importRequest));
		return json(job, { status: 202, headers: { location: `/api/imports/${job.job}` } });
	});

import { json } from '@sveltejs/kit';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { jobOf, jobs } from '#lib/server/jobs-here.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, locals }) =>
	answering(() => {
		requireAnalyst(locals.viewer);
		return json(jobOf(jobs().find(params.job)));
	});

/** Cancels; the answer is the job as it stands, which may still be on its way to its end. */
export const DELETE: RequestHandler = ({ params, locals }) =>
	answering(() => {
		requireAnalyst(locals.viewer);
		return json(jobOf(jobs().cancel(params.job)), { status: 202 });
	});

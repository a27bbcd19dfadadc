import { json } from '@sveltejs/kit';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { takeBack } from '#lib/server/batches.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return json(await takeBack(params.batch));
	});

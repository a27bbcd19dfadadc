import { json } from '@sveltejs/kit';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { allBatches } from '#lib/server/batches.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return json({ batches: await allBatches() });
	});

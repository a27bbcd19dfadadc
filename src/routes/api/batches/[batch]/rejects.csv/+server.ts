import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { rejectsCsv } from '#lib/server/batches.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return new Response(await rejectsCsv(params.batch), {
			headers: {
				'content-type': 'text/csv; charset=utf-8',
				'content-disposition': `attachment; filename="refused-${params.batch.replaceAll(/\D/g, '')}.csv"`
			}
		});
	});

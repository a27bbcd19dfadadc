import { json } from '@sveltejs/kit';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { previewOf } from '#lib/server/uploads-preview.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return json(await previewOf(params.id, url.searchParams));
	});

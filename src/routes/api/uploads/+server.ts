import { json } from '@sveltejs/kit';
import { answering, readBody, requireAnalyst } from '#lib/server/api-problem.ts';
import { uploads } from '#lib/server/jobs-here.ts';
import { announcement } from '#lib/server/uploads.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ request, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const files = await uploads();
		await files.sweep(Date.now());
		const upload = await files.create(await readBody(request, announcement));
		return json(upload, { status: 201, headers: { location: `/api/uploads/${upload.id}` } });
	});

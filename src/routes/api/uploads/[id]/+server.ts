import { json } from '@sveltejs/kit';
import { message } from '#lib/messages.ts';
import { answering, ApiError, requireAnalyst } from '#lib/server/api-problem.ts';
import { jobs, uploads } from '#lib/server/jobs-here.ts';
import type { Upload } from '#lib/server/uploads.ts';
import { largestPiece } from '#lib/server/uploads.ts';
import type { RequestHandler } from './$types';

const headersOf = ({ offset, size }: Upload) => ({
	'upload-offset': String(offset),
	'upload-length': String(size)
});

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** How much has arrived, for a client that goes on after a break. */
export const GET: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const upload = await (await uploads()).find(params.id);
		return json(upload, { headers: headersOf(upload) });
	});

export const HEAD: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const upload = await (await uploads()).find(params.id);
		return new Response(null, { headers: headersOf(upload) });
	});

/** Appends the body, as it streams in, at Upload-Offset. */
export const PATCH: RequestHandler = ({ params, request, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const stated = request.headers.get('upload-offset') ?? '';
		if (!/^\d{1,15}$/.test(stated))
			throw new ApiError(400, 'bad_request', message('api.no_offset'));
		if (Number(request.headers.get('content-length') ?? 0) > largestPiece)
			throw new ApiError(413, 'too_large', message('api.piece_too_large'));
		const upload = await (
			await uploads()
		).append(params.id, Number(stated), request.body ?? noBytes());
		return json(upload, { headers: headersOf(upload) });
	});

export const DELETE: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		if (jobs().isTaken(params.id))
			throw new ApiError(409, 'already_importing', message('api.already_importing'));
		await (await uploads()).remove(params.id);
		return new Response(null, { status: 204 });
	});

import { json } from '@sveltejs/kit';
import { health } from '#lib/server/health.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const found = await health();
	return json(found, { status: found.status === 'ready' ? 200 : 503 });
};

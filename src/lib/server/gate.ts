const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Bytes that a request may carry; a whole file for the import is longer. */
const largestBody = 9 * 1024 * 1024;

/** Why the body of a request is not read, or null: it is too large, or says not how large it is. */
export function refuseBody(request: {
	readonly method: string;
	readonly headers: Headers;
	readonly url: string;
}): { readonly status: 411 | 413; readonly code: 'no_length' | 'too_large_body' } | null {
	const { pathname, searchParams } = new URL(request.url);
	if (reading.has(request.method)) return null;
	const length = request.headers.get('content-length');
	if (length === null)
		return request.headers.has('transfer-encoding') ? { status: 411, code: 'no_length' } : null;
	if (pathname === '/api/imports' && searchParams.has('name')) return null;
	return Number(length) <= largestBody ? null : { status: 413, code: 'too_large_body' };
}

/** Why a request is turned away before any route sees it, or null. A foreign Host stands for DNS rebinding, a foreign Origin for a form on another site. */
export function refuse(request: {
	readonly method: string;
	readonly headers: Headers;
}): 'foreign_host' | 'foreign_origin' | null {
	const host = request.headers.get('host') ?? '';
	if (!loopback.has(host.replace(/:\d+$/, ''))) return 'foreign_host';
	if (reading.has(request.method)) return null;
	const site = request.headers.get('sec-fetch-site');
	if (site !== null && site !== 'same-origin' && site !== 'none') {
		// Node's own fetch, which the command line uses, states no origin and never a site.
		return 'foreign_origin';
	}
	const origin = request.headers.get('origin');
	if (origin === null) return null;
	return origin === `http://${host}` || origin === `https://${host}` ? null : 'foreign_origin';
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

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

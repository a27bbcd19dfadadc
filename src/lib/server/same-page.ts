/** The page of this server that a form was sent from, as a path; the first page where that is not known. */
export function samePage(request: { readonly headers: Headers }): string {
	const referer = request.headers.get('referer');
	if (referer === null || !URL.canParse(referer)) return '/';
	const from = new URL(referer);
	if (from.host !== request.headers.get('host')) return '/';
	return `${from.pathname}${from.search}`;
}

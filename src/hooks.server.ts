import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { readTheme } from '#lib/components/theme.ts';
import { message } from '#lib/messages.ts';
import { refuse, refuseBody } from '#lib/server/gate.ts';
import { uploads } from '#lib/server/jobs-here.ts';
import { whileAnswering } from '#lib/server/quiet.ts';
import { viewerHere } from '#lib/server/viewer.ts';
import { warehouse } from '#lib/server/warehouse.ts';

const headers: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
	'x-frame-options': 'DENY',
	'cache-control': 'no-store'
};

/** Opens the warehouse before the first request, so that one which another process holds stops the server with its reason; sweeps old uploads. */
export const init: ServerInit = async () => {
	await warehouse();
	await uploads();
};

export const handle: Handle = async ({ event, resolve }) => {
	const refusal = refuse(event.request);
	if (refusal !== null) {
		return new Response(message(`error.${refusal}`), { status: 403, headers });
	}
	const tooMuch = refuseBody(event.request);
	if (tooMuch !== null) {
		const { status, code } = tooMuch;
		const body = { error: { code, message: message(`api.${code}`), details: {} } };
		return Response.json(body, { status, headers });
	}
	const theme = readTheme(event.cookies.get('theme'));
	event.locals = { viewer: viewerHere(), theme };
	const response = await whileAnswering(() =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				withoutInlineStyle(html).replace('%autonometer.theme%', theme),
			preload: ({ type, path }) => type !== 'font' || path.includes('-latin-wght-')
		})
	);
	for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
	return response;
};

/** LayerChart writes style attributes, which the content policy refuses; app.css says the same by class. Scripts set them again. */
function withoutInlineStyle(html: string): string {
	return html.replaceAll(/(<(?:div|svg|g|text|tspan)\b[^<>]*?) style="[^"]*"/g, '$1');
}

export const handleError: HandleServerError = ({ error, status }) => {
	if (status === 404) return { message: message('error.not_found') };
	const code = (error as { code?: unknown } | null)?.code;
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
	if (code === 'too_slow' || code === 'changing')
		return { message: message(`error.${code}`), code };
	return { message: message('error.unexpected'), ...(typeof code === 'string' ? { code } : {}) };
};

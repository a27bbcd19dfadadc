import { message } from '#lib/messages.ts';

/** A call of the API that did not come out; `code` is the API's own, or `offline`. */
export class CallError extends Error {
	override readonly name = 'CallError';
	readonly code: string;
	readonly details: Readonly<Record<string, unknown>>;

	constructor(
		code: string,
		text: string,
		details: Readonly<Record<string, unknown>> = {},
		options?: ErrorOptions
	) {
		super(text, options);
		this.code = code;
		this.details = details;
	}
}

interface Told {
	readonly error?: {
		readonly code: string;
		readonly message: string;
		readonly details?: Readonly<Record<string, unknown>>;
	};
}

/** Asks this server's API for JSON. Throws `CallError` with what the server says, or `offline` where it says nothing. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
	const response = await fetch(path, init).catch((cause: unknown) => {
		if (init.signal?.aborted)
			throw new CallError('cancelled', message('imports.cancelled'), {}, { cause });
		throw new CallError('offline', message('imports.offline'), {}, { cause });
	});
	const body = (await response.json().catch(() => ({}))) as Told;
	if (response.ok) return body as T;
	const {
		code,
		message: text,
		details
	} = body.error ?? {
		code: `http_${response.status}`,
		message: message('api.fault')
	};
	throw new CallError(code, text, details);
}

/** A body of JSON, sent by POST. */
export const posting = (body: unknown): RequestInit => ({
	method: 'POST',
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body)
});

import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { message } from '#lib/messages.ts';
import type { Viewer } from './ask.ts';
import { plainProblems } from './plain-problems.ts';

/** A request that the API cannot answer; `status` is what HTTP says, `code` what programs read. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly status: number;
	readonly code: string;
	readonly details: Readonly<Record<string, unknown>>;

	constructor(
		status: number,
		code: string,
		text: string,
		details: Readonly<Record<string, unknown>> = {},
		options?: ErrorOptions
	) {
		super(text, options);
		this.status = status;
		this.code = code;
		this.details = details;
	}
}

/** What HTTP says to the codes of errors that are thrown deeper down. */
const statuses: Readonly<Record<string, number>> = {
	unknown_metric: 404,
	unknown_value: 400,
	bad_request: 400,
	refused: 403,
	too_slow: 503,
	changing: 503,
	held: 503,
	disk_full: 507,
	out_of_memory: 507,
	too_large: 413
};

const told = z.object({ code: z.string(), message: z.string() });

/** What a foreseen error says, and the status that it stands for; a fault that nobody foresaw has none. */
export function problemOf(cause: unknown): {
	readonly status: number | null;
	readonly code: string;
	readonly text: string;
	readonly details: Readonly<Record<string, unknown>>;
} {
	if (cause instanceof ApiError) {
		const { status, code, message: text, details } = cause;
		return { status, code, text, details };
	}
	const read = told.safeParse(cause);
	const status = read.success ? statuses[read.data.code] : undefined;
	if (!read.success || status === undefined)
		return { status: null, code: 'fault', text: message('api.fault'), details: {} };
	return { status, code: read.data.code, text: read.data.message, details: {} };
}

/** The answer to a request that failed, as JSON. A fault that nobody foresaw is written to the log and not told. */
export function problem(cause: unknown): Response {
	const { status, code, text, details } = problemOf(cause);
	if (status === null)
		process.stderr.write(
			`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`
		);
	return json(
		{ error: { code, message: text, details } },
		{ status: status ?? 500, headers: status === 503 ? { 'retry-after': '5' } : {} }
	);
}

/** The answer of some work, or the problem that it met. */
export async function answering(work: () => Promise<Response> | Response): Promise<Response> {
	try {
		return await work();
	} catch (cause) {
		return problem(cause);
	}
}

/** Throws `refused` unless the viewer may see and change single records. */
export function requireAnalyst(viewer: Viewer): void {
	if (viewer.role !== 'analyst') throw new ApiError(403, 'refused', message('api.analyst_only'));
}

/** A text as JSON; nothing where there is no text. Throws `bad_request` where it is broken. */
function jsonOf(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new ApiError(400, 'bad_request', message('api.broken_json'), {}, { cause });
	}
}

/** The body of a request as JSON of this shape. Throws `bad_request` with what is wrong with it. */
export async function readBody<Shape extends z.ZodType>(
	request: Request,
	shape: Shape
): Promise<z.infer<Shape>> {
	const body = jsonOf(await request.text());
	const read = shape.safeParse(body);
	if (read.success) return read.data;
	throw new ApiError(400, 'bad_request', plainProblems(read.error));
}

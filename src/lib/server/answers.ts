/** What the answering needs of a connection. */
export interface Interruptible {
	interrupt(): void;
}

export interface AnswerSources<Connection extends Interruptible, Request, Answer> {
	/** Runs the work on a connection of its own; once more where the database had to be opened again. */
	read<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
	/** Changes with every import and undo. */
	version(connection: Connection): Promise<string>;
	ask(connection: Connection, role: string, request: Request): Promise<Answer>;
	/** At most so many queries at a time, so that one reader cannot starve another. */
	readonly atOnce: number;
	readonly timeoutMs: number;
	readonly kept: number;
}

export type AnswerErrorCode = 'too_slow' | 'changing';

/** Stops a page: its numbers took too long, or the data changed under it again and again. */
export class AnswerError extends Error {
	override readonly name = 'AnswerError';
	readonly code: AnswerErrorCode;
	constructor(code: AnswerErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

/**
 * Answers kept by data version, role and request. The same question asked twice at a time runs once;
 * each query has a connection of its own and is interrupted when it takes too long.
 */
export function createAnswers<Connection extends Interruptible, Request, Answer>(
	sources: AnswerSources<Connection, Request, Answer>
): (role: string, requests: readonly Request[]) => Promise<Answer[]> {
	const kept = new Map<string, Promise<Answer>>();
	const waiting: (() => void)[] = [];
	let running = 0;

	async function turn(): Promise<void> {
		if (running < sources.atOnce) {
			running += 1;
			return;
		}
		await new Promise<void>((resolve) => waiting.push(resolve));
	}

	function done(): void {
		const next = waiting.shift();
		if (next) next();
		else running -= 1;
	}

	async function run(role: string, request: Request): Promise<Answer> {
		await turn();
		try {
			return await sources.read(async (connection) => {
				let isLate = false;
				const timer = setTimeout(() => {
					isLate = true;
					connection.interrupt();
				}, sources.timeoutMs);
				try {
					return await sources.ask(connection, role, request);
				} catch (cause) {
					if (isLate)
						throw new AnswerError('too_slow', 'The question took too long and was stopped', {
							cause
						});
					throw cause;
				} finally {
					clearTimeout(timer);
				}
			});
		} finally {
			done();
		}
	}

	function remembered(version: string, role: string, request: Request): Promise<Answer> {
		const key = JSON.stringify([version, role, canonical(request)]);
		const known = kept.get(key);
		if (known) {
			kept.delete(key);
			kept.set(key, known);
			return known;
		}
		const asked = run(role, request);
		kept.set(key, asked);
		asked.catch(() => kept.delete(key));
		for (const old of kept.keys()) {
			if (kept.size <= sources.kept) break;
			kept.delete(old);
		}
		return asked;
	}

	return async function answers(role, requests) {
		for (let attempt = 0; attempt < 3; attempt += 1) {
			const before = await sources.read((connection) => sources.version(connection));
			const found = await Promise.all(requests.map((request) => remembered(before, role, request)));
			if ((await sources.read((connection) => sources.version(connection))) === before)
				return found;
			for (const request of requests) {
				kept.delete(JSON.stringify([before, role, canonical(request)]));
			}
		}
		throw new AnswerError('changing', 'The data kept changing while the page was being made');
	};
}

function canonical(value: unknown): unknown {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
	return Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.toSorted(([left], [right]) => (left < right ? -1 : 1))
		.map(([key, entry]) => [key, canonical(entry)]);
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CommandResult } from './command.ts';
import { DelegatedFailure } from './failure.ts';
import type { Progress } from './progress.ts';
import type { Holder } from './warehouse/lock.ts';

const result = z.object({
	exit: z.literal([0, 1, 2, 130]),
	json: z.unknown(),
	text: z.string()
});

const progress = z.object({
	stage: z.enum(['receive', 'recognise', 'scan', 'convert', 'load', 'model']),
	bytesDone: z.number(),
	bytesTotal: z.number(),
	rowsDone: z.number(),
	rowsTotal: z.number().nullable(),
	secondsLeft: z.number().nullable()
});

/**
 * One line of the server's answer, which is NDJSON, so that it can come while a long import still runs: how far a file
 * is, a sign of life, and at the end the result or the failure.
 */
const lineShape = z.union([
	z.object({ file: z.string(), progress }),
	z.object({ result }),
	z.object({ failure: z.unknown() }),
	z.object({ alive: z.literal(true) })
]);

/** A line of the answer to a command that was handed over. */
export type DelegatedLine = z.infer<typeof lineShape>;

/** One command as it travels to the server that holds the data folder. */
export interface DelegatedCommand {
	readonly name: string;
	readonly args: readonly string[];
	readonly options: Readonly<Record<string, unknown>>;
	readonly folder: string;
	/** By which it can be cancelled. */
	readonly id?: string | undefined;
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<DelegatedLine> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const bytes of body) {
		const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) yield lineShape.parse(JSON.parse(line));
	}
}

interface Reachable {
	readonly address: string;
	readonly token: string;
}

/** What goes on while the server works. */
interface DelegateOptions {
	readonly onProgress?: (file: string, progress: Progress) => void;
	/** Cancels the command there; the answer says what was kept. */
	readonly signal?: AbortSignal | undefined;
}

async function send(address: string, token: string, command: DelegatedCommand) {
	try {
		const response = await fetch(`${address}/api/command`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${token}`,
				origin: address
			},
			body: JSON.stringify(command)
		});
		return response.ok ? response.body : null;
	} catch {
		return null;
	}
}

/** Asks the server to cancel a command that it was handed; its answer says what became of it. */
async function cancel({ address, token }: Reachable, id: string): Promise<void> {
	await fetch(`${address}/api/command?id=${id}`, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${token}`, origin: address }
	}).catch(() => undefined);
}

/**
 * Hands a command to the server that holds the data folder, with the token that only this user can read. Null where that
 * process is no server or does not take it. Throws `DelegatedFailure` where the command failed there.
 */
export async function delegate(
	holder: Holder,
	command: DelegatedCommand,
	{ onProgress, signal }: DelegateOptions = {}
): Promise<CommandResult | null> {
	const { address, token } = holder;
	if (address === null || token === null) return null;
	const id = randomUUID();
	const body = await send(address, token, { ...command, id });
	if (body === null) return null;
	const onAbort = () => {
		void cancel({ address, token }, id);
	};
	if (signal?.aborted) onAbort();
	signal?.addEventListener('abort', onAbort);
	const stopped = (cause?: unknown) =>
		new Error(
			`The server at ${holder.address} stopped before it answered. Look into the history of imports before you try again.`,
			{ cause }
		);
	try {
		for await (const line of linesOf(body)) {
			if ('result' in line) return line.result;
			if ('failure' in line) throw new DelegatedFailure(line.failure);
			if ('progress' in line) onProgress?.(line.file, line.progress);
		}
	} catch (cause) {
		if (cause instanceof DelegatedFailure) throw cause;
		throw stopped(cause);
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
	throw stopped();
}

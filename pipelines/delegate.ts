import { z } from 'zod';
import type { CommandResult } from './command.ts';
import { DelegatedFailure } from './failure.ts';
import type { Progress } from './progress.ts';
import type { Holder } from './warehouse/lock.ts';

const result = z.object({
	exit: z.union([z.literal(0), z.literal(1), z.literal(2)]),
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

/**
 * Hands a command to the server that holds the data folder, with the token that only this user can read. Null where that
 * process is no server or does not take it. Throws `DelegatedFailure` where the command failed there.
 */
export async function delegate(
	holder: Holder,
	command: DelegatedCommand,
	onProgress?: (file: string, progress: Progress) => void
): Promise<CommandResult | null> {
	if (holder.address === null || holder.token === null) return null;
	const body = await send(holder.address, holder.token, command);
	if (body === null) return null;
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
	}
	throw stopped();
}

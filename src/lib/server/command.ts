import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { runCommand } from '#pipelines/commands.ts';
import type { DelegatedCommand, DelegatedLine } from '#pipelines/delegate.ts';
import { failureOf } from '#pipelines/failure.ts';
import type { Progress } from '#pipelines/progress.ts';
import { dataVersion } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';

const signOfLife = 15_000;
const progressEvery = 250;

/** A command as the command line hands it over. */
export const delegatedCommand = z.strictObject({
	name: z.string().max(100),
	args: z.array(z.string().max(10_000)).max(10_000),
	options: z.record(z.string(), z.unknown()),
	folder: z.string().max(10_000),
	id: z.uuid().optional()
});

/** The commands at work that can be cancelled, by id. */
const atWork = new Map<string, AbortController>();

/** Cancels a command that was handed over. Throws `unknown_command` (404) where it is not at work. */
export function cancelDelegated(id: string): void {
	const abort = atWork.get(id);
	if (!abort) throw new ApiError(404, 'unknown_command', message('api.unknown_command'));
	abort.abort();
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Throws `no_token` (401) unless the request carries this run's token, which stands in a file that only the owner of the
 * data folder can read.
 */
export function requireToken(authorization: string | null, token: string | undefined): void {
	const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
	const isRight =
		token !== undefined &&
		token !== '' &&
		given !== undefined &&
		timingSafeEqual(digest(given), digest(token));
	if (!isRight) throw new ApiError(401, 'no_token', message('api.no_token'));
}

/** Does the work, and tells of it where it changed the data, also where it failed on the way. */
async function watched<T>(
	warehouse: Warehouse,
	onChanged: () => void,
	work: () => Promise<T>
): Promise<T> {
	const before = await warehouse.read(dataVersion);
	try {
		return await work();
	} finally {
		if ((await warehouse.read(dataVersion)) !== before) onChanged();
	}
}

/**
 * Runs one command of the command line in this process and tells of it line by line: progress, signs of life, and at the
 * end the result or the failure with the exit code that the command would have had alone. A client that cancels it
 * by its id, or goes away, ends its import. `onChanged` is told where the data are others than before, however the command ended.
 */
export function runDelegated(
	warehouse: Warehouse,
	command: DelegatedCommand,
	onChanged: () => void
): ReadableStream<Uint8Array> {
	const abort = new AbortController();
	const { id } = command;
	if (id !== undefined) atWork.set(id, abort);
	const encoder = new TextEncoder();
	let isGone = false;
	let timer: NodeJS.Timeout | undefined;
	let told = -Infinity;
	return new ReadableStream<Uint8Array>({
		start(controller) {
			const tell = (line: DelegatedLine) => {
				if (!isGone) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
			};
			timer = setInterval(() => {
				tell({ alive: true });
			}, signOfLife);
			const context = {
				warehouse,
				by: 'command line',
				folder: command.folder,
				signal: abort.signal,
				onProgress: (file: string, progress: Progress) => {
					const now = performance.now();
					if (now - told < progressEvery) return;
					told = now;
					tell({ file, progress });
				}
			};
			void watched(warehouse, onChanged, () =>
				runCommand(context, command.name, command.args, command.options)
			)
				.then(
					(result) => {
						tell({ result: { ...result, json: result.json ?? null } });
					},
					(cause: unknown) => {
						tell({ failure: failureOf(cause) });
					}
				)
				.finally(() => {
					clearInterval(timer);
					if (id !== undefined) atWork.delete(id);
					if (!isGone) controller.close();
				});
		},
		cancel() {
			clearInterval(timer);
			isGone = true;
			abort.abort();
		}
	});
}

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { home } from '#queries/home.ts';
import { message } from '#queries/messages.ts';
import { passFaultPoint } from './fault-points.ts';
import type { ImportErrorCode } from './import-error.ts';
import { cancelledImport, ImportError } from './import-error.ts';
import { converterMemory } from './warehouse/memory.ts';
import { isOutOfMemory } from './warehouse/transaction.ts';

/** What a child process tells: how far it is, what it made, that the file is refused, or that something broke. */
export type ChildMessage<Result> =
	| { readonly progress: number }
	| { readonly result: Result; readonly stays: boolean }
	| { readonly refused: { readonly code: ImportErrorCode; readonly message: string } }
	| { readonly error: string };

/** How a child process is run. */
export interface ChildOptions {
	/** Megabytes of JavaScript heap; a child that wants more ends. */
	readonly heap: number;
	readonly signal?: AbortSignal;
	readonly onProgress?: (done: number) => void;
	/** Milliseconds after which the child is given up. */
	readonly longest?: number;
}

const tenMinutes = 10 * 60 * 1000;

const failed = (why: string) =>
	new ImportError(
		'conversion_failed',
		message('import.file_could_not_be_converted_nothing', { why })
	);

/** A process that did its work and waits for more, until a timer ends it. */
interface Waiting {
	readonly child: ChildProcess;
	readonly timer: NodeJS.Timeout;
}

/** Those that wait, one for each way to start one: starting takes longer than most files do. */
const waiting = new Map<string, Waiting>();

/** Milliseconds after which a process that waits for work ends. */
const longestWait = 30_000;

/** Keeps a process for the next piece of work. It keeps nobody from leaving, and ends with this process. */
function keepWaiting(name: string, child: ChildProcess): void {
	child.removeAllListeners();
	if (waiting.has(name)) {
		child.disconnect();
		return;
	}
	const timer = setTimeout(() => {
		child.disconnect();
	}, longestWait);
	timer.unref();
	child.unref();
	child.channel?.unref();
	child.once('disconnect', () => {
		clearTimeout(timer);
		waiting.delete(name);
	});
	child.on('error', () => undefined);
	waiting.set(name, { child, timer });
}

/** A process for a piece of work: one that waits, or a new one. It has the surroundings that this process has now. */
function takeChild(script: string, heap: number): { name: string; child: ChildProcess } {
	const env = {
		...process.env,
		UV_THREADPOOL_SIZE: '8',
		NODE_OPTIONS: `--max-old-space-size=${heap}`
	};
	const name = JSON.stringify([script, env]);
	const known = waiting.get(name);
	if (known === undefined || known.child.signalCode !== null) {
		const path = join(home(), script);
		return { name, child: fork(path, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env }) };
	}
	const { child, timer } = known;
	waiting.delete(name);
	clearTimeout(timer);
	child.removeAllListeners();
	child.ref();
	child.channel?.ref();
	return { name, child };
}

/**
 * Runs one piece of work in another process, so that a file that crashes or exhausts a parser costs the import and not the
 * server; a process that did so is not used again. Throws what the child refused, `conversion_failed` with what it last said, or
 * `cancelled`.
 */
export function runChild<Result>(
	script: string,
	plan: object,
	{ heap, signal, onProgress, longest = tenMinutes }: ChildOptions
): Promise<Result> {
	return new Promise((resolve, reject) => {
		const { name, child } = takeChild(script, heap);
		let settled = false;
		const settle = (act: () => void) => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
			act();
		};
		const stop = (cause: ImportError) => {
			settle(() => {
				child.kill('SIGKILL');
				reject(cause);
			});
		};
		const cancel = () => {
			stop(cancelledImport());
		};
		const timer = setTimeout(() => {
			stop(failed(message('import.took_longer_than_seconds', { longest: longest / 1000 })));
		}, longest);
		signal?.addEventListener('abort', cancel);
		if (signal?.aborted) cancel();
		child.on('message', (message: ChildMessage<Result>) => {
			if ('progress' in message) onProgress?.(message.progress);
			else if ('error' in message) stop(failed(message.error));
			else if ('refused' in message)
				stop(new ImportError(message.refused.code, message.refused.message));
			else
				settle(() => {
					if (message.stays) keepWaiting(name, child);
					resolve(message.result);
				});
		});
		child.on('error', (cause) => {
			stop(failed(cause.message));
		});
		child.on('exit', (code, signalled) => {
			stop(
				failed(
					signalled === null
						? message('import.converter_ended_with_code', { code: code ?? 1 })
						: message('import.converter_was_ended_by', { signalled })
				)
			);
		});
		child.send(plan);
		passFaultPoint('child');
	});
}

/** The first line of a fault: a parser quotes the offending line below it, and that line is somebody's data. */
const withoutData = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 120);

const outOfMemory = (): string =>
	message('import.out_of_memory_nothing_was_imported', { memory: converterMemory().memory_limit });

/** Bytes that a process may fill and still wait for more work: what a larger file took from the system may not come back. */
const mostKept = 256 * 1024 ** 2;

/**
 * The other end of `runChild`: does a piece of work and tells what came of it; then it waits for the next one, or ends where it
 * failed or grew. Its plan comes from the same version of the program and is taken as it stands: every file waits for its
 * child, and a library that checks takes a third of that.
 */
export function serveChild<Plan, Result>(work: (plan: Plan) => Promise<Result>): void {
	/** Done once the other end has it: a long message is not written at once, and one not yet written is lost with the channel. */
	const tell = (message: ChildMessage<Result>): Promise<void> =>
		new Promise((told) => {
			if (process.send) process.send(message, () => told());
			else told();
		});
	// Ctrl-C in a terminal reaches this process, too; whether the work ends is for the other end to say.
	process.on('SIGINT', () => undefined);
	process.once('disconnect', () => process.exit());
	let stays = true;
	process.on('message', (plan) => {
		work(plan as Plan)
			.then((result) => {
				stays = process.memoryUsage.rss() < mostKept;
				return tell({ result, stays });
			})
			.catch((cause: unknown) => {
				stays = false;
				if (isOutOfMemory(cause))
					return tell({ refused: { code: 'out_of_memory', message: outOfMemory() } });
				if (cause instanceof ImportError)
					return tell({ refused: { code: cause.code, message: cause.message } });
				return tell({
					error: cause instanceof Error ? withoutData(cause.message) : 'unknown fault'
				});
			})
			.finally(() => {
				if (!stays && process.connected) process.disconnect();
			});
	});
}

/** Tells the parent how far the work is. */
export const tellProgress = (progress: number): void => {
	process.send?.({ progress });
};

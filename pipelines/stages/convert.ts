import { fork } from 'node:child_process';
import { join } from 'node:path';
import { home } from '#queries/home.ts';
import { ImportError } from '../import-error.ts';
import type { ConvertAnswer, ConvertPlan } from './convert-child.ts';

/** Parquet files with staged records, every record of the export exactly once, in file order. */
export interface Converted {
	readonly files: readonly string[];
	readonly records: number;
}

const longest = 10 * 60 * 1000;

/**
 * Converts a file to Parquet in a child process, so that a file that crashes or exhausts the parser costs the import and
 * not the server. Throws `conversion_failed` with what the child last said, or `cancelled`.
 */
export function convert(
	plan: ConvertPlan,
	options: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {}
): Promise<Converted> {
	return new Promise((resolve, reject) => {
		const child = fork(join(home(), 'pipelines/stages/convert-child.ts'), {
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
			env: { ...process.env, UV_THREADPOOL_SIZE: '8', NODE_OPTIONS: '--max-old-space-size=1024' }
		});
		let settled = false;
		const settle = (act: () => void) => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			options.signal?.removeEventListener('abort', cancel);
			act();
		};
		const fail = (message: string) => {
			settle(() => {
				child.kill('SIGKILL');
				reject(
					new ImportError(
						'conversion_failed',
						`The file could not be converted (${message}). Nothing was imported.`
					)
				);
			});
		};
		const cancel = () => {
			settle(() => {
				child.kill('SIGKILL');
				reject(new ImportError('cancelled', 'The import was cancelled. Nothing was imported.'));
			});
		};
		const timer = setTimeout(() => {
			fail('it took longer than ten minutes');
		}, longest);
		options.signal?.addEventListener('abort', cancel);
		if (options.signal?.aborted) cancel();
		child.on('message', (message: ConvertAnswer) => {
			if ('progress' in message) options.onProgress?.(message.progress);
			else if ('error' in message) fail(message.error);
			else settle(() => resolve(message));
		});
		child.on('error', (cause) => {
			fail(cause.message);
		});
		child.on('exit', (code, signal) => {
			fail(
				signal === null
					? `the converter ended with code ${code ?? 1}`
					: `the converter was ended by ${signal}`
			);
		});
		child.send(plan);
	});
}

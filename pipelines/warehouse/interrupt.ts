import type { DuckDBConnection } from '@duckdb/node-api';

/** How often a statement is told to end, in milliseconds: one that has not begun yet does not hear it. */
const tellAgain = 50;

/**
 * Runs the work so that cancelling it ends the statement that runs, and each that it would run after. What a transaction
 * or a build leaves behind is for the caller to clear away when this is over, so that nobody interrupts that.
 */
export async function interruptible<T>(
	connection: DuckDBConnection,
	signal: AbortSignal | undefined,
	work: () => Promise<T>
): Promise<T> {
	let telling: NodeJS.Timeout | undefined;
	const interrupt = () => {
		connection.interrupt();
	};
	const cancel = () => {
		interrupt();
		telling = setInterval(interrupt, tellAgain);
	};
	signal?.throwIfAborted();
	signal?.addEventListener('abort', cancel);
	try {
		return await work();
	} finally {
		signal?.removeEventListener('abort', cancel);
		clearInterval(telling);
	}
}

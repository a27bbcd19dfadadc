import { z } from 'zod';
import { AskError } from '#queries/ask.ts';
import { BatchError } from './batches.ts';
import { UsageError } from './command.ts';
import type { ImportErrorCode } from './import-error.ts';
import { ImportError } from './import-error.ts';
import { WarehouseError } from './warehouse/warehouse-error.ts';

/** Exit codes of the command line (DESIGN.md). */
export const exits = { done: 0, failed: 1, wrongUse: 2, held: 3, cancelled: 130 } as const;

const failureShape = z.object({
	exit: z.literal([exits.failed, exits.wrongUse, exits.held, exits.cancelled]),
	code: z.string(),
	message: z.string(),
	details: z.unknown().optional()
});

/** How a command failed: its exit code, and what --json says of it. */
export type Failure = z.infer<typeof failureShape>;

/** A failure that happened in the server to which a command was handed. */
export class DelegatedFailure extends Error {
	override readonly name = 'DelegatedFailure';
	readonly failure: Failure;

	constructor(told: unknown) {
		const failure = failureShape.parse(told);
		super(failure.message);
		this.failure = failure;
	}
}

/** True for what another call of the same command may mend: another file, source, sheet, year or zone. */
export const isWrongUse = (code: ImportErrorCode): boolean =>
	['unknown_source', 'list_of_reasons', 'unknown_sheet', 'no_year', 'unknown_time_zone'].includes(
		code
	);

/** The exit code and the words for whatever a command threw. */
export function failureOf(cause: unknown): Failure {
	if (cause instanceof DelegatedFailure) return cause.failure;
	if (cause instanceof UsageError)
		return { exit: exits.wrongUse, code: 'usage', message: cause.message };
	if (cause instanceof WarehouseError)
		return {
			exit: cause.code === 'held' ? exits.held : exits.failed,
			code: cause.code,
			message: cause.message
		};
	if (cause instanceof AskError) {
		const isWrong = cause.code !== 'refused';
		return {
			exit: isWrong ? exits.wrongUse : exits.failed,
			code: cause.code,
			message: cause.message
		};
	}
	if (cause instanceof ImportError)
		return {
			exit:
				cause.code === 'cancelled'
					? exits.cancelled
					: isWrongUse(cause.code)
						? exits.wrongUse
						: exits.failed,
			code: cause.code,
			message: cause.message,
			details: cause.details
		};
	if (cause instanceof BatchError)
		return { exit: exits.failed, code: 'batch', message: cause.message };
	return {
		exit: exits.failed,
		code: 'fault',
		message: cause instanceof Error ? cause.message.slice(0, 500) : String(cause)
	};
}

/** How work ended that may be cancelled: null where it was not, else what it threw. Throws every other fault. */
export async function unlessCancelled(work: () => Promise<unknown>): Promise<ImportError | null> {
	try {
		await work();
		return null;
	} catch (cause) {
		if (cause instanceof ImportError && cause.code === 'cancelled') return cause;
		throw cause;
	}
}

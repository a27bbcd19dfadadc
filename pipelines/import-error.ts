import { message } from '#queries/messages.ts';

/** Why an import stopped. What is wrong with one row is data, not an error. */
export type ImportErrorCode =
	| 'unknown_source'
	| 'list_of_reasons'
	| 'unknown_time_zone'
	| 'unknown_sheet'
	| 'no_year'
	| 'wrong_format'
	| 'broken_json'
	| 'empty_file'
	| 'not_text'
	| 'not_readable'
	| 'too_large'
	| 'too_many_bad_rows'
	| 'file_changed'
	| 'read_otherwise'
	| 'conversion_failed'
	| 'counts_differ'
	| 'disk_full'
	| 'out_of_memory'
	| 'cancelled';

/**
 * Stops one file's import; nothing of that file was kept, but for the parts of one that has several. `details` is for the
 * page that explains it.
 */
export class ImportError extends Error {
	override readonly name = 'ImportError';
	readonly code: ImportErrorCode;
	readonly details: Readonly<Record<string, unknown>>;

	constructor(
		code: ImportErrorCode,
		message: string,
		details: Readonly<Record<string, unknown>> = {},
		options?: ErrorOptions
	) {
		super(message, options);
		this.code = code;
		this.details = details;
	}
}

/** An import that ended because somebody wanted it to. */
export const cancelledImport = (cause?: unknown): ImportError =>
	new ImportError(
		'cancelled',
		message('import.import_was_cancelled_nothing_was_imported'),
		{},
		{ cause }
	);

/** Throws `cancelled` where somebody wants the work to end. */
export function requireNotCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelledImport(signal.reason);
}

/** Whether a mapping may help: a table that no source fits, or one whose dates state no year. */
export const canBeMapped = ({
	code,
	details = {}
}: {
	readonly code: string;
	readonly details?: Readonly<Record<string, unknown>> | undefined;
}): boolean => code === 'no_year' || (code === 'unknown_source' && details['kind'] === undefined);

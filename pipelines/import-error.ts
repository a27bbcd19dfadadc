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

/** Stops one file's import; nothing of that file was kept. `details` is for the page that explains it. */
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

/** Why the warehouse cannot be used. */
export type WarehouseErrorCode =
	'held' | 'no_right' | 'damaged' | 'newer' | 'other_build' | 'disk_full' | 'out_of_memory';

/** The warehouse cannot be opened or written; the message says what to do. */
export class WarehouseError extends Error {
	override readonly name = 'WarehouseError';
	readonly code: WarehouseErrorCode;

	constructor(code: WarehouseErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

/** True where the warehouse needs more memory than it was granted. */
export const isOutOfMemoryError = (cause: unknown): boolean =>
	cause instanceof WarehouseError && cause.code === 'out_of_memory';

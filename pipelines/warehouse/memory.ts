import { totalmem } from 'node:os';

/** Share of the memory that the engine of the warehouse may fill before it goes to disk; the rest is the program's own. */
const ofWarehouse = 0.4;

/** Share, and most megabytes, for the engine that converts a file in a process of its own. */
const ofConverter = 0.25;
const mostOfConverter = 900;

/**
 * Megabytes that the program may use with its child processes: those of the machine, those of its container where that
 * has fewer, or those that AUTONOMETER_MEMORY names.
 */
export function memoryGranted(
	machine: number = totalmem(),
	container: number = process.constrainedMemory(),
	named: string | undefined = process.env['AUTONOMETER_MEMORY']
): number {
	const own = Number(named);
	const granted = container > 0 ? Math.min(machine, container) : machine;
	return Math.floor(own > 0 ? Math.min(own, granted / 1e6) : granted / 1e6);
}

/** DuckDB's `memory_limit` for the warehouse. */
export const warehouseMemory = (granted: number = memoryGranted()): string =>
	`${Math.floor(granted * ofWarehouse)}MB`;

/** Megabytes below which two threads of the converter would wait for each other's memory more than they would gain. */
const enoughForThreads = 400;

/** DuckDB's `memory_limit` and `threads` for the converter of a file; without `threads`, one a processor. */
export function converterMemory(
	granted: number = memoryGranted()
): Readonly<Record<string, string>> {
	const megabytes = Math.min(mostOfConverter, Math.floor(granted * ofConverter));
	return {
		memory_limit: `${megabytes}MB`,
		...(megabytes < enoughForThreads && { threads: '1' })
	};
}

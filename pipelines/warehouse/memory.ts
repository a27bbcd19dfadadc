import { totalmem } from 'node:os';
import { message } from '#queries/messages.ts';
import { WarehouseError } from './warehouse-error.ts';

/** Share of the memory that the engine of the warehouse may fill before it goes to disk; the rest is the program's own. */
const ofWarehouse = 0.4;
const leastOfWarehouse = 128;

/** Share, and least and most megabytes, for the engine that converts a file in a process of its own. */
const ofConverter = 0.25;
const leastOfConverter = 350;
const mostOfConverter = 900;

/** What Node takes for itself in both processes, in megabytes. */
const ofNode = 150;

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

const megabytesOfConverter = (granted: number): number =>
	Math.min(mostOfConverter, Math.max(leastOfConverter, Math.floor(granted * ofConverter)));

/** DuckDB's `memory_limit` for the warehouse; less than its share where the converter would not fit beside it. */
export function warehouseMemory(granted: number = memoryGranted()): string {
	const beside = granted - megabytesOfConverter(granted) - ofNode;
	return `${Math.max(leastOfWarehouse, Math.min(beside, Math.floor(granted * ofWarehouse)))}MB`;
}

/** Megabytes below which two threads of the converter would wait for each other's memory more than they would gain. */
const enoughForThreads = 400;

/** DuckDB's `memory_limit` and `threads` for the converter of a file; without `threads`, one a processor. */
export function converterMemory(
	granted: number = memoryGranted()
): Readonly<{ memory_limit: string; threads?: string }> {
	const megabytes = megabytesOfConverter(granted);
	return {
		memory_limit: `${megabytes}MB`,
		...(megabytes < enoughForThreads && { threads: '1' })
	};
}

/** That the warehouse needs more memory than it has, in words that say where more comes from. */
export const outOfMemory = (cause: unknown): WarehouseError =>
	new WarehouseError(
		'out_of_memory',
		message('import.out_of_memory', { memory: warehouseMemory() }),
		{ cause }
	);

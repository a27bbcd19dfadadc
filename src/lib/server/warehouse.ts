import { openWarehouse, type Warehouse } from '#pipelines/warehouse/open.ts';

const held = globalThis as { autonometerWarehouse?: Promise<Warehouse> };

/** The folder that holds everything this installation knows. */
export function dataFolder(): string {
	return process.env['AUTONOMETER_DATA'] ?? 'data';
}

/** The one open warehouse of this process; later calls get the same. A failed opening is tried again. */
export function warehouse(): Promise<Warehouse> {
	held.autonometerWarehouse ??= openWarehouse(dataFolder(), 'server').catch((cause: unknown) => {
		delete held.autonometerWarehouse;
		throw cause;
	});
	return held.autonometerWarehouse;
}

import { describeFailed, failedChecks } from '#pipelines/stages/check.ts';
import { keepUsualAnswers, model, versionsOf } from '#pipelines/stages/model.ts';
import { openWarehouse, type Warehouse } from '#pipelines/warehouse/open.ts';
import type { CheckResult } from '#queries/checks.ts';
import { runChecks } from '#queries/checks.ts';
import { quiet } from './quiet.ts';

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

let checked: { readonly version: string; readonly results: readonly CheckResult[] } | undefined;

/** Every check on the state that readers see, run once for each state: imports, undo and decisions make another. */
export async function checkedState(): Promise<readonly CheckResult[]> {
	const known = checked;
	return (await warehouse()).read(async (connection) => {
		const before = await versionsOf(connection);
		if (known?.version === before) return known.results;
		const results = await runChecks(connection);
		if ((await versionsOf(connection)) === before) checked = { version: before, results };
		return results;
	});
}

/** Runs every check in the background after an import, and writes those that fail to the log; the quality page has their rows. */
export function checkSoon(): void {
	void warehouse()
		.then((open) => failedChecks(open, checkedState))
		.then((failed) => {
			if (failed.length > 0) process.stderr.write(`${describeFailed(failed)}\n`);
		})
		.catch((cause: unknown) => {
			process.stderr.write(`The checks did not run: ${String(cause).slice(0, 300)}\n`);
		});
}

/**
 * Gets the usual answers ready in the background, after a start and after the data changed, and before them the models
 * where an import that was cancelled left them to be made. Pages never wait for it; it waits for them.
 */
export function prepareSoon(): void {
	void warehouse()
		.then(async (open) => {
			await model(open);
			await keepUsualAnswers(open, quiet);
		})
		.catch((cause: unknown) => {
			process.stderr.write(
				`The usual answers were not kept ready: ${String(cause).slice(0, 300)}\n`
			);
		});
}

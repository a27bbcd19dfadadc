import type { CheckResult } from '#queries/checks.ts';
import { checkInWords, runChecks } from '#queries/checks.ts';
import { message } from '#queries/messages.ts';
import type { Warehouse } from '../warehouse/open.ts';
import { model, versionsOf } from './model.ts';

/** An invariant that some rows break, as an import tells of it; the quality page and `check` show the rows. */
export interface FailedCheck {
	readonly check: string;
	readonly offending: number;
}

/** So often the checks are run anew because another import loaded rows meanwhile. */
const mostTries = 5;

/**
 * The invariants that do not hold after an import, on the state that readers see. Rows that another import loaded since, also
 * while the checks ran, are counted first: models that it has not made yet break no invariant. Where they cannot be made, the
 * checks say so.
 */
export async function failedChecks(
	warehouse: Warehouse,
	check: () => Promise<readonly CheckResult[]> = () => warehouse.read(runChecks)
): Promise<readonly FailedCheck[]> {
	for (let tries = 1; ; tries++) {
		const isMade = await model(warehouse).then(
			() => true,
			() => false
		);
		const before = await warehouse.read(versionsOf);
		const results = await check();
		const failed = results.filter(({ offending }) => offending > 0);
		const isOvertaken =
			failed.some((one) => one.check === 'models_are_as_new_as_the_rows') ||
			(failed.length > 0 && (await warehouse.read(versionsOf)) !== before);
		if (!isOvertaken || !isMade || tries === mostTries)
			return failed.map(({ check, offending }) => ({ check, offending }));
	}
}

/** Failed checks in sentences, one a line. */
export const describeFailed = (failed: readonly FailedCheck[]): string =>
	failed
		.map(({ check, offending }) =>
			message('import.check_failed', { check: checkInWords(check), offending })
		)
		.join('\n');

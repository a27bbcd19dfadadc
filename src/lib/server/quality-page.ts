import type { CheckResult } from '#queries/checks.ts';
import { runChecks } from '#queries/checks.ts';
import { withConnection } from './batches.ts';

/** One invariant in words, with the rows that break it as a table. */
export interface Finding {
	readonly id: string;
	/** The name of the check as a sentence. */
	readonly sentence: string;
	readonly offending: number;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

const text = (value: unknown): string => {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
};

function findingOf({ check, offending, rows }: CheckResult): Finding {
	const [first] = rows;
	const columns = first === undefined ? [] : Object.keys(first);
	const words = check.replaceAll('_', ' ');
	return {
		id: check,
		sentence: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`,
		offending,
		columns,
		rows: rows.map((row) => columns.map((column) => text(row[column])))
	};
}

/** Every invariant, run now on the state that readers see. */
export const qualityFindings = (): Promise<Finding[]> =>
	withConnection(async (connection) => (await runChecks(connection)).map(findingOf));

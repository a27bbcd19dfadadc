import type { ChildOptions } from '../child.ts';
import { runChild } from '../child.ts';
import type { ConvertPlan } from './convert-child.ts';

/** Parquet files with staged records, every record of the export exactly once, in file order. */
export interface Converted {
	readonly files: readonly string[];
	readonly records: number;
	/** Columns taken for days in which times of day were found; then nothing was converted. */
	readonly timed: readonly number[];
}

/** Converts a file to Parquet in a child process. Throws `conversion_failed` with what the child last said, or `cancelled`. */
export const convert = (
	plan: ConvertPlan,
	options: Omit<ChildOptions, 'heap'> = {}
): Promise<Converted> =>
	runChild('pipelines/stages/convert-child.ts', plan, { ...options, heap: 1024 });

import { stat } from 'node:fs/promises';
import type { ChildOptions } from '../child.ts';
import { runChild } from '../child.ts';
import type { JsonTable, JsonTableCounts, JsonText } from './json-table.ts';
import { copyJsonTable, jsonTable } from './json-table.ts';
import type { JsonTablePlan } from './json-table-child.ts';

type Options = Omit<ChildOptions, 'heap'>;

/** Up to this size a file is read sooner than a process for it begins. */
const smallFile = 1 << 20;

const isSmall = async (path: string): Promise<boolean> => (await stat(path)).size <= smallFile;

const run = <Result>(plan: JsonTablePlan, options: Options): Promise<Result> =>
	runChild<Result>('pipelines/readers/json-table-child.ts', plan, { ...options, heap: 512 });

/** `jsonTable`, of a large file in a child process. */
export const lookAtAnswer = async (path: string, text: JsonText): Promise<JsonTable | null> =>
	(await isSmall(path)) ? jsonTable(path, text) : run({ kind: 'look', path, text }, {});

/** `copyJsonTable`, of a large file in a child process; `onProgress` hears the number of records. */
export async function copyAnswer(
	{ path, target, header, text, limit }: Omit<Extract<JsonTablePlan, { kind: 'copy' }>, 'kind'>,
	options: Options
): Promise<JsonTableCounts> {
	const { signal, onProgress: onRows } = options;
	if (await isSmall(path))
		return copyJsonTable(path, target, header, text, { limit, signal, onRows });
	return run({ kind: 'copy', path, target, header, text, limit }, options);
}

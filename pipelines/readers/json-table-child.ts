// Runs alone in a process of its own: what a large answer costs, the server does not pay.
import { serveChild, tellProgress } from '../child.ts';
import type { JsonTable, JsonTableCounts, JsonText } from './json-table.ts';
import { copyJsonTable, jsonTable } from './json-table.ts';

/** What the child is told to do. */
export type JsonTablePlan =
	| { readonly kind: 'look'; readonly path: string; readonly text: JsonText }
	| {
			readonly kind: 'copy';
			readonly path: string;
			readonly target: string;
			readonly header: readonly string[];
			readonly text: JsonText;
			readonly limit?: number | undefined;
	  };

serveChild<JsonTablePlan, JsonTable | JsonTableCounts | null>((asked) =>
	asked.kind === 'look'
		? jsonTable(asked.path, asked.text)
		: copyJsonTable(asked.path, asked.target, asked.header, asked.text, {
				limit: asked.limit,
				onRows: tellProgress
			})
);

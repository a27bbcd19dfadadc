import { message } from '#queries/messages.ts';
import type { BatchReport } from './batches.ts';
import { forgetBatch } from './batches.ts';
import { leave } from './beside-imports.ts';
import { cancelledImport, ImportError } from './import-error.ts';
import type { Progress } from './progress.ts';
import { progressMeter } from './progress.ts';
import { modelImported } from './stages/model.ts';
import { isTwin } from './twin.ts';
import type { Warehouse } from './warehouse/open.ts';

/** A cancelled import as it stands: what was imported before is whole, and kept. */
export function cancelledAfter(kept: readonly BatchReport[], cause: ImportError): ImportError {
	const added = kept.filter(({ batch_id }) => batch_id !== null);
	if (added.length === 0) return cause;
	const text = message('import.cancelled_after_parts', { count: added.length });
	return new ImportError('cancelled', text, { kept: added }, { cause });
}

/** What of a cancelled import was imported before, and is kept. */
export const keptOf = ({ details }: ImportError): readonly BatchReport[] =>
	(details['kept'] ?? []) as readonly BatchReport[];

/** What ends an import. */
export interface Finish {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Ends an import whose files are in: the models are made anew. Until they are, the last file is at work; cancelling takes it
 * back, keeps those before it, and it too where the same file was sent again and answered meanwhile, and leaves the models of these to the next that needs them. Throws `cancelled`.
 */
export async function finishImport(
	warehouse: Warehouse,
	reports: readonly BatchReport[],
	{ signal, onProgress }: Finish
): Promise<void> {
	const meter = progressMeter(onProgress);
	meter({ stage: 'model', done: 0 });
	try {
		await modelImported(warehouse, signal);
	} catch (cause) {
		if (!signal?.aborted) throw cause;
		const last = reports.at(-1);
		const isNew = last !== undefined && last.batch_id !== null && !isTwin(last);
		const isMine = isNew && leave(warehouse.dataDir, last.batch_id);
		if (isMine) await forgetBatch(warehouse, last.batch_id);
		throw cancelledAfter(isMine ? reports.slice(0, -1) : reports, cancelledImport(cause));
	}
	meter({ stage: 'model', done: 1 });
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { isMissingLeavers } from '#queries/matching.ts';
import { message } from '#queries/messages.ts';
import type { BatchReport, Snapshot } from './batches.ts';
import { findBatch } from './batches.ts';

/** The report as it is once all files of one go are in: a page warns of the next ones only where the last did not come. */
export async function withAllPages(
	connection: DuckDBConnection,
	report: BatchReport
): Promise<BatchReport> {
	const isPage = report.warnings.some(({ code }) => code === 'more_pages');
	if (report.batch_id === null || !isPage) return report;
	const told = (await findBatch(connection, report.batch_id))?.warnings ?? [];
	const isOpen = told.some(({ code }) => code === 'more_pages');
	const warnings = report.warnings.filter(({ code }) => isOpen || code !== 'more_pages');
	return { ...report, warnings };
}

/**
 * The report with what only the models know: what changed since an earlier file of the same report, whether those who left
 * are missing, and which responses of a survey an earlier file holds, too. The same where the models were never made.
 */
export async function withModels(
	connection: DuckDBConnection,
	given: BatchReport
): Promise<BatchReport> {
	const report = await withAllPages(connection, given);
	if (report.batch_id === null) return report;
	const made = await connection.runAndReadAll(
		"select count(*)::integer from duckdb_tables() where schema_name = 'main' and table_name in ('snapshot', 'leaver_presence', 'survey_reply')"
	);
	if (Number(made.getRowsJS()[0]?.[0]) < 3) return report;
	const batch = { batch: report.batch_id };
	const snapshots = await connection.runAndReadAll(
		`select earlier_batch_id, new_rows, changed_rows, vanished_rows, same_rows, withdrawn_rows
		from snapshot where batch_id = $batch`,
		batch
	);
	const leavers = await connection.runAndReadAll(
		'select personnel_system, leavers, present from leaver_presence where batch_id = $batch order by all',
		batch
	);
	const repeats = await connection.runAndReadAll(
		`select count(*)::integer from survey_reply
		where latest_batch_id = $batch and earliest_batch_id < latest_batch_id`,
		batch
	);
	const repeated = Number(repeats.getRowsJS()[0]?.[0]);
	const missing = (leavers.getRowObjectsJS() as unknown as Leavers[]).filter(isMissingLeavers);
	return {
		...report,
		snapshot: (snapshots.getRowObjectsJS()[0] ?? null) as unknown as Snapshot | null,
		warnings: [
			...report.warnings.filter(({ code }) => missing.length === 0 || code !== 'survivorship'),
			...missing.slice(0, 1).map(warnOfLeavers),
			...(repeated === 0 ? [] : [warnOfRepeats(repeated)])
		]
	};
}

interface Leavers {
	readonly personnel_system: string;
	readonly leavers: number;
	readonly present: number;
}

const warnOfLeavers = ({ personnel_system, leavers }: Leavers) => ({
	code: 'survivorship',
	message: message('import.people_left_while_these_data_ran', { leavers, personnel_system })
});

const warnOfRepeats = (count: number) => ({
	code: 'repeated_responses',
	message: message('import.responses_of_earlier_files', { count })
});

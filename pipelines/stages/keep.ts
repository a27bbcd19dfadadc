import type { DuckDBConnection } from '@duckdb/node-api';
import { message } from '#queries/messages.ts';
import type { BatchReport } from '../batches.ts';
import { batchReport, listRejects } from '../batches.ts';
import type { ImportOptions } from '../import.ts';
import { twinOf, twinReport } from '../twin.ts';
import { passFaultPoint } from '../fault-points.ts';
import { ImportError } from '../import-error.ts';
import type { Received } from '../readers/receive.ts';
import { interruptible } from '../warehouse/interrupt.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import type { Warehouse } from '../warehouse/open.ts';
import type { ConvertedFile, Run } from './convert-file.ts';
import { identify } from './identify.ts';
import { load } from './load.ts';
import { mappedColumns, tellsCompletion } from './map.ts';
import { modelVersion, raiseDataVersion } from './model.ts';
import { pageOrder } from './page-order.ts';
import type { Prepared } from './prepare.ts';
import type { Recognition } from './recognise.ts';
import { sheetOf } from './recognise.ts';
import { scoreWords, surveysOf } from './score-words.ts';
import { readTones } from './tone.ts';
import { warnOfReading, warnOfRows } from './warn.ts';
import { readScales, warnOfKeys, warnOfScales } from './warn-scales.ts';

/** Ends the transaction of a dry run, so that nothing of it stays. */
class DryRun extends Error {
	readonly report: BatchReport;

	constructor(report: BatchReport) {
		super('dry run');
		this.report = report;
	}
}

/**
 * How the file was read, as it is kept with its batch. Columns that feed nothing are named, so that they can be asked for
 * later: their values stay in the kept original. That none tells of completions is said, because nobody completed nothing then. Pages say after which models they came: those of one go have the same.
 */
function readingText(
	recognition: Recognition,
	{ numbering, page }: Prepared,
	together: number
): string {
	const { source, reading, reasons, said } = recognition;
	if (source.format !== 'table' || reading.format === 'json')
		return JSON.stringify({ ...reading, numbering, reasons, ...(page && { page, together }) });
	const { format, encoding, delimiter, headerLines, dates, sheet, isJson } = reading;
	const unused = mappedColumns(source, reading).flatMap(({ column, field }) =>
		field === null && column.trim() !== '' ? [column.trim()] : []
	);
	return JSON.stringify({
		...(isJson ? { format: 'json', isTable: true } : { format, delimiter, headerLines }),
		encoding,
		dates,
		numbering,
		reasons,
		unused,
		...(!tellsCompletion(source, reading) && { tellsCompletion: false }),
		...(page && { page, together }),
		...(sheet !== null && { sheet }),
		...(said && { mapping: said })
	});
}

/** Keeps with the batch of a page in which order its records stand, where they show one. */
async function keepPageOrder(
	connection: DuckDBConnection,
	{ source }: Recognition,
	batchId: number
): Promise<void> {
	const order = await pageOrder(connection, source.entity);
	if (order === null) return;
	await connection.run(
		`update batch set reading = json_merge_patch(reading::json, '{"order":"${order}"}')::varchar where batch_id = ${batchId}`
	);
}

/** How many refused records of a file that was stopped are handed on. */
const rejectsKept = 100_000;

async function refuseIfTooBad(
	connection: DuckDBConnection,
	report: BatchReport,
	{ badRowLimit: limit, onRefused }: ImportOptions
): Promise<void> {
	if (limit === undefined || report.rows_rejected <= limit * report.rows_read) return;
	const meant = await readNumbers(
		connection,
		`select count(*) as n from reject where batch_id = ${report.batch_id ?? 0} and is_left_out(reason)`
	);
	if (report.rows_rejected - (meant['n'] ?? 0) <= limit * report.rows_read) return;
	if (onRefused && report.batch_id !== null)
		onRefused(report.file, await listRejects(connection, report.batch_id, rejectsKept));
	const shown = report.rejects.length;
	throw new ImportError(
		'too_many_bad_rows',
		message('import.records_cannot_be_used_more_than', {
			rows_rejected: report.rows_rejected,
			rows_read: report.rows_read,
			limit: Math.round(limit * 100),
			shown
		}),
		{ report }
	);
}

/**
 * Loads a converted file, identifies its people and writes its batch, all in one transaction, and reports the counts.
 * Throws `too_many_bad_rows` above the limit; then nothing was kept.
 */
export async function keepBatch(
	warehouse: Warehouse,
	run: Run,
	received: Received,
	{ recognition, prepared, converted }: ConvertedFile
): Promise<BatchReport> {
	const { options, file } = run;
	const keep = async (connection: DuckDBConnection): Promise<BatchReport> => {
		const importedAt = options.now?.() ?? new Date();
		const asked = { sha256: received.sha256, name: file.name, sheet: sheetOf(recognition) };
		const twin = await twinReport(connection, twinOf(asked, options, warehouse.dataDir));
		if (twin) return twin;
		const tellsScales = ['response', 'survey_key'].includes(recognition.source.entity);
		const scales = tellsScales ? await readScales(connection) : [];
		const batchId = await load(
			connection,
			{
				source: recognition.source,
				fileName: file.name,
				sha256: received.sha256,
				fileBytes: received.bytes,
				confidence: recognition.confidence,
				rowsRead: prepared.records,
				rowsBlank: prepared.blankLines,
				firstLine: prepared.firstLine,
				isWide: recognition.reading.format === 'delimited' && recognition.reading.items !== null,
				reading: readingText(recognition, prepared, await modelVersion(connection)),
				importedBy: options.importedBy,
				importedAt: importedAt.toISOString()
			},
			converted
		);
		const surveys = tellsScales ? await surveysOf(connection, batchId) : [];
		const scored = tellsScales ? await scoreWords(connection, surveys) : 0;
		passFaultPoint('load');
		const warnings = [
			...(options.warnings ?? []),
			...warnOfReading(recognition, options.timeZone),
			...(await warnOfRows(connection, recognition, prepared, importedAt)),
			...(tellsScales
				? await warnOfScales(connection, scales, recognition.source.entity === 'survey_key')
				: []),
			...(tellsScales ? await warnOfKeys(connection, surveys) : [])
		];
		await connection.run('update batch set warnings = $warnings where batch_id = $batch', {
			warnings: JSON.stringify(warnings),
			batch: batchId
		});
		if (prepared.page !== null) await keepPageOrder(connection, recognition, batchId);
		if (recognition.source.entity === 'response' || scored > 0) await readTones(connection);
		await identify(connection);
		await raiseDataVersion(connection);
		const report = await batchReport(connection, batchId);
		await refuseIfTooBad(connection, report, options);
		if (options.dryRun) throw new DryRun({ ...report, batch_id: null });
		options.signal?.throwIfAborted();
		passFaultPoint('commit');
		return report;
	};
	const work = warehouse.transaction((connection) =>
		interruptible(connection, options.signal, () => keep(connection))
	);
	return work.catch((cause: unknown) => {
		if (cause instanceof DryRun) return cause.report;
		throw cause;
	});
}

import { message } from '#queries/messages.ts';
import type { ImportedFile, ImportOptions } from '../import.ts';
import { passFaultPoint } from '../fault-points.ts';
import type { Step } from '../progress.ts';
import { quote } from '../sources/columns.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import type { Warehouse } from '../warehouse/open.ts';
import type { Converted } from './convert.ts';
import { convert } from './convert.ts';
import type { DateReading } from './date-order.ts';
import { orderInWords, withTimes } from './date-order.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { TableReading } from './read-table.ts';
import type { Recognition } from './recognise.ts';

/** One import on its way. */
export interface Run {
	readonly file: ImportedFile;
	readonly options: ImportOptions;
	/** Its own folder in staging, removed at the end. */
	readonly folder: string;
	readonly meter: (step: Step) => void;
	readonly signal: { readonly signal: AbortSignal } | undefined;
}

/** A file as staged records, with how it was read. */
export interface ConvertedFile {
	readonly recognition: Recognition;
	readonly prepared: Prepared;
	readonly converted: Converted;
}

/** The same recognition with its dates read otherwise, and told so. */
function withDates(
	recognition: Recognition,
	change: (dates: DateReading, reading: TableReading) => DateReading
): Recognition {
	const { source, reading, reasons } = recognition;
	if (source.format !== 'table' || reading.format !== 'delimited') return recognition;
	const dates = change(reading.dates, reading);
	return {
		...recognition,
		source,
		reasons: reasons.map((reason) => (reason === reading.dates.evidence ? dates.evidence : reason)),
		reading: { ...reading, dates }
	};
}

/** The same reading where rows further down show that these columns hold times of day. */
export const withTimedColumns = (recognition: Recognition, timed: readonly number[]): Recognition =>
	withDates(recognition, (dates, { header, rows }) => withTimes(dates, header, rows, timed));

async function convertAs(run: Run, path: string, recognition: Recognition): Promise<ConvertedFile> {
	const prepared = await prepare(path, run.folder, recognition, {
		...run.signal,
		strict: run.options.strict ?? false,
		timeZone: run.options.timeZone ?? 'UTC',
		onProgress: (bytes, total, rows) => {
			run.meter({
				stage: 'scan',
				done: bytes / total,
				bytesDone: bytes,
				bytesTotal: total,
				rowsDone: rows
			});
		}
	});
	passFaultPoint('scan');
	const rowsTotal = prepared.records;
	run.meter({ stage: 'convert', done: 0, rowsTotal });
	const converted = await convert(prepared.plan, {
		...run.signal,
		onProgress: (done) => {
			run.meter({ stage: 'convert', done, rowsDone: Math.round(done * rowsTotal), rowsTotal });
		}
	});
	if (converted.timed.length > 0)
		return convertAs(run, path, withTimedColumns(recognition, converted.timed));
	passFaultPoint('staged');
	return { recognition, prepared, converted };
}

const undatedRows = (warehouse: Warehouse, files: readonly string[]): Promise<number> =>
	warehouse.read(async (connection) => {
		const counts = await readNumbers(
			connection,
			`select count(*) as n from read_parquet([${files.map(quote).join(', ')}]) where reject_reason = 'not_a_date'`
		);
		return counts['n'] ?? 0;
	});

const dayFirst = ['dmy', 'mdy'] as const;
const monthFirst = ['mdy', 'dmy'] as const;

/** The same reading with the order of day and month that rows further down prove. */
const withOrder = (recognition: Recognition, dateOrder: 'dmy' | 'mdy'): Recognition =>
	withDates(recognition, (dates) => ({
		...dates,
		dateOrder,
		formats: dates.dateOrder === dateOrder ? dates.formats : [],
		isAmbiguous: false,
		openCell: null,
		toldBy: 'values' as const,
		evidence: message('import.because_rows_further_down', { date_order: orderInWords(dateOrder) })
	}));

/**
 * Converts a file to staged records. Where its first rows leave the order of day and month open, nobody named it, and the
 * usual order does not fit all rows, the other order is tried, and the one that fits more rows is taken.
 */
export async function convertFile(
	warehouse: Warehouse,
	run: Run,
	path: string,
	recognition: Recognition
): Promise<ConvertedFile> {
	const usual = await convertAs(run, path, recognition);
	const { reading } = usual.recognition;
	if (reading.format !== 'delimited') return usual;
	if (!reading.dates.isAmbiguous && reading.dates.toldBy !== 'earlier') return usual;
	const undated = await undatedRows(warehouse, usual.converted.files);
	if (undated === 0) return usual;
	const [order, other] = reading.dates.dateOrder === 'dmy' ? dayFirst : monthFirst;
	const flipped = await convertAs(run, path, withOrder(usual.recognition, other));
	const undatedOther = await undatedRows(warehouse, flipped.converted.files);
	if (undatedOther < undated) return flipped;
	const isProven = undatedOther > undated;
	const read = usual.recognition;
	return convertAs(run, path, isProven ? withOrder(read, order) : read);
}

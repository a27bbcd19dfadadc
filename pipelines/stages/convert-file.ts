import { message } from '#queries/messages.ts';
import type { ImportedFile, ImportOptions } from '../import.ts';
import { passFaultPoint } from '../fault-points.ts';
import type { Step } from '../progress.ts';
import { quote } from '../sources/columns.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import type { Warehouse } from '../warehouse/open.ts';
import type { Converted } from './convert.ts';
import { convert } from './convert.ts';
import { orderInWords } from './date-order.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
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

/** The same reading with the order of day and month that rows further down prove, and told so. */
function withOrder(recognition: Recognition, dateOrder: 'dmy' | 'mdy'): Recognition {
	const { source, reading, reasons } = recognition;
	if (source.format !== 'table' || reading.format !== 'delimited') return recognition;
	const { dates } = reading;
	const evidence = message('import.because_rows_further_down', {
		date_order: orderInWords(dateOrder)
	});
	const proven = {
		...dates,
		dateOrder,
		formats: dates.dateOrder === dateOrder ? dates.formats : [],
		isAmbiguous: false,
		openCell: null,
		toldBy: 'values' as const,
		evidence
	};
	return {
		...recognition,
		source,
		reasons: reasons.map((reason) => (reason === dates.evidence ? evidence : reason)),
		reading: { ...reading, dates: proven }
	};
}

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
	const { reading } = recognition;
	if (reading.format !== 'delimited') return usual;
	if (!reading.dates.isAmbiguous && reading.dates.toldBy !== 'earlier') return usual;
	const undated = await undatedRows(warehouse, usual.converted.files);
	if (undated === 0) return usual;
	const [order, other] = reading.dates.dateOrder === 'dmy' ? dayFirst : monthFirst;
	const flipped = await convertAs(run, path, withOrder(recognition, other));
	const undatedOther = await undatedRows(warehouse, flipped.converted.files);
	if (undatedOther < undated) return flipped;
	const isProven = undatedOther > undated;
	return convertAs(run, path, isProven ? withOrder(recognition, order) : recognition);
}

import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Mapping, ReadingRules } from '../mapping.ts';
import type { Encoding } from '../readers/encodings.ts';
import type { Head } from '../readers/head.ts';
import { mostColumns } from '../record-place.ts';
import { guardedPlaces, unguarded } from '../sources/guarded.ts';
import type { Shown, TableSource, WideItem } from '../sources/source.ts';
import type { DateReading } from './date-order.ts';
import { readDates } from './date-order.ts';
import type { EarlierOrders } from './earlier-order.ts';
import { earlierOrderOf } from './earlier-order.ts';
import type { NumberReading } from './decimal-sign.ts';
import { readNumbersOf } from './decimal-sign.ts';
import type { DurationReading } from './duration-unit.ts';
import { readDurationsOf } from './duration-unit.ts';
import type { Fit } from './fit.ts';
import { ownRowsOf } from './recognise-mapping.ts';

/** How a table is cut and read; every part of it was found, not assumed. */
export interface TableReading {
	readonly format: 'delimited';
	readonly encoding: Encoding;
	readonly mark: number;
	readonly delimiter: string;
	/** Whether blanks stand before quotations. */
	readonly blanksLead: boolean;
	/** The sheet of a workbook that the table stands on; null for text. */
	readonly sheet: string | null;
	/** Whether the table is the records of a JSON file, of which the headings are the keys. */
	readonly isJson: boolean;
	/** The headings as the source knows them. */
	readonly header: readonly string[];
	/** The headings as they stand in the file. */
	readonly headings: readonly string[];
	/** What a person said of how it is read. */
	readonly rules: ReadingRules;
	/** Header rows below the header: question texts, labels. */
	readonly below: readonly (readonly string[])[];
	readonly headerLines: number;
	/** What the file is called. */
	readonly fileName: string;
	/** Values of fields that a person fixed for the whole file. */
	readonly fixed: Readonly<Record<string, string>>;
	readonly about: string | null;
	/** The columns in which cells are written as formulas of a text, ="00123". */
	readonly guarded: readonly number[];
	/** The columns that are items, where each record has a cell for every one of them. */
	readonly items: readonly WideItem[] | null;
	readonly dates: DateReading;
	/** The year of the first row, where dates state none. */
	readonly year: number | null;
	readonly numbers: NumberReading;
	readonly durations: DurationReading;
	/** First records after the header, for preview. */
	readonly rows: readonly (readonly string[])[];
}

/** What a person said of a table before it is read. */
export interface TableWords {
	readonly timeZone?: string | undefined;
	/** The year of the first row, for dates that state none. */
	readonly year?: number | undefined;
	/** The order of day and month where the values leave it open. */
	readonly dateOrder?: 'dmy' | 'mdy' | undefined;
	/** Zone of the organisation. */
	readonly ownZone?: string | undefined;
	/** The orders of earlier files. */
	readonly earlier?: EarlierOrders | undefined;
	/** What the file is called; surveys name their wave in it. */
	readonly fileName?: string | undefined;
	/** Headings of the file's own, and what the source calls them. */
	readonly mapping?: Mapping | undefined;
}

/** As many columns as a sheet of a workbook can have; with more, something else is wrong with the file. */
const columnsRead = 16_384;

/** How the text of a table is encoded, and what shows it. */
export type Text = Pick<Head, 'encoding' | 'mark' | 'guess' | 'isAsked'>;

/** The text of a workbook. */
export const sheetText: Text = { encoding: 'utf-8', mark: 0, guess: null, isAsked: false };

/** Items that share a name or a code with an earlier one are numbered: activities of one name are not one activity. */
function distinctItems(items: readonly WideItem[]): readonly WideItem[] {
	const seen = new Map<string, number>();
	return items.map((item) => {
		const name = (item.code ?? item.title).toLowerCase();
		const nth = (seen.get(name) ?? 0) + 1;
		seen.set(name, nth);
		if (nth === 1) return item;
		return {
			...item,
			title: `${item.title} (${nth})`,
			...(item.code !== undefined && { code: `${item.code} (${nth})` })
		};
	});
}

/** The columns of a wide table that are items; throws `too_large` where they are more than a row's place can name. */
function itemsOf(
	{ items }: TableSource,
	shown: Shown,
	fileName: string
): readonly WideItem[] | null {
	const found = items ? distinctItems(items(shown, fileName)) : null;
	if (found && shown.header.length > mostColumns) {
		throw new ImportError(
			'too_large',
			message('import.table_has_columns_more_than_can', {
				count: shown.header.length,
				most_columns: mostColumns
			})
		);
	}
	return found;
}

/** Cells of items that may be days of completion, where a mapping says that cells hold the state. */
function datesInItems(
	rows: readonly (readonly string[])[],
	items: readonly WideItem[] | null,
	mapping: Mapping | undefined
): readonly string[] {
	if (mapping?.wide?.cells !== 'state') return [];
	return rows
		.flatMap((row) => (items ?? []).map(({ at }) => row[at]?.trim() ?? ''))
		.filter((cell) => /\d/.test(cell) && cell.length >= 6);
}

/** The places of items whose cells are numbers, where a mapping says so. */
const numbersInItems = (
	items: readonly WideItem[] | null,
	mapping: Mapping | undefined
): readonly number[] =>
	mapping?.wide === undefined || mapping.wide.cells === 'state'
		? []
		: (items ?? []).map(({ at }) => at);

/** The year that a person named; throws `no_year` where dates state none and nobody did. */
function requireYear({ yearless }: DateReading, year: number | null): number | null {
	if (yearless === null || year !== null) return year;
	throw new ImportError('no_year', message('import.dates_have_no_year', { cell: yearless.cell }));
}

/** A table as the source that fits it best reads it; throws `too_large` for more columns than are read. */
export function readTable(
	head: Text,
	best: Fit,
	{ timeZone, ownZone, year, dateOrder, earlier, fileName, mapping }: TableWords
): TableReading {
	const { table, row, tableSource } = best;
	const header = table.rows[row] ?? [];
	if (header.length > columnsRead) {
		throw new ImportError(
			'too_large',
			message('import.table_has_more_columns_than_are_read', {
				count: header.length,
				columns_read: columnsRead
			})
		);
	}
	const own = ownRowsOf(table);
	const following = own.slice(row + 1);
	const rules = mapping?.reading ?? {};
	const below = following.slice(0, tableSource.headerRows?.(following) ?? 0);
	const written = following.slice(below.length).filter((record) => record.length === header.length);
	const guarded = guardedPlaces(written);
	const rows = guarded.length === 0 ? written : written.map((record) => record.map(unguarded));
	const zone = timeZone ?? rules.timeZone ?? tableSource.zone?.({ header, below, rows }) ?? null;
	const items = itemsOf(tableSource, { header, below, rows }, fileName ?? '');
	const dates = readDates(tableSource, header, rows, {
		timeZone: zone,
		ownZone: ownZone ?? 'UTC',
		asked: rules.dateOrder ?? null,
		chosen: dateOrder ?? null,
		earlier: earlierOrderOf(tableSource, earlier),
		also: datesInItems(rows, items, mapping)
	});
	return {
		format: 'delimited',
		encoding: head.encoding,
		mark: head.mark,
		delimiter: table.delimiter,
		blanksLead: table.blanksLead ?? false,
		sheet: table.sheet,
		isJson: table.json !== undefined,
		header,
		headings: own[row] ?? [],
		rules,
		below,
		headerLines: (table.lines[row + 1 + below.length] ?? 2) - 1,
		fileName: fileName ?? '',
		fixed: mapping?.fixed ?? {},
		about: tableSource.about?.(rows, header, fileName ?? '') ?? null,
		guarded,
		items,
		dates,
		year: requireYear(dates, year ?? rules.year ?? null),
		numbers: readNumbersOf(tableSource, header, own[row] ?? [], rows, {
			delimiter: table.delimiter,
			isSheet: table.sheet !== null || table.json !== undefined,
			asked: rules.decimals ?? null,
			items: numbersInItems(items, mapping)
		}),
		durations: readDurationsOf(tableSource, header, own[row] ?? [], rows, {
			asked: rules.durationUnit ?? null,
			items: mapping?.wide?.cells === 'time' ? numbersInItems(items, mapping) : []
		}),
		rows
	};
}

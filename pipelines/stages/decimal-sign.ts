import { message } from '#queries/messages.ts';
import type { Column } from '../sources/columns.ts';
import { bareHeading, normaliseHeader } from '../sources/headers.ts';
import type { TableSource } from '../sources/source.ts';

/** Which sign parts the decimals of a file's numbers, and what shows it. */
export interface NumberReading {
	readonly decimals: 'comma' | 'point';
	/** Whether anything tells: a value, the sign between the columns, or a person. */
	readonly isTold: boolean;
	/** A value that can be read both ways and that nothing tells how, with the heading of its column. */
	readonly open: { readonly column: string; readonly cell: string } | null;
	/** Whether the sign matters to any number of the first rows. */
	readonly hasSigns: boolean;
	readonly evidence: string;
}

type Sign = NumberReading['decimals'];

/** One sign with three digits behind it, such as 1,234: thousands or decimals. */
const either = /^[+-]?[1-9]\d{0,2}[,.]\d{3}$/;
const commaParts = /^[+-]?(?:[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d*\.\d+)$/;
const pointParts = /^[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?|\d*,\d+)$/;
const isNumber = /^[+-]?\d[\d,.]*$/;

/** The decimal sign that a number proves, `open` where it can be read both ways, null where it has no sign or is none. */
function signOf(cell: string): Sign | 'open' | null {
	if (either.test(cell)) return 'open';
	if (commaParts.test(cell)) return 'point';
	return pointParts.test(cell) ? 'comma' : null;
}

const plain = (cell: string | undefined): string => (cell ?? '').replace(/[ %]+$/, '').trim();

interface Signs {
	readonly comma: string | undefined;
	readonly point: string | undefined;
	readonly open: NumberReading['open'];
	/** The sign that more values prove; null where as many prove the other. */
	readonly proven: Sign | null;
}

/** What the cells of some columns prove. */
function signsIn(
	headings: readonly string[],
	rows: readonly (readonly string[])[],
	places: readonly number[]
): Signs {
	const found: Record<Sign | 'open', { column: string; cell: string }[]> = {
		comma: [],
		point: [],
		open: []
	};
	for (const at of places) {
		for (const row of rows) {
			const cell = plain(row[at]);
			const sign = signOf(cell);
			if (sign !== null) found[sign].push({ column: (headings[at] ?? '').trim(), cell });
		}
	}
	const { comma, point, open } = found;
	return {
		comma: comma[0]?.cell,
		point: point[0]?.cell,
		open: open[0] ?? null,
		proven: comma.length === point.length ? null : comma.length > point.length ? 'comma' : 'point'
	};
}

/** The places of the columns that the source reads as numbers. */
function numberPlaces(source: TableSource, header: readonly string[]): readonly number[] {
	const isRead = ({ isNumber: is, headers }: Column) => (is === true ? headers : []);
	const read = new Set(Object.values(source.columns).flatMap(isRead).map(normaliseHeader));
	return header.flatMap((heading, index) => {
		const name = normaliseHeader(heading);
		return read.has(name) || read.has(bareHeading(name, source)) ? [index] : [];
	});
}

/** Columns that hold nothing but numbers, whatever they are read as. */
const allNumbers = (rows: readonly (readonly string[])[], width: number): readonly number[] =>
	Array.from({ length: width }, (_, at) => at).filter((at) => {
		const cells = rows.map((row) => plain(row[at])).filter((cell) => cell !== '');
		return cells.length > 0 && cells.every((cell) => isNumber.test(cell));
	});

/** How the numbers of a table are told: where it stands and what a person said of it. */
export interface NumberWords {
	readonly delimiter: string;
	readonly isSheet: boolean;
	readonly asked: Sign | null;
	/** Places of items whose cells are numbers. */
	readonly items: readonly number[];
}

/** A decimal sign in words. */
export const signInWords = (sign: Sign): string =>
	message(sign === 'comma' ? 'import.decimal_comma' : 'import.decimal_point');

/**
 * The decimal sign, as a person said, else as the values of the number columns prove it: 1,020.5, 1,234,567 and 12,5 do,
 * 1,234 alone does not. Else a semicolon between the columns or a workbook tells, then other columns of numbers. Where
 * nothing does it is a point.
 */
export function readNumbersOf(
	source: TableSource,
	header: readonly string[],
	headings: readonly string[],
	rows: readonly (readonly string[])[],
	{ delimiter, isSheet, asked, items }: NumberWords
): NumberReading {
	const places = [...numberPlaces(source, header), ...items];
	const own = signsIn(headings, rows, places);
	const hasSigns = own.comma !== undefined || own.point !== undefined || own.open !== null;
	const told = (decimals: Sign, evidence: string): NumberReading => ({
		decimals,
		isTold: true,
		open: null,
		hasSigns,
		evidence
	});
	const because = (sign: Sign, cell: string): NumberReading =>
		told(sign, message('import.decimals_because_of', { sign: signInWords(sign), cell }));
	if (asked !== null)
		return told(asked, message('import.decimals_as_asked', { sign: signInWords(asked) }));
	const isTorn = own.comma !== undefined && own.point !== undefined;
	if (isTorn && own.open === null) {
		const values = { comma: own.comma, point: own.point };
		return told(own.proven ?? 'point', message('import.decimals_of_both_kinds', values));
	}
	if (!isTorn && own.proven !== null) return because(own.proven, own[own.proven] ?? '');
	if (!isTorn && isSheet) return told('point', message('import.decimals_of_workbook'));
	if (!isTorn && delimiter === ';') return told('comma', message('import.decimals_of_semicolon'));
	const others =
		isTorn || !hasSigns ? null : signsIn(headings, rows, allNumbers(rows, header.length));
	if (others?.proven) return because(others.proven, others[others.proven] ?? '');
	const decimals = own.proven ?? 'point';
	return {
		decimals,
		isTold: false,
		open: own.open,
		hasSigns,
		evidence:
			own.open === null
				? message('import.decimals_in_no_number')
				: message('import.decimals_could_be_both', {
						cell: own.open.cell,
						sign: signInWords(decimals)
					})
	};
}

/** One record of a comma-separated file; quotes only where they are needed, as most systems write it. */
export function csvLine(values: readonly (string | number | null)[], end: '\n' | '\r\n'): string {
	return values.map(cell).join(',') + end;
}

function cell(value: string | number | null): string {
	if (value === null) return '';
	if (typeof value === 'number') return `${value}`;
	return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** UTF-8 with a byte order mark, so that a spreadsheet reads it right. */
export function withMark(text: string): Buffer {
	return Buffer.from(`\uFEFF${text}`, 'utf8');
}

/** windows-1252, as far as the company's names and titles need it. */
export function windows1252(text: string): Buffer {
	const bytes = Buffer.from(text.replaceAll('–', '\u0096').replaceAll('’', '\u0092'), 'latin1');
	if (/[\u0100-\u2012\u2014-\u2018\u201a-\uffff]/.test(text)) {
		throw new RangeError('A letter of the export is not in windows-1252');
	}
	return bytes;
}

/** A written export: its name, its bytes, and how many data records it holds. */
export interface Export {
	readonly file: string;
	readonly rows: number;
	readonly bytes: Uint8Array;
}

/** What a number format makes of a number. `digits` is the width of a format that is zeros only. */
export interface NumberFormat {
	readonly kind: 'plain' | 'date' | 'time' | 'elapsed' | 'percent' | 'padded';
	readonly hasTime: boolean;
	readonly digits: number;
}

const format = (kind: NumberFormat['kind'], hasTime = false, digits = 0): NumberFormat => ({
	kind,
	hasTime,
	digits
});

/** A number as it stands. */
export const plain = format('plain');

const between = (id: number, from: number, to: number): boolean => id >= from && id <= to;

/** The formats that every workbook knows by number (ECMA-376 part 1, 18.8.30), those of East Asian dates included. */
export function builtInFormat(id: number): NumberFormat {
	if (between(id, 14, 17) || between(id, 27, 31) || between(id, 50, 58)) return format('date');
	if (id === 36) return format('date');
	if (id === 22) return format('date', true);
	if (between(id, 18, 21) || between(id, 32, 35) || id === 45 || id === 47) return format('time');
	if (id === 46) return format('elapsed');
	if (id === 9 || id === 10) return format('percent');
	return plain;
}

/** What a format code of a workbook's own makes of a number, by the codes of its first section. */
export function customFormat(code: string): NumberFormat {
	const bare = code
		.replaceAll(/"[^"]*"|\\.|[_*]./g, '')
		.replaceAll(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
		.split(';', 1)[0]
		?.trim()
		.toLowerCase();
	if (bare === undefined || bare === '' || bare === 'general' || bare === '@') return plain;
	if (/\[(?:h+|m+|s+)\]/.test(bare)) return format('elapsed');
	const codes = bare.replaceAll(/am\/pm|a\/p/g, 'h').replaceAll('general', '');
	const hasTime = /[hs]/.test(codes);
	if (/[yd]/.test(codes) || (codes.includes('m') && !hasTime)) return format('date', hasTime);
	if (hasTime) return format('time');
	if (bare.includes('%')) return format('percent');
	return /^0{2,}$/.test(bare) ? format('padded', false, bare.length) : plain;
}

const wholeNumber = /^-?(?:0|[1-9]\d*)$/;

/** A number in plain digits, to the 15 that a spreadsheet keeps: never 1.0E6, which would be no id. */
function digitsOf(value: number): string {
	const text = String(Number(value.toPrecision(15)));
	const [mantissa = '', exponent] = text.split('e');
	if (exponent === undefined) return text;
	const [whole = '', rest = ''] = mantissa.replace('-', '').split('.');
	const digits = whole + rest;
	const point = whole.length + Number(exponent);
	const sign = value < 0 ? '-' : '';
	return point > 0 ? sign + digits.padEnd(point, '0') : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

const two = (part: number): string => String(part).padStart(2, '0');

function clock(milliseconds: number): string {
	const seconds = Math.floor(milliseconds / 1000);
	const rest = milliseconds % 1000;
	const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`;
}

const dayLength = 86_400_000;
const lastDay = 2_958_465;

/** The day of a serial number; the first system counts a 29 February 1900 that never was. */
function dayOf(serial: number, is1904: boolean): string {
	if (!is1904 && serial === 60) return '1900-02-29';
	if (!is1904 && serial === 0) return '1900-01-00';
	const begins = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
	return new Date(begins + serial * dayLength).toISOString().slice(0, 10);
}

/** A serial number as ISO text; the time of day where the format or the number has one. */
function stamp(value: number, hasTime: boolean, is1904: boolean): string {
	const all = Math.round(value * dayLength);
	const time = all % dayLength;
	const day = dayOf(Math.floor(all / dayLength), is1904);
	return hasTime || time !== 0 ? `${day} ${clock(time)}` : day;
}

/** A cell's number as text: dates and times in ISO notation, durations as hours, shares in percent, all else as digits. */
export function numberText(text: string, { kind, hasTime, digits }: NumberFormat, is1904: boolean) {
	if (kind === 'plain' && wholeNumber.test(text)) return text;
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value)) return text;
	const isSerial = value >= 0 && value < lastDay + 1;
	switch (kind) {
		case 'date':
			return isSerial ? stamp(value, hasTime, is1904) : digitsOf(value);
		case 'time':
			if (isSerial && value >= 10_000) return stamp(value, true, is1904);
			return isSerial ? clock(Math.round(value * dayLength)) : digitsOf(value);
		case 'elapsed':
			return isSerial ? clock(Math.round(value * dayLength)) : digitsOf(value);
		case 'percent':
			return `${digitsOf(value * 100)}%`;
		case 'padded':
			return value >= 0 ? digitsOf(value).padStart(digits, '0') : digitsOf(value);
		default:
			return digitsOf(value);
	}
}

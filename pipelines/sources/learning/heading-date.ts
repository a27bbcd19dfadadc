import { monthNumberOf } from '../notations.ts';

const iso = (year: string, month: number, day: string): string =>
	`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')} 12:00:00`;

/** A day that a heading names in words or numbers, at noon, in ISO form; null where it names none. Day before month. */
export function headingDate(heading: string): string | null {
	const written = /(\d{4})-(\d{2})-(\d{2})/.exec(heading);
	if (written) return iso(written[1] ?? '', Number(written[2]), written[3] ?? '');
	const named = /(\d{1,2})\.? (?:de )?(\p{L}{3,10})\.?,? (?:de )?(\d{4})/u.exec(heading);
	const month = named && monthNumberOf(named[2] ?? '');
	if (named && month) return iso(named[3] ?? '', month, named[1] ?? '');
	const numbers = /(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(heading);
	if (numbers && Number(numbers[2]) <= 12)
		return iso(numbers[3] ?? '', Number(numbers[2]), numbers[1] ?? '');
	return null;
}

import { dayOf, isoOf } from '#lib/format/date.ts';
import { message } from '#lib/messages.ts';

interface NamedPeriod {
	readonly label: string;
	readonly from: string;
	readonly to: string;
}

/** The periods that the filter bar offers by name, as seen from the day up to which the data reach. */
export function lastYear(asOf: string | null): NamedPeriod[] {
	if (asOf === null) return [];
	const end = dayOf(asOf);
	const from = isoOf(new Date(Date.UTC(end.getUTCFullYear() - 1, end.getUTCMonth() + 1, 1)));
	return [{ label: message('period.last_12_months'), from, to: '' }];
}

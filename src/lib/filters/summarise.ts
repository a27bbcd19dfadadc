import { formatDay } from '#lib/format/date.ts';
import { message } from '#lib/messages.ts';
import type { Filters } from './filters.ts';

/** The period that filters name, in words. */
export function periodInWords({ from, to }: Filters): string {
	if (from !== '' && to !== '')
		return message('period.both', { from: formatDay(from), to: formatDay(to) });
	if (from !== '') return message('period.from', { from: formatDay(from) });
	return to === '' ? message('period.all') : message('period.to', { to: formatDay(to) });
}

/** Whom filters speak of: a unit, or everybody. */
export function populationInWords({ unit }: Filters): string {
	return unit === '' ? message('population.all') : unit;
}

/** All filters in one line. */
export function summarise(filters: Filters): string {
	const period = periodInWords(filters);
	return [
		`${period.slice(0, 1).toLocaleUpperCase('en')}${period.slice(1)}`,
		message(`filter.grain.${filters.grain}`),
		populationInWords(filters),
		message(`filter.count.${filters.count}`)
	].join(' · ');
}

import { formatDay } from '#lib/format/date.ts';
import { message } from '#lib/messages.ts';
import { reasons } from './reasons.ts';

const dimensions = ['org_unit', 'item', 'source', 'length_band', 'class'] as const;

/** A question as far as it can be said in words. */
export interface Asked {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly grain?: 'month' | 'quarter' | 'year' | undefined;
	readonly by?: readonly string[] | undefined;
	readonly where?: Readonly<Record<string, string | undefined>> | undefined;
	readonly variant?: string | undefined;
	readonly horizon?: number | undefined;
	readonly as_of?: string | undefined;
}

/** Why an episode counts or does not. */
export function reasonInWords(code: string): string {
	const known = reasons.find((reason) => reason === code);
	return known ? message(`trace.why.${known}`) : code.replaceAll('_', ' ');
}

/** A breakdown, as a person would call it. */
export function dimensionInWords(name: string): string {
	const known = dimensions.find((dimension) => dimension === name);
	return known ? message(`trace.dimension.${known}`) : name;
}

/** What was asked, one part each. */
export function askedInWords(asked: Asked): string[] {
	const { from, to, grain, by, where = {}, variant, horizon, as_of } = asked;
	const filters = Object.entries(where).flatMap(([dimension, value]) =>
		value === undefined
			? []
			: [message('trace.asked.where', { dimension: dimensionInWords(dimension), value })]
	);
	const parts = [
		from === undefined ? '' : message('trace.asked.from', { date: formatDay(from) }),
		to === undefined ? '' : message('trace.asked.to', { date: formatDay(to) }),
		grain === undefined
			? ''
			: message('trace.asked.grain', { grain: message(`trace.grain.${grain}`) }),
		by === undefined || by.length === 0
			? ''
			: message('trace.asked.by', { dimensions: by.map(dimensionInWords).join(', ') }),
		...filters,
		variant === undefined ? '' : message('trace.asked.variant', { variant }),
		horizon === undefined ? '' : message('trace.asked.horizon', { days: horizon }),
		as_of === undefined ? '' : message('trace.asked.as_of', { date: formatDay(as_of) })
	].filter((part) => part !== '');
	return parts.length === 0 ? [message('trace.asked.all')] : parts;
}

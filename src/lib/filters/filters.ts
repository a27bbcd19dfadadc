/** What a page is asked: the whole state of the filter bar, which is the query of the page's address. */
export interface Filters {
	/** ISO day from which on, or '' for the first. */
	readonly from: string;
	/** ISO day before which, or '' for the last. */
	readonly to: string;
	readonly grain: 'month' | 'quarter';
	/** An organisation unit, or '' for all. */
	readonly unit: string;
	/** What counts as voluntary: chosen or prompted (broad), chosen unprompted (strict). */
	readonly count: 'broad' | 'strict';
}

/** The filters of an address without a query. */
export const defaults: Filters = { from: '', to: '', grain: 'quarter', unit: '', count: 'broad' };

/** The query that reproduces a page: only what differs from the defaults, in a fixed order. */
export function writeFilters(chosen: Filters): string {
	const query = new URLSearchParams();
	for (const key of Object.keys(defaults) as (keyof Filters)[]) {
		if (chosen[key] !== defaults[key]) query.set(key, chosen[key]);
	}
	return query.toString();
}

/** A link to a page with filters kept. */
export function linkTo(path: string, chosen: Filters): string {
	const query = writeFilters(chosen);
	return query === '' ? path : `${path}?${query}`;
}

import { redirect } from '@sveltejs/kit';
import { writeFilters, type Filters } from '#lib/filters/filters.ts';
import { readFilters } from '#lib/filters/read-filters.ts';

/** The filters of a page's address. A form sent without scripts also states the defaults: it is sent on to the short address. */
export function readPage(url: URL): Filters {
	const filters = readFilters(url.searchParams);
	const query = writeFilters(filters);
	if (query !== url.searchParams.toString()) {
		redirect(307, query === '' ? url.pathname : `${url.pathname}?${query}`);
	}
	return filters;
}

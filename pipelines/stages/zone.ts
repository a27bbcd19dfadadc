/** What headings call zones of the world; summer time is meant where both are named or only one. */
const zones: Readonly<Record<string, string>> = {
	'pst/pdt': 'America/Los_Angeles',
	pst: 'America/Los_Angeles',
	pdt: 'America/Los_Angeles',
	pt: 'America/Los_Angeles',
	'mst/mdt': 'America/Denver',
	mst: 'America/Denver',
	mdt: 'America/Denver',
	'cst/cdt': 'America/Chicago',
	cst: 'America/Chicago',
	cdt: 'America/Chicago',
	'est/edt': 'America/New_York',
	est: 'America/New_York',
	edt: 'America/New_York',
	et: 'America/New_York',
	'gmt/bst': 'Europe/London',
	bst: 'Europe/London',
	'cet/cest': 'Europe/Berlin',
	cet: 'Europe/Berlin',
	cest: 'Europe/Berlin',
	mez: 'Europe/Berlin',
	utc: 'UTC',
	gmt: 'UTC'
};

const known = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));

/** The zone that a heading names in brackets at its end, such as "Started (PST/PDT)"; null where it names none that is known. */
export function zoneOfHeading(heading: string): string | null {
	const named = /\(([a-z/_+-]+)\)\s*$/i.exec(heading)?.[1]?.toLowerCase();
	return named === undefined ? null : (zones[named] ?? known.get(named) ?? null);
}

/** The zone that the headings of a file's dates name; null where they name none, or several. */
export function zoneOfHeadings(headings: readonly string[]): string | null {
	const [zone, ...others] = new Set(headings.flatMap((heading) => zoneOfHeading(heading) ?? []));
	return others.length === 0 ? (zone ?? null) : null;
}

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
	'wet/west': 'Europe/Lisbon',
	'gmt/ist': 'Europe/Dublin',
	'eet/eest': 'Europe/Athens',
	'ist/idt': 'Asia/Jerusalem',
	'akst/akdt': 'America/Anchorage',
	hst: 'Pacific/Honolulu',
	msk: 'Europe/Moscow',
	sast: 'Africa/Johannesburg',
	// Ireland and Israel change to summer time and are named by pairs; India does not.
	ist: 'Asia/Kolkata',
	sgt: 'Asia/Singapore',
	hkt: 'Asia/Hong_Kong',
	jst: 'Asia/Tokyo',
	kst: 'Asia/Seoul',
	awst: 'Australia/Perth',
	'acst/acdt': 'Australia/Adelaide',
	'aest/aedt': 'Australia/Sydney',
	'nzst/nzdt': 'Pacific/Auckland',
	utc: 'UTC',
	gmt: 'UTC'
};

/** "GMT+2": whole hours east of Greenwich, whose zone has the opposite sign. */
function zoneOfOffset(named: string): string | null {
	const [, sign, hours] = /^(?:utc|gmt)([+-])0?(\d|1[0-4])(?::?00)?$/.exec(named) ?? [];
	if (hours === undefined) return null;
	return hours === '0' ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${hours}`;
}

const known = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));

/** The zone that a heading names in brackets at its end, such as "Started (PST/PDT)"; null where it names none that is known. */
export function zoneOfHeading(heading: string): string | null {
	const named = /\(([a-z/_+:\d-]+)\)\s*$/i.exec(heading)?.[1]?.toLowerCase();
	return named === undefined ? null : (zones[named] ?? known.get(named) ?? zoneOfOffset(named));
}

/** The zone that the headings of a file's dates name; null where they name none, or several. */
export function zoneOfHeadings(headings: readonly string[]): string | null {
	const [zone, ...others] = new Set(headings.flatMap((heading) => zoneOfHeading(heading) ?? []));
	return others.length === 0 ? (zone ?? null) : null;
}

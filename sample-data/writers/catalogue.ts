import { isoDate } from '../calendar.ts';
import { officialPaths } from '../catalogue.ts';
import type { Company } from '../company.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';
import { activityId } from './xapi.ts';

/** Whom a topic is made for, by job family; topics for everybody name nobody. */
const roles: Readonly<Record<string, readonly string[]>> = {
	sales: ['Sales'],
	service: ['Customer Service'],
	software: ['Software'],
	engineering: ['Engineering'],
	quality: ['Quality'],
	finance: ['Business Services'],
	supply: ['Supply Chain'],
	product: ['Product & Marketing'],
	production: ['Production']
};

/** What one is certified for, and for how many months it holds. */
const credentials: Readonly<Record<string, readonly [name: string, months: number]>> = {
	'absorb/HSE-100': ['Site safety', 12],
	'absorb/HSE-210': ['Laser safety', 12],
	'absorb/HSE-230': ['Driving for work', 36],
	'absorb/QUA-310': ['Good documentation practice', 12]
};

/** The LXP gathers what others publish; its courses are the company's own. */
const isFromOutside = ({ system, format }: Company['items'][number]): boolean =>
	system === 'waypoint' && format !== 'course';

/** The catalogue of all four systems, with topics, formats and nominal minutes; items of the LXP by their activity's address. */
export function exportCatalogue({ items }: Company): Export {
	const header = [
		'System',
		'Item code',
		'Title',
		'Topics',
		'Format',
		'Minutes',
		'Owner unit',
		'Published',
		'Version',
		'Target roles',
		'Credential',
		'Validity (months)',
		'External'
	];
	const rows = items.map((item, index) =>
		csvLine(
			[
				...(item.system === 'waypoint'
					? ['xapi', activityId(item, index)]
					: [item.system, item.code]),
				item.title,
				item.topic,
				item.format,
				item.minutes,
				item.owner,
				isoDate(item.publishedOn),
				/-(2[4-6])$/.exec(item.code)?.[1] ?? '',
				(roles[item.topic] ?? []).join('; '),
				...(credentials[`${item.system}/${item.code}`] ?? ['', '']),
				isFromOutside(item) ? 'yes' : 'no'
			],
			'\n'
		)
	);
	return file('catalogue.csv', header, rows);
}

/** The learning paths that Talent & Learning publishes, one line a step. */
export function exportOfficialPaths({ items }: Company): Export {
	const titles = new Map(items.map((item) => [`${item.system}/${item.code}`, item.title]));
	const header = [
		'Path code',
		'Path title',
		'Version',
		'Valid from',
		'Valid to',
		'Step',
		'System',
		'Item code',
		'Item title'
	];
	const rows = officialPaths.flatMap((path) =>
		path.items.map((code, index) =>
			csvLine(
				[
					path.code,
					path.title,
					1,
					path.validFrom,
					'',
					index + 1,
					path.system,
					code,
					titles.get(`${path.system}/${code}`) ?? ''
				],
				'\n'
			)
		)
	);
	return file('official-paths.csv', header, rows);
}

function file(name: string, header: readonly string[], rows: readonly string[]): Export {
	const bytes = Buffer.from(csvLine(header, '\n') + rows.join(''), 'utf8');
	return { file: name, rows: rows.length, bytes };
}

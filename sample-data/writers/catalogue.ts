import { isoDate } from '../calendar.ts';
import { officialPaths } from '../catalogue.ts';
import type { Company } from '../company.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';
import { activityId } from './xapi.ts';

/** The catalogue of all four systems, with topics, formats and nominal minutes; items of the LXP by their activity's address. */
export function exportCatalogue({ items }: Company): Export {
	const header = [
		'System',
		'Item code',
		'Title',
		'Topic',
		'Format',
		'Minutes',
		'Owner',
		'Published'
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
				isoDate(item.publishedOn)
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

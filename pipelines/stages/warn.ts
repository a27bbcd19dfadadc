import type { DuckDBConnection } from '@duckdb/node-api';
import { normaliseHeader } from '../sources/headers.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import { orderInWords } from './date-order.ts';
import type { Prepared } from './prepare.ts';
import type { Recognition } from './recognise.ts';

/** Something about an imported file that a careful analyst should know, in plain words. */
export interface Warning {
	readonly code: string;
	readonly message: string;
}

/** Lists of rules and items tell of nobody's learning. */
const isActivity = ({ source }: Recognition): boolean =>
	source.entity === 'enrolment' || source.entity === 'event';

const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

/** Headings that stand over more than one column. */
function repeatedHeadings(header: readonly string[]): readonly string[] {
	const plain = header.map(normaliseHeader);
	return [
		...new Set(
			header.filter((_, index) => plain[index] !== '' && plain.indexOf(plain[index] ?? '') < index)
		)
	];
}

/** What the way in which a file reads should make its owner wary of. */
export function warnOfReading(recognition: Recognition, timeZone: string | undefined): Warning[] {
	const warnings: Warning[] = [];
	const { reading } = recognition;
	if (reading.format === 'delimited') {
		const order = orderInWords[reading.dates.dateOrder];
		if (reading.dates.isAmbiguous) {
			warnings.push({
				code: 'ambiguous_dates',
				message: `No date in the first rows tells day from month; they were read as ${order}. If that is wrong, take the import back and export ISO dates.`
			});
		}
		if (reading.dates.isContradictory) {
			warnings.push({
				code: 'contradicting_dates',
				message: `Some dates can only be day first and others only month first (${reading.dates.evidence}). Those of the other order are refused, and dates that could be either may be wrong. Export ISO dates.`
			});
		}
		const twice = repeatedHeadings(reading.header);
		if (twice.length > 0) {
			warnings.push({
				code: 'repeated_headings',
				message: `Several columns are called ${twice.join(', ')}; the first of each was read.`
			});
		}
	}
	if (
		timeZone === undefined &&
		isActivity(recognition) &&
		reading.format === 'delimited' &&
		!reading.dates.isZoneStated
	) {
		warnings.push({
			code: 'zone_assumed',
			message:
				'The times of this export name no time zone and were read as UTC. Name the zone when you import if the difference matters.'
		});
	}
	return warnings;
}

/** What the converted rows show, while they still stand in the view `staged`; runs inside the load's transaction. */
export async function warnOfRows(
	connection: DuckDBConnection,
	recognition: Recognition,
	prepared: Prepared,
	importedAt: Date
): Promise<Warning[]> {
	const warnings: Warning[] = [];
	if (prepared.more !== null) {
		warnings.push({
			code: 'more_pages',
			message:
				'The file is one page of a longer answer: it names a next page that is not in it. Export the following pages too.'
		});
	}
	const { entity, source } = { entity: recognition.source.entity, source: recognition.source };
	if (!isActivity(recognition)) return warnings;
	const enrolments =
		entity === 'event' ? "and kind in ('enrolled', 'assigned', 'recommended')" : '';
	const reader = await connection.runAndReadAll(`
		select count(*)::integer as n, (count(*) filter (origin is null and obligation is null))::integer as unknown,
			(count(*) filter (is_active is false))::integer as gone, (count(*) filter (is_active))::integer as here
		from staged where reject_reason is null ${enrolments}`);
	const [row] = reader.getRowObjectsJS();
	const [n, unknown, gone, here] = ['n', 'unknown', 'gone', 'here'].map((key) =>
		Number(row?.[key] ?? 0)
	) as [number, number, number, number];
	const stamp = entity === 'event' ? 'happened_at' : 'enrolled_at';
	const later = await readNumbers(
		connection,
		`select count(*) as n, min(record_line(line)) as line from staged
		where reject_reason is null and ${stamp} > timestamp '${importedAt.toISOString().slice(0, 19)}' + interval 1 day`
	);
	if ((later['n'] ?? 0) > 0) {
		warnings.push({
			code: 'future_dates',
			message: `${later['n'] ?? 0} records lie in the future, the first on line ${later['line'] ?? 0}. They are kept, and do not move the date to which the data reach.`
		});
	}
	if (n > 0 && unknown / n > 0.2) {
		warnings.push({
			code: 'unknown_origin',
			message: `${share(unknown, n)} of the enrolments do not say who put the person there. They are shown as unknown and never counted as voluntary.`
		});
	}
	if (entity === 'event' && n === 0) {
		warnings.push({
			code: 'no_enrolments',
			message:
				'The file tells of activity but of no enrolment, so that nothing in it says what people chose for themselves.'
		});
	}
	if (source.system === 'absorb' && gone === 0) {
		warnings.push({
			code: 'survivorship',
			message: `${here > 0 ? 'Everybody in this export is active' : 'This report lists active people only'}: those who left are missing, with what they did not finish. Rates may look better than they were; export inactive people too.`
		});
	}
	return warnings;
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { encodingInWords, message } from '#queries/messages.ts';
import { usualUnit } from '../sources/durations.ts';
import { normaliseHeader } from '../sources/headers.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import { orderInWords } from './date-order.ts';
import { signInWords } from './decimal-sign.ts';
import { unitInWords } from './duration-unit.ts';
import { openEncoding } from './encoding-evidence.ts';
import { personKey } from './load-names.ts';
import { unknownManagers } from './manager-names.ts';
import type { Prepared } from './prepare.ts';
import type { Recognition } from './recognise.ts';
import { itemMark } from '../sources/source.ts';

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
			header.filter(
				(heading, index) =>
					!heading.startsWith(itemMark) &&
					plain[index] !== '' &&
					plain.indexOf(plain[index] ?? '') < index
			)
		)
	];
}

/** What the way in which a file reads should make its owner wary of. */
export function warnOfReading(recognition: Recognition, timeZone: string | undefined): Warning[] {
	const warnings: Warning[] = [];
	const { reading, guess } = recognition;
	const open =
		reading.format === 'delimited'
			? openEncoding(guess, reading.headings, reading.rows)
			: openEncoding(guess, reading.table?.header ?? [], []);
	if (open !== null) warnings.push({ code: 'encoding_open', message: open });
	if (reading.format === 'delimited') {
		const order = orderInWords(reading.dates.dateOrder);
		if (reading.dates.isAmbiguous) {
			warnings.push({
				code: 'ambiguous_dates',
				message: message('import.no_date_in_first_rows_tells', { order })
			});
		}
		if (reading.dates.isContradictory) {
			warnings.push({
				code: 'contradicting_dates',
				message: message('import.some_dates_can_only_be_day', { evidence: reading.dates.evidence })
			});
		}
		const { open: number, decimals } = reading.numbers;
		if (number !== null) {
			warnings.push({
				code: 'ambiguous_numbers',
				message: message('import.nothing_tells_decimals', {
					cell: number.cell,
					column: number.column,
					sign: signInWords(decimals)
				})
			});
		}
		const length = reading.durations.open;
		if (length !== null) {
			warnings.push({
				code: 'ambiguous_durations',
				message: message('import.nothing_tells_duration_unit', {
					...length,
					unit: unitInWords(usualUnit)
				})
			});
		}
		const fixed = Object.entries(reading.fixed);
		if (recognition.isUnasked && fixed.length > 0 && recognition.source.format === 'table') {
			const { columns } = recognition.source;
			warnings.push({
				code: 'fixed_by_mapping',
				message: message('import.mapping_gives_every_row_the_same', {
					name: recognition.mapping ?? '',
					list: fixed
						.map(([field, value]) => `${columns[field]?.headers[0] ?? field}: ${value}`)
						.join(', ')
				})
			});
		}
		const twice = repeatedHeadings(reading.header);
		if (twice.length > 0 && recognition.source.entity !== 'response') {
			warnings.push({
				code: 'repeated_headings',
				message: message('import.several_columns_are_called_first_each', { list: twice.join(', ') })
			});
		}
	}
	if (
		timeZone === undefined &&
		isActivity(recognition) &&
		reading.format === 'delimited' &&
		reading.rules.timeZone === undefined &&
		reading.dates.hasTimes &&
		!reading.dates.isZoneStated
	) {
		warnings.push({
			code: 'zone_assumed',
			message: message('import.times_this_export_name_no_time')
		});
	}
	return warnings;
}

/** What an export of enrolments leaves out: what is open, what has a date, what was optional and not completed. */
async function warnOfEnrolments(connection: DuckDBConnection): Promise<Warning[]> {
	const count = await readNumbers(
		connection,
		`select count(*) as n, count(*) filter (status = 'completed') as completed,
			count(*) filter (coalesce(enrolled_at, started_at, last_activity_at, completed_at, closed_at) is null) as undated,
			count(*) filter (obligation = 'optional') as optional,
			count(*) filter (obligation = 'optional' and status = 'completed') as optional_completed
		from staged where reject_reason is null`
	);
	const [n = 0, completed = 0, undated = 0, optional = 0, optionalCompleted = 0] = [
		'n',
		'completed',
		'undated',
		'optional',
		'optional_completed'
	].map((name) => count[name] ?? 0);
	const warnings: Warning[] = [];
	if (undated > 0) {
		warnings.push({
			code: 'undated',
			message: message('import.rows_have_no_date_at_all', { undated, count: n })
		});
	}
	if (n >= 5 && completed === n) {
		warnings.push({
			code: 'only_completions',
			message: message('import.every_record_completed_this_export_leaves')
		});
	} else if (optional >= 5 && optionalCompleted === optional) {
		warnings.push({
			code: 'only_optional_completions',
			message: message('import.optional_learning_listed_only_where_was')
		});
	}
	return warnings;
}

/** What a job history does not tell, although it looks like one. */
async function warnOfJobs(connection: DuckDBConnection): Promise<Warning[]> {
	const warnings: Warning[] = [];
	const { rows = 0, people = 0 } = await readNumbers(
		connection,
		`select count(*) as rows, count(distinct ${personKey}) as people from staged where reject_reason is null`
	);
	if (people >= 10 && rows === people) {
		warnings.push({
			code: 'current_rows_only',
			message: message('import.everybody_has_one_row_this_post')
		});
	}
	const { n = 0, names = 0 } = await readNumbers(connection, unknownManagers);
	if (n > 0) {
		warnings.push({
			code: 'managers_by_name',
			message: message('import.rows_name_manager_by_name_nobody', { count: n, names })
		});
	}
	return warnings;
}

/** Answers without any day close no wave, and what closes no wave is told nowhere. */
async function warnOfResponses(connection: DuckDBConnection): Promise<Warning[]> {
	const { n = 0, dated = 0 } = await readNumbers(
		connection,
		'select count(*) as n, count(submitted_at) as dated from staged where reject_reason is null'
	);
	if (n === 0 || dated > 0) return [];
	return [{ code: 'undated', message: message('import.answers_have_no_date_at_all') }];
}

/** Who did something with which item. */
const doing =
	"concat_ws('|', email, username, employee_number, display_name, item_code, item_title)";
/** Those of whom a row of any event states how they were enrolled, which counts without an event of the enrolment, too. */
const sayingOrigin = `select ${doing} from staged
	where reject_reason is null and origin is not null and origin_rule is null`;

async function saysOrigin(connection: DuckDBConnection): Promise<boolean> {
	return (await connection.runAndReadAll(`${sayingOrigin} limit 1`)).currentRowCount > 0;
}

/** What the converted rows show, while they still stand in the view `staged`; runs inside the load's transaction. */
export async function warnOfRows(
	connection: DuckDBConnection,
	recognition: Recognition,
	prepared: Prepared,
	importedAt: Date
): Promise<Warning[]> {
	const warnings: Warning[] = [];
	if (prepared.unreadable > 0) {
		warnings.push({
			code: 'unreadable_bytes',
			message: message('import.bytes_are_no_characters', {
				count: prepared.unreadable,
				encoding: encodingInWords(recognition.reading.encoding)
			})
		});
	}
	if (prepared.page === 'open') {
		warnings.push({
			code: 'more_pages',
			message: message('import.file_one_page_longer_answer_names')
		});
	}
	const { entity, source } = { entity: recognition.source.entity, source: recognition.source };
	if (entity === 'job') warnings.push(...(await warnOfJobs(connection)));
	if (entity === 'response') warnings.push(...(await warnOfResponses(connection)));
	if (!isActivity(recognition)) return warnings;
	const isEvent = entity === 'event';
	const enrolments = isEvent ? "and kind in ('enrolled', 'assigned', 'recommended')" : '';
	const reader = await connection.runAndReadAll(`
		select count(*)::integer as n, (count(*) filter (origin is null and obligation is null ${isEvent ? `and ${doing} not in (${sayingOrigin})` : ''}))::integer as unknown,
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
			message: message('import.records_lie_in_future_first_on', {
				count: later['n'] ?? 0,
				line: later['line'] ?? 0
			})
		});
	}
	if (n > 0 && unknown / n > 0.2) {
		warnings.push({
			code: 'unknown_origin',
			message: message('import.enrolments_do_not_say_who_put', { count: share(unknown, n) })
		});
	}
	if (isEvent && n === 0 && !(await saysOrigin(connection))) {
		warnings.push({
			code: 'no_enrolments',
			message: message('import.file_tells_activity_but_no_enrolment')
		});
	}
	if (entity === 'enrolment') warnings.push(...(await warnOfEnrolments(connection)));
	if (source.system === 'absorb' && gone === 0) {
		warnings.push({
			code: 'survivorship',
			message: message('import.those_who_left_are_missing_with', {
				who: message(here > 0 ? 'import.everybody_active' : 'import.active_people_only')
			})
		});
	}
	return warnings;
}

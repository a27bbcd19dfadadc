import Papa from 'papaparse';
import type { Answer } from '#queries/ask.ts';
import { checkInWords, headingInWords, valueInWords } from '#queries/checks.ts';
import type { CheckResult } from '#queries/checks.ts';
import type { Explanation } from '#queries/explain.ts';
import { lineageOf } from '#queries/lineage.ts';
import { message, refusalInWords, repairInWords } from '#queries/messages.ts';
import { heldBackInWords } from '#queries/notes.ts';
import { rowHeadings } from '#queries/row-headings.ts';
import type { BatchReport, BatchRow, RejectRow } from './batches.ts';

type Cell = string | number | boolean | null;

const shown = (cell: Cell | undefined): string => {
	if (cell === null || cell === undefined) return '–';
	return typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(4) : String(cell);
};

/** Rows as aligned text for a terminal. */
export function table(
	headings: readonly string[],
	rows: readonly (readonly (Cell | undefined)[])[]
): string {
	const text = [headings, ...rows.map((row) => row.map(shown))];
	const widths = headings.map((_, column) =>
		Math.max(...text.map((row) => (row[column] ?? '').length))
	);
	return text
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}

/** Text that a spreadsheet must not take for a formula. True numbers stay as they are. */
const neutral = (cell: Cell): Cell =>
	typeof cell === 'string' && /^[=+\-@\t\r\0]/.test(cell) ? `'${cell}` : cell;

/** Rows as CSV with a byte-order mark, in which no cell can act as a formula. */
export const toCsv = (headings: readonly string[], rows: readonly (readonly Cell[])[]): string =>
	`\uFEFF${Papa.unparse({ fields: [...headings], data: rows.map((row) => row.map(neutral)) })}\r\n`;

/** So many refused records stand below an import on the command line; `rejects` lists all. */
const rejectsShown = 10;

/** The first refused records of a file, and how many more there are. */
function refusedLines(
	{ batch_id, rejects, rows_rejected }: BatchReport,
	isKept: boolean
): string[] {
	const first = rejects
		.slice(0, rejectsShown)
		.map(
			({ line, column, value, reason }) =>
				`  Line ${line}${column ? `, ${column}` : ''}${value ? ` (${value})` : ''}: ${refusalInWords(reason)}`
		);
	const more = rows_rejected - first.length;
	const batch = isKept ? (batch_id ?? 0) : 0;
	return more > 0 ? [...first, `  ${message('import.more_refused', { more, batch })}`] : first;
}

/** What an import did, in sentences. */
export function describeImport(
	batches: readonly BatchReport[],
	errors: readonly {
		readonly file: string;
		readonly code: string;
		readonly message: string;
		readonly details?: Readonly<Record<string, unknown>>;
	}[]
): string {
	const done = batches.map((batch) => {
		const parts = [
			`${batch.file}: ${batch.rows_loaded} of ${batch.rows_read} records loaded from ${batch.source}`,
			`${batch.rows_repaired} of them mended, ${batch.rows_duplicate} duplicate, ${batch.rows_rejected} refused`
		];
		const head = `${parts.join('; ')}.${batch.batch_id === null ? ' Nothing was kept (dry run).' : ` Batch ${batch.batch_id}.`}`;
		const since = batch.snapshot;
		const snapshot = since
			? [
					`  Since batch ${since.earlier_batch_id}: ${since.new_rows} new, ${since.changed_rows} changed, ${since.same_rows} the same, ${since.vanished_rows} vanished, ${since.withdrawn_rows} of those counted as withdrawn.`
				]
			: [];
		const warnings = batch.warnings.map(({ message: text }) => `  Note: ${text}`);
		const repairs = batch.repairs.map(
			({ code, count, first_line: line }) =>
				`  Mended: ${message('imports.repairs.item', { count, text: repairInWords(code), line })}.`
		);
		return [head, ...snapshot, ...warnings, ...repairs, ...refusedLines(batch, true)].join('\n');
	});
	const failed = errors.map(({ file, code, message: text, details }) => {
		const head = `${file}: ${text}`;
		if (code !== 'too_many_bad_rows' || details === undefined) return head;
		const lines = refusedLines(details['report'] as BatchReport, false);
		return [head, ...lines, `  ${message('import.to_go_on')}`].join('\n');
	});
	return [...done, ...failed].join('\n');
}

/** What stands of an import that was cancelled, and which files it did not come to. */
export function describeCancelled(
	kept: readonly BatchReport[],
	left: readonly string[] = []
): string {
	const added = kept.flatMap(({ batch_id }) => batch_id ?? []);
	return [
		message('import.cancelled_kept', { count: added.length, list: added.join(', ') }),
		...(left.length === 0
			? []
			: [message('import.cancelled_not_begun', { count: left.length, list: left.join(', ') })])
	].join('\n');
}

/** The history of imports as a table. */
export const describeBatches = (batches: readonly BatchRow[]): string =>
	table(
		[
			'batch',
			'file',
			'source',
			'read',
			'loaded',
			'mended',
			'duplicate',
			'refused',
			'imported',
			'taken back'
		],
		batches.map((batch) => [
			batch.batch_id,
			batch.file,
			batch.source,
			batch.rows_read,
			batch.rows_loaded,
			batch.rows_repaired,
			batch.rows_duplicate,
			batch.rows_rejected,
			batch.imported_at,
			batch.undone_at
		])
	);

/** Refused records as a table. */
export const describeRejects = (rejects: readonly RejectRow[]): string =>
	table(
		['line', 'column', 'value', 'reason'],
		rejects.map(({ line, column, value, reason }) => [line, column, value, refusalInWords(reason)])
	);

/** How much is too young to count, and from when on there is a number where there is none yet. */
function youngInWords({ maturing, matures_on }: Answer): string[] {
	if (maturing === null || maturing === 0) return [];
	const young = message('note.maturing', { count: String(maturing) });
	return [
		matures_on === undefined ? young : message('young.from', { waiting: young, date: matures_on })
	];
}

/** A metric's answer as a table, with what it rests on. */
export function describeMetric(answer: Answer): string {
	const first = answer.rows[0];
	const rows =
		first === undefined
			? 'No rows.'
			: table(
					Object.keys(first),
					answer.rows.map((row) => Object.values(row) as Cell[])
				);
	const notes = [
		`${answer.metric} version ${answer.version}, unit ${answer.unit}, data to ${answer.as_of ?? '–'}`,
		...(answer.held_back === null ? [] : [heldBackInWords(answer.held_back)]),
		...answer.notes,
		...answer.said,
		...youngInWords(answer),
		...(answer.counts_to > 1 && answer.rows.some(({ numerator }) => numerator !== null)
			? [message('note.rounded')]
			: [])
	];
	return [...notes, rows].join('\n');
}

/** Where a number comes from, from its definition to the first rows. */
export function describeExplanation({
	metric,
	sql,
	parameters,
	answer,
	counts,
	rows,
	verbatims
}: Explanation): string {
	const { models, tables } = lineageOf(sql);
	const definition = [
		`${metric.name} (${metric.id}, version ${metric.version}, ${metric.source})`,
		metric.question,
		`Formula: ${metric.formula}`,
		`Above the line: ${metric.numerator}`,
		`Below the line: ${metric.denominator}`,
		`Made of: ${tables.join(', ')}, by way of ${models.join(', ')}`
	].join('\n');
	const bound = Object.entries(parameters).map(
		([name, value]) => `  $${name} = ${value ?? 'null'}`
	);
	const counted = table(
		['counted', 'reason', 'of', 'number'],
		counts.map(({ counted, reason, arm, episodes }) => [counted, reason, arm ?? null, episodes])
	);
	const { person, item, class: as } = rowHeadings(metric.rows);
	const listed = table(
		[
			...[person, item, as].map((heading) => heading.toLowerCase()),
			'counted',
			'reason',
			'file',
			'line'
		],
		(rows ?? []).map((row) => [
			row.person,
			row.item,
			row.class,
			row.counted,
			row.reason,
			row.file,
			row.line
		])
	);
	const said = table(
		['wave', 'tone', 'words'],
		(verbatims ?? []).map(({ wave, tone, words }) => [wave, tone, words.replaceAll(/\s+/g, ' ')])
	);
	return [
		definition,
		`SQL:\n${sql.trim()}`,
		`Parameters:\n${bound.join('\n') || '  none'}`,
		`Answer:\n${describeMetric(answer)}`,
		...(counts.length === 0 ? [] : [`Counts:\n${counted}`]),
		...(rows === null || rows.length === 0 ? [] : [`Rows:\n${listed}`]),
		...(verbatims === null || verbatims.length === 0 ? [] : [`In their words:\n${said}`])
	].join('\n\n');
}

/** The checks with how many rows break each, and those rows beneath what they break. */
export const describeChecks = (checks: readonly CheckResult[]): string =>
	[
		table(
			['check', 'offending rows'],
			checks.map(({ check, offending }) => [check, offending])
		),
		...checks
			.filter(({ offending }) => offending > 0)
			.map(({ check, rows }) => {
				const columns = Object.keys(rows[0] ?? {});
				const cells = rows.map((row) => columns.map((column) => valueInWords(row[column])));
				return `${checkInWords(check)}\n${table(columns.map(headingInWords), cells)}`;
			})
	].join('\n\n');

import type { MessageKey } from '#queries/messages.ts';
import { encodingInWords, message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Head } from '../readers/head.ts';
import { recogniseJson } from '../readers/json.ts';
import { jsonFault } from '../readers/json-strict.ts';
import type { TableHead } from '../readers/table-head.ts';
import { readTableHeads } from '../readers/table-head.ts';
import type { Source } from '../sources/source.ts';
import { sources } from '../sources/sources.ts';
import type { Recognition } from './recognise.ts';
import { encodingReasons } from './encoding-evidence.ts';
import { findStatementTable } from './statement-table.ts';

const statementSource = () => sources.find((one) => one.format === 'statements');

const delimiterKeys: Readonly<Record<string, MessageKey>> = {
	',': 'imports.preview.delimiter.comma',
	';': 'imports.preview.delimiter.semicolon',
	'\t': 'imports.preview.delimiter.tab',
	'|': 'imports.preview.delimiter.bar'
};

/** The delimiter as a person calls it. */
export const delimiterName = (delimiter: string): string =>
	delimiterKeys[delimiter] === undefined ? delimiter : message(delimiterKeys[delimiter]);

/** Statements as JSON; null for other JSON. Throws `unknown_source` for what is often mistaken for them, by its name. */
export function recogniseStatements(head: Head, asked: Source | null): Recognition | null {
	const kind = recogniseJson(head.text);
	const source = statementSource();
	if (kind.kind === 'caliper' || kind.kind === 'tracking-log') {
		const what =
			kind.kind === 'caliper'
				? message('import.caliper_events')
				: message('import.open_edx_tracking_log');
		throw new ImportError(
			'unknown_source',
			message('import.this_file_holds_not_xapi_statements', { what, evidence: kind.evidence }),
			{ closest: [], kind: kind.kind }
		);
	}
	const isStatements = kind.kind === 'xapi' || kind.kind === 'learning-locker';
	if (!source || (!isStatements && asked?.format !== 'statements')) return null;
	return {
		source,
		confidence: isStatements ? 1 : 0.8,
		reasons: [
			kind.evidence,
			message('import.json_in', { encoding: encodingInWords(head.encoding) }),
			...encodingReasons(head)
		],
		closest: [{ source: source.id, title: source.title, score: 1, missing: [] }],
		guess: head.guess,
		reading: { format: 'json', encoding: head.encoding, mark: head.mark, isAsked: head.isAsked }
	};
}

/** Statements that a record store exported as a table; null for any other table. */
export function recogniseStatementTable(head: Head): Recognition | null {
	const source = statementSource();
	const table = findStatementTable(head, readTableHeads(head));
	if (!source || !table) return null;
	return {
		source,
		confidence: 1,
		reasons: [
			table.evidence,
			message('import.columns_separated_by', {
				count: table.header.length,
				delimiter: delimiterName(table.delimiter),
				encoding: encodingInWords(head.encoding)
			}),
			...encodingReasons(head)
		],
		closest: [{ source: source.id, title: source.title, score: 1, missing: [] }],
		guess: head.guess,
		reading: {
			format: 'json',
			encoding: head.encoding,
			mark: head.mark,
			isAsked: head.isAsked,
			table
		}
	};
}

/** What to say of JSON that is neither statements nor, against appearance, a table: that it is broken, or what it lacks. */
export async function notStatements(
	path: string,
	head: Head,
	cause: unknown,
	table: TableHead | null
): Promise<unknown> {
	if (!(cause instanceof ImportError) || cause.code !== 'unknown_source') return cause;
	const fault = await jsonFault(path, head);
	if (fault?.isTooLong)
		return new ImportError(
			'too_large',
			message('import.json_line_is_too_long', { line: fault.line }),
			{ line: fault.line },
			{ cause }
		);
	if (fault)
		return new ImportError(
			'broken_json',
			message('import.file_json_and_broken', { line: fault.line }),
			{ line: fault.line },
			{ cause }
		);
	const { header = [], lists = [] } = table?.json ?? {};
	if (lists.length > 0)
		return new ImportError(
			'unknown_source',
			message('import.json_records_hold_lists', { keys: lists.slice(0, 6).join(', ') }),
			{ ...cause.details, kind: 'json' },
			{ cause }
		);
	if (Array.isArray(cause.details['closest']) && cause.details['closest'].length > 0) return cause;
	const closest = sources
		.filter(({ format }) => format === 'statements')
		.map(({ id, title }) => ({
			source: id,
			title,
			score: 0,
			missing: ['actor', 'verb', 'object']
		}));
	return new ImportError(
		'unknown_source',
		header.length === 0
			? message('import.file_json_but_holds_no_xapi')
			: message('import.file_json_of_no_known_export', { keys: header.slice(0, 8).join(', ') }),
		{ closest, kind: 'json' },
		{ cause }
	);
}

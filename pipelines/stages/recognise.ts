import { encodingInWords, message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Mapping } from '../mapping.ts';
import { requireUsable } from '../mapping-headings.ts';
import { withMapping } from '../mapping.ts';
import type { Encoding } from '../readers/encodings.ts';
import type { EncodingGuess } from '../readers/guess-encoding.ts';
import { readHead } from '../readers/head.ts';
import type { ZipLook } from '../readers/packed.ts';
import { lookAtZip } from '../readers/packed.ts';
import { sheetTables } from '../readers/sheet-tables.ts';
import type { TableHead } from '../readers/table-head.ts';
import { readJsonHead, readTableHeads } from '../readers/table-head.ts';
import { isZip } from '../readers/zip.ts';
import { isRejectList } from '../reject-list.ts';
import type { Source, TableSource } from '../sources/source.ts';
import { sourceOf, sources } from '../sources/sources.ts';
import {
	delimiterName,
	notStatements,
	recogniseStatements,
	recogniseStatementTable
} from './recognise-statements.ts';
import type { StatementTable } from './statement-table.ts';
import { encodingReasons } from './encoding-evidence.ts';
import type { Candidate, Fit } from './fit.ts';
import { bestFits, fitsAsAsked, headerRowsTried, leastConfidence, resembles } from './fit.ts';
import type { TableReading, TableWords, Text } from './read-table.ts';
import { readTable, sheetText } from './read-table.ts';
import { mappingFor, reasonsOfMapping, withHeadings } from './recognise-mapping.ts';

export type { Candidate } from './fit.ts';

/** How a file of statements is read. */
export interface StatementReading {
	readonly format: 'json';
	readonly encoding: Encoding;
	readonly mark: number;
	/** Whether a person named the encoding. */
	readonly isAsked: boolean;
	/** The table in which they stand, where they do. */
	readonly table?: StatementTable;
}

/** What a file is, with the reasons. */
export type Recognition = {
	readonly confidence: number;
	readonly reasons: readonly string[];
	readonly closest: readonly Candidate[];
	/** How the encoding of a text was found that is neither UTF-8 nor UTF-16. */
	readonly guess: EncodingGuess | null;
	/** The name of the mapping by which it is read. */
	readonly mapping?: string;
	/** The mapping itself, also one without a name. */
	readonly said?: Mapping;
	/** Whether the mapping was found among the saved ones, and nobody named it for this file. */
	readonly isUnasked?: boolean;
} & (
	| { readonly source: TableSource; readonly reading: TableReading }
	| {
			readonly source: Source & { readonly format: 'statements' };
			readonly reading: StatementReading;
	  }
);

/** The sheet of a workbook that was recognised; null for every other file. */
export const sheetOf = ({ reading }: Recognition): string | null =>
	reading.format === 'delimited' ? reading.sheet : null;

const tableSources = sources.filter((source) => source.format === 'table');

const candidate = ({ source, title, score, missing }: Candidate): Candidate => ({
	source,
	title,
	score: Math.round(score * 100) / 100,
	missing
});

function unknownSource(closest: readonly Candidate[]): ImportError {
	const alike = closest.slice(0, 3);
	const near = alike
		.slice(0, 2)
		.map(
			({ title, missing }) =>
				`${title} (missing: ${missing.join(', ') || message('import.nothing')})`
		)
		.join('; ');
	return new ImportError(
		'unknown_source',
		near === ''
			? message('import.no_known_export_resembles_this')
			: message('import.no_known_export_has_these_columns', { closest: near }),
		{ closest: alike }
	);
}

/** What a source says of a table that is nearly its export. */
function refusalOf(tables: readonly TableHead[], asked: TableSource | null): string | null {
	const rows = tables.flatMap((table) => table.rows.slice(0, headerRowsTried));
	for (const { refuses } of asked ? [asked] : tableSources)
		for (const row of refuses ? rows : []) {
			const why = refuses?.(row) ?? null;
			if (why !== null) return why;
		}
	return null;
}

const tellingColumns = ({ found, missing }: Fit): string =>
	message('import.telling_columns', {
		found: found.length,
		all: found.length + missing.length,
		names: found.join(', ')
	});

/** How many columns a table has, and what parts them. */
function columnsInWords({ header, isJson, sheet, delimiter, encoding }: TableReading): string {
	const count = header.length;
	if (isJson)
		return message('import.keys_of_json_records', { count, encoding: encodingInWords(encoding) });
	if (sheet !== null) return message('import.columns_on_sheet', { count, sheet });
	const text = { delimiter: delimiterName(delimiter), encoding: encodingInWords(encoding) };
	return message('import.columns_separated_by', { count, ...text });
}

function recogniseTable(
	head: Text,
	read: readonly TableHead[],
	asked: TableSource | null,
	options: RecogniseOptions
): Recognition {
	const { mapping, unasked } = options;
	const delimiter = mapping?.reading?.delimiter;
	const cut = read.filter((table) => delimiter === undefined || table.delimiter === delimiter);
	const tables = mapping ? cut.map((table) => withHeadings(table, mapping)) : cut;
	const line = mapping?.reading?.headerLine ?? null;
	const fits = bestFits(tables, tableSources, line);
	const best = asked ? bestFits(tables, [asked], line)[0] : fits[0];
	const fit = asked ? best && fitsAsAsked(best) : best && best.score >= leastConfidence;
	const isTold = (one: Fit) => resembles(one) || (one === best && (fit === true || asked !== null));
	const others = fits.filter(({ source }) => source !== best?.source);
	const closest = [...(best ? [best] : []), ...others].filter(isTold).map(candidate);
	if (!best || !fit) {
		const why = refusalOf(tables, asked);
		if (why !== null) throw new ImportError('unknown_source', why, { closest });
		throw unknownSource(closest);
	}
	const reading = readTable(head, best, options);
	const name = mapping?.name ?? null;
	const reasons = [
		...(mapping ? reasonsOfMapping(mapping, reading, best) : [tellingColumns(best)]),
		...(best.row > 0
			? [
					message('import.header_found_on_line_below_preamble', {
						count: reading.headerLines - reading.below.length
					})
				]
			: []),
		columnsInWords(reading),
		...encodingReasons(head),
		reading.dates.evidence,
		...(reading.numbers.hasSigns ? [reading.numbers.evidence] : []),
		...(reading.durations.hasDurations ? [reading.durations.evidence] : []),
		...(reading.items
			? [message('import.row_per_person_columns_are_items', { count: reading.items.length })]
			: [])
	];
	return {
		source: best.tableSource,
		reading,
		confidence: unasked ?? candidate(best).score,
		reasons,
		closest,
		guess: head.guess,
		...(name !== null && { mapping: name }),
		...(mapping && { said: mapping }),
		...(unasked !== undefined && { isUnasked: true })
	};
}

/** What a person said about a file before it is looked at. */
export interface RecogniseOptions extends TableWords {
	readonly source?: string | undefined;
	/** Mappings that were saved, to be tried where no source and no mapping is named. */
	readonly saved?: readonly Mapping[] | undefined;
	/** The encoding of a text; guessed where none is named. */
	readonly encoding?: Encoding | undefined;
	/** The sheet of a workbook; the one that fits best where none is named. */
	readonly sheet?: string | undefined;
	/** What a zip archive is, where it was looked at before. */
	readonly look?: ZipLook | undefined;
	/** How well the mapping fits, where it is a saved one that nobody named for this file. */
	readonly unasked?: number | undefined;
}

/** The source that a person named; throws `unknown_source` where there is none of that name. */
function askedSource({ mapping, source, unasked }: RecogniseOptions): Source | null {
	const named = mapping?.source ?? source;
	if (named === undefined) return null;
	const asked = sourceOf(named);
	if (asked && mapping && unasked === undefined) requireUsable(mapping);
	if (asked) return mapping && asked.format === 'table' ? withMapping(asked, mapping) : asked;
	throw new ImportError(
		'unknown_source',
		message('import.there_no_source_called_nothing_was', { named }),
		{ closest: [] }
	);
}

const isCalledJson = (fileName = ''): boolean => /\.(json|jsonl|ndjson)(\.gz)?$/i.test(fileName);

/**
 * The source whose signature fits the file best, with the reasons, the dialect and the header row. `asked` names a
 * source that the person chose. Throws `unknown_source` below a score of 0.8, with the closest sources and what they
 * miss; `broken_json`, `wrong_format`, `not_text` or `empty_file` for what is no export.
 */
export async function recognise(
	path: string,
	options: RecogniseOptions = {}
): Promise<Recognition> {
	const asked = askedSource(options);
	if (await isZip(path)) {
		if (asked?.format === 'statements') throw unknownSource([]);
		const tables = sheetTables(
			options.look ?? (await lookAtZip(path)),
			options.sheet ?? options.mapping?.reading?.sheet
		);
		const known = asked ? null : mappingFor(tables, options.saved ?? [], tableSources);
		if (known) return recognise(path, { ...options, ...known });
		return recogniseTable(sheetText, tables, asked, options);
	}
	const head = await readHead(path, options.encoding ?? options.mapping?.reading?.encoding);
	const isJson = /^\s*[{[]/.test(head.text) || isCalledJson(options.fileName);
	if (isJson && asked?.format !== 'table') {
		const statements = recogniseStatements(head, asked);
		if (statements) return statements;
	}
	if (!isJson && !options.mapping && asked?.format !== 'table') {
		const statements = recogniseStatementTable(head);
		if (statements) return statements;
	}
	if (asked?.format === 'statements') throw unknownSource([]);
	if (!isJson && !head.isWhole && !/[\r\n]/.test(head.text.trimEnd())) {
		throw new ImportError('too_large', message('import.first_line_is_too_long'));
	}
	const json = isJson ? await readJsonHead(path, head) : null;
	const tables = json ? [json] : readTableHeads(head);
	if (!options.mapping && tables.some(({ rows }) => isRejectList(rows[0] ?? []))) {
		throw new ImportError('list_of_reasons', message('import.this_is_a_list_of_reasons'));
	}
	const known = asked ? null : mappingFor(tables, options.saved ?? [], tableSources);
	if (known) return recognise(path, { ...options, ...known });
	try {
		return recogniseTable(head, tables, asked, options);
	} catch (cause) {
		throw isJson && !asked ? await notStatements(path, head, cause, json) : cause;
	}
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NeedName } from '#queries/needs.ts';
import { message } from '#queries/messages.ts';
import type { ImportedFile } from './import.ts';
import { ImportError } from './import-error.ts';
import type { Mapping } from './mapping.ts';
import { withMapping } from './mapping.ts';
import type { Preview } from './preview.ts';
import { copyBeginning, previewFile } from './preview.ts';
import { readHead } from './readers/head.ts';
import { lookAtZip } from './readers/packed.ts';
import { sheetTables } from './readers/sheet-tables.ts';
import type { TableHead } from './readers/table-head.ts';
import { readTableHeads } from './readers/table-head.ts';
import { isZip } from './readers/zip.ts';
import { senseOf } from './sources/columns.ts';
import type { TableSource } from './sources/source.ts';
import { sourceOf, sources } from './sources/sources.ts';
import { stagedColumns } from './stages/staged.ts';
import type { Slot } from './suggest-mapping.ts';
import {
	columnName,
	likelyHeader,
	slotsOf,
	suggestColumns,
	suggestSource
} from './suggest-mapping.ts';

/** One column of the file on the mapping page. */
export interface LookedColumn {
	/** How the mapping names it. */
	readonly name: string;
	readonly heading: string;
	readonly examples: readonly string[];
	/** The source's heading that it is read as; '' where it is not read. */
	readonly slot: string;
}

/** A field that is read from words, with the words that the file has. */
export interface LookedWords {
	readonly field: string;
	readonly senses: readonly string[];
	readonly words: readonly {
		readonly word: string;
		readonly count: number;
		/** What it is read as; null where it says nothing. */
		readonly sense: string | null;
		readonly isKnown: boolean;
	}[];
}

/** A file as the mapping page shows it: how it is read, what that makes of its first records, and what is missing. */
export interface MappingLook {
	readonly mapping: Mapping;
	/** How the table is cut and where its headings stand, said or guessed. */
	readonly guessed: { readonly delimiter: string | null; readonly headerLine: number };
	readonly sources: readonly { readonly id: string; readonly title: string }[];
	readonly slots: readonly Slot[];
	readonly columns: readonly LookedColumn[];
	readonly words: readonly LookedWords[];
	/** Sets of headings of which one is needed and none is there. */
	readonly missing: readonly (readonly string[])[];
	/** The kinds of data that the file brings. */
	readonly feeds: readonly NeedName[];
	/** Fields that can be fixed for the whole file. */
	readonly fixable: readonly string[];
	readonly preview: Preview;
}

async function tablesOf(
	file: ImportedFile,
	folder: string,
	mapping: Mapping | null,
	sheet: string | undefined
): Promise<readonly TableHead[]> {
	if (await isZip(file.path)) return sheetTables(await lookAtZip(file.path), sheet);
	const beginning = join(folder, 'beginning');
	await copyBeginning(file.path, beginning);
	return readTableHeads(await readHead(beginning, mapping?.reading?.encoding));
}

/** The header and the records below it, where a person or the shape of the table says that it is. */
function headerOf(tables: readonly TableHead[], mapping: Mapping | null) {
	const { delimiter, headerLine } = mapping?.reading ?? {};
	const cut = tables.filter((table) => delimiter === undefined || table.delimiter === delimiter);
	const found = likelyHeader(cut);
	if (!found) throw new ImportError('empty_file', message('import.file_no_table'));
	const { table } = found;
	const asked = headerLine === undefined ? -1 : table.lines.indexOf(headerLine);
	const row = asked >= 0 ? asked : found.row;
	return {
		table,
		row,
		header: table.rows[row] ?? [],
		rows: table.rows.slice(row + 1)
	};
}

const byEntity: Partial<Record<TableSource['entity'], readonly NeedName[]>> = {
	enrolment: ['enrolment'],
	event: ['enrolment'],
	employment: ['employment'],
	job: ['job_history', 'employment'],
	window: ['windows'],
	prompt: ['prompts'],
	path_step: ['official_paths'],
	vacancy: ['vacancies'],
	response: ['survey'],
	invitation: ['invitations'],
	rating: ['ratings'],
	cost: ['costs']
};

const byField: Readonly<Record<string, readonly NeedName[]>> = {
	seconds: ['minutes', 'time'],
	item_minutes: ['time'],
	item_topics: ['topics', 'topics_or_formats'],
	item_format: ['topics_or_formats'],
	item_roles: ['target_roles'],
	item_external: ['external']
};

const feedsOf = ({ entity }: TableSource, fields: readonly string[]): readonly NeedName[] => [
	...new Set([...(byEntity[entity] ?? []), ...fields.flatMap((field) => byField[field] ?? [])])
];

/** Fields that say something of the whole file, or that one value can fill for all rows. */
const fixable = (source: TableSource): readonly string[] =>
	Object.keys(stagedColumns(source.entity)).filter(
		(field) =>
			source.columns[field] !== undefined &&
			!/^(email|username|employee_number|display_name|record_id|origin_rule|answers)$/.test(
				field
			) &&
			!/^is_/.test(field)
	);

const wordsShown = 40;

function wordsIn(
	source: TableSource,
	columns: readonly LookedColumn[],
	rows: readonly (readonly string[])[],
	said: Mapping['words']
): readonly LookedWords[] {
	return Object.entries(source.columns).flatMap(([field, column]) => {
		if (column.senses === undefined) return [];
		const place = columns.findIndex(({ slot }) => slot !== '' && column.headers.includes(slot));
		if (place < 0) return [];
		const counts = new Map<string, number>();
		for (const row of rows) {
			const word = row[place]?.trim() ?? '';
			if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
		}
		const words = [...counts]
			.toSorted((left, right) => right[1] - left[1])
			.slice(0, wordsShown)
			.map(([word, count]) => ({ word, count, ...senseOf(column, word, said?.[field]) }));
		return words.length === 0 ? [] : [{ field, senses: column.senses, words }];
	});
}

const tableSources = sources.flatMap((source) => (source.format === 'table' ? [source] : []));

function complete(
	given: Partial<Mapping> | null,
	header: readonly string[],
	rows: readonly (readonly string[])[]
): { mapping: Mapping; source: TableSource } {
	const id = given?.source ?? suggestSource(header, rows);
	const source = sourceOf(id);
	if (source?.format !== 'table')
		throw new ImportError(
			'unknown_source',
			message('import.there_no_source_called_nothing_was', { named: id })
		);
	const columns = given?.columns ?? suggestColumns(source, header, rows);
	const mapping: Mapping = { ...given, source: id, columns, headings: [...header] };
	return { mapping, source: withMapping(source, mapping) };
}

/**
 * Looks at a table as a mapping reads it; what the mapping leaves open is suggested from the headings and the cells.
 * Throws `ImportError` for a file that is no table; what only hinders the import stands in the preview's refusal.
 */
export async function lookAtMapping(
	file: ImportedFile,
	given: Partial<Mapping> | null,
	options: { readonly sheet?: string | undefined } = {}
): Promise<MappingLook> {
	const folder = await mkdtemp(join(tmpdir(), 'autonometer-mapping-'));
	try {
		const reading = given as Mapping | null;
		const tables = await tablesOf(file, folder, reading, options.sheet);
		const { table, row, header, rows } = headerOf(tables, reading);
		const { mapping, source } = complete(given, header, rows);
		const columns = header.map((heading, place): LookedColumn => {
			const name = columnName(header, place);
			const cells = rows.map((record) => record[place]?.trim() ?? '');
			return {
				name,
				heading: heading.trim(),
				examples: [...new Set(cells.filter((cell) => cell !== ''))].slice(0, 3),
				slot: mapping.columns[name] ?? mapping.columns[`#${place + 1}`] ?? ''
			};
		});
		const whole: Mapping = {
			...mapping,
			columns: Object.fromEntries(columns.map(({ name, slot }) => [name, slot]))
		};
		const mapped = new Set(columns.map(({ slot }) => slot));
		const fields = Object.entries(source.columns)
			.filter(
				([field, { headers }]) => headers.some((name) => mapped.has(name)) || mapping.fixed?.[field]
			)
			.map(([field]) => field);
		return {
			mapping: whole,
			guessed: {
				delimiter: table.sheet === null ? table.delimiter : null,
				headerLine: table.lines[row] ?? 1
			},
			sources: tableSources.map(({ id, title }) => ({ id, title })),
			slots: slotsOf(source),
			columns,
			words: wordsIn(source, columns, rows, mapping.words),
			missing: source.required.filter((names) => !names.some((name) => mapped.has(name))),
			feeds: feedsOf(source, fields),
			fixable: fixable(source),
			preview: await previewFile(file, { mapping: whole, sheet: options.sheet })
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NeedName } from '#queries/needs.ts';
import { message } from '#queries/messages.ts';
import type { ImportedFile } from './import.ts';
import { ImportError } from './import-error.ts';
import type { LookedWords } from './mapping-words.ts';
import { looksLikeCells } from './mapping-fit.ts';
import { wordsIn } from './mapping-words.ts';
import type { Mapping } from './mapping.ts';
import { asItem, mappedHeadings, withMapping } from './mapping.ts';
import type { Preview } from './preview.ts';
import { previewFile } from './preview.ts';
import { copyBeginning } from './preview-beginning.ts';
import { readHead } from './readers/head.ts';
import type { ZipLook } from './readers/packed.ts';
import { lookAtZip } from './readers/packed.ts';
import { sheetTables } from './readers/sheet-tables.ts';
import type { TableHead } from './readers/table-head.ts';
import { readJsonHead, readTableHeads } from './readers/table-head.ts';
import { isZip } from './readers/zip.ts';
import { normaliseHeader } from './sources/headers.ts';
import type { CellKind, TableSource } from './sources/source.ts';
import { cellKinds, itemMark } from './sources/source.ts';
import { sourceOf, sources } from './sources/sources.ts';
import { stagedColumns } from './stages/staged.ts';
import type { Slot } from './suggest-mapping.ts';
import {
	columnName,
	isNative,
	isReadAsCalled,
	likelyHeader,
	slotsOf,
	suggestColumns
} from './suggest-mapping.ts';
import { suggestSource, suggestWide } from './suggest-source.ts';
import type { Warehouse } from './warehouse/open.ts';

/** One column of the file on the mapping page. */
export interface LookedColumn {
	/** How the mapping names it. */
	readonly name: string;
	readonly heading: string;
	readonly examples: readonly string[];
	/** The source's heading that it is read as; '' where it is not read. */
	readonly slot: string;
}

/** A file as the mapping page shows it: how it is read, what that makes of its first records, and what is missing. */
export interface MappingLook {
	readonly mapping: Mapping;
	/** How the table is cut and where its headings stand, said or guessed. */
	readonly guessed: { readonly delimiter: string | null; readonly headerLine: number };
	/** The sheets of a workbook, and which of them would be imported where none is chosen. */
	readonly sheets: readonly { readonly name: string; readonly isImported: boolean }[];
	/** What the cells of columns that are items or questions may hold in this source. */
	readonly cellKinds: readonly CellKind[];
	readonly sources: readonly { readonly id: string; readonly title: string }[];
	readonly slots: readonly Slot[];
	readonly columns: readonly LookedColumn[];
	readonly words: readonly LookedWords[];
	/** How many records at the beginning of the file the words were counted in. */
	readonly rowsLooked: number;
	/** Sets of headings of which one is needed and none is there. */
	readonly missing: readonly (readonly string[])[];
	/** The kinds of data that the file brings. */
	readonly feeds: readonly NeedName[];
	/** Fields that can be fixed for the whole file. */
	readonly fixable: readonly string[];
	readonly preview: Preview;
}

interface Tables {
	readonly tables: readonly TableHead[];
	readonly look: ZipLook | null;
}

async function tablesOf(
	file: ImportedFile,
	folder: string,
	mapping: Mapping | null
): Promise<Tables> {
	if (await isZip(file.path)) {
		const look = await lookAtZip(file.path);
		return { tables: sheetTables(look, mapping?.reading?.sheet), look };
	}
	const beginning = join(folder, 'beginning');
	await copyBeginning(file.path, beginning);
	const head = await readHead(beginning, mapping?.reading?.encoding);
	const json = await readJsonHead(beginning, head);
	return { tables: json ? [json] : readTableHeads(head), look: null };
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
	employment: ['employment', 'exits'],
	job: ['job_history', 'employment', 'exits', 'leaves'],
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
	started_at: ['starts'],
	fte: ['working_time'],
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

const tableSources = sources.flatMap((source) => (source.format === 'table' ? [source] : []));

const sheetsOf = (look: ZipLook | null): MappingLook['sheets'] =>
	look?.kind === 'workbook' ? look.sheets.map(({ name }) => ({ name, isImported: false })) : [];

function complete(
	given: Partial<Mapping> | null,
	header: readonly string[],
	rows: readonly (readonly string[])[]
): { mapping: Mapping; source: TableSource } {
	const id = given?.source ?? suggestSource(header, rows);
	const known = sourceOf(id);
	if (known?.format !== 'table')
		throw new ImportError(
			'unknown_source',
			message('import.there_no_source_called_nothing_was', { named: id })
		);
	const whole = { ...given, source: id, headings: [...header] };
	const mapping: Mapping = given?.columns
		? { ...whole, columns: given.columns }
		: { ...whole, ...suggested(known, header, rows, given?.wide) };
	const source = withMapping(known, mapping);
	return { mapping: { ...mapping, columns: readBy(source, known, mapping) }, source };
}

/** The columns without those of one item, which a table of many items has no more. */
function readBy(source: TableSource, known: TableSource, { columns, wide }: Mapping) {
	if (wide === undefined || source.entity === 'response') return columns;
	const names = ({ columns: own }: TableSource) =>
		new Set(Object.values(own).flatMap(({ headers }) => headers));
	const [left, all] = [names(source), names(known)];
	return Object.fromEntries(
		Object.entries(columns).map(([name, slot]) => [
			name,
			all.has(slot) && !left.has(slot) ? asItem : slot
		])
	);
}

/** What the columns are likely to be; with `said` those that are left over are items or questions of that kind. */
function suggested(
	source: TableSource,
	header: readonly string[],
	rows: readonly (readonly string[])[],
	said: Mapping['wide']
): Pick<Mapping, 'columns' | 'wide'> {
	if (said === undefined) {
		const columns = suggestColumns(source, header, rows);
		return suggestWide(source, header, rows, columns) ?? { columns };
	}
	const { items: _all, ...plain } = withMapping(source, {
		source: source.id,
		columns: {},
		wide: said
	});
	const columns = suggestColumns(plain, header, rows);
	const asked = suggestWide(source, header, rows, columns);
	if (asked?.wide.cells === said.cells) return { ...asked, wide: said };
	const left = header.flatMap((_, place) => {
		const name = columnName(header, place);
		return columns[name] === '' ? [[name, slotOfRest(said, rows, place)]] : [];
	});
	return {
		columns: { ...columns, ...(Object.fromEntries(left) as Mapping['columns']) },
		wide: said
	};
}

/** What a column is that nobody named: an item or a question, unless its cells are words where they should be numbers. */
function slotOfRest(
	wide: Mapping['wide'],
	rows: readonly (readonly string[])[],
	place: number
): string {
	if (wide === undefined) return '';
	const cells = rows.slice(0, 100).map((row) => row[place] ?? '');
	return wide.cells === 'state' || looksLikeCells(wide.cells, cells) ? asItem : '';
}

/** As what each column is read by a mapping, those that it does not name included: the same as the import reads them. */
function slotsBy(
	mapping: Mapping,
	source: TableSource,
	header: readonly string[]
): readonly string[] {
	const read = mappedHeadings(header, mapping);
	return read.map((heading) => {
		if (heading.startsWith(itemMark)) return asItem;
		return isReadAsCalled(source, heading, read) ? heading.trim() : '';
	});
}

/** What is known beside the file and the mapping. */
export interface LookOptions {
	/** The warehouse that may hold rows of the file already. */
	readonly warehouse?: Warehouse | undefined;
	/** Columns of which the cells are to tell whether they are items or questions, because nobody has chosen yet. */
	readonly open?: ReadonlySet<string> | undefined;
}

/**
 * Looks at a table as a mapping reads it; what the mapping leaves open is suggested from the headings and the cells.
 * Rows that the warehouse holds already are foreseen where one is given. Throws `ImportError` for a file that is no table;
 * what only hinders the import stands in the preview's refusal.
 */
export async function lookAtMapping(
	file: ImportedFile,
	given: Partial<Mapping> | null,
	{ warehouse, open = new Set() }: LookOptions = {}
): Promise<MappingLook> {
	const folder = await mkdtemp(join(tmpdir(), 'autonometer-mapping-'));
	try {
		const reading = given as Mapping | null;
		const { tables, look } = await tablesOf(file, folder, reading);
		const { table, row, header, rows } = headerOf(tables, reading);
		const { mapping, source } = complete(given, header, rows);
		const slots = slotsBy(mapping, source, header);
		const columns = header.map((heading, place): LookedColumn => {
			const name = columnName(header, place);
			const cells = rows.map((record) => record[place]?.trim() ?? '');
			return {
				name,
				heading: heading.trim(),
				examples: [...new Set(cells.filter((cell) => cell !== ''))].slice(0, 3),
				slot: open.has(name) ? slotOfRest(mapping.wide, rows, place) : (slots[place] ?? '')
			};
		});
		const whole: Mapping = {
			...mapping,
			columns: Object.fromEntries(columns.map(({ name, slot }) => [name, slot]))
		};
		const mapped = columns.map(({ slot }) => slot);
		const plain = new Set(mapped.map(normaliseHeader));
		const fields = Object.entries(source.columns)
			.filter(
				([field, column]) =>
					mapped.some((slot) => isNative(source, slot, [column])) || mapping.fixed?.[field]
			)
			.map(([field]) => field);
		const preview = await previewFile(file, { mapping: whole, warehouse });
		return {
			mapping: whole,
			guessed: {
				delimiter: table.sheet === null ? table.delimiter : null,
				headerLine: table.lines[row] ?? 1
			},
			sources: tableSources.map(({ id, title }) => ({ id, title })),
			sheets: preview.sheets.length > 0 ? preview.sheets : sheetsOf(look),
			cellKinds: cellKinds.filter((kind) => source.wide?.[kind] !== undefined),
			slots: slotsOf(source),
			columns,
			words: wordsIn(source, columns, rows, mapping),
			rowsLooked: rows.length,
			missing: source.required.filter(
				(names) => !names.some((name) => plain.has(normaliseHeader(name)))
			),
			feeds: feedsOf(source, fields),
			fixable: fixable(source),
			preview
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { message } from '#queries/messages.ts';
import { plainProblems } from '#queries/plain-problems.ts';
import { ImportError } from './import-error.ts';
import { encodingName } from './encoding-name.ts';
import type { Column } from './sources/columns.ts';
import { normaliseHeader } from './sources/headers.ts';
import { asWide, markedHeading } from './mapping-wide.ts';
import type { TableSource } from './sources/source.ts';
import { cellKinds } from './sources/source.ts';

const short = z.string().max(300);

/** How the bytes and the values of a table are read, where a person knows it better than what was guessed. */
const reading = z.strictObject({
	/** The sheet of a workbook; every sheet that fits where none is named. */
	sheet: short.optional(),
	encoding: encodingName.optional(),
	delimiter: z.enum([',', ';', '\t', '|']).optional(),
	/** The line on which the headings stand, from 1. */
	headerLine: z.number().int().min(1).max(40).optional(),
	dateOrder: z.enum(['ymd', 'dmy', 'mdy']).optional(),
	timeZone: z.string().max(100).optional(),
	/** The year of the first row, where dates state none. */
	year: z.number().int().min(1970).max(2100).optional(),
	/** What plain numbers of a duration count. */
	durationUnit: z.enum(['seconds', 'minutes', 'hours', 'days']).optional(),
	decimals: z.enum(['comma', 'point']).optional()
});

/** How the columns that are items, or questions, are read. */
const wide = z.strictObject({
	cells: z.enum(cellKinds),
	/** Points from which on a grade is passed. */
	passMark: z.number().optional(),
	blanks: z.enum(['nothing', 'not_started']).optional()
});

/** As which a column that is an item or a question is read. */
export const asItem = '*';

const shape = z.strictObject({
	/** What the mapping is called where it is saved. */
	name: z.string().trim().min(1).max(80).optional(),
	/** The source whose columns the headings below name. */
	source: z.string().max(100),
	/** The learning system whose user names and item codes these are; the source's own where none is named. */
	system: z.string().trim().toLowerCase().min(1).max(60).optional(),
	/**
	 * A heading of the file, or "#3" for its third column → a heading that the source knows; "" where it is not read, "*"
	 * where it is an item or a question. With `wide`, columns that are not named are such too.
	 */
	columns: z.record(short, short).default({}),
	wide: wide.optional(),
	/** A field of ours → its value for every record, such as the wave of a survey. */
	fixed: z.record(z.string().max(60), z.string().max(300)).optional(),
	/** A field of ours → words of the file → what they mean; null where they say nothing. */
	words: z.record(z.string().max(60), z.record(short, z.string().max(60).nullable())).optional(),
	reading: reading.optional(),
	/** All headings of the file that the mapping was made for; by them its kind is known again. */
	headings: z.array(short).max(2000).optional()
});

/** How an export with headings of its own is to be read. */
export type Mapping = z.infer<typeof shape>;

/** How the bytes and values of a table are read, as a person said. */
export type ReadingRules = z.infer<typeof reading>;

const whole = shape.refine(
	({ columns, wide: rules }) => rules !== undefined || !Object.values(columns).includes(asItem),
	{
		path: ['wide'],
		error: () => message('import.mapping_items_need_wide')
	}
);

/** A mapping out of what JSON says. Throws `not_readable` for what is none. */
export function parseMapping(given: unknown): Mapping {
	const read = whole.safeParse(given);
	if (read.success) return read.data;
	throw new ImportError(
		'not_readable',
		message('import.mapping_file_cannot_be_used_nothing', { why: plainProblems(read.error) })
	);
}

/** Reads a mapping file (JSON). Throws `not_readable` for one that is missing or says something else. */
export function readMapping(path: string): Mapping {
	let given: unknown;
	try {
		given = JSON.parse(readFileSync(path, 'utf8'));
	} catch (cause) {
		const why = message('import.missing_or_no_json');
		throw new ImportError(
			'not_readable',
			message('import.mapping_file_cannot_be_used_nothing', { why }),
			{},
			{ cause }
		);
	}
	return parseMapping(given);
}

/** The headings of a row as the source knows them, where the mapping names them. */
export function mappedHeadings(
	row: readonly string[],
	{ columns, wide: rules }: Mapping
): readonly string[] {
	const known = new Map(
		Object.entries(columns).map(([own, heading]) => [normaliseHeader(own), heading])
	);
	const given = new Set(Object.values(columns).map(normaliseHeader));
	return row.map((cell, index) => {
		const plain = normaliseHeader(cell);
		const said = columns[`#${index + 1}`] ?? (plain === '' ? undefined : known.get(plain));
		if (rules !== undefined && (said ?? asItem) === asItem) return markedHeading(cell, index);
		if (said !== undefined) return said;
		return given.has(plain) ? '' : cell;
	});
}

const has = (headings: readonly string[], names: ReadonlySet<string>): boolean =>
	headings.some((heading) => names.has(normaliseHeader(heading)));

function withWords(field: string, column: Column, words: Mapping['words']): Column {
	const said = words?.[field];
	if (said === undefined) return column;
	const wrong = Object.values(said).find(
		(sense) => sense !== null && !(column.senses ?? []).includes(sense)
	);
	if (wrong !== undefined)
		throw new ImportError(
			'not_readable',
			message('import.mapping_word_means_nothing', {
				field,
				sense: wrong ?? '',
				senses: (column.senses ?? []).join(', ') || '–'
			})
		);
	return { ...column, cast: (reading) => column.cast({ ...reading, meanings: said }) };
}

/** Throws `not_readable` for a value for all records that its field cannot hold: no day, or no word of its list. */
function requireFixed({ columns }: TableSource, field: string, value: string): void {
	const senses = columns[field]?.senses;
	const isDay = !/_(at|on|from|to)$/.test(field) || !Number.isNaN(Date.parse(value.slice(0, 10)));
	const isIso = !/_(at|on|from|to)$/.test(field) || /^\d{4}-\d{2}-\d{2}/.test(value);
	if (isDay && isIso && (senses === undefined || senses.includes(value))) return;
	throw new ImportError(
		'not_readable',
		message('import.mapping_fixed_value', {
			field,
			value,
			wanted: senses?.join(', ') ?? '2025-09-30'
		})
	);
}

/**
 * The source as a mapping changes it: what is fixed for the whole file need not stand in it, words mean what the analyst
 * says, and the system is the analyst's. Throws `not_readable` for a field or a meaning that the source does not know.
 */
export function withMapping(given: TableSource, mapping: Mapping): TableSource {
	const source = mapping.wide === undefined ? given : asWide(given, mapping.wide);
	const { fixed = {}, words = {}, system } = mapping;
	const unknown = Object.keys(words).find((field) => source.columns[field] === undefined);
	if (unknown !== undefined)
		throw new ImportError(
			'not_readable',
			message('import.mapping_field_is_unknown', { field: unknown, source: source.id })
		);
	for (const [field, value] of Object.entries(fixed)) requireFixed(source, field, value);
	const stated = new Set(
		Object.keys(fixed).flatMap((field) =>
			(source.columns[field]?.headers ?? []).map(normaliseHeader)
		)
	);
	return {
		...source,
		system: system ?? source.system,
		required: source.required.filter((names) => !has(names, stated)),
		columns: Object.fromEntries(
			Object.entries(source.columns).map(([field, column]) => [
				field,
				withWords(field, column, mapping.words)
			])
		)
	};
}

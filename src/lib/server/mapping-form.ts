import type { Mapping } from '#pipelines/mapping.ts';
import { asItem, parseMapping } from '#pipelines/mapping.ts';
import { forms } from '#lib/mapping/forms.ts';

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

const numbered = (form: FormData, name: string): readonly string[] =>
	form.getAll(name).map((value) => (typeof value === 'string' ? value : ''));

const hasCells = (form: FormData, name: string): boolean => textOf(form, name) !== '';

/** The columns as chosen; where they were just made no items any more, none is one. */
function columnsOf(form: FormData): Record<string, string> {
	const slots = numbered(form, forms.slot);
	const has = hasCells(form, forms.cells);
	const chosen = numbered(form, forms.column).map((column, place) => {
		const slot = slots[place] ?? '';
		return [column, !has && slot === asItem ? '' : slot] as const;
	});
	return Object.fromEntries(chosen);
}

/** The columns that are not read, where columns were just made items: their cells tell which of them are. */
function openIn(form: FormData): ReadonlySet<string> {
	if (hasCells(form, forms.hadCells) || !hasCells(form, forms.cells)) return new Set();
	const slots = numbered(form, forms.slot);
	return new Set(numbered(form, forms.column).filter((_, place) => (slots[place] ?? '') === ''));
}

function wideOf(form: FormData): Record<string, unknown> | undefined {
	const cells = textOf(form, forms.cells);
	if (cells === '') return undefined;
	const [passMark, blanks] = [textOf(form, forms.passMark), textOf(form, forms.blanks)];
	return {
		cells,
		...(passMark !== '' && cells === 'grade' && { passMark: Number(passMark) }),
		...(blanks !== '' && { blanks })
	};
}

function wordsOf(form: FormData): Record<string, Record<string, string | null>> {
	const [fields, words, senses] = [forms.wordField, forms.word, forms.sense].map((name) =>
		numbered(form, name)
	);
	const said: Record<string, Record<string, string | null>> = {};
	for (const [place, field] of (fields ?? []).entries()) {
		const sense = senses?.[place] ?? forms.unsaid;
		if (sense === forms.unsaid) continue;
		said[field] = { ...said[field], [words?.[place] ?? '']: sense === '' ? null : sense };
	}
	return said;
}

function fixedOf(form: FormData): Record<string, string> {
	const values = numbered(form, forms.fixedValue);
	return Object.fromEntries(
		numbered(form, forms.fixedField)
			.map((field, place) => [field, (values[place] ?? '').trim()] as const)
			.filter(([field, value]) => field !== '' && value !== '')
	);
}

const readingNames = [
	'sheet',
	'encoding',
	'delimiter',
	'headerLine',
	'dateOrder',
	'timeZone',
	'year',
	'durationUnit',
	'decimals'
] as const;

function readingOf(form: FormData): Record<string, string | number> {
	const chosen = readingNames.flatMap((name): [string, string | number][] => {
		const value = form.get(`${forms.reading}${name}`);
		if (typeof value !== 'string' || value === '') return [];
		return [[name, name === 'headerLine' || name === 'year' ? Number(value) : value]];
	});
	return Object.fromEntries(chosen);
}

/** What changes which columns there are, so that a choice about columns does not outlive it. */
const ground = (source: string, reading: Record<string, unknown>) =>
	JSON.stringify([
		source,
		...['sheet', 'encoding', 'delimiter', 'headerLine'].map((name) => reading[name] ?? null)
	]);

/** What the form of the mapping page states, and the columns that nobody has chosen yet. */
export interface FormSays {
	readonly given: Partial<Mapping>;
	readonly open: ReadonlySet<string>;
}

/**
 * The mapping that the form of the mapping page states; columns and words are left out where the source or the cut of the
 * table was just changed. Throws `ImportError` for what no mapping can say.
 */
export function mappingFromForm(form: FormData): FormSays {
	const source = textOf(form, forms.source);
	const reading = readingOf(form);
	const isSame = textOf(form, forms.ground) === ground(source, reading);
	const name = textOf(form, forms.name);
	const system = textOf(form, forms.system);
	const wide = wideOf(form);
	const {
		columns,
		words,
		wide: cells,
		...rest
	} = parseMapping({
		source,
		...(wide && { wide }),
		columns: columnsOf(form),
		words: wordsOf(form),
		fixed: fixedOf(form),
		reading,
		...(name !== '' && { name }),
		...(system !== '' && { system })
	});
	const given = isSame ? { ...rest, columns, words, ...(cells && { wide: cells }) } : rest;
	return { given, open: openIn(form) };
}

/** What the form is to hand back, so that a change of its ground is seen. */
export const groundOf = ({ source, reading }: Mapping): string => ground(source, reading ?? {});

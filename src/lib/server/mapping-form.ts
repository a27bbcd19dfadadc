import type { Mapping } from '#pipelines/mapping.ts';
import { asItem, parseMapping } from '#pipelines/mapping.ts';
import { forms } from '#lib/mapping/forms.ts';

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

const numbered = (form: FormData, name: string): readonly string[] =>
	form.getAll(name).map((value) => (typeof value === 'string' ? value : ''));

/**
 * The columns as chosen. Where columns were just made items, those that are not read are left open, so that their cells
 * tell which of them are; where they were just made none, no column is one any more.
 */
function columnsOf(form: FormData): Record<string, string> {
	const slots = numbered(form, forms.slot);
	const [had, has] = [textOf(form, forms.hadCells) !== '', textOf(form, forms.cells) !== ''];
	const chosen = numbered(form, forms.column).flatMap((column, place) => {
		const slot = slots[place] ?? '';
		if (has && !had && slot === '') return [];
		return [[column, !has && slot === asItem ? '' : slot] as const];
	});
	return Object.fromEntries(chosen);
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

/**
 * The mapping that the form of the mapping page states; columns and words are left open where the source or the cut of the
 * table was just changed. Throws `ImportError` for what no mapping can say.
 */
export function mappingFromForm(form: FormData): Partial<Mapping> {
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
	return isSame ? { ...rest, columns, words, ...(cells && { wide: cells }) } : rest;
}

/** What the form is to hand back, so that a change of its ground is seen. */
export const groundOf = ({ source, reading }: Mapping): string => ground(source, reading ?? {});

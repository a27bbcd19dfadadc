import type { Mapping } from '#pipelines/mapping.ts';
import { asItem, parseMapping } from '#pipelines/mapping.ts';
import { forms } from '#lib/mapping/forms.ts';

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

const numbered = (form: FormData, name: string): readonly string[] =>
	form.getAll(name).map((value) => (typeof value === 'string' ? value : ''));

/** What the cells of items were before the form was sent, and what they are now; empty for a table without items. */
const cellsIn = (form: FormData) => ({
	had: textOf(form, forms.hadCells),
	has: textOf(form, forms.cells)
});

/**
 * What each column is read as and, in `open`, those of which the cells are to tell whether they are items: what is not read where
 * columns were just made items, and the items where these were just made ones of another kind. Where columns were just made
 * no items any more, none is one.
 */
function columnsOf(form: FormData) {
	const { had, has } = cellsIn(form);
	const isNewKind = has !== '' && had !== has;
	const asked = had === '' ? '' : asItem;
	const slots = numbered(form, forms.slot);
	const columns: Record<string, string> = {};
	const open = new Set<string>();
	for (const [place, column] of numbered(form, forms.column).entries()) {
		const slot = slots[place] ?? '';
		const isOpen = isNewKind && slot === asked;
		if (isOpen) open.add(column);
		columns[column] = slot === asItem && (isOpen || has === '') ? '' : slot;
	}
	return { columns, open };
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
	const said = columnsOf(form);
	const {
		columns,
		words,
		wide: cells,
		...rest
	} = parseMapping({
		source,
		...(wide && { wide }),
		columns: said.columns,
		words: wordsOf(form),
		fixed: fixedOf(form),
		reading,
		...(name !== '' && { name }),
		...(system !== '' && { system })
	});
	const given = isSame ? { ...rest, columns, words, ...(cells && { wide: cells }) } : rest;
	return { given, open: said.open };
}

/** What the form is to hand back, so that a change of its ground is seen. */
export const groundOf = ({ source, reading }: Mapping): string => ground(source, reading ?? {});

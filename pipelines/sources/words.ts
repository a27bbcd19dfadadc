import type { Cast, Column, Reading, Sql, Vocabulary } from './columns.ts';
import { column, quote } from './columns.ts';
import { normaliseHeader } from './headers.ts';

/** Yes and no as systems and people write them: English, German, French, Spanish; spreadsheets write true and false in theirs. */
const yes = [
	...['yes', 'true', '1', 'y', 'active'],
	...['ja', 'wahr', 'aktiv', 'oui', 'vrai', 'actif', 'sí', 'si', 'verdadero', 'activo', 'activa']
];
const no = [
	...['no', 'false', '0', 'n', 'inactive'],
	...['nein', 'falsch', 'inaktiv', 'non', 'faux', 'inactif', 'falso', 'inactivo', 'inactiva']
];

/** What yes means under a heading that asks, and what no means. */
export const answers = (ifYes: string, ifNo: string | null): Vocabulary => ({
	...Object.fromEntries(yes.map((word) => [word, ifYes])),
	...(ifNo !== null && Object.fromEntries(no.map((word) => [word, ifNo])))
});

/** yes/no, true/false, 1/0 as a boolean; anything else is null. */
export const flag = (...headers: string[]): Column =>
	column(headers, (cell) => ({
		value: `case when lower(${cell}) in (${yes.map(quote).join(', ')}) then true
			when lower(${cell}) in (${no.map(quote).join(', ')}) then false end`
	}));

/** A cell that marks a row by not being blank; a no marks nothing. */
export const marked = (cell: Sql): Sql =>
	`case when lower(${cell}) not in (${no.map(quote).join(', ')}) then ${cell} end`;

/** The vocabulary with every word as it is compared: lower case, without spaces. */
const fold = (word: string): string => word.toLowerCase().replaceAll(' ', '');

/** A cell in the form that words are compared in; looking for a blank is cheaper than taking out none. */
const foldedIn = (cell: Sql): Sql =>
	`lower(case when contains(${cell}, ' ') then replace(${cell}, ' ', '') else ${cell} end)`;

function meaning(folded: Sql, vocabulary: Vocabulary, otherwise: string | null): Sql {
	const cases = Object.entries(vocabulary).flatMap(([word, sense]) =>
		sense === null ? [] : `when ${quote(fold(word))} then ${quote(sense)}`
	);
	return `case ${folded} ${cases.join(' ')} else ${otherwise === null ? 'null' : quote(otherwise)} end`;
}

/** The closed lists of words that the warehouse has, by the fields that hold them. */
const closed: Readonly<Record<string, readonly string[]>> = {
	self: ['self', 'manager', 'admin', 'rule'],
	enrolled: [
		'enrolled',
		'assigned',
		'recommended',
		'withdrawn',
		'started',
		'progressed',
		'completed',
		'uncompleted',
		'failed',
		'waived',
		'viewed',
		'other'
	],
	mandatory: ['mandatory', 'required', 'recommended', 'optional'],
	completed: [
		'not_started',
		'in_progress',
		'completed',
		'failed',
		'withdrawn',
		'expired',
		'waived',
		'unknown'
	]
};

/** What words can mean: the whole of a closed list where one of its words is among them, else what they mean already. */
function sensesOf(vocabulary: Vocabulary, otherwise: string | null): readonly string[] {
	const own = [...new Set([...Object.values(vocabulary), otherwise])].filter(
		(sense) => sense !== null
	);
	const list = Object.entries(closed).find(
		([mark, senses]) => own.includes(mark) && own.every((sense) => senses.includes(sense))
	);
	return list ? list[1] : own;
}

/** The source's words and, before them, those that the analyst reads otherwise. */
const readWith = (vocabulary: Vocabulary, { meanings }: Reading): Vocabulary => {
	if (meanings === undefined) return vocabulary;
	const said = new Set(Object.keys(meanings).map(fold));
	const others = Object.entries(vocabulary).filter(([word]) => !said.has(fold(word)));
	return { ...meanings, ...Object.fromEntries(others) };
};

/** What a word of the file is read as in this column, and whether anybody said so: the source, or the analyst before it. */
export function senseOf(
	{ vocabulary = {}, reads }: Column,
	word: string,
	said: Vocabulary = {}
): { readonly sense: string | null; readonly isKnown: boolean } {
	const own = (words: Vocabulary) =>
		Object.entries(words).find(([key]) => fold(key) === fold(word));
	const found = own(said) ?? own(vocabulary);
	const sense = found ? found[1] : (reads?.(word) ?? null);
	return { sense, isKnown: found !== undefined || sense !== null };
}

/**
 * Texts in which words of a vocabulary stand, as `value` finds them; what the analyst reads in a whole text goes before it. A
 * text in which neither finds anything is counted as a repair where `counted` names what it is.
 */
export function wordsWithin(
	headers: readonly string[],
	senses: readonly string[],
	reads: (text: string) => string | null,
	value: (reading: Reading) => Sql,
	counted?: string
): Column {
	const cast = (reading: Reading): Cast => {
		const cell = reading.cell(headers) ?? 'null';
		const folded = foldedIn(cell);
		const said = Object.entries(reading.meanings ?? {});
		const cases = said.map(
			([word, sense]) => `when ${quote(fold(word))} then ${sense === null ? 'null' : quote(sense)}`
		);
		const found = value(reading);
		const isSaid =
			said.length === 0
				? 'false'
				: `${folded} in (${said.map(([word]) => quote(fold(word))).join(', ')})`;
		return {
			value: said.length === 0 ? found : `case ${folded} ${cases.join(' ')} else ${found} end`,
			...(counted !== undefined && {
				mends: {
					when: (sense: Sql) => `(${sense} is null and ${cell} is not null and not ${isSaid})`,
					code: `unknown_word:${counted}`
				}
			})
		};
	};
	return { headers, senses, reads, cast };
}

/**
 * Words of a source mapped to ours. A word that is not in the vocabulary becomes `otherwise`, and is counted as a repair
 * unless the vocabulary is not meant to be whole.
 */
export function words(
	headers: readonly string[],
	vocabulary: Vocabulary,
	otherwise: string | null = null,
	before: (cell: Sql) => Sql = (cell) => cell,
	isWhole = true
): Column {
	const read = column(headers, (cell, reading) => {
		const known = readWith(vocabulary, reading);
		const folded = reading.once(foldedIn(before(cell)));
		const value = meaning(folded, known, otherwise);
		if (!isWhole) return { value: `case when ${cell} is not null then ${value} end` };
		const all = Object.keys(known).map((word) => quote(fold(word)));
		return {
			value,
			mends: {
				when: (sense) =>
					`case when ${sense} is null or ${sense} = ${quote(otherwise ?? '')} then ${cell} is not null and ${folded} not in (${all.join(', ')}) end`,
				code: `unknown_word:${normaliseHeader(headers[0] ?? '')}`
			}
		};
	});
	return isWhole ? { ...read, vocabulary, senses: sensesOf(vocabulary, otherwise) } : read;
}

/** One of a closed set of words; anything else, and none, refuses the row. */
export function oneOf(reason: string, headers: readonly string[], vocabulary: Vocabulary): Column {
	const read = column(headers, (cell, reading) => {
		const value = meaning(foldedIn(cell), readWith(vocabulary, reading), null);
		return { value, refuses: { when: (sense) => `${sense} is null`, reason, cell } };
	});
	return { ...read, vocabulary, senses: sensesOf(vocabulary, null) };
}

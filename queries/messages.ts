import { IntlMessageFormat } from 'intl-messageformat';
import enImport from './messages/en-import.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };

/** A text of the interface, or a field of a metric's definition (`metric.<id>.<field>`). */
export type MessageKey =
	| keyof typeof en
	| keyof typeof enImport
	| `metric.${string}.${string}`
	| `source.${string}.${'title' | 'origin'}`;
export type MessageValues = Readonly<Record<string, string | number>>;

/** The language that every other falls back to. */
export const sourceLocale = 'en';

const tags: Readonly<Record<string, string>> = { en: 'en-GB' };
const catalogues = new Map<string, Map<string, string>>([
	[sourceLocale, new Map(Object.entries({ ...en, ...enImport }))]
]);
const compiled = new Map<string, IntlMessageFormat>();

/** Thrown for a key that no catalogue has, in tests; elsewhere the key itself stands on the page. */
export class MessageError extends Error {
	override readonly name = 'MessageError';
	readonly code = 'unknown_message';
}

/** Adds texts in ICU MessageFormat. What a catalogue already says stays: a translation wins over a definition's own words. */
export function register(
	texts: Readonly<Record<string, string>>,
	locale: string = sourceLocale
): void {
	const catalogue = catalogues.get(locale) ?? new Map<string, string>();
	for (const [key, text] of Object.entries(texts)) {
		if (!catalogue.has(key)) catalogue.set(key, text);
	}
	catalogues.set(locale, catalogue);
}

/** A plain text as ICU MessageFormat: braces and apostrophes stand for themselves. */
export function plain(text: string): string {
	return text.replaceAll("'", "''").replaceAll(/[{}]/g, "'$&'");
}

const space = '\u00a0';

/** A percentage as every other text writes it, with a space before the sign: 50 %. */
class SpacedNumberFormat extends Intl.NumberFormat {
	override formatToParts(
		value?: number | bigint | Intl.StringNumericLiteral
	): Intl.NumberFormatPart[] {
		const parts = super.formatToParts(value as number);
		return parts.flatMap((part, place) =>
			part.type === 'percentSign' && parts[place - 1]?.type !== 'literal'
				? [{ type: 'literal' as const, value: space }, part]
				: [part]
		);
	}
	override format = (value: number | bigint | Intl.StringNumericLiteral): string =>
		this.formatToParts(value)
			.map((part) => part.value)
			.join('');
}

/** The text of a key with its values filled in (ICU MessageFormat). */
export function message(
	key: MessageKey,
	values: MessageValues = {},
	locale: string = sourceLocale
): string {
	const id = `${locale} ${key}`;
	const known = compiled.get(id);
	if (known) return String(known.format(values));
	const text = catalogues.get(locale)?.get(key) ?? catalogues.get(sourceLocale)?.get(key);
	if (text === undefined) return missing(key);
	const format = new IntlMessageFormat(text, tags[locale] ?? locale, undefined, {
		ignoreTag: true,
		formatters: {
			getNumberFormat: (...chosen) => new SpacedNumberFormat(...chosen),
			getDateTimeFormat: (...chosen) => new Intl.DateTimeFormat(...chosen),
			getPluralRules: (...chosen) => new Intl.PluralRules(...chosen)
		}
	});
	compiled.set(id, format);
	return String(format.format(values));
}

/** The text of a key that ends in a code out of the data; null where no text tells of that code. */
export function messageOfCode(key: string, values: MessageValues = {}): string | null {
	return catalogues.get(sourceLocale)?.has(key) ? message(key as MessageKey, values) : null;
}

/** A system as it calls itself; one that a mapping named stays as it was named. */
export const systemInWords = (system: string): string =>
	messageOfCode(`system.${system.replaceAll('-', '_')}`) ?? system;

const writtenOtherwise: Readonly<Record<string, string>> = {
	big5: 'Big5',
	macintosh: 'Mac Roman',
	shift_jis: 'Shift-JIS',
	'x-mac-cyrillic': 'Mac Cyrillic'
};

/** The name of an encoding as it is usually written. */
export const encodingInWords = (encoding: string): string =>
	writtenOtherwise[encoding] ?? encoding.toUpperCase().replace(/^WINDOWS/, 'Windows');

/** Why a record was refused. */
export const refusalInWords = (code: string): string =>
	messageOfCode(`reason.refused.${code}`) ?? message('reason.refused.other', { code });

/** How a record was mended; a code may name the column, as `unknown_word:status` does. */
export function repairInWords(code: string): string {
	const [name = code, column] = code.split(':');
	const text =
		messageOfCode(`reason.repair.${name}`) ?? message('reason.repair.other', { code: name });
	return column === undefined ? text : message('imports.repairs.word', { text, column });
}

function missing(key: string): string {
	const environment = (globalThis as { process?: { env: Record<string, string | undefined> } })
		.process?.env;
	if (environment?.['VITEST'] !== undefined) throw new MessageError(`No text for ${key}`);
	return key;
}

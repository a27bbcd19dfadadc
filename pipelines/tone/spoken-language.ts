import { detectAll } from 'tinyld';
import { languageWords } from './language-words.ts';

/** Of so few letters no detector tells a language. */
const shortest = 4;
/** A detector that knows a language by words of its own says 1; far below, it guesses among neighbours. */
const clear = 0.5;
/** A comment is told by words if it holds so many known ones that no clear finding of the detector speaks against. */
const knownShare = 0.3;
const surelyKnownShare = 0.6;

/** The language that a form states, "EN-GB" or "de", as two letters; null where it states none. */
const asStated = (language: string | null): string | null =>
	/^[a-z]{2}(?![a-z])/i.exec(language?.trim() ?? '')?.[0].toLowerCase() ?? null;

/** English writes no accents, so a word with one belongs to another language whatever the lists say. */
const accented = /[^\p{ASCII}’]/u;

interface Standing {
	readonly english: number;
	/** The language other than English of which the most words are known. */
	readonly best: string | null;
	/** How far English is ahead, in words. */
	readonly lead: number;
}

function standing(words: readonly string[]): Standing {
	const known = (list: ReadonlySet<string>): number =>
		words.filter((word) => list.has(word)).length;
	const english = words.filter((word) => languageWords.get('en')?.has(word) ?? false).length;
	const [best] = [...languageWords]
		.filter(([language]) => language !== 'en')
		.map(([language, list]) => ({ language, count: known(list) }))
		.toSorted((a, b) => b.count - a.count);
	const foreign = Math.max(best?.count ?? 0, words.filter((word) => accented.test(word)).length);
	return { english, best: best?.count ? best.language : null, lead: english - foreign };
}

/**
 * The language of a comment, null where neither its words nor its form tell. Short comments fool detectors, so known
 * words come first, then a detector that is sure, then what the form states.
 */
export function spokenLanguage(text: string, form: string | null = null): string | null {
	const stated = asStated(form);
	const words =
		text
			.toLowerCase()
			.replaceAll('’', "'")
			.match(/\p{L}[\p{L}'-]*/gu) ?? [];
	const letters = words.join('').length;
	const [guess] = letters < shortest ? [] : detectAll(text, { only: [...languageWords.keys()] });
	const found = guess && guess.accuracy >= clear ? guess.lang : null;
	const { english, best, lead } = standing(
		words.map((word) => word.replace(/(?:n't|'(?:s|m|re|ve|d|ll))$/, ''))
	);
	const share = english / Math.max(words.length, 1);
	if (lead > 0 && share >= (found === null || found === 'en' ? knownShare : surelyKnownShare))
		return 'en';
	if (lead < 0) {
		const [other = null] = [found, best, guess?.lang, stated].filter((one) => one && one !== 'en');
		return other;
	}
	if (found !== null && !(stated === 'en' && english > 0)) return found;
	return stated;
}

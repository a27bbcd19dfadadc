import { detect } from 'tinyld';
import vader from 'vader-sentiment';
import { learningWords } from './learning-words.ts';

/** The tone of a comment from -1 to 1, and its language; the tone is null where the language is not English. */
export interface Tone {
	readonly language: string | null;
	readonly compound: number | null;
}

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'cs', 'sv', 'da', 'fi', 'tr'];
const longest = 4000;
const shortest = 4;

const withLearningWords = (text: string): string =>
	learningWords.reduce(
		(sum, [pattern, instead]) => sum.replace(pattern, instead),
		text.toLowerCase().replaceAll('’', "'")
	);

/** The language that a form states, "EN-GB" or "de", as two letters; null where it states none. */
const stated = (language: string | null): string | null =>
	/^[a-z]{2}(?![a-z])/i.exec(language?.trim() ?? '')?.[0].toLowerCase() ?? null;

/**
 * Reads one comment with VADER (Hutto and Gilbert 2014) and our own words for learning; METRICS.md D5. A form's stated
 * language counts where the words do not clearly speak another one.
 */
export function readTone(text: string, language: string | null = null): Tone {
	const words = text.slice(0, longest);
	const found = words.trim().length < shortest ? '' : detect(words, { only: languages });
	const said = stated(language);
	const spoken =
		found === '' ? said : found !== 'en' && said === 'en' && isPlainEnglish(words) ? 'en' : found;
	if (spoken !== 'en') return { language: spoken, compound: null };
	const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(withLearningWords(words));
	return { language: spoken, compound };
}

/** Short comments are taken for a neighbouring language now and then; common English words settle it. */
const isPlainEnglish = (text: string): boolean =>
	(text.match(/\b(the|and|is|are|was|it|i|to|of|my|we|not|no|this|for|with|have|had|in)\b/gi) ?? [])
		.length *
		5 >=
	text.split(/\s+/).length;

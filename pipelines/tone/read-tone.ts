import vader from 'vader-sentiment';
import { learningWords } from './learning-words.ts';
import { straighten } from './negation.ts';
import { spokenLanguage } from './spoken-language.ts';

/** The tone of a comment from -1 to 1, and its language; the tone is null where the language is not English. */
export interface Tone {
	readonly language: string | null;
	readonly compound: number | null;
}

const longest = 4000;

/** VADER (Hutto and Gilbert 2014) with our own words for learning; loud are words that stand in capitals. */
function feel(words: string, loud: readonly string[] = []): number {
	const said = learningWords.reduce(
		(sum, [pattern, instead]) => sum.replace(pattern, instead),
		words
	);
	return vader.SentimentIntensityAnalyzer.polarity_scores(
		loud.reduce(
			(sum, word) => sum.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), word.toUpperCase()),
			said
		)
	).compound;
}

/**
 * The words of a feeling in capitals, in small letters; none where all words are, because VADER hears only those among others
 * as loud. It knows negators in small letters alone.
 */
function loudWords(text: string): string[] {
	const words = text.match(/\b[a-z]{2,}\b/gi) ?? [];
	const loud = words.filter((word) => word === word.toUpperCase());
	if (loud.length === words.length) return [];
	return [...new Set(loud.map((word) => word.toLowerCase()))].filter((word) => feel(word) !== 0);
}

/**
 * Reads one comment with VADER and our own words for learning, METRICS.md D5. The language that its form states counts
 * where the words do not clearly speak another one.
 */
export function readTone(text: string, stated: string | null = null): Tone {
	const words = text.slice(0, longest);
	const language = spokenLanguage(words, stated);
	if (language !== 'en') return { language, compound: null };
	const straight = straighten(words.toLowerCase().replaceAll('’', "'"), (part) => feel(part));
	return { language, compound: feel(straight, loudWords(words)) };
}

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

/** VADER (Hutto and Gilbert 2014) with our own words for learning. */
const feel = (words: string): number =>
	vader.SentimentIntensityAnalyzer.polarity_scores(
		learningWords.reduce((sum, [pattern, instead]) => sum.replace(pattern, instead), words)
	).compound;

/**
 * Reads one comment with VADER and our own words for learning, METRICS.md D5. The language that its form states counts
 * where the words do not clearly speak another one.
 */
export function readTone(text: string, stated: string | null = null): Tone {
	const words = text.slice(0, longest);
	const language = spokenLanguage(words, stated);
	if (language !== 'en') return { language, compound: null };
	return { language, compound: feel(straighten(words.toLowerCase().replaceAll('’', "'"), feel)) };
}

import { encodingInWords, message } from '#queries/messages.ts';
import type { EncodingGuess } from '../readers/guess-encoding.ts';
import type { Head } from '../readers/head.ts';

const wordsOf = ({ encoding, cell, other }: EncodingGuess) => ({
	encoding: encodingInWords(encoding),
	cell,
	other: other === null ? '' : encodingInWords(other.encoding),
	other_cell: other?.cell ?? ''
});

function guessInWords(guess: EncodingGuess): string {
	const words = wordsOf(guess);
	if (guess.encoding === 'iso-2022-jp') return message('import.encoding_shifts', words);
	if (guess.other === null) return message('import.encoding_reads_so', words);
	return guess.isOpen
		? message('import.encoding_could_be', words)
		: message('import.encoding_because_of', words);
}

/** What shows the encoding of a text; nothing where it is UTF-8, or UTF-16 by its bytes. */
export function encodingReasons({
	encoding,
	guess,
	isAsked
}: Pick<Head, 'encoding' | 'guess' | 'isAsked'>): readonly string[] {
	if (isAsked)
		return [message('import.encoding_as_asked', { encoding: encodingInWords(encoding) })];
	return guess === null ? [] : [guessInWords(guess)];
}

/** That nothing proves the encoding, with a cell that shows it and the heading of its column; null where something does. */
export function openEncoding(
	guess: EncodingGuess | null,
	header: readonly string[],
	rows: readonly (readonly string[])[]
): string | null {
	if (!guess?.isOpen) return null;
	const shown = [header, ...rows].find((row) => row.some((cell) => cell.includes(guess.cell)));
	const at = shown?.findIndex((cell) => cell.includes(guess.cell)) ?? -1;
	const values = { ...wordsOf(guess), column: header[at]?.trim() ?? '' };
	if (guess.other === null) return message('import.no_encoding_makes_words', values);
	return message('import.nothing_tells_encoding', values);
}

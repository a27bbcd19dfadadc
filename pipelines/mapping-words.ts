import { isValueOf } from './mapping-fit.ts';
import type { Mapping } from './mapping.ts';
import { asItem } from './mapping.ts';
import { senseOf } from './sources/words.ts';
import type { TableSource } from './sources/source.ts';
import { isNative } from './suggest-mapping.ts';

/** A field that is read from words, with the words that the file has. */
export interface LookedWords {
	readonly field: string;
	readonly senses: readonly string[];
	readonly words: readonly {
		readonly word: string;
		/** How many of the rows that were looked at have it. */
		readonly count: number;
		/** What it is read as; null where it says nothing. */
		readonly sense: string | null;
		readonly isKnown: boolean;
	}[];
}

const wordsShown = 40;

interface Placed {
	readonly slot: string;
}

/** The words of the file in every field that is read from words, the most frequent first, with what they mean. */
export function wordsIn(
	source: TableSource,
	columns: readonly Placed[],
	rows: readonly (readonly string[])[],
	{ words: said, wide }: Pick<Mapping, 'words' | 'wide'>
): readonly LookedWords[] {
	return Object.entries(source.columns).flatMap(([field, column]) => {
		if (column.senses === undefined) return [];
		const isOfCells = wide !== undefined && field === 'status';
		const places = columns.flatMap(({ slot }, place) =>
			(isOfCells ? slot === asItem : isNative(source, slot, [column])) ? [place] : []
		);
		const counts = new Map<string, number>();
		for (const row of rows)
			for (const place of isOfCells ? places : places.slice(0, 1)) {
				const word = row[place]?.trim() ?? '';
				const isWord = word !== '' && !(isOfCells && isValueOf(wide.cells, word));
				if (isWord) counts.set(word, (counts.get(word) ?? 0) + 1);
			}
		const words = [...counts]
			.toSorted((left, right) => right[1] - left[1])
			.slice(0, wordsShown)
			.map(([word, count]) => ({ word, count, ...senseOf(column, word, said?.[field]) }));
		return words.length === 0 ? [] : [{ field, senses: column.senses, words }];
	});
}

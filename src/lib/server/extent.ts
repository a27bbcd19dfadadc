import { heldBackInWords } from '#queries/notes.ts';
import { formatDay } from '#lib/format/date.ts';
import type { Answer } from './ask.ts';

/** Why the data reach no further than they do, in a sentence, where some of them do; null otherwise. */
export const heldBackNote = ({ held_back: by }: Answer): string | null =>
	by === null ? null : heldBackInWords(by, formatDay);

import { formatWhen } from '#lib/imports/when.ts';
import { message } from '#lib/messages.ts';
import type { DecidedPair, MatchDecision } from '#lib/server/people.ts';

const was = {
	same: ['people.was.same', 'people.was_many.same'],
	different: ['people.was.different', 'people.was_many.different'],
	later: ['people.was.later', 'people.was_many.later']
} as const;

const called = (name: string | null): string => name ?? message('people.gone');
const namesOf = ({ left_name, right_name }: DecidedPair) => ({
	left: called(left_name),
	right: called(right_name)
});

const takenBack = ({ taken_back_by, taken_back_at }: DecidedPair): string =>
	taken_back_at === null
		? ''
		: message('people.taken_back', { by: taken_back_by ?? '', when: formatWhen(taken_back_at) });

/** One pair of a decision about several: who it is, whether it was taken back, and the name of its button. */
export const pairInWords = (pair: DecidedPair) => ({
	what: message('people.pair', namesOf(pair)),
	taken: takenBack(pair),
	undoLabel: message('people.undo_one', namesOf(pair))
});

/** How many of an entry's pairs were taken back while others stand, or when the last one was. */
function takenOf(pairs: readonly DecidedPair[], standing: number): string {
	if (standing === pairs.length) return '';
	if (standing > 0) return message('people.part_taken_back', { n: pairs.length - standing });
	const [last] = pairs.toSorted((left, right) =>
		(right.taken_back_at ?? '').localeCompare(left.taken_back_at ?? '', 'en')
	);
	return last ? takenBack(last) : '';
}

/** An entry of the log: what was decided, what of it was taken back, and what its button does. */
export function decisionInWords({ verdict, pairs }: MatchDecision) {
	const standing = pairs.filter(({ taken_back_at }) => taken_back_at === null).length;
	const [one, many] = was[verdict];
	const [only] = pairs;
	const taken = takenOf(pairs, standing);
	if (only && pairs.length === 1)
		return {
			what: message(one, namesOf(only)),
			taken,
			standing,
			undo: message('people.undo'),
			undoLabel: message('people.undo_one', namesOf(only))
		};
	const what = message(many, { pairs: pairs.length });
	const undo = message(standing < pairs.length ? 'people.undo_rest' : 'people.undo_all', {
		pairs: standing
	});
	return { what, taken, standing, undo, undoLabel: `${undo}: ${what}` };
}

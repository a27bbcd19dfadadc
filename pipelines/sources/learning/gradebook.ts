import type { Column } from '../columns.ts';
import { derived, quote } from '../columns.ts';
import type { Shown, WideItem } from '../source.ts';

/** What gradebooks say of every origin: nothing. */
export const gradesDecideNothing = 'Nothing: grades do not say who enrolled the person.';

/** What every gradebook lacks. */
export const gradesHaveNoDates =
	'A grade above 0 counts as done, whatever its height: pass marks are not in the file; 0 is unknown, because systems fill it in; blank is not started. There are no dates, so its rows stand in no figure over time.';

/** What stands where a grade would, and says how far the person is; any other word is a grade. */
const wordsForNone: Readonly<Record<string, readonly string[]>> = {
	not_started: [
		'-',
		'–',
		'n/a',
		'not attempted',
		'not available',
		'not submitted',
		'no submission',
		'in progress(0)'
	],
	in_progress: ['in progress', 'needs grading', 'needs marking', 'incomplete'],
	failed: ['fail', 'failed', 'not passed', 'nicht bestanden', 'no aprobado', 'suspenso'],
	waived: ['ex', 'excused', 'exempt']
};

/** The cell of the item without blanks and a percentage sign. */
const grade = (cell: string): string =>
	`try_cast(replace(regexp_replace(${cell}, '[ %#]', '', 'g'), ',', '.') as double)`;

/** What a grade says of how far the person is with the item. */
export const gradeStatus: Column = derived(({ item: { cell } }) => ({
	value: `case when ${cell} is null then 'not_started' ${Object.entries(wordsForNone)
		.map(
			([status, words]) =>
				`when lower(${cell}) in (${words.map(quote).join(', ')}) then ${quote(status)}`
		)
		.join(' ')}
		when ${grade(cell)} = 0 then 'unknown' else 'completed' end`
}));

/** The title and code of the column. */
export const itemTitle: Column = derived(({ item }) => ({ value: item.title }));
export const itemCode: Column = derived(({ item }) => ({ value: item.code }));

/** The columns whose heading fits, as items; `read` gives title, code and points of a fitting heading, or null. */
export const headingItems =
	(read: (heading: string) => Omit<WideItem, 'at'> | null) =>
	({ header }: Shown): readonly WideItem[] =>
		header.flatMap((heading, at) => {
			const found = read(heading.replaceAll(/\s+/g, ' ').trim());
			return found === null ? [] : [{ at, ...found }];
		});

import type { Column } from '../columns.ts';
import { derived } from '../columns.ts';
import type { Shown, WideItem } from '../source.ts';

/** What gradebooks say of every origin: nothing. */
export const gradesDecideNothing = 'Nothing: grades do not say who enrolled the person.';

/** What every gradebook lacks. */
export const gradesHaveNoDates =
	'A grade above 0 counts as done, whatever its height: pass marks are not in the file; 0 is unknown, because systems fill it in; blank is not started. There are no dates, so its rows stand in no figure over time.';

/** Blank, a dash, or words for none. */
const noGrade =
	"('-', '–', 'n/a', 'ex', 'excused', 'not attempted', 'not available', 'in progress(0)')";

/** The cell of the item without blanks and a percentage sign. */
const grade = (cell: string): string =>
	`try_cast(replace(regexp_replace(${cell}, '[ %#]', '', 'g'), ',', '.') as double)`;

/** What a grade says of how far the person is with the item. */
export const gradeStatus: Column = derived(({ item: { cell } }) => ({
	value: `case when ${cell} is null or lower(${cell}) in ${noGrade} then case when lower(${cell}) in ('ex', 'excused') then 'waived' else 'not_started' end
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

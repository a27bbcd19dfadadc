import { message } from '#queries/messages.ts';
import type { Column, TableColumn } from '../columns.ts';
import { derived, email, key, text } from '../columns.ts';
import { words } from '../words.ts';
import { day } from '../dates.ts';
import { normaliseHeader } from '../headers.ts';
import type { Shape, TableSource } from '../source.ts';

const person = ['Employee ID', 'Employee Number', 'Employee email', 'Email'];
const rater = ['Manager ID', 'Rater ID', 'Manager email', 'Rater email', 'Manager', 'Rater'];
const rated = ['Rated On', 'Rating date', 'Date'];
const cycle = ['Review Cycle', 'Cycle', 'Round'];

/** A rated statement names its scale in brackets: "Ready for the next role (1-5)". */
const scale = /\((\d+) ?(?:-|to|bis|à|a) ?(\d+)\)$/;
const isRated = ({ heading }: TableColumn): boolean => scale.test(normaliseHeader(heading));

const ratedColumn = (table: readonly TableColumn[]): TableColumn | null =>
	table.find(isRated) ?? null;

const hasScale: Shape = {
	says: message('import.column_names_its_scale_such_as'),
	isNeeded: true,
	holds: ({ header }) => header.some((heading) => scale.test(normaliseHeader(heading)))
};

/** The first number of the scale that the heading names, and how many points it has: (0-4) has five. */
function scaleOf(table: readonly TableColumn[]): { low: number; points: number } {
	const [, low = 1, high = 5] =
		scale.exec(normaliseHeader(ratedColumn(table)?.heading ?? '')) ?? [];
	return { low: Number(low), points: Number(high) - Number(low) + 1 };
}

/** The rating itself: a number inside the scale that the heading names, the lowest counting as 1. */
const score: Column = {
	...derived(({ table }) => {
		const { low, points } = scaleOf(table);
		const cell = ratedColumn(table)?.cell ?? 'null';
		return {
			value: `(try_cast(replace(${cell}, ',', '.') as double) - ${low - 1})`,
			refuses: {
				when: (value) => `${value} is null or ${value} not between 1 and ${points}`,
				reason: 'not_on_the_scale',
				cell
			}
		};
	}),
	takes: isRated
};

/** Ratings of people by their managers, as review tools list them: one line per person and round. METRICS.md D6. */
export const managerRatings: TableSource = {
	id: 'manager-ratings',
	system: 'ratings',
	title: "Managers' ratings of their people",
	format: 'table',
	entity: 'rating',
	decidesOrigin: 'Nothing; it says how ready a manager finds a person, and when.',
	traps:
		'One heading must name its scale, as in "Ready for the next role (1-5)"; ratings outside of it are refused.',
	required: [person, rater, rated],
	telling: [cycle],
	shapes: [hasScale],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key('Employee ID', 'Employee Number'),
		email: email('Employee email', 'Email'),
		display_name: text('Employee', 'Employee name', 'Name'),
		rater_key: text(...rater),
		cycle: text(...cycle),
		phase: words(['Phase'], {
			before: 'before',
			pre: 'before',
			vorher: 'before',
			avant: 'before',
			antes: 'before',
			after: 'after',
			post: 'after',
			nachher: 'after',
			après: 'after',
			después: 'after'
		}),
		rated_on: day(...rated),
		question: derived(({ table }) => {
			const heading =
				ratedColumn(table)
					?.heading.trim()
					.replace(/ *\([^()]*\)$/, '') ?? '';
			return { value: `'${heading.replaceAll("'", "''")}'` };
		}),
		score,
		points: derived(({ table }) => ({
			value: ratedColumn(table) === null ? 'null' : String(scaleOf(table).points)
		}))
	}
};

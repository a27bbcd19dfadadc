import type { Cast, Column, Reading, Sql } from '../columns.ts';
import { dayOnly, stamp } from '../dates.ts';
import { percent, plainNumber } from '../columns.ts';
import { words } from '../words.ts';
import { seconds } from '../durations.ts';
import type { WideRules } from '../source.ts';
import { statusWords } from '../status-words.ts';

/** Words for how far a person is that stand in a matrix of people and items, beside those of learning systems. */
export const cellWords = {
	...statusWords,
	Yes: 'completed',
	Y: 'completed',
	X: 'completed',
	'✓': 'completed',
	'✔': 'completed',
	Ja: 'completed',
	Sí: 'completed',
	Oui: 'completed',
	True: 'completed',
	'1': 'completed',
	No: 'not_started',
	N: 'not_started',
	Nein: 'not_started',
	Non: 'not_started',
	False: 'not_started',
	'0': 'not_started'
} as const;

const dashes = ['-', '--', '–', '—'];
/** A cell that is empty, or that holds a dash for nothing. */
export const isBlank = (cell: Sql): Sql =>
	`(${cell} is null or ${cell} in (${dashes.map((dash) => `'${dash}'`).join(', ')}))`;

/** The field that a column reads, read from the cell of the item instead. */
const ofCell = (column: Column): Column => ({
	...column,
	headers: [],
	cast: (reading) => column.cast({ ...reading, cell: () => reading.item.cell })
});

/** The value alone: what a cell does not say in one way it may say in another. */
const valueOf = (column: Column, reading: Reading): Sql => ofCell(column).cast(reading).value;

const worded = ofCell(words(['cell'], cellWords, 'unknown'));

/**
 * How far the person is with the item: `read` says it of cells that hold a value of the kind, and is null for others,
 * which are words. A record of which no cell is filled tells of nothing and is refused, unless blank cells mean that the
 * person has not started.
 */
const statusBy = (rules: WideRules, read: (cell: Sql, reading: Reading) => Sql): Column => ({
	...worded,
	cast: (reading): Cast => {
		const { cell } = reading.item;
		const said = worded.cast(reading);
		const known = read(cell, reading);
		return {
			value: `case when ${isBlank(cell)} then 'not_started' else coalesce(${known}, ${said.value}) end`,
			...(rules.blanks !== 'not_started' && {
				refuses: { when: () => isBlank(cell), reason: 'no_cell_is_filled', cell: 'null' }
			}),
			...(said.mends && {
				mends: {
					when: (sense: Sql) =>
						`case when ${known} is null then ${said.mends?.when(sense) ?? 'false'} end`,
					code: said.mends.code
				}
			})
		};
	}
});

const only = (read: (reading: Reading) => Sql): Column => ({
	headers: [],
	cast: (reading) => ({ value: read(reading) })
});

/** Words, and days on which the item was completed. */
function stateCells(rules: WideRules, { is_date_only: own }: Readonly<Record<string, Column>>) {
	const dated = (cell: Sql, reading: Reading) =>
		`case when ${stamp(cell, reading)} is not null then 'completed' end`;
	return {
		status: statusBy(rules, dated),
		completed_at: only((reading) => stamp(reading.item.cell, reading)),
		is_date_only: only((reading) => {
			const beside = own?.cast(reading).value ?? 'null';
			const day = valueOf(dayOnly('cell'), reading);
			return `coalesce(${beside}, false) or (${stamp(reading.item.cell, reading)} is not null and ${day})`;
		})
	};
}

/** Points: with a pass mark passed or failed, without one done when above 0. */
function gradeCells(rules: WideRules) {
	const { passMark } = rules;
	return {
		status: statusBy(rules, (cell, reading) => {
			const points = `try_cast(${plainNumber(`regexp_replace(${cell}, '[ %#]', '', 'g')`, reading)} as double)`;
			if (passMark === undefined)
				return `case when ${points} = 0 then 'unknown' when ${points} is not null then 'completed' end`;
			return `case when ${points} >= ${passMark} then 'completed' when ${points} is not null then 'failed' end`;
		})
	};
}

const share = percent('cell');

/** Percentages of the way. */
function progressCells(rules: WideRules) {
	return {
		status: statusBy(rules, (_cell, reading) => {
			const value = valueOf(share, reading);
			return `case when ${value} >= 1 then 'completed' when ${value} <= 0 then 'not_started' when ${value} is not null then 'in_progress' end`;
		}),
		progress: only((reading) => valueOf(share, reading))
	};
}

const spent = seconds(null, 'cell');

/** Time that the person spent. */
function timeCells(rules: WideRules) {
	return {
		status: statusBy(rules, (_cell, reading) => {
			const value = valueOf(spent, reading);
			return `case when ${value} > 0 then 'in_progress' when ${value} is not null then 'not_started' end`;
		}),
		seconds: only((reading) => valueOf(spent, reading))
	};
}

/** What becomes of the cells of a table of people and items, by what they hold. */
export const enrolmentCells = {
	state: stateCells,
	grade: gradeCells,
	progress: progressCells,
	time: timeCells
} as const;

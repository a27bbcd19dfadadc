import type { DuckDBConnection } from '@duckdb/node-api';
import type { Dimension, Metric } from './catalogue.ts';
import type { Cell } from './compute.ts';
import { isByGrain } from './differencing.ts';
import type { Question } from './request.ts';

type Place = Pick<Cell, 'period_no' | 'keys'>;

/** A table that another one adds up to. */
export interface Coarser {
	readonly question: Question;
	/** The place of it that holds a place of the other one. */
	readonly holds: (place: Place) => Place;
	/** Whatever counts in a place counts in the one that holds it, and in no other. */
	readonly isSum: boolean;
}

type Grain = Question['grain'];

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;
const grains = ['month', 'quarter', 'year', null] as const;

/** Whether others than analysts may ask a measure for a grain of time, or for none. */
const isTold = ({ grains: own, default_grain: usual, told_by: only }: Metric, grain: Grain) =>
	only === undefined && (grain === null ? usual === undefined : (own?.includes(grain) ?? true));

/** The same over the next longer periods, or over all time. */
function byLongerPeriod(question: Question): Coarser[] {
	const { grain, metric, from, to } = question;
	if (grain === null || from !== null || to !== null || isByGrain(question)) return [];
	const next = grains.slice(grains.indexOf(grain) + 1).find((longer) => isTold(metric, longer));
	if (next === undefined) return [];
	const periodOf = (period: number): number =>
		next === null ? 0 : Math.floor((period * monthsOf[grain]) / monthsOf[next]);
	return [
		{
			question: { ...question, grain: next },
			holds: ({ period_no, keys }) => ({ period_no: periodOf(period_no), keys }),
			isSum: true
		}
	];
}

/** The same without one of its breakdowns. */
const withoutAxis = (question: Question): Coarser[] =>
	question.axes.map((_axis, dropped) => ({
		question: { ...question, axes: question.axes.filter((_one, place) => place !== dropped) },
		holds: ({ period_no, keys }) => ({
			period_no,
			keys: keys.filter((_key, place) => place !== dropped)
		}),
		isSum: true
	}));

const itemSql = `select i.item_id, i.length_band_id::integer, coalesce(s.system_id, 0)::integer
	from item as i left join learning_system as s on s.system = i.system`;

/** The same by the bands of length, or by the systems, of its items. An item of several systems is of the one that knew it last. */
async function byGroupOfItems(
	connection: DuckDBConnection,
	question: Question
): Promise<Coarser[]> {
	const { axes, metric } = question;
	const axis = axes.indexOf('item');
	if (axis < 0) return [];
	const reader = await connection.runAndReadAll(itemSql);
	const groups = new Map(
		(reader.getRowsJS() as [number, number, number][]).map(([item, ...own]) => [item, own])
	);
	const kinds: readonly Dimension[] = ['length_band', 'source'];
	return kinds.flatMap((kind, at): Coarser[] => {
		if (axes.includes(kind) || !metric.dimensions.includes(kind)) return [];
		return [
			{
				question: { ...question, axes: axes.with(axis, kind) },
				holds: ({ period_no, keys }) => ({
					period_no,
					keys: keys.with(axis, groups.get(keys[axis] ?? 0)?.[at] ?? 0)
				}),
				isSum: kind === 'length_band'
			}
		];
	});
}

/** The tables one step above a question's: with a breakdown less, with groups of items in the place of items, by longer periods. */
export async function coarserTables(
	connection: DuckDBConnection,
	question: Question
): Promise<readonly Coarser[]> {
	const groups = await byGroupOfItems(connection, question);
	return [...withoutAxis(question), ...groups, ...byLongerPeriod(question)];
}

import type { Metric } from './catalogue.ts';
import type { Cell } from './compute.ts';
import { isByGrain } from './differencing.ts';
import { coarserGrains, periodHolding } from './grain.ts';
import type { Grain } from './grain.ts';
import { groupDimensions } from './bands-and-systems.ts';
import type { GroupDimension, Groups } from './bands-and-systems.ts';
import type { Question } from './request.ts';

type Place = Pick<Cell, 'period_no' | 'keys'>;

/** A table that another one adds up to. */
export interface Coarser {
	readonly question: Question;
	/** The place of it that holds a place of the other one. */
	readonly holds: (place: Place) => Place;
	/** The breakdown that it does without, by its place among the axes. */
	readonly without?: number;
	/** Whatever counts in a place counts in the one that holds it, and in no other. */
	readonly isSum: boolean;
}

/** Whether others than analysts may ask a measure for a grain of time, or for none. */
const isTold = ({ grains: own, default_grain: usual, told_by: only }: Metric, grain: Grain) =>
	only === undefined && (grain === null ? usual === undefined : (own?.includes(grain) ?? true));

/** The same over the next longer periods, or over all time. */
function byLongerPeriod(question: Question): Coarser[] {
	const { grain, metric, from, to } = question;
	if (grain === null || from !== null || to !== null || isByGrain(question)) return [];
	const next = coarserGrains(grain).find((longer) => longer !== grain && isTold(metric, longer));
	if (next === undefined) return [];
	return [
		{
			question: { ...question, grain: next },
			holds: ({ period_no, keys }) => ({ period_no: periodHolding(period_no, grain, next), keys }),
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
		without: dropped,
		isSum: true
	}));

/** The same by the bands of length, or by the systems, of its items. Only one system is known of an item. */
function byGroupOfItems(question: Question, groups: Groups): Coarser[] {
	const { axes, metric } = question;
	const axis = axes.indexOf('item');
	if (axis < 0) return [];
	const idOf = (item: number, kind: GroupDimension): number =>
		groups.get('item')?.get(item)?.get(kind)?.id ?? 0;
	return groupDimensions
		.filter((kind) => !axes.includes(kind) && metric.dimensions.includes(kind))
		.map((kind) => ({
			question: { ...question, axes: axes.with(axis, kind) },
			holds: ({ period_no, keys }) => ({
				period_no,
				keys: keys.with(axis, idOf(keys[axis] ?? 0, kind))
			}),
			isSum: kind === 'length_band'
		}));
}

/** The tables one step above a question's: with a breakdown less, with groups of items in the place of items, by longer periods. */
export const coarserTables = (question: Question, groups: Groups): readonly Coarser[] => [
	...withoutAxis(question),
	...byGroupOfItems(question, groups),
	...byLongerPeriod(question)
];

import { describe, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import type { Cell } from '#queries/compute.ts';
import { hideCells } from '#queries/protect.ts';
import type { Axes } from '#queries/lines.ts';
import { groupsGivenAway } from './adversary/solve.ts';
import { seeded } from './crowd.ts';

/** How many units and places. */
type Size = readonly [units: number, places: number];

const rate = metrics().get('voluntary_completion_rate');

function makeCells(seed: number): Cell[] {
	const random = seeded(seed);
	const empty = { value: 0.5, numerator: null, denominator: null, lo: null, hi: null };
	return Array.from({ length: 24 * 8 }, (_none, place): Cell[] => {
		const broad = 1 + Math.floor(random() ** 3 * 40);
		const strict = Math.ceil(broad * random());
		return [
			{ layer: 'broad', persons: broad },
			{ layer: 'strict', persons: strict }
		].map((cell) => ({
			...empty,
			...cell,
			period_no: 24288 + Math.floor(place / 8),
			keys: [place % 8],
			variant: cell.layer,
			measure: null,
			horizon: null,
			bound_lo: null,
			bound_hi: null,
			unknown_share: null
		}));
	}).flat();
}

describe('hideCells(cells, axes, metric)', () => {
	test.each([1, 2, 3, 4, 5])('hides the same cells in whatever order they come: %i', (seed) => {
		if (!rate) throw new Error('no such metric');
		const axes = { grain: 'month', dimensions: ['item'] } as const;
		const cells = makeCells(seed);
		const random = seeded(seed + 100);
		const mixed = cells
			.map((cell) => ({ cell, place: random() }))
			.toSorted((a, b) => a.place - b.place)
			.map(({ cell }) => cell);
		const dark = (order: readonly Cell[]) => {
			const hides = hideCells(order, axes, rate);
			return cells.map((cell) => hides(cell));
		};
		expect(dark(mixed)).toEqual(dark(cells));
		expect(dark(cells).filter((reason) => reason !== null).length).toBeLessThan(cells.length);
	});

	test('an arm of nobody is hidden like one of few, and so is its next neighbour', () => {
		if (!rate) throw new Error('no such metric');
		const [cell] = makeCells(1);
		const cells = [0, 7, 30].map((persons, unit) => ({ ...cell, keys: [unit], persons }) as Cell);
		const hides = hideCells(cells, { grain: null, dimensions: ['org_unit'] }, rate);
		expect(cells.map((one) => hides(one))).toEqual(['too_few', 'complementary', null]);
	});

	test('who stands in two hidden units, having moved, is one person', () => {
		if (!rate) throw new Error('no such metric');
		const [cell] = makeCells(1);
		const cells = [3, 2, 30].map((persons, unit) => ({ ...cell, keys: [unit], persons }) as Cell);
		const axes = { grain: null, dimensions: ['org_unit'] } as const;
		const parted = hideCells(cells, axes, rate);
		expect(cells.map((one) => parted(one))).toEqual(['too_few', 'too_few', null]);
		const moved = hideCells(cells, axes, rate, {
			peopleIn: (_layer, places) => (places.length > 2 ? 34 : 4)
		});
		expect(cells.map((one) => moved(one))).toEqual(['too_few', 'too_few', 'complementary']);
	});

	test('no adding up and taking away of what tables of two variants tell gives few people away', () => {
		if (!rate) throw new Error('no such metric');
		const [like] = makeCells(1);
		const tables: Axes['dimensions'][] = [[], ['org_unit'], ['location'], ['org_unit', 'location']];
		const numbers = (count: number): number[] => Array.from({ length: count }, (_none, n) => n);
		const given = (hasRules: boolean, seed: number, [unitCount, placeCount]: Size): number => {
			const random = seeded(seed);
			const units = numbers(unitCount);
			const places = numbers(placeCount);
			const groups = units.flatMap((unit) =>
				places.flatMap((place) =>
					['strict', 'prompted'].map((kind) => ({
						unit,
						place,
						kind,
						persons: Math.floor(random() ** 2 * 14)
					}))
				)
			);
			const told = tables.flatMap((dimensions) => {
				const keysOf = ({ unit, place }: { unit: number; place: number }): number[] =>
					dimensions.map((on) => (on === 'org_unit' ? unit : place));
				const cells = ['strict', 'broad'].flatMap((layer) => {
					const own = groups.filter(({ kind }) => layer === 'broad' || kind === layer);
					return [...Map.groupBy(own, (group) => keysOf(group).join()).values()].flatMap(
						(members): { cell: Cell; row: number[] }[] => {
							const count = (list: readonly { persons: number }[]): number =>
								list.reduce((sum, { persons }) => sum + persons, 0);
							const [first] = members;
							if (!first || count(members) === 0) return [];
							const cell: Cell = {
								...(like as Cell),
								period_no: 0,
								keys: keysOf(first),
								layer,
								variant: layer,
								persons: count(members),
								apart:
									layer === 'strict'
										? count(
												groups.filter(
													(group) =>
														group.kind === 'prompted' &&
														keysOf(group).join() === keysOf(first).join()
												)
											)
										: null
							};
							return [{ cell, row: groups.map((group) => (members.includes(group) ? 1 : 0)) }];
						}
					);
				});
				const hides = hideCells(
					cells.map(({ cell }) => cell),
					{ grain: null, dimensions },
					rate
				);
				return cells.filter(({ cell }) => !hasRules || hides(cell) === null).map(({ row }) => row);
			});
			return groupsGivenAway(
				told,
				groups.map(({ persons }) => persons),
				rate.smallest_group
			).length;
		};
		const found = (hasRules: boolean, seeds: number, size: Size): number =>
			numbers(seeds).filter((seed) => given(hasRules, seed, size) > 0).length;
		expect(found(false, 100, [5, 1])).toBeGreaterThan(60);
		expect(found(true, 600, [5, 1])).toBe(0);
		// Of two breakdowns at once, lines do not see all: some tables in a thousand, made of small groups only, lead to one.
		expect(found(true, 300, [3, 2])).toBeLessThanOrEqual(2);
	});
});

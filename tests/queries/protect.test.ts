import { describe, expect, test } from 'vitest';
import { metrics } from '#queries/catalogue.ts';
import type { Cell } from '#queries/compute.ts';
import { hideCells } from '#queries/protect.ts';
import { seeded } from './crowd.ts';

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
});

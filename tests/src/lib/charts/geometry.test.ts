import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cut, placeLabels, shareTicks, spread, thin, topOf } from '#lib/charts/geometry.ts';
import { readRow, stepTo } from '#lib/charts/step.ts';

describe('spread(wanted, gap)', () => {
	test('moves labels apart in their order and keeps them inside', () => {
		const placed = spread([50, 52, 51], 20, 0, 100);
		const sorted = placed.toSorted((a, b) => a - b);
		expect(sorted.every((at, index) => index === 0 || at - (sorted[index - 1] ?? 0) >= 20)).toBe(
			true
		);
		expect(placed[0]).toBeLessThan(placed[2] ?? 0);
		expect(placed[2]).toBeLessThan(placed[1] ?? 0);
		expect(spread([98, 99], 20, 0, 100)).toEqual([80, 100]);
	});
});

describe('axes', () => {
	test('thin(values) keeps the first and leaves room', () => {
		expect(thin([1, 2, 3, 4, 5, 6, 7, 8], 200, 50)).toEqual([1, 3, 5, 7]);
		expect(thin([1, 2], 500, 50)).toEqual([1, 2]);
	});

	test.each([
		[[0.03, null], 0.2],
		[[0.61], 0.8],
		[[0.6], 0.6],
		[[1], 1]
	])('topOf(%j) is %d', (values, top) => {
		expect(topOf(values)).toBeCloseTo(top);
		expect(shareTicks(top).every((tick) => tick <= top + 1e-9)).toBe(true);
		expect(shareTicks(top)[0]).toBe(0);
	});

	test('cut(text) ends in an ellipsis', () => {
		expect(cut('Customer Care and Returns', 14)).toBe('Customer Care…');
	});
});

describe('the keys', () => {
	test('step through the rows and stop at the ends', () => {
		expect(stepTo('ArrowRight', null, 3)).toBe(0);
		expect(stepTo('ArrowRight', 2, 3)).toBe(2);
		expect(stepTo('ArrowLeft', null, 3)).toBe(2);
		expect(stepTo('End', 0, 3)).toBe(2);
		expect(stepTo('x', 0, 3)).toBeNull();
		expect(stepTo('Home', null, 0)).toBeNull();
	});

	test('read a row out with the names of its columns', () => {
		const table = {
			columns: [
				{ label: 'Period', isNumber: false },
				{ label: 'chosen', isNumber: true }
			],
			rows: [['Q1 2025', '44 %']]
		};
		expect(readRow(table, 0)).toBe('Q1 2025 · chosen 44 %');
		expect(readRow(table, null)).toBe('');
	});
});

/** WCAG 2 contrast of two hex colours. */
function contrast(a: string, b: string): number {
	const light = (hex: string) =>
		[1, 3, 5]
			.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
			.reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
	const [high = 0, low = 0] = [light(a), light(b)].toSorted((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

describe('the colours of app.css', () => {
	const css = readFileSync(join(import.meta.dirname, '../../../../src/app.css'), 'utf8');
	const pairs = new Map(
		[...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
			([, name = '', light = '', dark = '']) => [name, [light, dark] as const]
		)
	);

	test.each([
		['ink', 4.5],
		['ink-muted', 4.5],
		['accent', 4.5],
		['warn', 4.5],
		['self-initiated', 3],
		['prompted', 3],
		['assigned-other', 3],
		['assigned-required', 3],
		['hatch', 3],
		['control-line', 3]
	])('%s stands out from the paper by %d : 1, light and dark', (name, least) => {
		for (const theme of [0, 1] as const) {
			const [colour, paper] = [pairs.get(name)?.[theme], pairs.get('paper')?.[theme]];
			expect(contrast(colour ?? '#000000', paper ?? '#000000')).toBeGreaterThanOrEqual(least);
		}
	});
});

describe('placeLabels(labels, points, width, height)', () => {
	const label = { x: 100, y: 50, letters: 10, direction: 1 } as const;

	test('keeps labels off other points, on the other side or a few lines further', () => {
		const own = { x: 100, y: 50 };
		const at = (...points: { x: number; y: number }[]) =>
			placeLabels([label], [own, ...points], 300, 200)[0];
		expect(at()).toEqual({ side: 1, y: 50, letters: 10 });
		expect(at({ x: 140, y: 52 })).toMatchObject({ side: -1, y: 50 });
		expect(at({ x: 140, y: 80 })).toMatchObject({ side: 1, y: 50 });
		expect(at({ x: 140, y: 52 }, { x: 60, y: 52 })).toEqual({ side: 1, y: 76, letters: 10 });
	});

	test('keeps labels off each other and within the drawing', () => {
		const labels = Array.from({ length: 5 }, (_, index) => ({ ...label, x: 100 + index * 8 }));
		const placed = placeLabels(labels, [], 300, 200);
		const boxes = placed.map(({ side, y }, index) => {
			const x = labels[index]?.x ?? 0;
			return { from: side === 1 ? x : x - 82, to: side === 1 ? x + 82 : x, y };
		});
		for (const [index, one] of boxes.entries())
			for (const other of boxes.slice(index + 1))
				expect(
					one.from >= other.to - 20 || other.from >= one.to - 20 || Math.abs(one.y - other.y) >= 13
				).toBe(true);
		const [edge] = placeLabels([{ ...label, x: 280 }], [], 300, 200);
		expect(edge?.side).toBe(-1);
	});

	test('cuts a label for which neither side has room', () => {
		const [narrow] = placeLabels([{ ...label, x: 60, letters: 24 }], [], 150, 200);
		expect((narrow?.letters ?? 99) * 6.5).toBeLessThanOrEqual(90);
	});
});

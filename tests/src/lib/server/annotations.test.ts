import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addAnnotation, listAnnotations, removeAnnotation } from '#lib/server/annotations.ts';

test('annotations are kept by day, each once, until they are removed', () => {
	const folder = mkdtempSync(join(tmpdir(), 'annotations-'));
	addAnnotation(folder, '2025-03-03', 'Library launched');
	addAnnotation(folder, '2024-09-01', 'Learning day');
	addAnnotation(folder, '2025-03-03', 'Library launched');
	const found = listAnnotations(folder);
	expect(found.map(({ date, text }) => [date, text])).toEqual([
		['2024-09-01', 'Learning day'],
		['2025-03-03', 'Library launched']
	]);
	removeAnnotation(folder, found[0]?.annotation_id ?? 0);
	expect(listAnnotations(folder)).toHaveLength(1);
});

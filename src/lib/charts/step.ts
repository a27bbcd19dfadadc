import { message } from '#lib/messages.ts';
import type { Table } from './figure.ts';

/** The row that a key leads to, or null for a key that leads nowhere. */
export function stepTo(key: string, active: number | null, count: number): number | null {
	if (count === 0) return null;
	const last = count - 1;
	if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(last, (active ?? -1) + 1);
	if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, (active ?? count) - 1);
	if (key === 'Home') return 0;
	return key === 'End' ? last : null;
}

/** A row of a table as one line to be read out: "Q1 2025 · finished: 44 % · likely: 38 to 50 %". */
export function readRow(table: Table, row: number | null): string {
	const cells = row === null ? undefined : table.rows[row];
	if (cells === undefined) return '';
	return cells
		.map((value, index) =>
			index === 0
				? value
				: message('chart.reading', { label: table.columns[index]?.label ?? '', value })
		)
		.join(' · ');
}

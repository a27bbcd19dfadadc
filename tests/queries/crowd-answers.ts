import { crowdTo } from './crowd.ts';
import type { Member } from './crowd.ts';

/** The band of lengths that an item of so many minutes stands in. */
export const lengthBand = (minutes: number): string => {
	if (minutes <= 30) return 'up_to_30_min';
	if (minutes <= 120) return '31_to_120_min';
	if (minutes <= 480) return '2_to_8_h';
	return minutes < 1200 ? '8_to_20_h' : '20_h_and_more';
};

/** What an enrolment of the crowd says for each dimension. */
export const readMember: Readonly<Record<string, (row: Member) => string>> = {
	org_unit: (row) => row.unit,
	item: (row) => `Title of ${row.item}`,
	source: () => 'lms',
	length_band: (row) => lengthBand(row.minutes)
};

const voluntary = new Set(['self_initiated', 'prompted']);
const horizon = (minutes: number): number => (minutes <= 30 ? 30 : minutes >= 1200 ? 180 : 90);
const daysLeft = (row: Member): number =>
	(Date.parse(crowdTo) - Date.parse(row.enrolled)) / 86_400_000;

const counting: Readonly<Record<string, (row: Member, variant: string | null) => boolean>> = {
	initiation_mix: () => true,
	voluntary_completion_rate: (row, variant) =>
		(variant === 'strict' ? row.kind === 'self_initiated' : voluntary.has(row.kind)) &&
		daysLeft(row) >= horizon(row.minutes),
	time_to_complete: (row) => voluntary.has(row.kind)
};

/** The metrics whose people the crowd knows by itself. */
export const countedMetrics = Object.keys(counting);

/** Who stands behind a metric, told from the test's own rows. */
export const whoCounts =
	(metric: string, variant: string | null) =>
	(row: Member): boolean =>
		counting[metric]?.(row, variant) ?? false;

/** The first day of the period that holds a day. */
export function periodOf(day: string, grain: string | undefined): string | null {
	if (grain === undefined) return null;
	if (grain === 'year') return `${day.slice(0, 4)}-01-01`;
	if (grain === 'month') return `${day.slice(0, 7)}-01`;
	const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
	return `${day.slice(0, 4)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`;
}

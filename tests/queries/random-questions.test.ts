import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { Answer, AskRequest } from '#queries/ask.ts';
import { crowdTo, makeCrowd, seeded } from './crowd.ts';
import type { Member } from './crowd.ts';
import { openedWith } from './golden.ts';
import type { Warehouse } from './warehouse.ts';

const bands = (minutes: number): string =>
	minutes <= 30
		? 'up_to_30_min'
		: minutes <= 120
			? '31_to_120_min'
			: minutes <= 480
				? '2_to_8_h'
				: minutes < 1200
					? '8_to_20_h'
					: '20_h_and_more';
const read: Record<string, (row: Member) => string> = {
	org_unit: (row) => row.unit,
	item: (row) => `Title of ${row.item}`,
	source: () => 'lms',
	length_band: (row) => bands(row.minutes)
};
const dimensions = Object.keys(read) as (keyof typeof read)[];
const voluntary = new Set(['self_initiated', 'prompted']);
const horizon = (minutes: number): number => (minutes <= 30 ? 30 : minutes >= 1200 ? 180 : 90);
const daysLeft = (row: Member): number =>
	(Date.parse(crowdTo) - Date.parse(row.enrolled)) / 86_400_000;

/** Who stands behind a metric, told from the test's own rows. */
const populations: Record<string, (row: Member, variant: string | null) => boolean> = {
	initiation_mix: () => true,
	voluntary_completion_rate: (row, variant) =>
		(variant === 'strict' ? row.kind === 'self_initiated' : voluntary.has(row.kind)) &&
		daysLeft(row) >= horizon(row.minutes),
	time_to_complete: (row) => voluntary.has(row.kind)
};
const periodOf = (day: string, grain: string | undefined): string | null => {
	if (grain === undefined) return null;
	if (grain === 'year') return `${day.slice(0, 4)}-01-01`;
	if (grain === 'month') return `${day.slice(0, 7)}-01`;
	return `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
};

describe('over 400 random questions about a crowd in small units', () => {
	let warehouse: Warehouse;
	const crowd = makeCrowd(7);
	beforeAll(async () => {
		warehouse = await openedWith({ to: crowdTo, enrolments: crowd });
	}, 60_000);

	type Row = Answer['rows'][number];
	const behind = (
		metric: string,
		request: AskRequest,
		row: Row,
		fits: (member: Member) => boolean
	): Set<string> =>
		new Set(
			crowd
				.filter((member) => populations[metric]?.(member, row.variant) ?? false)
				.filter(
					(member) =>
						(request.from ?? '') <= member.enrolled && member.enrolled < (request.to ?? '9')
				)
				.filter((member) => periodOf(member.enrolled, request.grain) === row.period_start)
				.filter((member) =>
					(request.by ?? []).every((dimension) => read[dimension]?.(member) === row[dimension])
				)
				.filter(fits)
				.map((member) => member.person)
		);
	const same = (a: Row, b: Row, by: readonly string[]): boolean =>
		[...by, 'period_start', 'variant', 'measure', 'horizon'].every((name) => a[name] === b[name]);

	test('no shown cell has fewer than five people, none differs from its whole by one to four', async () => {
		const random = seeded(11);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
		let shown = 0;
		let refused = 0;
		let compared = 0;
		for (let round = 0; round < 400; round += 1) {
			const metric = pick(Object.keys(populations));
			const by = [
				...new Set(Array.from({ length: Math.floor(random() * 3) }, () => pick(dimensions)))
			];
			const free = dimensions.filter((dimension) => !by.includes(dimension));
			const filters = Object.fromEntries(
				Array.from({ length: Math.floor(random() * (4 - by.length)) }, () => pick(free)).map(
					(dimension) => [dimension, read[dimension]?.(pick(crowd)) ?? '']
				)
			);
			const grain = pick(['month', 'quarter', 'year', undefined] as const);
			const request = {
				metric,
				by,
				...(grain ? { grain } : {}),
				...(random() < 0.3 ? { from: '2024-07-01' } : {}),
				...(random() < 0.3 ? { to: '2025-04-01' } : {})
			} as AskRequest;
			const role = pick(['analyst', 'lead'] as const);
			const filtered = { ...request, where: filters } as AskRequest;
			const fits = (member: Member): boolean =>
				Object.entries(filters).every(([dimension, value]) => read[dimension]?.(member) === value);
			const answer = await ask(warehouse.connection, { role }, filtered).catch(
				(cause: { code?: string }) => {
					expect(cause.code).toBe('refused');
					return null;
				}
			);
			if (answer === null) {
				refused += 1;
				continue;
			}
			for (const row of answer.rows) {
				if (row.suppressed) {
					expect(
						[
							row.value,
							row.numerator,
							row.denominator,
							row.persons,
							row.lo,
							row.hi,
							row.bound_lo,
							row.bound_hi,
							row.unknown_share
						].every((number) => number === null)
					).toBe(true);
					continue;
				}
				const people = behind(metric, request, row, fits);
				expect(people.size, JSON.stringify([filtered, row])).toBeGreaterThanOrEqual(5);
				if (role === 'analyst') expect(row.persons).toBe(people.size);
				shown += 1;
			}
			if (Object.keys(filters).length === 0) continue;
			const whole = await ask(warehouse.connection, { role }, request).catch(() => null);
			for (const row of answer.rows.filter((row) => !row.suppressed)) {
				const total = whole?.rows.find((other) => same(row, other, by));
				if (!total || total.suppressed) continue;
				const apart = behind(metric, request, row, (member) => !fits(member)).size;
				expect(apart === 0 || apart >= 5, JSON.stringify([filtered, row, total, apart])).toBe(true);
				compared += 1;
			}
		}
		expect(shown).toBeGreaterThan(300);
		expect(compared).toBeGreaterThan(30);
		expect(refused).toBeGreaterThan(0);
	}, 180_000);
});

import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { Answer, AskRequest } from '#queries/ask.ts';
import { crowdTo, makeCrowd, seeded } from './crowd.ts';
import { countedMetrics, periodOf, readMember, whoCounts } from './crowd-answers.ts';
import type { Member } from './crowd.ts';
import { openedWith } from './golden.ts';
import type { Warehouse } from './warehouse.ts';

const dimensions = Object.keys(readMember) as ('org_unit' | 'item' | 'source' | 'length_band')[];

describe('over 200 random questions about a crowd in small units', () => {
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
				.filter(whoCounts(metric, row.variant))
				.filter(
					(member) =>
						(request.from ?? '') <= member.enrolled && member.enrolled < (request.to ?? '9')
				)
				.filter((member) => periodOf(member.enrolled, request.grain) === row.period_start)
				.filter((member) =>
					(request.by ?? []).every(
						(dimension) => readMember[dimension]?.(member) === row[dimension]
					)
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
		for (let round = 0; round < 200; round += 1) {
			const metric = pick(countedMetrics);
			const by = [
				...new Set(Array.from({ length: Math.floor(random() * 3) }, () => pick(dimensions)))
			];
			const free = dimensions.filter((dimension) => !by.includes(dimension));
			const filters = Object.fromEntries(
				Array.from({ length: Math.floor(random() * (4 - by.length)) }, () => pick(free)).map(
					(dimension) => [dimension, readMember[dimension]?.(pick(crowd)) ?? '']
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
				Object.entries(filters).every(
					([dimension, value]) => readMember[dimension]?.(member) === value
				);
			const answer = await ask(warehouse.connection, { role }, filtered).catch(
				(cause: { code?: string }) => {
					const isOdd = role === 'lead' && grain === 'year';
					expect(isOdd ? ['refused', 'bad_request'] : ['refused']).toContain(cause.code);
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
		expect(shown).toBeGreaterThan(150);
		expect(compared).toBeGreaterThan(15);
		expect(refused).toBeGreaterThan(0);
	}, 180_000);
});

import { expect, test } from 'vitest';
import { findFilterIds } from '#queries/ask.ts';
import { refuseDifferences } from '#queries/differencing.ts';
import { readRequest } from '#queries/request.ts';
import { seeded } from './crowd.ts';
import { openedWith } from './golden.ts';
import type { Enrolment } from './warehouse.ts';

const units = ['Assembly', 'Assembly', 'Assembly', 'Sales', 'Sales', 'Legal'];
const items = ['a', 'b', 'c', 'd'];

/** Six hundred people, a few of whom alone have something to do with the items e and f, with June and with the unit Board. */
function enrolments(): Enrolment[] {
	const random = seeded(7);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const itemOf = (person: number): string =>
		person % 200 === 5 ? 'e' : person % 50 === 7 ? 'f' : pick(items);
	const monthOf = (person: number): number =>
		person % 110 === 3 ? 6 : 1 + Math.floor(random() * 5);
	return Array.from({ length: 600 }, (_none, person) =>
		[1, 2].map((): Enrolment => ({
			person: `p${person}`,
			item: itemOf(person),
			unit: person % 200 === 1 ? 'Board' : pick(units),
			enrolled: `2025-0${monthOf(person)}-1${Math.floor(random() * 9)}`,
			completed: null,
			origin: 'self'
		}))
	).flat();
}

test('a part of the people is looked at first, and whoever is refused or answered is so by all of them', async () => {
	const { connection } = await openedWith({ to: '2025-12-31', enrolments: enrolments() });
	let looks = 0;
	const counting = new Proxy(connection, {
		get: (target, name: keyof typeof connection) => {
			if (name === 'runAndReadAll') looks += 1;
			const value = target[name] as unknown;
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
	const periods = [
		{},
		{ from: '2025-02-01' },
		{ to: '2025-06-01' },
		{ from: '2025-01-01', to: '2025-07-01' }
	];
	const filters = [
		...['Assembly', 'Legal', 'Board'].map((org_unit) => ({ org_unit })),
		...['a', 'e', 'f']
			.map((item) => `Title of ${item}`)
			.flatMap((item) => [{ item }, { item, org_unit: 'Sales' }])
	];
	const seen = { answered: 0, refused: 0, early: 0, late: 0 };
	for (const where of filters)
		for (const period of periods) {
			const question = readRequest({ metric: 'initiation_mix', where, ...period });
			const found = await findFilterIds(connection, question);
			const ids = Object.keys(where).map((_on, slot) => Number(found[`id_${slot + 1}`]));
			const isAnswered = async (fewestToPart: number): Promise<boolean> =>
				refuseDifferences(counting, question, '2025-12-31', ids, fewestToPart).then(
					() => true,
					() => false
				);
			const whole = await isAnswered(Infinity);
			looks = 0;
			expect(await isAnswered(0), JSON.stringify([where, period])).toBe(whole);
			seen[whole ? 'answered' : 'refused'] += 1;
			seen[looks === 2 ? 'early' : 'late'] += 1;
		}
	expect(seen.refused, JSON.stringify(seen)).toBeGreaterThan(3);
	expect(seen.early).toBeGreaterThan(3);
	expect(seen.late).toBeGreaterThan(seen.refused);
	expect(seen.answered + seen.refused).toBe(filters.length * periods.length);
}, 240_000);

import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest, ResultRow } from '#queries/ask.ts';
import type { Atom } from './adversary/atoms.ts';
import { attackByWhat, bitsFor } from './adversary/attack.ts';
import type { Told } from './adversary/attack.ts';
import { periodOf } from './adversary/calendar.ts';
import { drawQuestion } from './adversary/draw.ts';
import { seeded } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const landmarks = ['2024-04-01', '2024-07-01'] as const;
const until = '2025-07-01';

interface Worker {
	readonly person: string;
	readonly keys: Readonly<Record<string, string>>;
	readonly arm: 'learner' | 'middle' | 'other';
	readonly moved: string | null;
	readonly left: string | null;
}

/** People of two families and sites, some of them alone of their kind in their unit, who learned, moved and left. */
function makeWorkers(): readonly Worker[] {
	const random = seeded(5);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	/** Learners whom only the whole can compare with anybody: others of their grade are in another unit. */
	const strewn = ['learner', 'other'].flatMap((arm) =>
		Array.from({ length: 4 }, (_none, n): Worker => ({
			person: `${arm}${n}`,
			keys: {
				org_unit: arm === 'learner' ? 'Works' : 'Sales',
				job_family: 'Trade',
				location: 'Here',
				grade: 'G7'
			},
			arm: arm as Worker['arm'],
			moved: null,
			left: null
		}))
	);
	const crowd = Array.from({ length: 412 }, (_none, n): Worker => ({
		person: `p${n}`,
		keys: {
			org_unit: pick(['Sales', 'Sales', 'Works']),
			job_family: pick(['Trade', 'Craft']),
			location: pick(['Here', 'Here', 'There']),
			grade: pick(['G5', 'G5', 'G6'])
		},
		arm: pick(['learner', 'learner', 'learner', 'middle', 'other', 'other', 'other']),
		moved: pick(['2024-05-15', '2024-11-01', '2024-11-01', null, null, null, null, null]),
		left: pick(['2025-01-15', null, null, null, null, null, null])
	}));
	/** Learners whom nobody can be compared with. */
	const lone = strewn.slice(0, 4).map((one, n): Worker => ({
		...one,
		person: `lone${n}`,
		keys: { ...one.keys, grade: 'G8' }
	}));
	return [...crowd, ...strewn, ...lone];
}

/** Who is eligible at each landmark: in the role for 90 days, which a move ends, and not about to leave. */
const atomsOf = (workers: readonly Worker[]): Atom[] =>
	workers.flatMap(({ person, keys, arm, moved }) =>
		landmarks
			.filter((day) => moved !== '2024-05-15' || day < moved)
			.map((from): Atom => ({ person, from, keys, tag: arm }))
	);

async function open(workers: readonly Worker[]): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const items = { learner: ['c1', 'c2', 'c3'], middle: ['c1'], other: [] } as const;
	await warehouse.load({
		from: '2023-04-01',
		to: until,
		enrolments: workers.flatMap(({ person, arm }) =>
			items[arm].map((item): Enrolment => ({
				person,
				item,
				enrolled: '2023-10-01',
				completed: '2023-11-01',
				seconds: 60,
				origin: 'self',
				obligation: 'optional'
			}))
		)
	});
	await warehouse.connection.run("update item_alias set target_roles = 'J2' where code = 'c1'");
	await warehouse.insert('setting', { name: 'personnel.from', value: '2023-04-01' });
	for (const { person, keys, moved, left } of workers) {
		await warehouse.employ(person, '2020-01-01', left ?? undefined, { kind: 'voluntary' });
		const { org_unit: unit = '', job_family: family = '', location = '', grade = '' } = keys;
		const facts = { family, location, grade };
		await warehouse.job(person, '2020-01-01', unit, 'J1', undefined, facts);
		if (moved !== null && (left === null || moved < left))
			await warehouse.job(person, moved, unit, 'J2', undefined, facts);
	}
	await warehouse.personnelTo(until);
	await warehouse.build();
	return warehouse;
}

describe('an adversary who holds comparisons of movers and of those who stayed against each other', () => {
	const workers = makeWorkers();
	const atLandmarks = atomsOf(workers);
	const moves = workers.flatMap(({ person, keys, moved, left }): Atom[] =>
		moved !== null && moved >= '2024-04-01' && (left === null || moved < left)
			? [{ person, from: moved, keys, tag: 'mover' }]
			: []
	);
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await open(workers);
	}, 240_000);

	/** Those who have somebody of the other arm to be compared with, at the same landmark, of the same family, grade and place. */
	function matchedIn(cell: readonly Atom[]): ReadonlySet<Atom> {
		const strata = Map.groupBy(cell, ({ from, keys }) =>
			[from, keys['job_family'], keys['grade'], keys['location']].join()
		);
		return new Set(
			[...strata.values()]
				.filter((own) => ['learner', 'other'].every((arm) => own.some(({ tag }) => tag === arm)))
				.flat()
		);
	}

	/** The sets of people whom a row tells of, by what it tells of them. */
	function setsOf(
		row: ResultRow,
		cell: readonly Atom[]
	): [about: string, atoms: readonly Atom[]][] {
		const of = (arm: string): Atom[] => cell.filter(({ tag }) => tag === arm);
		const matched = matchedIn(cell);
		const only = (arm: string): Atom[] => of(arm).filter((atom) => matched.has(atom));
		const outcome = row.variant ?? '';
		if (row.value === null) return [];
		switch (row.measure) {
			case 'learners':
				return [[`${outcome} learner`, only('learner')]];
			case 'others':
				return [[`${outcome} other`, only('other')]];
			case 'middle':
				return [[`${outcome} middle`, of('middle')]];
			case 'naive':
				return [
					[`${outcome} learner`, of('learner')],
					[`${outcome} other`, of('other')]
				];
			case 'matched_share':
				return [['matched', of('learner')]];
			case 'movers':
				return [['aligned', cell]];
			default:
				return [];
		}
	}

	test.each([
		['mobility_difference', atLandmarks, ['move', 'exit'], 6],
		['retention_difference', atLandmarks, [], 9],
		['aligned_learning_odds', moves, [], 9]
	] as const)(
		'%s: nothing told leads to fewer than ten people',
		async (metric, atoms, variants, usualQuestions) => {
			const census = {
				atoms,
				smallest: 10,
				dimensions: ['org_unit', 'job_family', 'location', 'grade'],
				grains: ['quarter', 'year', undefined] as const,
				variants,
				behind: () => null
			};
			const random = seeded(7);
			const told: Told[] = [];
			const wanted = Number(process.env['QUESTIONS'] ?? usualQuestions);
			const first: AskRequest[] = [
				{ metric },
				{ metric, by: ['org_unit'] },
				{ metric, by: ['grade'] }
			];
			let permitted = 0;
			for (let tried = 0; permitted < wanted && tried < wanted * 5; tried += 1) {
				const request = first[tried] ?? drawQuestion(metric, census, random);
				const answer = await ask(warehouse.connection, { role: 'lead' }, request).catch(
					(cause: { code?: string }) => {
						if (cause.code === undefined) throw cause;
						return null;
					}
				);
				if (answer === null) continue;
				permitted += 1;
				const { by = [], where = {}, from = '', to = '9', grain } = request;
				for (const row of answer.rows.filter(({ suppressed }) => !suppressed)) {
					const cell = atoms.filter(
						({ from: day, keys }) =>
							from <= day &&
							day < to &&
							periodOf(day, grain) === row.period_start &&
							Object.entries(where).every(([on, value]) => keys[on] === value) &&
							by.every((on) => keys[on] === row[on])
					);
					for (const [about, set] of setsOf(row, cell)) {
						const own = new Set(set);
						const what = JSON.stringify([request, row]);
						if (row.measure === 'learners' || row.measure === 'movers')
							expect(row.persons, what).toBe(
								Math.round(new Set(set.map(({ person }) => person)).size / 5) * 5
							);
						told.push({
							question: permitted,
							what,
							about,
							atoms: bitsFor(atoms, (atom) => own.has(atom))
						});
					}
				}
			}
			const people = [...new Set(atoms.map(({ person }) => person))];
			const personOf = atoms.map(({ person }) => people.indexOf(person));
			const { breaches, distinct } = attackByWhat(told, personOf, 10);
			expect(distinct).toBeGreaterThan(5);
			expect(breaches.slice(0, 3)).toEqual([]);
		}
	);
});

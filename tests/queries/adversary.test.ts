import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest } from '#queries/ask.ts';
import { crowdTo, makeCrowd, seeded } from './crowd.ts';
import { periodOf, readMember, whoCounts } from './crowd-answers.ts';
import { openedWith } from './golden.ts';
import type { Warehouse } from './warehouse.ts';

/** 160 questions make 12,720 pairs; QUESTIONS and SEED ask more, or others. */
const questions = Number(process.env['QUESTIONS'] ?? 160);
const seed = Number(process.env['SEED'] ?? 41);
const smallest = 5;

/** A shown number: what it was asked by, and the rows of the crowd behind it, one bit each. */
interface Shown {
	readonly question: number;
	readonly what: string;
	readonly rows: Uint32Array;
}

describe('an adversary who holds the answers to any two permitted questions against each other', () => {
	const crowd = makeCrowd(23);
	const people = [...new Set(crowd.map(({ person }) => person))];
	const personOf = crowd.map(({ person }) => people.indexOf(person));
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({ to: crowdTo, enrolments: crowd });
	}, 60_000);

	const bitsOf = (fits: (row: number) => boolean): Uint32Array => {
		const bits = new Uint32Array(Math.ceil(crowd.length / 32));
		for (let row = 0; row < crowd.length; row += 1)
			if (fits(row)) bits[row >> 5] = (bits[row >> 5] ?? 0) | (1 << (row & 31));
		return bits;
	};

	/** How many people have rows in the wider set that are not in the narrower; null where one does not hold the other. */
	const apart = (wide: Uint32Array, narrow: Uint32Array): number | null => {
		const rest: number[] = [];
		for (let word = 0; word < wide.length; word += 1) {
			const [outer = 0, inner = 0] = [wide[word], narrow[word]];
			if ((inner & ~outer) !== 0) return null;
			const left = outer & ~inner;
			if (left !== 0) rest.push(word, left);
		}
		const found = new Set<number>();
		for (let at = 0; at < rest.length && found.size < smallest; at += 2) {
			for (let bit = 0; bit < 32; bit += 1)
				if (((rest[at + 1] ?? 0) & (1 << bit)) !== 0)
					found.add(personOf[(rest[at] ?? 0) * 32 + bit] ?? 0);
		}
		return found.size;
	};

	async function collect(metric: string): Promise<{ shown: Shown[]; permitted: number }> {
		const random = seeded(seed);
		const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
		const dimensions = Object.keys(readMember) as (keyof typeof readMember)[];
		const shown: Shown[] = [];
		let permitted = 0;
		for (let tried = 0; permitted < questions && tried < questions * 6; tried += 1) {
			const by = [
				...new Set(Array.from({ length: Math.floor(random() * 3) }, () => pick(dimensions)))
			];
			const free = dimensions.filter((dimension) => !by.includes(dimension));
			const where = Object.fromEntries(
				Array.from({ length: Math.floor(random() * (4 - by.length)) }, () => pick(free)).map(
					(dimension) => [dimension, readMember[dimension]?.(pick(crowd)) ?? '']
				)
			);
			const grain = pick(['month', 'quarter', 'year', undefined] as const);
			const request = {
				metric,
				by,
				where,
				...(grain ? { grain } : {}),
				...(random() < 0.25
					? { from: pick(['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01']) }
					: {}),
				...(random() < 0.25 ? { to: pick(['2024-10-01', '2025-01-01', '2025-04-01']) } : {})
			} as AskRequest;
			const answer = await ask(warehouse.connection, { role: 'lead' }, request).catch(() => null);
			if (answer === null) continue;
			for (const row of answer.rows.filter(({ suppressed }) => !suppressed)) {
				const counts = whoCounts(metric, row.variant);
				const rows = bitsOf((index) => {
					const member = crowd[index];
					return (
						member !== undefined &&
						counts(member) &&
						(request.from ?? '') <= member.enrolled &&
						member.enrolled < (request.to ?? '9') &&
						periodOf(member.enrolled, grain) === row.period_start &&
						Object.entries(where).every(([on, value]) => readMember[on]?.(member) === value) &&
						by.every((dimension) => readMember[dimension]?.(member) === row[dimension])
					);
				});
				const what = JSON.stringify([
					request,
					row.period_start,
					row.variant,
					by.map((on) => row[on])
				]);
				shown.push({ question: permitted, what, rows });
			}
			permitted += 1;
		}
		return { shown, permitted };
	}

	test.each(['initiation_mix', 'voluntary_completion_rate'])(
		'%s: ten thousand pairs, and none tells of one to four people',
		async (metric) => {
			const { shown, permitted } = await collect(metric);
			expect((permitted * (permitted - 1)) / 2).toBeGreaterThanOrEqual(10_000);
			const distinct = new Map<string, Shown>();
			for (const one of shown) distinct.set(one.rows.join(), one);
			const sets = [...distinct.values()];
			const breaches: string[] = [];
			let nested = 0;
			for (const one of sets)
				for (const other of sets) {
					if (one === other) continue;
					const left = apart(one.rows, other.rows);
					if (left === null) continue;
					nested += 1;
					if (left < smallest) breaches.push(`${left}: ${one.what} without ${other.what}`);
				}
			expect(breaches.slice(0, 5)).toEqual([]);
			expect(nested).toBeGreaterThan(400);
		},
		180_000
	);
});

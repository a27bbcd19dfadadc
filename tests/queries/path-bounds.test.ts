import { expect, test } from 'vitest';
import { compute } from '#queries/ask.ts';
import { readRequest } from '#queries/request.ts';
import { seeded } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment } from './warehouse.ts';

// The bounds of B1 against every way in which the episodes of unknown initiation of some hundred people can have been chosen or not.

interface Begun {
	readonly item: string;
	readonly day: number;
	readonly isUnknown: boolean;
}

const first = Date.parse('2024-01-01T00:00:00Z');
const dateOf = (day: number): string =>
	new Date(first + day * 86_400_000).toISOString().slice(0, 10);
const quarterOf = (day: number): string => {
	const date = dateOf(day);
	const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
	return `${date.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
};

/** A few items around the turn of quarters, some of them begun twice or three times. */
function makePeople(count: number, isOften: boolean): Begun[][] {
	const random = seeded(isOften ? 7 : 5);
	return Array.from({ length: count }, () => {
		const begun: Begun[] = [];
		for (let episode = 3 + Math.floor(random() * 4); episode > 0; episode -= 1) {
			const item = isOften ? `c${Math.floor(random() * 4)}` : `c${episode}`;
			const day = 20 + Math.floor(random() * 230);
			const isTaken = begun.some((other) => other.item === item && other.day === day);
			if (!isTaken) begun.push({ item, day, isUnknown: random() < 0.5 });
		}
		return begun;
	});
}

/** The quarters in which a run of these reaches its third item. */
function pathsOf(chosen: readonly Begun[]): Set<string> {
	const days = [...Map.groupBy(chosen, ({ item }) => item).values()]
		.map((own) => Math.min(...own.map(({ day }) => day)))
		.toSorted((a, b) => a - b);
	const found = new Set<string>();
	let run: number[] = [];
	for (const day of days) {
		run = day - (run.at(-1) ?? day) > 60 ? [day] : [...run, day];
		if (run.length === 3) found.add(quarterOf(day));
	}
	return found;
}

/** Of a person and quarter, whether there is a path whatever is unknown, and whether there can be one. */
function bruteForce(
	begun: readonly Begun[],
	quarter: string
): { sure: boolean; possible: boolean } {
	const unknown = begun.filter(({ isUnknown }) => isUnknown);
	const ways = Array.from({ length: 2 ** unknown.length }, (_none, way) =>
		pathsOf(begun.filter((one) => !one.isUnknown || (way >> unknown.indexOf(one)) % 2 === 1)).has(
			quarter
		)
	);
	return { sure: ways.every(Boolean), possible: ways.some(Boolean) };
}

/** What is told of each person, who is a unit, and quarter, beside the truth. */
async function compare(people: readonly (readonly Begun[])[]) {
	const warehouse = await openWarehouse();
	const enrolments = people.flatMap((begun, person): Enrolment[] =>
		begun.map(({ item, day, isUnknown }) => ({
			person: `p${person}`,
			unit: `u${person}`,
			item,
			enrolled: dateOf(day),
			completed: dateOf(day),
			...(isUnknown ? {} : { origin: 'self', originRule: 'R6', obligation: 'optional' })
		}))
	);
	await warehouse.load({ from: '2024-01-01', to: '2024-12-31', enrolments });
	await warehouse.build();
	const { cells } = await compute(
		warehouse.connection,
		readRequest({ metric: 'path_rate', by: ['org_unit'] }),
		'2024-12-31'
	);
	const mapOf = async (sql: string): Promise<Map<number, string>> =>
		new Map((await warehouse.connection.runAndReadAll(sql)).getRowsJS() as [number, string][]);
	const units = await mapOf('select org_unit_id, name from org_unit');
	const quarters = await mapOf(
		"select n::integer, strftime(period_start('quarter', n), '%Y-%m-%d') from generate_series(8090, 8110) as t (n)"
	);
	return cells.map((cell) => {
		const begun = people[Number(units.get(cell.keys[0] ?? 0)?.slice(1))] ?? [];
		const quarter = quarters.get(cell.period_no) ?? '';
		const truth = bruteForce(begun, quarter);
		return { low: cell.bound_lo, high: cell.bound_hi, ...truth, begun, quarter };
	});
}

test('are sharp where nobody began an item several times', async () => {
	const told = await compare(makePeople(150, false));
	expect(told.filter(({ sure }) => sure).length).toBeGreaterThan(10);
	expect(told.filter(({ possible }) => possible).length).toBeGreaterThan(100);
	expect(told.filter(({ low, sure }) => low !== Number(sure))).toEqual([]);
	expect(told.filter(({ high, possible }) => high !== Number(possible))).toEqual([]);
});

test('of items begun several times the upper one is sharp, the lower one never above the truth', async () => {
	const told = await compare(makePeople(150, true));
	expect(told.filter(({ high, possible }) => high !== Number(possible))).toEqual([]);
	expect(told.filter(({ low, sure }) => Number(low) > Number(sure))).toEqual([]);
	// How far off it is: of twelve who walked a path in any case, two are left out.
	expect(told.filter(({ sure }) => sure).length).toBe(12);
	expect(told.filter(({ low, sure }) => Number(low) < Number(sure)).length).toBe(2);
});

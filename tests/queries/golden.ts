import { compute } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import type { Cell } from '#queries/compute.ts';
import { readRequest } from '#queries/request.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, File, Warehouse } from './warehouse.ts';

const self = { origin: 'self', originRule: 'R6' } as const;
const admin = { origin: 'admin', originRule: 'R6' } as const;

/** METRICS.md "Golden A1": 13 rows of the first quarter of 2025, data to 30 June. */
export const goldenA1: readonly Enrolment[] = [
	{
		person: 'p1',
		item: 'c1',
		enrolled: '2025-01-10',
		completed: '2025-02-01',
		obligation: 'optional',
		...self
	},
	{
		person: 'p2',
		item: 'c1',
		enrolled: '2025-01-15',
		completed: '2025-05-30',
		obligation: 'optional',
		...self
	},
	{ person: 'p3', item: 'c2', enrolled: '2025-02-01', obligation: 'optional', ...self },
	{
		person: 'p4',
		item: 'c2',
		enrolled: '2025-02-10',
		completed: '2025-02-20',
		obligation: 'recommended',
		...self
	},
	{
		person: 'p5',
		item: 'c3',
		enrolled: '2025-03-01',
		closed: '2025-03-05',
		obligation: 'optional',
		...self
	},
	{
		person: 'p5',
		item: 'c3',
		enrolled: '2025-03-20',
		completed: '2025-04-10',
		obligation: 'optional',
		...self
	},
	{
		person: 'p6',
		item: 'c3',
		enrolled: '2025-03-02',
		completed: '2025-03-30',
		obligation: 'optional',
		...admin
	},
	{
		person: 'p7',
		item: 'c4',
		enrolled: '2025-03-03',
		completed: '2025-03-10',
		obligation: 'mandatory',
		...self
	},
	{
		person: 'p8',
		item: 'c1',
		enrolled: '2025-03-15',
		obligation: 'optional',
		left: '2025-04-01',
		...self
	},
	{ person: 'p9', item: 'c2', enrolled: '2025-03-20', completed: '2025-04-01' },
	{
		person: 'p1',
		item: 'c4',
		enrolled: '2025-01-05',
		completed: '2025-01-20',
		obligation: 'mandatory',
		...admin
	},
	{
		person: 'p2',
		item: 'c4',
		enrolled: '2025-01-05',
		completed: '2025-02-20',
		obligation: 'mandatory',
		...admin
	},
	{ person: 'p3', item: 'c4', enrolled: '2025-01-05', obligation: 'mandatory', ...admin }
];

/** A built warehouse with one file. */
export async function openedWith(
	file: File,
	{ zone, models = [] }: { readonly zone?: string; readonly models?: readonly string[] } = {}
): Promise<Warehouse> {
	const warehouse = await openWarehouse(zone);
	await warehouse.load(file);
	await warehouse.build(...models);
	return warehouse;
}

/** The one unprotected cell of a question that fits: goldens have fewer people than an answer may show. */
export async function valueOf(
	warehouse: Warehouse,
	request: Record<string, unknown>,
	pick: Record<string, unknown>
): Promise<Cell> {
	const question = readRequest(request);
	const reader = await warehouse.connection.runAndReadAll(
		"select strftime(min(data_to), '%Y-%m-%d') as as_of from learning_system"
	);
	const asOf = question.asOf ?? (reader.getRowObjectsJS()[0]?.['as_of'] as string);
	const { cells } = await compute(warehouse.connection, question, asOf);
	const found = cells.filter((cell) =>
		Object.entries(pick).every(([name, value]) => cell[name as keyof Cell] === value)
	);
	if (found.length !== 1 || !found[0])
		throw new Error(`${found.length} cells fit ${JSON.stringify(pick)}`);
	return found[0];
}

/** What an analyst is told of a number: how much counts, by reason, and what does not. */
export async function countsOf(
	warehouse: Warehouse,
	request: Record<string, unknown>
): Promise<Record<'numerator' | 'denominator' | 'out', Record<string, number | null>>> {
	const { counts } = await explain(warehouse.connection, { role: 'analyst' }, request);
	const of = (place: string) =>
		Object.fromEntries(
			counts
				.filter(({ counted }) => counted === place)
				.map(({ reason, episodes }) => [reason, episodes])
		);
	return { numerator: of('numerator'), denominator: of('denominator'), out: of('out') };
}

/** For each of some populations, its people with their days and posts, in one order. */
export async function populationsOf(
	{ connection }: Warehouse,
	...populations: readonly string[]
): Promise<readonly (readonly unknown[])[]> {
	const found = [];
	for (const population of populations) {
		const reader = await connection.runAndReadAll(
			`select person_id, strftime(day, '%Y-%m-%d') as day, org_unit_id, job_family_id, location_id, grade_id
			from ${population} order by all`
		);
		found.push(reader.getRowsJS());
	}
	return found;
}

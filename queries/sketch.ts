import type { DuckDBConnection } from '@duckdb/node-api';
import { parametersOf, valuesOf } from './compute.ts';
import { populations } from './differencing.ts';
import { membersOf } from './layers.ts';
import type { Question } from './request.ts';

/**
 * The people behind one number and on which days they count, of which only equality can be told: person by person sorted
 * into 64 boxes, a sum of hashes for each. Boxes that differ are a lower bound of the people who differ.
 */
export type Sketch = ReadonlyMap<number, string>;

/** Two sketches of nobody are alike. */
export const nobody: Sketch = new Map();

const keySql = (slot: number): string =>
	`dimension_key($by_${slot}, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)`;

/** Sums of hashes are cut to 40 bits; that two different ones agree is less likely than one in a billion. */
const sketchSql = (population: string, member: string): string => `
with member as (
    select
        period_number($grain, month_number(p.day))::integer as period_no,
        ${keySql(1)} as key_1, ${keySql(2)} as key_2, ${keySql(3)} as key_3,
        coalesce(m.mark, hash(p.person_id)) as mark,
        p.day,
    from (${population}) as p
    left join person_mark as m on m.person_id = try_cast(p.person_id as integer)
    where is_within(p.day, $from::date, $to::date) and ${member}
)
select
    period_no, key_1, key_2, key_3,
    (mark % 64)::integer as box,
    (sum(hash(mark, day)) % 1099511627776)::bigint::varchar as total,
from member
group by all`;

/** The place of a number in the table of a question: its period and the ids of its breakdown. */
export const placeOf = (period: number, keys: readonly number[]): string =>
	`${period}/${keys.join('/')}`;

/** Whether a population has classes of episodes is the same for as long as the program runs. */
const classed = new Map<string, boolean>();

async function hasClass(connection: DuckDBConnection, question: Question): Promise<boolean> {
	const population = populations[question.metric.population] ?? '';
	const known = classed.get(population);
	if (known !== undefined) return known;
	const sql = `describe ${population.replaceAll(/\$[a-z_]+/g, 'null')}`;
	const reader = await connection.runAndReadAll(sql);
	const found = reader.getRowObjectsJS().some((row) => row['column_name'] === 'class');
	classed.set(population, found);
	return found;
}

/** The sketches of a question's table, by layer and place; a layer that names a class of episodes, or part of the people, holds those only. */
export async function readSketches(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	layers: readonly string[]
): Promise<(layer: string, place: string) => Sketch> {
	const members = membersOf(question.metric);
	const byLayer = members !== null || (await hasClass(connection, question));
	const population = populations[question.metric.population] ?? '';
	const read = async (layer: string): Promise<ReadonlyMap<string, Map<number, string>>> => {
		const sql = sketchSql(
			population,
			members ?? (byLayer ? 'is_variant(p.class, $layer)' : 'true')
		);
		const bound = parametersOf(sql, { ...valuesOf(question, asOf), variant: layer, layer });
		const reader = await connection.runAndReadAll(sql, bound);
		const sketches = new Map<string, Map<number, string>>();
		for (const row of reader.getRowObjectsJS() as Record<string, number>[]) {
			const keys = question.axes.map((_axis, index) => row[`key_${index + 1}`] ?? 0);
			const place = placeOf(row['period_no'] ?? 0, keys);
			const sketch = sketches.get(place) ?? new Map<number, string>();
			sketches.set(place, sketch.set(row['box'] ?? 0, String(row['total'])));
		}
		return sketches;
	};
	const found = new Map<string, ReadonlyMap<string, Sketch>>();
	for (const layer of byLayer ? layers : ['']) found.set(layer, await read(layer));
	return (layer, place) => found.get(byLayer ? layer : '')?.get(place) ?? nobody;
}

const sketchTop = 2 ** 40;

/** The sketch of the people and days of several parts, of which no two share any. */
export function addSketches(sketches: readonly Sketch[]): Sketch {
	const sums = new Map<number, number>();
	for (const sketch of sketches)
		for (const [box, total] of sketch)
			sums.set(box, ((sums.get(box) ?? 0) + Number(total)) % sketchTop);
	return new Map([...sums].map(([box, total]) => [box, String(total)]));
}

/** Where only numbers of people are compared, such a number in the place of a sketch; those of parts add up, too. */
export const countSketch = (persons: number): Sketch => new Map([[0, String(persons)]]);
export const countOf = (sketch: Sketch): number => Number(sketch.get(0) ?? 0);

/** At least so many people stand behind one of two numbers and not, or otherwise, behind the other. */
export function peopleApart(one: Sketch, other: Sketch): number {
	const boxes = new Set([...one.keys(), ...other.keys()]);
	return [...boxes].filter((box) => one.get(box) !== other.get(box)).length;
}

/** At least so many people stand behind several sketches taken together. */
export const peopleTogether = (sketches: readonly Sketch[]): number =>
	new Set(sketches.flatMap((sketch) => [...sketch.keys()])).size;

export const writeSketch = (sketch: Sketch): string =>
	JSON.stringify([...sketch].toSorted(([a], [b]) => a - b));

export const readSketch = (text: string): Sketch => new Map(JSON.parse(text) as [number, string][]);

import type { DuckDBConnection } from '@duckdb/node-api';
import { parametersOf, valuesOf } from './compute.ts';
import type { Cell } from './compute.ts';
import { populations } from './differencing.ts';
import { membersOf } from './layers.ts';
import type { Question } from './request.ts';

/**
 * The people behind one number and on which days they count, of which only equality can be told: person by person sorted
 * into 64 boxes, a sum of hashes for each. Boxes that differ are a lower bound of the people who differ.
 */
export type Sketch = ReadonlyMap<number, number>;

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
    (sum(hash(mark, day)) % 1099511627776)::double as total,
from member
group by all`;

type Place = Pick<Cell, 'period_no' | 'keys'>;

/** The place of a number in the table of a question: its period and the ids of its breakdown. */
export const placeOf = (period: number, keys: readonly number[]): string =>
	[period, ...keys].join('/');

function readPlace(place: string): Place {
	const [period_no = 0, ...keys] = place.split('/').map(Number);
	return { period_no, keys };
}

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

/** The sketches of a table's places. */
type Places = ReadonlyMap<string, Sketch>;

/** The people behind a layer of a place. */
export type SketchOf = (layer: string, place: string) => Sketch;

/** The sketches of a question's table: by layer, or under the empty name where all layers have the same people. */
export interface Sketches {
	readonly places: ReadonlyMap<string, Places>;
	readonly of: SketchOf;
	readonly has: (layer: string) => boolean;
}

function sketchesIn(places: ReadonlyMap<string, Places>): Sketches {
	const inLayer = (layer: string): Places | undefined => places.get(layer) ?? places.get('');
	return {
		places,
		of: (layer, place) => inLayer(layer)?.get(place) ?? nobody,
		has: (layer) => inLayer(layer) !== undefined
	};
}

/** Reads the sketches of a question's table; a layer that names a class of episodes, or part of the people, holds those only. */
export async function readSketches(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	layers: readonly string[]
): Promise<Sketches> {
	const members = membersOf(question.metric);
	const byLayer = members !== null || (await hasClass(connection, question));
	const population = populations[question.metric.population] ?? '';
	const read = async (layer: string): Promise<Places> => {
		const sql = sketchSql(
			population,
			members ?? (byLayer ? 'is_variant(p.class, $layer)' : 'true')
		);
		const bound = parametersOf(sql, { ...valuesOf(question, asOf), variant: layer, layer });
		const reader = await connection.runAndReadAll(sql, bound);
		const sketches = new Map<string, Map<number, number>>();
		for (const [period, ...row] of reader.getRowsJS() as number[][]) {
			const [box = 0, total = 0] = row.slice(-2);
			const place = placeOf(period ?? 0, row.slice(0, question.axes.length));
			const sketch = sketches.get(place) ?? new Map<number, number>();
			sketches.set(place, sketch.set(box, total));
		}
		return sketches;
	};
	const found = new Map<string, Places>();
	for (const layer of byLayer ? layers : ['']) found.set(layer, await read(layer));
	return sketchesIn(found);
}

/** The sketches of a table that another one adds up to, by the place there that holds a place. */
export function rollUp({ places }: Sketches, holds: (place: Place) => Place): Sketches {
	const held = ([at, sketch]: [string, Sketch]): [string, Sketch] => {
		const { period_no, keys } = holds(readPlace(at));
		return [placeOf(period_no, keys), sketch];
	};
	const sum = (own: Places): Places => {
		const parts = Map.groupBy([...own].map(held), ([at]) => at);
		return new Map(
			[...parts].map(([at, list]) => [at, addSketches(list.map(([, sketch]) => sketch))])
		);
	};
	return sketchesIn(new Map([...places].map(([layer, own]) => [layer, sum(own)])));
}

const sketchTop = 2 ** 40;

/** The sketch of the people and days of several parts, of which no two share any. */
export function addSketches(sketches: readonly Sketch[]): Sketch {
	const sums = new Map<number, number>();
	for (const sketch of sketches)
		for (const [box, total] of sketch) sums.set(box, ((sums.get(box) ?? 0) + total) % sketchTop);
	return sums;
}

/** Where only numbers of people are compared, such a number in the place of a sketch; those of parts add up, too. */
export const countSketch = (persons: number): Sketch => new Map([[0, persons]]);
export const countOf = (sketch: Sketch): number => sketch.get(0) ?? 0;

/** At least so many people stand behind one of two numbers and not, or otherwise, behind the other. */
export function peopleApart(one: Sketch, other: Sketch): number {
	let apart = 0;
	for (const [box, total] of one) if (other.get(box) !== total) apart += 1;
	for (const box of other.keys()) if (!one.has(box)) apart += 1;
	return apart;
}

/** At least so many people stand behind several sketches taken together. */
export const peopleTogether = (sketches: readonly Sketch[]): number =>
	new Set(sketches.flatMap((sketch) => [...sketch.keys()])).size;

export const writeSketch = (sketch: Sketch): string =>
	JSON.stringify([...sketch].toSorted(([a], [b]) => a - b));

/** A kept sketch; earlier versions of the program wrote its totals as texts. */
export const readSketch = (text: string): Sketch =>
	new Map(
		(JSON.parse(text) as [number, number | string][]).map(([box, total]) => [box, Number(total)])
	);

import type { Hidden, Total } from './closing.ts';
import { partsPeople, placeId } from './lines.ts';
import type { Axes, Layer, Place } from './lines.ts';

/** What two breakdowns give together: the places of a layer by both, in one period and one place of any third. */
interface CrossTable {
	/** Both breakdowns part the people. */
	readonly parts: boolean;
	/** By the one breakdown, and whether its table tells what they are parts of. */
	readonly rows: readonly { readonly places: readonly Place[]; readonly isTold: boolean }[];
	readonly columnOf: (place: Place) => number;
	/** Those that the table of the other breakdown tells. */
	readonly toldColumns: ReadonlySet<number>;
}

/** Whether a table without one of the breakdowns tells what a place is a part of. */
const isTold = ({ holds, isHidden }: Total, layer: string, { period, keys }: Place): boolean =>
	!isHidden({ layer, ...holds({ period_no: period, keys }) });

/** The cross tables of a layer: one for each two of its breakdowns of which it is known what they tell alone. */
export function crossTables(
	layer: string,
	places: Layer,
	totals: readonly Total[],
	{ dimensions }: Axes
): readonly CrossTable[] {
	const without = new Map(totals.map((total) => [total.without, total]));
	return dimensions.flatMap((one, row) =>
		dimensions.slice(row + 1).flatMap((other, place) => {
			const column = row + 1 + place;
			const [rowsAlone, columnsAlone] = [without.get(column), without.get(row)];
			if (!rowsAlone || !columnsAlone) return [];
			const third = ({ period, keys }: Place): string =>
				placeId(
					period,
					keys.filter((_key, axis) => axis !== row && axis !== column)
				);
			const keyOn =
				(axis: number) =>
				({ keys }: Place): number =>
					keys[axis] ?? 0;
			return [...Map.groupBy(places.values(), third).values()].map((own): CrossTable => {
				const columns = [...Map.groupBy(own, keyOn(column))];
				return {
					parts: partsPeople.has(one) && partsPeople.has(other),
					rows: [...Map.groupBy(own, keyOn(row)).values()].map((cells) => ({
						places: cells,
						isTold: cells.slice(0, 1).every((cell) => isTold(rowsAlone, layer, cell))
					})),
					columnOf: keyOn(column),
					toldColumns: new Set(
						columns
							.filter(([, cells]) =>
								cells.slice(0, 1).every((cell) => isTold(columnsAlone, layer, cell))
							)
							.map(([key]) => key)
					)
				};
			});
		})
	);
}

interface Row {
	readonly places: readonly Place[];
	/** The columns that are told, and this row in them is not; null where the row is not told itself. */
	readonly dark: ReadonlySet<number> | null;
}

/** So many times the smallest group are looked at before it is asked whether they are enough. */
const enough = 4;

/**
 * METRICS.md §I rule 3 for two breakdowns held together. All people, less the rows that the one tells, less the columns that the
 * other tells, plus the cells of both, which were taken off twice: that leaves whoever stands in neither, who must be nobody
 * or k people. Such a sum leaves out the columns in which one of its rows has a cell that is not told. Else the smallest of
 * its cells is hidden, so that it cannot be formed.
 */
export function closeBlocks(
	{ rows, parts, columnOf, toldColumns }: CrossTable,
	hidden: Hidden,
	k: number,
	peopleIn: (places: readonly Place[]) => number
): boolean {
	let changed = false;
	const covers = (places: readonly Place[]): boolean => {
		const persons = places.map((place) => place.persons);
		const people = peopleIn(places);
		if (Number.isFinite(people)) return people >= k;
		return parts ? persons.reduce((sum, count) => sum + count, 0) >= k : Math.max(...persons) >= k;
	};
	/** The smallest cell of a sum that leaves few people; none where there is no such sum. */
	const findOpen = (): Place | undefined => {
		const all = rows.map(({ places, isTold: isRowTold }): Row => {
			if (!isRowTold) return { places, dark: null };
			const own = places.filter(({ id }) => hidden.has(id)).map(columnOf);
			return { places, dark: new Set(own.filter((column) => toldColumns.has(column))) };
		});
		const darkest = new Map<string, ReadonlySet<number>>([['', new Set()]]);
		for (const { dark } of all) if (dark) darkest.set([...dark].toSorted().join(), dark);
		for (const dark of darkest.values()) {
			const isIn = (row: Row): boolean => row.dark?.isSubsetOf(dark) === true;
			const isLeft = (place: Place): boolean =>
				!toldColumns.has(columnOf(place)) || dark.has(columnOf(place));
			const leavesEnough = (): boolean => {
				const left: Place[] = [];
				let persons = 0;
				let next = enough * k;
				for (const row of all) {
					if (isIn(row)) continue;
					for (const place of row.places.filter(isLeft)) {
						left.push(place);
						persons += place.persons;
					}
					if (persons < next) continue;
					if (covers(left)) return true;
					next = 2 * persons;
				}
				return left.length === 0 || covers(left);
			};
			if (leavesEnough()) continue;
			const open = all
				.filter(isIn)
				.flatMap(({ places }) => places.filter((place) => !isLeft(place)));
			const [smallest] = open.toSorted((a, b) => a.persons - b.persons || (a.id < b.id ? -1 : 1));
			if (smallest) return smallest;
		}
		return undefined;
	};
	for (let open = findOpen(); open; open = findOpen()) {
		hidden.set(open.id, 'complementary');
		changed = true;
	}
	return changed;
}

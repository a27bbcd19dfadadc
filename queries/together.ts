import type { DuckDBConnection } from '@duckdb/node-api';
import { metrics } from './catalogue.ts';
import { computeCells } from './compute.ts';
import type { Cell } from './compute.ts';
import type { Metric } from './catalogue.ts';
import { classOfLayer } from './layers.ts';
import { hideCells } from './protect.ts';
import type { HiddenReason } from './hidden-reason.ts';
import type { Axes } from './lines.ts';
import type { Question } from './request.ts';

/** For measures that tell of the same people, the class of episodes that each of their layers tells of. */
const classOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	voluntary_completion_rate: { strict: 'self_initiated', broad: 'voluntary_broad' },
	completion_gap: {
		strict: 'self_initiated',
		broad: 'voluntary_broad',
		assigned_required: 'assigned_required'
	},
	time_to_complete: {
		self_initiated: 'self_initiated',
		prompted: 'prompted',
		voluntary_broad: 'voluntary_broad',
		assigned_required: 'assigned_required',
		assigned_other: 'assigned_other',
		unknown: 'unknown'
	},
	external_share: { '': 'self_initiated' },
	meaningful_progress_rate: {}
};

/** The class of a layer; the people of unknown class beside any of these measures are the same. */
const classNamed = (layers: Readonly<Record<string, string>>, layer: string): string | undefined =>
	layer.startsWith('? ') ? 'unknown' : layers[classOfLayer(layer)];

const key = (slot: number): string =>
	`dimension_key($by_${slot}, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)`;

/**
 * How many people have episodes of each class in each place: begun (those of all classes as `everybody`), old enough by the
 * length of the item, by 90 days, and too young for one or both; and begun where no file can tell completions (untold), which
 * these measures leave out and others count.
 */
const countSql = `
with known as (
    select
        period_number($grain, anchored_month)::integer as period_no,
        ${key(1)} as key_1, ${key(2)} as key_2, ${key(3)} as key_3,
        person_id,
        unnest(if(
            class in ('self_initiated', 'prompted'),
            ['everybody', class::varchar, 'voluntary_broad'],
            ['everybody', class::varchar]
        )) as class,
        standing = 'in' as is_told,
        anchored_on + coalesce($horizon::integer, horizon_days) <= $as_of::date as is_old,
        anchored_on + coalesce($horizon::integer, 90) <= $as_of::date as is_old_at_90,
    from begun_episode($as_of::date)
    where standing in ('in', 'untold') and is_within(anchored_on, $from::date, $to::date)
),
person as (
    select
        period_no, key_1, key_2, key_3, class, person_id,
        bool_or(is_told) as has_told,
        bool_or(not is_told) as has_untold,
        bool_or(is_told and is_old) as has_old,
        bool_or(is_told and is_old_at_90) as has_old_at_90,
        bool_or(is_told and not is_old) as has_young,
        bool_or(is_told and not is_old_at_90) as has_young_at_90,
        bool_or(is_told and is_old <> is_old_at_90) as has_between,
    from known
    group by all
),
counted as (
    select
        period_no, key_1, key_2, key_3, class,
        count(*) filter (has_told) as begun,
        count(*) as begun_or_untold,
        count(*) filter (has_untold) as untold,
        count(*) filter (has_old) as old,
        count(*) filter (has_old_at_90) as old_at_90,
        count(*) filter (has_young) as young,
        count(*) filter (has_young_at_90) as young_at_90,
        count(*) filter (has_between) as between,
    from person
    group by all
)
select
    period_no, key_1, key_2, key_3,
    class || ' ' || state as layer,
    persons::integer as persons,
from (unpivot counted on begun, begun_or_untold, untold, old, old_at_90, young, young_at_90, between into name state value persons)
where persons > 0`;

let counted: Metric | null = null;

/** These counts as if they were a metric's, so that they are kept and read like one; nobody can ask for them. */
function counting(): Metric {
	const like = metrics().get('voluntary_completion_rate');
	if (!like) throw new Error('voluntary_completion_rate is gone');
	counted ??= { ...like, id: 'people_beside', variants: [], sql: countSql };
	return counted;
}

/** The questions whose counts are kept beside those of `preparedQuestions`; both are asked together. */
export const besideQuestions = (questions: readonly Question[]): readonly Question[] =>
	questions
		.filter(({ metric }) => metric.id === 'voluntary_completion_rate')
		.map((question) => ({ ...question, metric: counting(), variants: [] }));

/** A place and a class of episodes, with the people in each state. */
interface Row {
	readonly place: Pick<Cell, 'period_no' | 'keys'>;
	readonly class: string;
	readonly persons: Readonly<Record<string, number>>;
}

function rowsOf(cells: readonly Cell[]): readonly Row[] {
	const rows = new Map<string, Row>();
	for (const { period_no, keys, layer, persons } of cells) {
		const [name = '', state = ''] = layer.split(' ');
		const at = JSON.stringify([period_no, keys, name]);
		const row = rows.get(at) ?? { place: { period_no, keys }, class: name, persons: {} };
		rows.set(at, { ...row, persons: { ...row.persons, [state]: persons } });
	}
	return [...rows.values()];
}

const nothing = {
	variant: null,
	measure: null,
	horizon: null,
	value: null,
	numerator: null,
	denominator: null,
	lo: null,
	hi: null,
	bound_lo: null,
	bound_hi: null,
	unknown_share: null
} as const;

const placeOf = ({ period_no, keys }: Row['place']): string => JSON.stringify([period_no, keys]);

/**
 * Places that are hidden whoever of their people a measure counts: where few began anything, as measures hide that count all of
 * it, or few began what no file can tell as completed, which is what such a measure has more than these.
 */
function smallPlaces(rows: readonly Row[], axes: Axes, metric: Metric): readonly Row['place'][] {
	const cells = rows
		.filter((row) => row.class === 'everybody')
		.flatMap(({ place, persons }): Cell[] =>
			['begun_or_untold', 'untold']
				.filter((layer) => (persons[layer] ?? 0) > 0)
				.map((layer) => ({ ...nothing, ...place, layer, persons: persons[layer] ?? 0 }))
		);
	const hides = hideCells(cells, axes, metric);
	return cells.filter((cell) => hides(cell) !== null);
}

/** What is open tells of whatever was begun before, so that it is hidden where any period of what is begun is. */
function hidesUnsettled(small: readonly Row['place'][]): (cell: Cell) => HiddenReason | null {
	const unsettled = new Set(small.map(({ keys }) => keys.join('/')));
	return ({ keys }) => (unsettled.has(keys.join('/')) ? 'complementary' : null);
}

/**
 * METRICS.md §I rules 3 and 4 between measures: those that tell the same of the same people hide the same places. Else one
 * shows what the other hides as a neighbour, and the total that both tell gives the small one away; or the two differ by the
 * episodes of a few people that are too young for one of them. Null for measures that stand alone.
 */
export async function hidesTogether(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	axes: Axes
): Promise<((cell: Cell) => HiddenReason | null) | null> {
	const layers = classOf[question.metric.id];
	const isOpen = question.metric.id === 'period_completion_rate';
	if (!layers && !isOpen) return null;
	const asked = { ...question, metric: counting(), variants: [] };
	const rows = rowsOf(await computeCells(connection, asked, asOf));
	const k = question.metric.smallest_group;
	const metric: Metric = { ...question.metric, nested: {} };
	const small = smallPlaces(rows, axes, metric);
	if (!layers) return hidesUnsettled(small);
	const smallAt = new Set(small.map(placeOf));
	const isFew = (count = 0): boolean => count > 0 && count < k;
	const dark = new Set<Cell>();
	const cells = rows
		.filter((row) => row.class !== 'everybody')
		.flatMap((row): Cell[] => {
			const own = ['begun', 'old', 'old_at_90', 'untold']
				.filter((state) => (row.persons[state] ?? 0) > 0)
				.map((state): Cell => ({
					...nothing,
					...row.place,
					layer: `${row.class} ${state}`,
					persons: row.persons[state] ?? 0
				}));
			const isYoung = ['young', 'young_at_90', 'between'].some((name) => isFew(row.persons[name]));
			if (isYoung || smallAt.has(placeOf(row.place))) for (const cell of own) dark.add(cell);
			return own;
		});
	const hides = hideCells(cells, axes, metric, {
		groupOf: (layer) => layer.split(' ')[0] ?? '',
		startsDark: (cell) => dark.has(cell)
	});
	return (cell) => {
		const found = cell.layer
			.split('+')
			.flatMap((layer) => classNamed(layers, layer) ?? [])
			.some((name) => hides({ ...cell, layer: `${name} begun` }) !== null);
		return found ? 'complementary' : null;
	};
}

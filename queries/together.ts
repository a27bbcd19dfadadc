import type { DuckDBConnection } from '@duckdb/node-api';
import { parametersOf, valuesOf } from './compute.ts';
import type { Cell } from './compute.ts';
import type { Metric } from './catalogue.ts';
import { hideCells } from './protect.ts';
import type { Axes, HiddenReason } from './protect.ts';
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
	external_share: { '': 'self_initiated' }
};

const key = (slot: number): string =>
	`dimension_key($by_${slot}, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)`;

/**
 * How many people have episodes of each class in each place: begun (those of all classes as `everybody`), old enough by the
 * length of the item, by 90 days, and too young for one or both.
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
        anchored_on + coalesce($horizon::integer, horizon_days) <= $as_of::date as is_old,
        anchored_on + coalesce($horizon::integer, 90) <= $as_of::date as is_old_at_90,
    from awaited_episode($as_of::date, null::varchar)
    where is_within(anchored_on, $from::date, $to::date)
),
person as (
    select
        period_no, key_1, key_2, key_3, class, person_id,
        bool_or(is_old) as has_old,
        bool_or(is_old_at_90) as has_old_at_90,
        bool_or(not is_old) as has_young,
        bool_or(not is_old_at_90) as has_young_at_90,
        bool_or(is_old <> is_old_at_90) as has_between,
    from known
    group by all
)
select
    period_no, key_1, key_2, key_3, class,
    count(*)::integer as begun,
    (count(*) filter (has_old))::integer as old,
    (count(*) filter (has_old_at_90))::integer as old_at_90,
    (count(*) filter (has_young))::integer as young,
    (count(*) filter (has_young_at_90))::integer as young_at_90,
    (count(*) filter (has_between))::integer as between,
from person
group by all
order by all`;

type Row = Readonly<Record<string, number>> & { readonly class: string };

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
	if (!layers) return null;
	const bound = parametersOf(countSql, valuesOf(question, asOf));
	const rows = (await connection.runAndReadAll(countSql, bound)).getRowObjectsJS() as Row[];
	const k = question.metric.smallest_group;
	const cells = rows.flatMap((row): Cell[] => {
		const place = {
			...nothing,
			period_no: row['period_no'] ?? 0,
			keys: question.axes.map((_axis, axis) => row[`key_${axis + 1}`] ?? 0)
		};
		if (row.class === 'everybody')
			return [{ ...place, layer: 'everybody', persons: row['begun'] ?? 0 }];
		const isFew = ['young', 'young_at_90', 'between'].some((name) => {
			const few = row[name] ?? 0;
			return few > 0 && few < k;
		});
		return ['begun', 'old', 'old_at_90']
			.filter((state) => (row[state] ?? 0) > 0)
			.map((state) => ({
				...place,
				layer: `${row.class} ${state}`,
				persons: isFew ? 0 : (row[state] ?? 0)
			}));
	});
	const metric: Metric = { ...question.metric, nested: {} };
	const everybody = cells.filter(({ layer }) => layer === 'everybody');
	const small = hideCells(everybody, axes, metric);
	const isSmall = (cell: Cell): boolean => small({ ...cell, layer: 'everybody' }) !== null;
	const hides = hideCells(
		cells
			.filter(({ layer }) => layer !== 'everybody')
			.map((cell) => (isSmall(cell) ? { ...cell, persons: 0 } : cell)),
		axes,
		metric,
		(layer) => layer.split(' ')[0] ?? ''
	);
	return (cell) => {
		const found = cell.layer
			.split('+')
			.flatMap((layer) => layers[layer] ?? [])
			.some((name) => hides({ ...cell, layer: `${name} begun` }) !== null);
		return found ? 'complementary' : null;
	};
}

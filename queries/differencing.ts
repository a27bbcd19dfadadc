import type { DuckDBConnection } from '@duckdb/node-api';
import { filterValues, parametersOf, valuesOf } from './compute.ts';
import { AskError } from './request.ts';
import type { Question } from './request.ts';

/** The people behind each metric, as rows with a day and the ids of the dimensions. */
const populations: Readonly<Record<Question['metric']['population'], string>> = {
	begun: 'select *, anchored_on as day from begun_episode($as_of::date)',
	matured_voluntary: `select *, anchored_on as day from matured_episode($as_of::date, $horizon::integer)
		where class in ('self_initiated', 'prompted')`,
	matured_pair: `select *, anchored_on as day from matured_episode($as_of::date, coalesce($horizon::integer, 90))
		where class in ('self_initiated', 'prompted', 'assigned_required')`,
	open_voluntary: `select *, open_from as day from open_episode($as_of::date)
		where class in ('self_initiated', 'prompted')`,
	awaited: 'select *, anchored_on as day from awaited_episode($as_of::date, $variant)',
	employed: 'select * from employed_person($grain, null::date, null::date, $as_of::date)'
};

/**
 * Each person's set of seen combinations of "fits filter i", as bits, and how many people share it.
 * Bit 3 of a combination is the period.
 */
function seenSql(population: string): string {
	return `
with fit as (
    select
        person_id,
        (
            ($id_1::integer is null
                or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id) = $id_1)::integer
            + 2 * ($id_2::integer is null
                or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id) = $id_2)::integer
            + 4 * ($id_3::integer is null
                or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id) = $id_3)::integer
            + 8 * is_within(day, $from::date, $to::date)::integer
        ) as fits,
    from (${population})
),
person as (
    select person_id, bit_or(1 << fits) as seen,
    from fit
    group by person_id
)
select seen::integer as seen, count(*)::integer as persons,
from person
group by all`;
}

const all = 15;

/**
 * METRICS.md §I rule 4: refuses a filter that leaves out 1 to k − 1 people of a group that can be asked for
 * without it, that is with any part of the filters dropped. Throws AskError `refused`.
 */
export async function refuseDifferences(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	ids: readonly number[]
): Promise<void> {
	if (question.where.size === 0 && question.from === null && question.to === null) return;
	const sql = seenSql(populations[question.metric.population]);
	const values = {
		...valuesOf(question, asOf),
		...filterValues(question, ids)
	};
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
	const groups = reader.getRowObjectsJS() as { seen: number; persons: number }[];
	const count = (kept: number, inside: boolean): number =>
		groups
			.filter(({ seen }) => {
				const fitsKept = Array.from({ length: 16 }, (_none, fits) => fits).some(
					(fits) => (fits & kept) === kept && (seen & (1 << fits)) !== 0
				);
				return fitsKept && ((seen & (1 << all)) !== 0) === inside;
			})
			.reduce((sum, group) => sum + group.persons, 0);
	if (count(all, true) === 0) return;
	for (let kept = 0; kept < all; kept += 1) {
		const left = count(kept, false);
		if (left > 0 && left < question.metric.smallest_group) {
			throw new AskError(
				'refused',
				'This filter leaves out so few people that the difference to the whole would show what they did. Choose a wider filter.'
			);
		}
	}
}

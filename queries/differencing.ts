import type { DuckDBConnection } from '@duckdb/node-api';
import { filterValues, parametersOf, valuesOf } from './compute.ts';
import { message } from './messages.ts';
import { AskError } from './request.ts';
import type { Question } from './request.ts';

/** The people behind each metric, as rows with a day and the ids of the dimensions. */
export const populations: Readonly<Record<string, string>> = {
	begun: 'select *, anchored_on as day from begun_episode($as_of::date)',
	spent: 'select *, spent_on as day from spent_time($as_of::date)',
	matured_voluntary: `select *, anchored_on as day from matured_episode($as_of::date, $horizon::integer)
		where class in ('self_initiated', 'prompted')`,
	matured_pair: `select *, anchored_on as day from matured_episode($as_of::date, coalesce($horizon::integer, 90))
		where class in ('self_initiated', 'prompted', 'assigned_required')`,
	open_voluntary: `select *, open_from as day from open_episode($as_of::date)
		where class in ('self_initiated', 'prompted')`,
	awaited: 'select *, anchored_on as day from awaited_episode($as_of::date, $variant)',
	chosen: `select *, anchored_on as day from chosen_episode($as_of::date) where class = 'self_initiated'`,
	completed_voluntary: `select *, completed_on as day from completed_voluntary($as_of::date)
		where class in ('self_initiated', 'prompted')`,
	diverse: 'select * from varied_person($grain, $as_of::date)',
	diverged: 'select * from divided_person($grain, $as_of::date)',
	windowed: 'select * from windowed_day($as_of::date) where is_voluntary',
	prompted: 'select *, shown_on as day from delivered_prompt($as_of::date)',
	survey_asked: 'select * from survey_asked($as_of::date)',
	survey_answered: 'select * from survey_answered($as_of::date)',
	survey_commented: 'select * from survey_commented($as_of::date, true)',
	rating_paired: 'select * from rating_paired($as_of::date)',
	chosen_step: `select person_id, begun_on as day, org_unit_id, item_id, 0 as system_id, 0 as length_band_id,
		0 as job_family_id, 0 as location_id, 0 as grade_id from chosen_sequence where begun_on <= $as_of::date`,
	housed_step: `select person_id, begun_on as day, org_unit_id, item_id, 0 as system_id, 0 as length_band_id,
		0 as job_family_id, 0 as location_id, 0 as grade_id from housed_step($as_of::date)`,
	employed: 'select * from employed_person($grain, null::date, null::date, $as_of::date)',
	held_post: "select * from held_post('month', null::date, null::date, $as_of::date)",
	landmark: "select * from followed_person($as_of::date, 'move')",
	followed_role: 'select * from followed_role($as_of::date)',
	aligned: 'select * from aligned_person(null::date, null::date, $as_of::date)',
	filled_vacancy: 'select * from filled_vacancy($as_of::date)',
	quarter_person: `select *, 0 as item_id, 0 as system_id, 0 as length_band_id
		from quarter_person($as_of::date)`
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
                or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)::integer
            + 2 * ($id_2::integer is null
                or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)::integer
            + 4 * ($id_3::integer is null
                or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)::integer
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
const inPeriod = 8;

/** Whether a person's seen combinations hold one that fits all kept filters, and that `test` accepts. */
function hasFit(seen: number, kept: number, test: (fits: number) => boolean): boolean {
	return Array.from({ length: 16 }, (_none, fits) => fits).some(
		(fits) => (fits & kept) === kept && (seen & (1 << fits)) !== 0 && test(fits)
	);
}

/**
 * METRICS.md §I rule 4: refuses a filter next to a group that can be asked for without it, that is with any part of the
 * filters dropped, if 1 to k − 1 people make the difference: people whom the filter leaves out altogether, or people
 * with anything in what it leaves out. A period leaves nobody out for good, so only the second counts when it is dropped.
 * Throws AskError `refused`.
 */
export async function refuseDifferences(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	ids: readonly number[]
): Promise<void> {
	if (question.where.size === 0 && question.from === null && question.to === null) return;
	const sql = seenSql(populations[question.metric.population] ?? '');
	const values = { ...valuesOf(question, asOf), ...filterValues(question, ids) };
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
	const groups = reader.getRowObjectsJS() as { seen: number; persons: number }[];
	const count = (test: (seen: number) => boolean): number =>
		groups.filter(({ seen }) => test(seen)).reduce((sum, { persons }) => sum + persons, 0);
	const isInside = (seen: number): boolean => (seen & (1 << all)) !== 0;
	if (count(isInside) === 0) return;
	for (let kept = 0; kept < all; kept += 1) {
		const apart = [count((seen) => hasFit(seen, kept, (fits) => fits !== all))];
		if ((kept & inPeriod) !== 0) {
			apart.push(count((seen) => !isInside(seen) && hasFit(seen, kept, () => true)));
		}
		if (apart.some((persons) => persons > 0 && persons < question.metric.smallest_group)) {
			throw new AskError('refused', message('ask.refused'));
		}
	}
}

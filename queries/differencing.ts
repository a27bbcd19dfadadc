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
	returned: 'select * from returned_person($as_of::date)',
	filled_vacancy: 'select * from filled_vacancy($as_of::date)',
	quarter_person: `select *, 0 as item_id, 0 as system_id, 0 as length_band_id
		from quarter_person($as_of::date)`
};

/** Whether other people count in a quarter than in its months. */
export const isByGrain = ({ metric }: Pick<Question, 'metric'>): boolean =>
	populations[metric.population]?.includes('$grain') === true;

/** Populations whose people are not numbered: a vacancy that was filled from outside stands for somebody without a name. */
const unnumbered: ReadonlySet<string> = new Set(['filled_vacancy']);

const all = 15;
const inPeriod = 8;

/** How many people have the same set of seen combinations of "fits filter i" and "within the period". */
interface Alike {
	/** A bit for each combination; in a combination bit 0 to 2 are the filters, bit 3 is the period. */
	readonly seen: number;
	readonly persons: number;
}

/** Counts people by what they have seen, those of a population or a part of them. */
function seenSql(population: string, part = ''): string {
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
    ${part}
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

/** Whether a person's seen combinations hold one that fits all kept filters, and that `test` accepts. */
function hasFit(seen: number, kept: number, test: (fits: number) => boolean): boolean {
	return Array.from({ length: 16 }, (_none, fits) => fits).some(
		(fits) => (fits & kept) === kept && (seen & (1 << fits)) !== 0 && test(fits)
	);
}

/** The parts of a question that leave nobody out, because they are not there: bits of a combination that are always set. */
function unasked({ where, from, to }: Question): number {
	const filters = [1, 2, 4].slice(where.size).reduce((bits, bit) => bits | bit, 0);
	return filters | (from === null && to === null ? inPeriod : 0);
}

/** How many people stand in a question's answer, and how many lie between it and each group that can be asked for without a part of it. */
function standApart(
	question: Question,
	groups: readonly Alike[]
): { readonly inside: number; readonly apart: readonly number[] } {
	const count = (test: (seen: number) => boolean): number =>
		groups.filter(({ seen }) => test(seen)).reduce((sum, { persons }) => sum + persons, 0);
	const isInside = (seen: number): boolean => (seen & (1 << all)) !== 0;
	const always = unasked(question);
	const keptParts = Array.from({ length: all }, (_none, kept) => kept).filter(
		(kept) => (kept & always) === always
	);
	const apart = keptParts.flatMap((kept) => [
		count((seen) => hasFit(seen, kept, (fits) => fits !== all)),
		...((kept & inPeriod) === 0
			? []
			: [count((seen) => !isInside(seen) && hasFit(seen, kept, () => true))])
	]);
	return { inside: count(isInside), apart };
}

/** The people of a part of the company, by their numbers; null where it is small enough to look at everybody at once. */
async function partOf(connection: DuckDBConnection, fewestToPart: number): Promise<string | null> {
	const reader = await connection.runAndReadAll('select max(person_id)::integer from person');
	const highest = (reader.getRowsJS()[0]?.[0] ?? 0) as number;
	if (highest < fewestToPart) return null;
	const first = Math.floor(highest / 3);
	return `where person_id between ${first} and ${first + Math.floor(highest / 16)}`;
}

/**
 * METRICS.md §I rule 4: refuses a filter next to a group that can be asked for without it, that is with any part of the
 * filters dropped, if 1 to k − 1 people make the difference: people whom the filter leaves out altogether, or people
 * with anything in what it leaves out. A period leaves nobody out for good, so only the second counts when it is dropped.
 * Where k of a sixteenth of the company make each difference, nobody else is looked at. Throws AskError `refused`.
 */
export async function refuseDifferences(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	ids: readonly number[],
	fewestToPart = 20_000
): Promise<void> {
	if (question.where.size === 0 && question.from === null && question.to === null) return;
	const { population, smallest_group: k } = question.metric;
	const values = { ...valuesOf(question, asOf), ...filterValues(question, ids) };
	const look = async (part?: string) => {
		const sql = seenSql(populations[population] ?? '', part);
		const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
		return standApart(question, reader.getRowObjectsJS() as unknown as Alike[]);
	};
	const part = unnumbered.has(population) ? null : await partOf(connection, fewestToPart);
	if (part !== null) {
		const { inside, apart } = await look(part);
		if (inside > 0 && apart.every((persons) => persons >= k)) return;
	}
	const { inside, apart } = await look();
	if (inside > 0 && apart.some((persons) => persons > 0 && persons < k)) {
		throw new AskError('refused', message('ask.refused'));
	}
}

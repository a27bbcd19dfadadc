import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { ask, findFilterIds } from './ask.ts';
import type { Answer } from './ask.ts';
import { parametersOf, valuesOf } from './compute.ts';
import { roundCount } from './present.ts';
import { readRequest } from './request.ts';
import type { Question, Viewer } from './request.ts';
import type { Metric } from './catalogue.ts';

/** One episode behind a number, with the file and line that tell of it. For analysts only. */
export interface ExplainedRow {
	readonly person: string;
	readonly item: string;
	readonly class: string;
	readonly initiator: string;
	readonly initiator_rule: string;
	readonly obligation: string;
	readonly obligation_rule: string;
	readonly confidence: number;
	readonly enrolled: string;
	readonly completed: string | null;
	readonly counted: 'numerator' | 'denominator' | 'out';
	readonly reason: string;
	readonly file: string;
	readonly batch_id: number;
	readonly line: number;
	readonly source: string;
	/** How many further enrolments belong to the same episode. */
	readonly further_rows: number;
}

/** The way from a number back to its rows. */
export interface Explanation {
	readonly metric: Metric;
	readonly sql: string;
	readonly parameters: Readonly<Record<string, DuckDBValue>>;
	readonly answer: Answer;
	/** Episodes in and out by reason; for others than analysts null where fewer people than the smallest group. */
	readonly counts: readonly {
		readonly counted: 'numerator' | 'denominator' | 'out';
		readonly reason: string;
		readonly episodes: number | null;
	}[];
	readonly rows: readonly ExplainedRow[] | null;
}

const explainedSql = `
    explained_episode($metric, $from::date, $to::date, $as_of::date, $horizon::integer, $variant) as e
where ($id_1::integer is null or dimension_key($on_1, e.org_unit_id, e.item_id, e.system_id, e.length_band_id) = $id_1)
    and ($id_2::integer is null or dimension_key($on_2, e.org_unit_id, e.item_id, e.system_id, e.length_band_id) = $id_2)
    and ($id_3::integer is null or dimension_key($on_3, e.org_unit_id, e.item_id, e.system_id, e.length_band_id) = $id_3)`;

const countsSql = `
select
    e.counted,
    e.reason,
    count(*)::integer as episodes,
    count(distinct e.person_id)::integer as persons,
from ${explainedSql}
group by all
order by e.counted, e.reason`;

const rowsSql = `
with page as (
    select e.*
    from ${explainedSql}
        and ($reason::varchar is null or e.reason = $reason)
        and ($reason::varchar is not null or e.counted <> 'out')
    order by e.batch_id, e.line
    limit $limit::integer offset $offset::integer
),
named as (
    select
        p.person_id,
        arg_max(
            coalesce(n.display_name, i.username, i.email, i.employee_number, i.account, i.email_sha1), i.batch_id
        ) as person,
    from identity_person as p
    join identity as i on i.identity_id = p.identity_id
    left join person_name as n on n.identity_id = i.identity_id
    where p.person_id in (select person_id from page)
    group by all
),
further as (
    select r.batch_id, r.line, count(*)::integer as further_rows
    from episode_row as r
    semi join page as p on p.batch_id = r.batch_id and p.line = r.line
    group by all
)
select
    coalesce(n.person, 'person ' || e.person_id) as person,
    i.title as item,
    e.class::varchar as class,
    w.initiator,
    w.initiator_rule,
    w.obligation,
    w.obligation_rule,
    least(
        w.initiator_confidence, if(w.obligation_rule = 'R11', w.initiator_confidence, w.obligation_confidence)
    )::double as confidence,
    strftime(e.anchored_on, '%Y-%m-%d') as enrolled,
    case when e.outcome = 'completed' then strftime(e.ended_on, '%Y-%m-%d') end as completed,
    e.counted,
    e.reason,
    b.file_name as file,
    e.batch_id::integer as batch_id,
    e.line::double as line,
    b.source_id as source,
    coalesce(f.further_rows, 0) as further_rows,
from page as e
join item as i on i.item_id = e.item_id
join initiation as w on w.evidence = e.evidence
join batch as b on b.batch_id = e.batch_id
left join named as n on n.person_id = e.person_id
left join further as f on f.batch_id = e.batch_id and f.line = e.line
order by e.batch_id, e.line`;

/** The one variant that an explanation is about: the asked one, else the widest. */
function variantOf(question: Question): string | null {
	if (question.metric.id === 'initiation_mix') {
		return question.variants.length === 1 ? (question.variants[0] ?? null) : null;
	}
	return question.variants.at(-1) ?? null;
}

/**
 * Tells where a number comes from: its definition and select, which episodes count and which do not, by reason, and for
 * analysts the episodes with file and line. Throws AskError like `ask`; episode lists exist for metrics of episodes only.
 */
export async function explain(
	connection: DuckDBConnection,
	viewer: Viewer,
	request: unknown,
	page: { readonly limit: number; readonly offset: number; readonly reason?: string } = { limit: 100, offset: 0 }
): Promise<Explanation> {
	const question = readRequest(request);
	const answer = await ask(connection, viewer, request);
	const { metric } = question;
	const asOf = answer.as_of ?? '';
	const bound = parametersOf(metric.sql, valuesOf(question, asOf));
	const explanation = { metric, sql: metric.sql, parameters: bound, answer };
	if (answer.as_of === null || answer.missing.length > 0 || metric.population === 'employed') {
		return { ...explanation, counts: [], rows: null };
	}
	const filters = await findFilterIds(connection, question);
	const values = {
		...valuesOf(question, asOf),
		...filters,
		metric: metric.id,
		variant: variantOf(question),
		reason: page.reason ?? null,
		limit: Math.min(Math.max(page.limit, 0), 1000),
		offset: Math.max(page.offset, 0)
	};
	const counted = await connection.runAndReadAll(countsSql, parametersOf(countsSql, values));
	const counts = counted.getRowObjectsJS().map((row) => ({
		counted: row['counted'] as 'numerator' | 'denominator' | 'out',
		reason: row['reason'] as string,
		episodes:
			viewer.role !== 'analyst' && (row['persons'] as number) < metric.smallest_group
				? null
				: roundCount(row['episodes'] as number, viewer)
	}));
	if (viewer.role !== 'analyst') return { ...explanation, counts, rows: null };
	const listed = await connection.runAndReadAll(rowsSql, parametersOf(rowsSql, values));
	return { ...explanation, counts, rows: listed.getRowObjectsJS() as unknown as ExplainedRow[] };
}

import type { Sql } from './casts.ts';
import { durationStruct, secondsOf } from '../iso-duration.ts';
import { hasZone, moment, personKey, titleOf, withoutScheme } from './casts.ts';
import { parts, shape } from './shape.ts';
import { suspicions } from './suspicions.ts';
import { stagedColumns } from '../../stages/staged.ts';
import { containerTypes, methodWords, verbWords } from './vocabulary.ts';

const text = (value: string | null): Sql => (value === null ? 'null' : `'${value}'`);
const verbNames = `[${verbWords.map(({ verb }) => text(verb)).join(', ')}]`;
const verbList = `[${verbWords
	.map(
		({ kind, within, origin, obligation, rule, actor }) =>
			`{kind: ${text(kind)}, within: ${text(within)}, origin: ${text(origin)}, obligation: ${text(obligation)}, rule: ${text(rule)}, actor: ${text(actor)}}`
	)
	.join(', ')}]`;
const verbKey = `case when contains(verb, 'activitystrea.ms/schema/1.0/')
            then replace(${withoutScheme('verb')}, 'activitystrea.ms/schema/1.0/', 'activitystrea.ms/') else ${withoutScheme('verb')} end`;
const methodOrigin = `case ${methodWords.map(({ method, origin }) => `when method = ${text(method)} then ${text(origin)}`).join(' ')} end`;
const scorm = "'https://w3id.org/xapi/scorm', 'http://w3id.org/xapi/scorm'";
/** In cmi5 these state the time of the session so far, which the statement that ends the session states whole. */
const cmi5Results = ['completed', 'passed', 'failed']
	.map((name) => `'adlnet.gov/expapi/verbs/${name}'`)
	.join(', ');
const containers = `[${containerTypes.map(text).join(', ')}]`;

const parsed = `from_json(json, '${JSON.stringify(shape)}')`;
const named = parts.map(([name, part]) => `${part} as ${name}`).join(',\n        ');
const isCourse = (type: Sql): Sql => `suffix(lower(${type}), '/course')`;
const firstCourse = (list: Sql): Sql =>
	`case when ${list} is not null then list_filter(${list}, lambda entry: ${isCourse('entry.definition.type')})[1] end`;
const isContainer = (type: Sql): Sql =>
	`coalesce(list_contains(${containers}, ${withoutScheme(type)}), false)`;

const isSuspect: Sql = suspicions
	.map((test) => `coalesce(${test}, false)`)
	.join('\n            or ');

const kind: Sql = `case
            when not is_activity or item_code is null then 'other'
            when word_actor = 'unclear' and coalesce(assigner_key = actor_key, true) then 'other'
            when word_actor = 'assigner' then 'other'
            when goal is not null and word_kind in ('enrolled', 'assigned', 'recommended') then
                case goal when 'ASSIGNED' then 'assigned' when 'RECOMMENDED' then 'recommended' when 'SELF-ASSIGNED' then 'enrolled' end
            when method is not null and is_on_item and verb_key = 'w3id.org/xapi/tla/verbs/suspended' then 'withdrawn'
            when is_return and is_on_item then 'enrolled'
            when is_on_item then word_kind
            else word_within
        end`;

/** First the rule, then the origin: the order of XAPI.md §4, explicit words before hints. */
const rule: Sql = `case
            when not is_activity then null
            when goal in ('ASSIGNED', 'RECOMMENDED', 'SELF-ASSIGNED') then 'S1'
            when kind in ('enrolled', 'assigned') and method_origin is not null then 'R7'
            when word_rule is not null and (word_actor is null or word_actor = 'assignee') then word_rule
            when is_cohort then 'R7'
            when kind in ('enrolled', 'assigned') and method is null and assigner_key is not null then 'R6'
        end`;

const origin: Sql = `case
            when origin_rule is null then null
            when goal = 'SELF-ASSIGNED' then 'self'
            when goal = 'ASSIGNED' then 'admin'
            when goal = 'RECOMMENDED' then null
            when origin_rule = 'R7' then coalesce(method_origin, 'admin')
            when origin_rule = 'R6' then case when assigner_key = actor_key then 'self' else 'admin' end
            when origin_rule is not null then word_origin
        end`;

/** What is put right in SQL, because whole files may need it. */
const mendings: readonly (readonly [string, Sql])[] = [
	['stored_for_timestamp', 'is_stored_time'],
	['time_without_zone', `not (${hasZone('time_text')})`],
	['time_with_space', "time_text[11] = ' '"],
	['empty_score_range', 'min_value = max_value'],
	[
		'origin_in_conflict',
		"origin = 'self' and origin_rule <> 'R6' and kind = 'enrolled' and not is_return and assigner_key <> actor_key"
	]
];

const longestTitle = 1000;

/** The staged columns that a statement fills; the others are null. */
const values: Readonly<Record<string, Sql>> = {
	email: 'case when is_person and actor_mbox is not null then actor_key end',
	// Of an address the load makes it once for each person; what tells statements without an id apart has always held it.
	email_sha1: `case
        when not is_person then null
        when actor_mbox is not null then case when id is null then sha1('mailto:' || actor_key) end
        else lower(actor_sha1)
    end`,
	account: `case
        when not is_person then null
        when actor_account is not null then rtrim(actor_home, '/') || '|' || actor_account
        else actor_openid
    end`,
	display_name: 'case when is_person then actor_name end',
	item_code: 'item_code',
	item_title: `case when strlen(title) > ${longestTitle} then left(title, ${longestTitle}) else title end`,
	item_format: `nullif(lower(case
        when contains(item.definition.type, '#') then regexp_extract(item.definition.type, '[^/#]+$')
        else split_part(item.definition.type, '/', -1)
    end), '')`,
	statement_id: 'lower(id)',
	happened_at: 'happened_at',
	kind: 'kind',
	verb: 'verb',
	seconds: `case when not (is_cmi5 and verb_key in (${cmi5Results})) then seconds end`,
	progress: `case
        when progress is not null then try_cast(progress as double) / 100
        when is_measure then try_cast(scaled as double)
    end`,
	score: `case
        when is_measure then null
        when max_value > min_value and raw_value is not null then (raw_value - min_value) / (max_value - min_value)
        else try_cast(scaled as double)
    end`,
	due_at: moment('due_text'),
	origin: 'origin',
	origin_rule: 'origin_rule',
	obligation: "case when goal = 'RECOMMENDED' then 'recommended' else word_obligation end",
	enrolled_by:
		"case when kind in ('enrolled', 'assigned', 'recommended') and not is_return then assigner_key end",
	method: "case when is_cohort then 'cohort' when kind = 'waived' then waiver else method end",
	voids:
		"case when verb_key = 'adlnet.gov/expapi/verbs/voided' and object_kind = 'StatementRef' then lower(object_id) when is_voided then coalesce(lower(id), '') end"
};

/** The staged columns that no statement fills. */
export const absentColumns: readonly string[] = Object.keys(stagedColumns('event')).filter(
	(name) => values[name] === undefined
);

const columns = Object.entries(stagedColumns('event'))
	.map(([name, type]) => `(${values[name] ?? 'null'})::${type} as ${name}`)
	.join(',\n    ');

/** How records are read. */
export interface Reading {
	/** Whether to leave what looks odd to JavaScript. */
	readonly checks: boolean;
	/** Whether a statement without time is kept: it is valid, though it can be counted nowhere. */
	readonly strict: boolean;
	/** Whether DuckDB may fail to parse a statement, which then is one that is not understood. */
	readonly mayBreak: boolean;
	/** The zone of times that name none. */
	readonly timeZone: string;
}

/**
 * One staged row per record of `records(line, json, repairs)`, in its order. With `checks` a record whose core is not
 * plainly well formed is left to JavaScript: it has reject_reason 'unchecked' and its whole text in raw.
 */
export const selectStatements = (
	records: Sql,
	{ checks, strict, mayBreak, timeZone }: Reading
): Sql =>
	`
with records as (
    ${records}
),
extracted as (
    select line, json, repairs, ${mayBreak ? `try(${parsed})` : parsed} as found from records
),
named as (
    select
        line,
        json,
        repairs,
        found,
        ${named}
    from extracted
),
measured as (
    select
        *,
        ${verbKey} as verb_key,
        ${verbList}[list_position(${verbNames}, ${verbKey})] as word,
        coalesce(object_kind, 'Activity') = 'Activity' as is_activity,
        (actor_mbox is not null)::integer + (actor_sha1 is not null)::integer + (actor_openid is not null)::integer
            + (actor_home is not null or actor_account is not null)::integer as identifiers,
        coalesce(actor_type, 'Agent') = 'Agent' as is_person,
        ${personKey('actor')} as actor_key,
        coalesce(${personKey('by')}, ${personKey('instructor')}) as assigner_key,
        ${moment('time_text')} as happened_at,
        ${durationStruct('duration')} as duration_parts,
        try_cast(score_raw as double) as raw_value,
        try_cast(score_min as double) as min_value,
        try_cast(score_max as double) as max_value,
        coalesce(category_1 in (${scorm}), false) or coalesce(category_2 in (${scorm}), false) as is_scorm,
        coalesce(contains(category_1, 'w3id.org/xapi/cmi5/'), false)
            or coalesce(contains(category_2, 'w3id.org/xapi/cmi5/'), false) as is_cmi5,
        case
            when coalesce(object_kind, 'Activity') <> 'Activity' then null
            else {'objectType': object_kind, 'id': object_id, 'definition': {'type': object_type, 'name': object_name}}
        end as activity,
        coalesce(
            case when ${isCourse('object_type')} then activity end,
            ${firstCourse('parents')},
            ${firstCourse('groupings')},
            ${firstCourse('others')}
        ) as course
    from named
),
placed as (
    select
        *,
        ${secondsOf('duration', 'duration_parts')} as seconds,
        coalesce(
            course,
            case when not ${isContainer('parents[1].definition.type')} then parents[1] end,
            case when not ${isContainer('groupings[1].definition.type')} then groupings[1] end,
            case when not ${isContainer('object_type')} then activity end
        ) as item,
        word.kind as word_kind,
        word.within as word_within,
        word.origin as word_origin,
        word.obligation as word_obligation,
        word.rule as word_rule,
        word.actor as word_actor,
        ${methodOrigin} as method_origin
    from measured
),
told as (
    select
        *,
        item.id as item_code,
        ${titleOf('item.definition.name')} as title,
        coalesce(item.id = object_id or (is_cmi5 and course is null), false) as is_on_item,
        is_scorm and verb_key = 'adlnet.gov/expapi/verbs/progressed' as is_measure,
        method is not null and verb_key = 'w3id.org/xapi/tla/verbs/resumed' as is_return
    from placed
),
kinds as (
    select * replace (coalesce(kind, 'other') as kind) from (select *, ${kind} as kind from told)
),
ruled as (
    select *, ${rule} as origin_rule
    from (select *, kind = 'enrolled' and coalesce(team = 'Group', false) and method is null as is_cohort from kinds)
),
origins as (
    select *, ${origin} as origin from ruled
),
judged as (
    select
        *,
        ${checks ? isSuspect : `(found is null or (happened_at is null and not ${strict}))`} as is_suspect,
        case when repairs is not null or ${mendings.map(([, test]) => `coalesce(${test}, false)`).join(' or ')} then
            list_filter(
                coalesce(repairs, []) || [${mendings.map(([code, test]) => `case when ${test} then '${code}' end`).join(', ')}],
                lambda repair: repair <> ''
            )
        end as all_repairs
    from origins
)
select
    line,
    null::varchar as reject_column,
    null::varchar as reject_value,
    case when is_suspect then '${checks ? 'unchecked' : 'not_understood'}' end as reject_reason,
    case when is_suspect then ${checks ? 'json' : 'json[:4096]'} end as raw,
    case when len(all_repairs) > 0 then all_repairs end as repairs,
    ${columns}
from judged
`.replaceAll('$time_zone', `'${timeZone.replaceAll("'", "''")}'`);

-- Types of autonomy, METRICS.md E. The first rule that fits wins. s, p: meaningful self-initiated and prompted episodes, a:
-- assigned ones, q: prompts received, k: share of s + p for a role of one's own, c: of these with a credential, r: most
-- of these for one role. rule: a row of autonomy_rule; shift: how much every number of items is asked more (sensitivity).
create or replace macro autonomy_type(rule, exposure, s, p, a, q, k, c, r, shift := 0) as
    case
        when exposure < rule['exposure_days'] or s + p + a + q = 0 then 'not_classifiable'
        when s + p >= rule['strategic_items'] + shift and k >= rule['strategic_share']
            and (c >= rule['credential_items'] or r >= rule['role_items'] + shift) then 'strategic'
        when s >= rule['proactive_items'] + shift and s >= p then 'proactive'
        when s + p >= greatest(rule['reactive_items'] + shift, 1) then 'reactive'
        else 'passive'
    end;

-- What counts as S + P: meaningful episodes that people chose, and those that followed a prompt.
create or replace macro is_voluntary_evidence(class, is_meaningful) as
    class = 'prompted' or (class = 'self_initiated' and is_meaningful);

-- The types that one event more or less would give (hysteresis): one chosen or prompted episode, one credential, or
-- one item that is or is not for a role of one's own. m: how many of s + p are.
create or replace macro autonomy_types_nearby(rule, exposure, s, p, a, q, m, c, r) as
    [
        autonomy_type(rule, exposure, s + 1, p, a, q, m / (s + p + 1), c, r),
        autonomy_type(rule, exposure, s + 1, p, a, q, (m + 1) / (s + p + 1), c, r + 1),
        autonomy_type(rule, exposure, greatest(s - 1, 0), p, a, q, least(1, coalesce(m / nullif(s + p - 1, 0), 0)), c, r),
        autonomy_type(rule, exposure, greatest(s - 1, 0), p, a, q, coalesce(greatest(m - 1, 0) / nullif(s + p - 1, 0), 0), c, r - 1),
        autonomy_type(rule, exposure, s, p + 1, a, q, m / (s + p + 1), c, r),
        autonomy_type(rule, exposure, s, greatest(p - 1, 0), a, q, least(1, coalesce(m / nullif(s + p - 1, 0), 0)), c, r),
        autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c + 1, r),
        autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c - 1, r),
        autonomy_type(rule, exposure, s, p, a, q, coalesce((m + 1) / nullif(s + p, 0), 0), c, r + 1),
        autonomy_type(rule, exposure, s, p, a, q, coalesce((m - 1) / nullif(s + p, 0), 0), c, r - 1)
    ];

-- E2's merging of small cells: one row per quarter, lag, first state of ten people or more, and second state; the columns of the
-- source (quarter, quarters, before, after, people) and total. States of fewer than five people are told together as
-- 'other', with the next smallest until they are five. What is not told of one second state over all first ones is five
-- people too, for its total may be known; its smallest told cell joins its row's 'other'. Ties by name.
create or replace macro type_flow(source) as table
    with placed as (
        select
            *,
            sum(people) over row_ as total,
            sum(people) over (
                partition by quarter, quarters, before order by people, after rows unbounded preceding
            ) - people as smaller_people,
            min(people) over row_ as smallest,
        from query_table(source)
        window row_ as (partition by quarter, quarters, before)
    ),
    merged_by_row as (
        select
            *,
            smallest < 5 and (people < 5 or smaller_people < 5) as is_merged,
        from placed
    ),
    merged_by_column as (
        select
            *,
            is_merged or (
                sum(people) filter (is_merged or total < 10) over column_ between 1 and 4
                and row_number() over (
                    partition by quarter, quarters, after order by is_merged or total < 10, people, before
                ) = 1
            ) as is_other,
        from merged_by_row
        window column_ as (partition by quarter, quarters, after)
    )
    select
        quarter,
        quarters,
        before,
        if(is_other, 'other', after) as after,
        sum(people)::integer as people,
        any_value(total)::integer as total,
    from merged_by_column
    where total >= 10
    group by all;

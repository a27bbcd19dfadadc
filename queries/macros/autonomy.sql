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

-- The type with these numbers of episodes, null where no person can have them. m: how many of s + p are for a role of one's own.
create or replace macro autonomy_type_with(rule, exposure, s, p, a, q, m, c, r) as
    case
        when least(s, p, m, c, r) >= 0 and greatest(m, c) <= s + p
            then autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, r)
    end;

-- The types that a single event away would give (hysteresis): one chosen or prompted episode more or less, for a role of one's
-- own or not, with a credential or not; or one such tag of an item. Each row is what changes of s, p, m, c and r.
create or replace macro autonomy_types_nearby(rule, exposure, s, p, a, q, m, c, r) as
    list_transform(
        [
            [1, 0, 0, 0, 0], [1, 0, 0, 1, 0], [1, 0, 1, 0, 1], [1, 0, 1, 1, 1],
            [-1, 0, 0, 0, 0], [-1, 0, 0, -1, 0], [-1, 0, -1, 0, -1], [-1, 0, -1, -1, -1],
            [0, 1, 0, 0, 0], [0, 1, 0, 1, 0], [0, 1, 1, 0, 1], [0, 1, 1, 1, 1],
            [0, -1, 0, 0, 0], [0, -1, 0, -1, 0], [0, -1, -1, 0, -1], [0, -1, -1, -1, -1],
            [0, 0, 0, 1, 0], [0, 0, 0, -1, 0], [0, 0, 1, 0, 1], [0, 0, -1, 0, -1]
        ],
        lambda by_: autonomy_type_with(
            rule, exposure, s + by_[1], p + by_[2], a, q, m + by_[3], c + by_[4], r + by_[5]
        )
    );

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

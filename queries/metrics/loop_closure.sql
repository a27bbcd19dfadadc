/*
id: loop_closure
name: Loop closure
question: Did something follow from what people said?
unit: share
grain: theme and wave
anchor: the day on which the wave closed
numerator: flagged themes about which something was done
denominator: themes that a wave flagged
formula: themes with a recorded action ÷ themes flagged; a theme is flagged when at least ten people wrote about it and more comments were negative than positive; days = median from the close of the wave to the first action
needs: [survey, comments]
follows: [actions]
interval: Wilson 95 % over themes (S1)
smallest_group: 10
version: 1
source: METRICS.md D7
caveats:
    - Only what stands in the action log counts; an empty log says that nothing was recorded, not that nothing was done.
    - What changed in the next wave where something was done is an observed difference.
    - An answer is as of the last day of the surveys, or of the action log where that is later. Actions after it do not count.
dimensions: []
variants: []
open_variants: the wave of the survey
default_variants: []
parameters: [from, to, grain, as_of, variant]
measures: { closed: share, days: days, comments_per_100: per_100, change_acted: points, change_not_acted: points }
nested: {}
reasons: { numerator: [acted_on], denominator: [no_action] }
rows: none
population: survey_commented
*/
-- One row per period, wave and measure.
with theme as (
    select
        *,
        case theme
            when 'choice' then 'choice_of_topic' when 'relevance' then 'relevance_to_job' when 'time' then 'time_at_work'
            when 'manager' then 'manager_encourages' when 'career' then 'relevance_to_career' when 'obligation' then 'control'
            when 'recognition' then 'initiative_noticed'
            else theme
        end as construct,
    from flagged_theme($as_of::date, $from::date, $to::date)
),
writer as (
    select c.wave_id, count(distinct c.person_id) as persons, count(*)::double as comments
    from survey_commented($as_of::date, false) as c
    where is_within(c.closed_on, $from::date, $to::date)
    group by all
),
invited as (
    select wave_id, count(*)::double as persons
    from survey_asked($as_of::date)
    group by all
),
summed as (
    select
        t.wave_id,
        count(*)::double as n,
        count(t.acted_on)::double as x,
        median(t.acted_on - t.closed_on) filter (t.acted_on >= t.closed_on) as days,
    from theme as t
    group by all
),
followed as (
    select
        t.wave_id,
        t.acted_on is not null as is_acted,
        count(*) filter (s.wave_id = t.wave_id) as n_1,
        count(*) filter (s.wave_id = t.wave_id and s.favour = 1) as x_1,
        count(*) filter (s.wave_id = n.wave_id) as n_2,
        count(*) filter (s.wave_id = n.wave_id and s.favour = 1) as x_2,
        count(distinct s.person_id) filter (s.wave_id = n.wave_id) as persons,
    from theme as t
    join survey_wave as n on n.previous_id = t.wave_id
    join survey_answered($as_of::date) as s
        on s.construct = t.construct and (s.wave_id = t.wave_id or s.wave_id = n.wave_id)
    group by all
    having n_1 > 0 and n_2 > 0
),
told as (
    select
        s.wave_id, 'closed' as measure, s.x / s.n as value, s.x as numerator, s.n as denominator,
        w.persons, wilson_low(s.x / s.n, s.n) as lo, wilson_high(s.x / s.n, s.n) as hi,
    from summed as s
    join writer as w on w.wave_id = s.wave_id
    union all
    select s.wave_id, 'days', s.days, null, s.x, w.persons, null, null,
    from summed as s
    join writer as w on w.wave_id = s.wave_id
    where s.days is not null
    union all
    select w.wave_id, 'comments_per_100', w.comments / i.persons * 100, w.comments, i.persons, w.persons, null, null,
    from writer as w
    join invited as i on i.wave_id = w.wave_id
    union all
    select
        wave_id, case when is_acted then 'change_acted' else 'change_not_acted' end,
        x_2 / n_2 - x_1 / n_1, null, n_2, persons,
        newcombe_low(
            x_2 / n_2, wilson_low(x_2 / n_2, n_2::double), wilson_high(x_2 / n_2, n_2::double),
            x_1 / n_1, wilson_low(x_1 / n_1, n_1::double), wilson_high(x_1 / n_1, n_1::double)
        ),
        newcombe_high(
            x_2 / n_2, wilson_low(x_2 / n_2, n_2::double), wilson_high(x_2 / n_2, n_2::double),
            x_1 / n_1, wilson_low(x_1 / n_1, n_1::double), wilson_high(x_1 / n_1, n_1::double)
        ),
    from followed
)
select
    period_number($grain, month_number(w.closed_on))::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    concat('wave ', t.wave_id, ' ', measure) as layer,
    w.name as variant,
    measure,
    null::integer as horizon,
    value::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    lo::double as lo,
    hi::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told as t
join survey_wave as w on w.wave_id = t.wave_id

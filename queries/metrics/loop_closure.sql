/*
id: loop_closure
name: Loop closure
question: Did something follow from what people said?
unit: share
grain: theme and wave
anchor: the day on which the wave closed
numerator: flagged themes about which something was done
denominator: themes that a wave flagged
formula: themes with a recorded action ÷ themes flagged; a theme is flagged when at least ten people wrote about it and more comments were negative than positive; days = median from the close of the wave to the first action, 0 where that came before
needs: [survey, comments]
row_needs: { closed: [actions], days: [actions], change_acted: [actions], change_not_acted: [actions], comments_per_100: [invitations], kappa: [labels] }
warns: [kappa]
follows: [actions]
interval: Wilson 95 % over themes (S1); of a change Newcombe's, with effective sizes that allow for several answers of one person (S1c, S2)
smallest_group: 10
version: 12
changed: statements on autonomy are those of people who answered two thirds of them, as in perceived_autonomy; a word of a feeling in capitals weighs more in the tone of a comment; a change counts as one after an action only where that came before the next wave closed; it is one of questions which both waves asked, and a question that forms in two languages ask in one wave is one
source: METRICS.md D7
caveats:
    - An action that the log names for a wave counts as one also where it was done before the wave closed. Its theme had waited for 0 days when the wave closed, so that it does not go missing among those that were acted on soonest.
    - Only what stands in the action log counts; where it names nothing for a theme, nothing was recorded, which is not to say that nothing was done. Without an action log only comments are counted.
    - Of a wave that closed after the last day of the action log it is not told whether anything was done, because the log cannot know.
    - What changed in the next wave where something was done before it closed is an observed difference; what was done later counts there as not done yet. To or from a share of none or all of fewer than 20 people its row has no value, because that would give the share back.
    - Where 50 labels or more of a person agree with the tone of comments below a kappa of 0.4, no theme is flagged; kappa is told instead.
    - An answer is as of the last day of the surveys, or of the action log where that is later. Actions after it do not count.
dimensions: []
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, as_of, variant]
measures: { closed: share, days: days, comments_per_100: per_100, change_acted: points, change_not_acted: points, kappa: ratio }
is_of_parts: true
main_part: closed
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
    where is_logged is not false
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
        median(greatest(t.acted_on - t.closed_on, 0)) filter (t.acted_on is not null) as days,
    from theme as t
    group by all
),
asked as (
    select distinct wave_id, question_id, construct
    from survey_answered($as_of::date)
),
-- Answers to the item of a theme in its wave and in the next one, by person: one person can answer several. A question that
-- only one of the two waves asked tells of no change. What was done after the next wave closed cannot have come before its answers.
answer_person as (
    select
        t.wave_id,
        coalesce(t.acted_on < n.closed_on, false) as is_acted,
        s.wave_id = n.wave_id as is_next,
        s.person_id,
        count(*)::double as n,
        count(*) filter (s.favour = 1)::double as x,
    from theme as t
    join survey_wave as n on n.previous_id = t.wave_id
    join asked as b on b.wave_id = t.wave_id and b.construct = t.construct
    join asked as a on a.wave_id = n.wave_id and a.question_id = b.question_id
    join survey_answered($as_of::date) as s
        on s.question_id = b.question_id and (s.wave_id = t.wave_id or s.wave_id = n.wave_id)
    group by all
),
answered as (
    select
        wave_id, is_acted, is_next,
        count(*) as persons,
        sum(n) as n,
        sum(x) / sum(n) as p,
        clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
    from answer_person
    group by all
),
-- A change to or from all or none of a few has its row all the same: without it the row would tell so by not being there.
followed as (
    select
        b.wave_id, b.is_acted, least(a.persons, b.persons) as persons, a.n, a.p - b.p as change,
        newcombe_low(
            a.p, wilson_low(a.p, a.n_eff), wilson_high(a.p, a.n_eff),
            b.p, wilson_low(b.p, b.n_eff), wilson_high(b.p, b.n_eff)
        ) as lo,
        newcombe_high(
            a.p, wilson_low(a.p, a.n_eff), wilson_high(a.p, a.n_eff),
            b.p, wilson_low(b.p, b.n_eff), wilson_high(b.p, b.n_eff)
        ) as hi,
        (a.persons < 20 and a.p in (0, 1)) or (b.persons < 20 and b.p in (0, 1)) as is_alike,
    from answered as b
    join answered as a on a.wave_id = b.wave_id and a.is_acted = b.is_acted and a.is_next
    where not b.is_next
),
told as (
    select
        s.wave_id, 'closed' as measure, s.x / s.n as value, s.x as numerator, s.n as denominator,
        w.persons, wilson_low(s.x / s.n, s.n) as lo, wilson_high(s.x / s.n, s.n) as hi, false as is_alike,
    from summed as s
    join writer as w on w.wave_id = s.wave_id
    union all
    select s.wave_id, 'days', s.days, null, s.x, w.persons, null, null, false,
    from summed as s
    join writer as w on w.wave_id = s.wave_id
    where s.days is not null
    union all
    select w.wave_id, 'comments_per_100', w.comments / i.persons * 100, w.comments, i.persons, w.persons, null, null, false,
    from writer as w
    join invited as i on i.wave_id = w.wave_id
    union all
    select
        wave_id, case when is_acted then 'change_acted' else 'change_not_acted' end,
        change, null, n, persons, lo, hi, is_alike,
    from followed
    union all
    select null, 'kappa', kappa, null, n, persons, null, null, false,
    from comment_agreement()
    where (select is_closed from comment_gate())
)
select
    coalesce(period_number($grain, month_number(w.closed_on)), 0)::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    if(t.wave_id is null, 'labels', concat('wave ', t.wave_id, ' ', measure)) as layer,
    w.name as variant,
    measure,
    null::integer as horizon,
    if(is_alike, null, value)::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    if(is_alike, null, lo)::double as lo,
    if(is_alike, null, hi)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(is_alike, 'band', null) as reason,
from told as t
left join survey_wave as w on w.wave_id = t.wave_id

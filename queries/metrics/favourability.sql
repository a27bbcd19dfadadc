/*
id: favourability
name: Favourability
question: What do people say about learning here?
unit: share
grain: person, question and wave
anchor: the day on which the wave closed
numerator: favourable answers
denominator: valid answers
formula: favourable ÷ valid answers; on 5 points 4 and 5 are favourable and 1 and 2 unfavourable, on 7 points 6 and 7 against 1 to 3, on 10 and 11 points 9 and 10 against all up to 6, on 4 points 3 and 4 against 1 and 2, on any other number the upper third of the way against the lower; "not applicable" is no answer; net = favourable − unfavourable; change = this wave − the one before
needs: [survey]
interval: Wilson 95 % over people (S1, S1c over several questions); change by Newcombe (S2); of the same people and one question by Newcombe's interval of paired shares (1998, method 10), which like McNemar's test counts who changed sides, and over several questions, or by place, by t with people as the units
smallest_group: 10
version: 9
changed: mean, rescaled and change_linked over several questions count each answer once, where each person did, so that they are what the questions add up to and tell nothing of those who left some out; statements on autonomy are those of people who answered two thirds of them, as in perceived_autonomy
source: METRICS.md D2
caveats:
    - A change is worth a word only if its interval leaves out zero and it is at least 5 points; tables and files mark it (column is_clear_change), by the numbers as they are told.
    - No change is told to or from a share of none or all of fewer than 20 people, because it would give the share back.
    - Questions that are worded the other way round are turned; a question with changed wording is another question. One that forms in two languages ask in one wave is one (docs/importing.md).
    - A change counts only questions that both waves asked, and that of linked people only those that they answered both times. So it may differ from the difference of the two shares beside it.
    - The change of linked people counts them in the place in which they were at the later wave.
    - Where no survey key and no file states a scale, the numbers of all files together tell it (docs/importing.md); a survey key that states the points is surer. Zeros and ones for no and yes are no scale.
    - The measures mean, rescaled and change_linked count each answer once, over several questions, too. So they are what the questions add up to, and the two held against each other tell nothing of those who left questions out. Their intervals have people as the units.
    - Statements on autonomy are those of people who answered two thirds of them, as in perceived_autonomy; who answered fewer counts with the other questions only. Else the two would tell what these few answered.
    - Without a breakdown by question it is the share over all scale questions of the survey.
dimensions: [question, org_unit, job_family, location, grade]
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
measures: { favourable: share, unfavourable: share, net: points, mean: score, rescaled: score, change: points, change_linked: points }
marked: [change, change_linked]
is_of_parts: true
nested: {}
reasons: { numerator: [favourable], denominator: [neutral, unfavourable] }
rows: none
counted_as: sides
population: survey_answered
*/
-- One row per period, breakdown, wave and measure. is_alike: few people of whom all, or none, are of one mind; then the
-- shares are bands (METRICS.md §I rule 2), and what would give them back is left out.
with answered as (
    select
        period_number($grain, month_number(closed_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        wave_id,
        person_id,
        question_id,
        favour,
        score,
        rescaled,
        points,
    from survey_answered($as_of::date)
    where is_within(closed_on, $from::date, $to::date)
),
-- A change is that of questions which both waves asked: one that is new or gone would change the share though nobody did.
asked as (
    select distinct wave_id, question_id
    from answered
),
kept as (
    select
        a.wave_id,
        a.question_id,
        coalesce(bool_or(b.wave_id = w.previous_id), false) as is_before,
        coalesce(bool_or(n.wave_id is not null), false) as is_after,
    from asked as a
    join survey_wave as w on w.wave_id = a.wave_id
    left join asked as b on b.question_id = a.question_id and b.wave_id <> a.wave_id
    left join survey_wave as n on n.wave_id = b.wave_id and n.previous_id = a.wave_id
    group by all
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, a.wave_id, person_id,
        count(*) as n,
        count(*) filter (favour = 1) as x,
        count(*) filter (is_before) as n_before,
        count(*) filter (is_before and favour = 1) as x_before,
        count(*) filter (is_after) as n_after,
        count(*) filter (is_after and favour = 1) as x_after,
        count(*) filter (favour = -1) as u,
        sum(score) as total,
        sum(rescaled) as total_rescaled,
        min(points) as fewest_points,
        max(points) as most_points,
    from answered as a
    join kept as k on k.wave_id = a.wave_id and k.question_id = a.question_id
    group by all
),
centred as (
    select
        *,
        total - n * sum(total) over of_cell / sum(n) over of_cell as total_apart,
        total_rescaled - n * sum(total_rescaled) over of_cell / sum(n) over of_cell as rescaled_apart,
    from person_cell
    window of_cell as (partition by period_no, key_1, key_2, key_3, wave_id)
),
cell as (
    select
        period_no, key_1, key_2, key_3, wave_id,
        count(*) as persons,
        sum(n)::double as n,
        sum(x)::double as x,
        sum(u)::double as u,
        clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
        clustered_size(sum(u), sum(n), count(*), sum(u * u), sum(u * n), sum(n * n)) as n_eff_u,
        case when min(fewest_points) = max(most_points) then sum(total) / sum(n) end as mean,
        spread_of_answers(total_apart, n) as mean_spread,
        sum(total_rescaled) / sum(n) as rescaled,
        spread_of_answers(rescaled_apart, n) as rescaled_spread,
        {
            'persons': count(*) filter (n_before > 0),
            'p': sum(x_before) / nullif(sum(n_before), 0),
            'size': clustered_size(
                sum(x_before), sum(n_before), count(*) filter (n_before > 0),
                sum(x_before * x_before), sum(x_before * n_before), sum(n_before * n_before)
            )
        } as before,
        {
            'persons': count(*) filter (n_after > 0),
            'p': sum(x_after) / nullif(sum(n_after), 0),
            'size': clustered_size(
                sum(x_after), sum(n_after), count(*) filter (n_after > 0),
                sum(x_after * x_after), sum(x_after * n_after), sum(n_after * n_after)
            )
        } as after,
    from centred
    group by all
),
banded as (
    select
        *,
        x / n as p,
        wilson_low(x / n, n_eff) as lo,
        wilson_high(x / n, n_eff) as hi,
        persons < 20 and (x = 0 or x = n or u = 0 or u = n) as is_alike,
    from cell
),
-- Each person's answers to what they answered both times, in the place of the later wave, wherever they were at the earlier
-- one: so places add up to all of them.
person_pair as (
    select
        a.period_no, a.key_1, a.key_2, a.key_3, a.wave_id, w.previous_id, a.person_id,
        count(*) as n,
        count(*) filter (a.favour = 1) as x,
        count(*) filter (b.favour = 1) as previous_x,
    from answered as a
    join survey_wave as w on w.wave_id = a.wave_id
    join answered as b
        on b.wave_id = w.previous_id and b.person_id = a.person_id and b.question_id = a.question_id
    where a.person_id > 0
    group by all
),
centred_pair as (
    select
        *,
        x - previous_x - n * (sum(x) over of_cell - sum(previous_x) over of_cell) / sum(n) over of_cell as apart,
    from person_pair
    window of_cell as (partition by period_no, key_1, key_2, key_3, wave_id, previous_id)
),
linked as (
    select
        period_no, key_1, key_2, key_3, wave_id, previous_id,
        count(*) as persons,
        sum(x) / sum(n) as p,
        sum(previous_x) / sum(n) as previous_p,
        (sum(x) - sum(previous_x)) / sum(n) as change,
        spread_of_answers(apart, n) as spread,
        max(n) = 1 as is_paired,
        paired_correlation(
            count(*) filter (x > 0 and previous_x > 0), count(*) filter (x > 0 and previous_x = 0),
            count(*) filter (x = 0 and previous_x > 0), count(*) filter (x = 0 and previous_x = 0)
        ) as correlation,
    from centred_pair
    group by all
),
-- Whether all who are linked stood in the same place at the earlier wave, because places are questions.
place as (
    select
        coalesce($by_1, 'question') = 'question' and coalesce($by_2, 'question') = 'question'
        and coalesce($by_3, 'question') = 'question' as is_by_question,
),
-- Pairs of one answer each have Newcombe's paired interval (method 10); several answers of a person that of a mean. So have
-- places other than questions: the paired one tells the share before of those who are there now, whom others had left.
linked_range as (
    select
        linked.*,
        is_by_question,
        case
            when is_paired and is_by_question then newcombe_low(
                p, wilson_low(p, persons), wilson_high(p, persons),
                previous_p, wilson_low(previous_p, persons), wilson_high(previous_p, persons), correlation
            )
            else t_low(change, spread, persons)
        end as lo,
        case
            when is_paired and is_by_question then newcombe_high(
                p, wilson_low(p, persons), wilson_high(p, persons),
                previous_p, wilson_low(previous_p, persons), wilson_high(previous_p, persons), correlation
            )
            else t_high(change, spread, persons)
        end as hi,
        persons < 20 and (p in (0, 1) or previous_p in (0, 1)) as is_alike,
    from linked
    cross join place
),
-- Where all or none are alike, a number has a row all the same: without it a hidden place would tell so.
told as (
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id) as layer, 'favourable' as measure,
        p as value, x as numerator, n as denominator, persons, lo, hi,
        null::struct(layer varchar, period_no integer, apart integer)[] as within,
        false as is_alike,
    from banded
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'unfavourable',
        u / n, u, n, persons, wilson_low(u / n, n_eff_u), wilson_high(u / n, n_eff_u), null, false,
    from banded
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'net',
        (x - u) / n, null, n, persons,
        (x - u) / n - net_margin(x / n, u / n, n_eff), (x - u) / n + net_margin(x / n, u / n, n_eff), null, is_alike,
    from banded
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'mean',
        mean, null, n, persons, t_low(mean, mean_spread, persons), t_high(mean, mean_spread, persons), null, is_alike,
    from banded
    where mean is not null
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'rescaled',
        rescaled, null, n, persons,
        greatest(0, t_low(rescaled, rescaled_spread, persons)), least(100, t_high(rescaled, rescaled_spread, persons)), null, is_alike,
    from banded
    union all
    select
        a.period_no, a.key_1, a.key_2, a.key_3, a.wave_id, concat('wave ', a.wave_id, '+wave ', b.wave_id), 'change',
        a.before.p - b.after.p, null, null, least(a.before.persons, b.after.persons),
        newcombe_low(
            a.before.p, wilson_low(a.before.p, a.before.size), wilson_high(a.before.p, a.before.size),
            b.after.p, wilson_low(b.after.p, b.after.size), wilson_high(b.after.p, b.after.size)
        ),
        newcombe_high(
            a.before.p, wilson_low(a.before.p, a.before.size), wilson_high(a.before.p, a.before.size),
            b.after.p, wilson_low(b.after.p, b.after.size), wilson_high(b.after.p, b.after.size)
        ),
        null,
        (a.before.persons < 20 and a.before.p in (0, 1)) or (b.after.persons < 20 and b.after.p in (0, 1)),
    from cell as a
    join survey_wave as w on w.wave_id = a.wave_id
    join cell as b
        on b.wave_id = w.previous_id and b.key_1 = a.key_1 and b.key_2 = a.key_2 and b.key_3 = a.key_3
    where a.before.p is not null and b.after.p is not null
    union all
    select
        l.period_no, l.key_1, l.key_2, l.key_3, l.wave_id, concat('linked ', l.wave_id), 'change_linked',
        l.change, null, null, l.persons, l.lo, l.hi,
        [
            {'layer': concat('wave ', l.wave_id), 'period_no': a.period_no, 'apart': a.persons - l.persons},
            {
                'layer': concat('wave ', l.previous_id), 'period_no': b.period_no,
                'apart': case when is_by_question then b.persons - l.persons end
            }
        ]::struct(layer varchar, period_no integer, apart integer)[],
        l.is_alike,
    from linked_range as l
    join cell as a
        on a.wave_id = l.wave_id and a.period_no = l.period_no
        and a.key_1 = l.key_1 and a.key_2 = l.key_2 and a.key_3 = l.key_3
    left join cell as b
        on b.wave_id = l.previous_id and b.key_1 = l.key_1 and b.key_2 = l.key_2 and b.key_3 = l.key_3
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer,
    w.name as variant,
    measure,
    null::integer as horizon,
    if(is_alike, null, value)::double as value,
    if(is_alike, null, numerator)::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    if(is_alike, null, lo)::double as lo,
    if(is_alike, null, hi)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(is_alike, 'band', null) as reason,
    within,
from told as t
join survey_wave as w on w.wave_id = t.wave_id

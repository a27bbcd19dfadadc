/*
id: comment_sentiment
name: Tone of comments
question: In what tone do people write about learning here?
unit: points
grain: comment
anchor: the day on which the wave closed
numerator: positive comments, less negative ones; for the share that was not read, comments that were not
denominator: comments that were read; for the share that was not read, all comments
formula: share of positive − share of negative comments; a comment is positive from a compound of 0.05, negative from −0.05 (VADER with our own words for learning and rules for what is denied, scarce or only wished for); kappa = agreement with a person's labels beyond chance
needs: [survey, comments]
row_needs: { agreement: [labels], kappa: [labels] }
interval: 95 %, of a difference of two shares of the same comments
smallest_group: 10
version: 6
changed: a word of a feeling in capitals among others in small letters weighs more, as VADER has it; a response counts on the day of the organisation on which it came, so that a wave whose last answer came in the evening of a quarter's last day is of that quarter
source: METRICS.md D5
caveats:
    - A dictionary reads words and not meaning; it is right about groups, not about one comment, and no tone of a person is ever shown.
    - Complaints that are told as plain facts, without a word that feels, read as neutral more often than praise does, so that the number is rather too good. Hold waves and themes against each other, not the level against zero.
    - Only English is read; the share of comments in other languages stands beside it. The language is what the words of a comment tell, else what its form states; a short comment that neither tells is not read.
    - Once 50 comments are labelled by a person and agreement is below a kappa of 0.4, nothing is shown but that.
    - A comment can speak of several themes, or of none.
    - Comments are shown in people's own words beside the explanation of a tone, of a wave and a theme, where a file says that they may be shown ("Comment may be shown", or a question of a survey that asks it), one of each person and ten of each tone at most, in no order. They are of tones in which at least ten people agreed to it, and for others than analysts of the whole organisation. Names that the files know, people by title, addresses and numbers are taken out; a nickname or a story can still tell, so who asks for consent says so.
dimensions: [theme, org_unit, job_family, location, grade]
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
measures: { net: points, positive: share, neutral: share, negative: share, unread: share, agreement: share, kappa: ratio }
is_of_parts: true
nested: {}
reasons: { numerator: [positive], denominator: [neutral, negative] }
rows: none
counted_as: sides
population: survey_commented
*/
-- One row per period, breakdown, wave and measure; agreement and kappa over all labelled comments.
with agreement as (
    select * from comment_agreement()
),
gate as (
    select * from comment_gate()
),
written as (
    select
        period_number($grain, month_number(closed_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        wave_id,
        person_id,
        tone,
    from survey_commented($as_of::date, coalesce('theme' in ($by_1, $by_2, $by_3), false))
    where is_within(closed_on, $from::date, $to::date)
),
cell as (
    select
        period_no, key_1, key_2, key_3, wave_id,
        count(*)::double as written,
        count(tone)::double as n,
        count(*) filter (tone = 1)::double as x,
        count(*) filter (tone = -1)::double as u,
        count(distinct person_id) filter (tone is not null) as persons,
        count(distinct person_id) as writers,
    from written
    group by all
),
-- Where all or none are alike, or none is read, a number has a row all the same: without it a hidden place would tell so.
told as (
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id) as layer, 'net' as measure,
        (x - u) / nullif(n, 0) as value, x - u as numerator, n as denominator, persons,
        (x - u) / nullif(n, 0) - net_margin(x / nullif(n, 0), u / nullif(n, 0), n) as lo,
        (x - u) / nullif(n, 0) + net_margin(x / nullif(n, 0), u / nullif(n, 0), n) as hi,
        persons < 20 and (x = 0 or x = n or u = 0 or u = n) as is_alike,
    from cell
    where not (select is_closed from gate)
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), tone.name,
        tone.n / nullif(n, 0), tone.n, n, persons, wilson_low(tone.n / nullif(n, 0), n), wilson_high(tone.n / nullif(n, 0), n), false,
    from (
        select
            *,
            unnest([
                {'name': 'positive', 'n': x},
                {'name': 'neutral', 'n': n - x - u},
                {'name': 'negative', 'n': u}
            ]) as tone,
        from cell
        where not (select is_closed from gate)
    )
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('writers ', wave_id), 'unread',
        (written - n) / written, written - n, written, writers, null, null, false,
    from cell
    union all
    select
        0, 0, 0, 0, null, 'labels', check_of.name, check_of.value, null, n,
        persons, null, null, false,
    from (
        select n, persons, unnest([{'name': 'agreement', 'value': agreement}, {'name': 'kappa', 'value': kappa}]) as check_of,
        from agreement
    )
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
from told as t
left join survey_wave as w on w.wave_id = t.wave_id

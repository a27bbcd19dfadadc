/*
id: return_on_investment
name: Return on investment
question: Does it pay, and what would have to be true for it to pay?
unit: ratio
grain: organisation and year
anchor: the year that ends with "data to"
numerator: benefits of the first year − costs
denominator: costs, with the learners' time
formula: ROI = (benefits − costs) ÷ costs. Benefits = extra internal moves × (external fill − internal fill − back-fill of the seat left) + avoided voluntary exits × replacement + assignments released × minutes each × an administrator's hour + what a user study found of productivity or time to proficiency × the value of one, each × the stated confidence. Costs = licences + content + staff + roll-out + this tool + hours of voluntary learning × loaded wage. BCR = benefits ÷ costs; payback in months = costs ÷ (benefits ÷ 12)
needs: [enrolment, costs]
interval: 5 % and 95 % of 10,000 seeded draws in which outcomes follow a normal law with the error of the matched difference and amounts a PERT law between their low and high
smallest_group: 10
version: 12
changed: the careful reading takes the least of the assignments released that somebody confirmed, as it does of all that is counted; what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the last activity of an episode is that of its last attempt
source: METRICS.md G
caveats:
    - No amount is used without a name, a day and a basis. All six costs must be confirmed (a confirmed 0 will do) and one benefit line be complete, else nothing is computed.
    - A benefit line without confirmed amounts, or without known units, counts as nothing, and says why.
    - Outcomes come from the matched differences of moves and of voluntary exits; conservative takes the lower limit of the 80 % interval (the upper one where one more costs more than it saves), and nothing where that is below zero and the point is not; expected takes the point, and takes it off where it is below zero. So no line of the careful reading is above the expected one, and a cost that the data hint at is not left out as unproven. Where there is no matched difference, the difference from the trend before the programme's start counts (a confirmed line programme_start of the cost sheet with its day; twelve months of job history before it and after it), of everybody employed and not of the learners alone; where there is no trend either, an estimate that somebody confirmed with a confidence.
    - A matched difference counts for as many people as are self-directed learners at "data to" (three voluntary completions, or five voluntary hours that were measured, in the 365 days before). The break-even is told per 100 of them.
    - Guards of the benefits. Every internal move opens a seat, whose back-fill is taken off with certainty; an exit avoided is not counted as a hire avoided, too; hours of administrators count only where somebody confirms that they were released (conservative takes the least that was confirmed); productivity and time to proficiency stay blank, because only a study of the users can tell them.
    - Where there is such a study, the cost sheet can state what it found for a year (productivity_units), what one of it is worth (productivity_value) and how far the study ascribes it to learning of one's own choice (confidence_productivity). All three must be confirmed, with the study as basis; the confidence is never taken to be 1. Conservative takes the low end of what the study found.
    - A matched difference is never multiplied by a second isolation factor; a confidence below 1 only makes it smaller.
    - Only the first year's benefits count; what cannot be counted in money is left out.
    - Hours of learning are measured time where there is any, else length times progress, and all of them count as working time.
    - Observed differences between groups do not show what made them.
dimensions: []
variants: [conservative, expected]
default_variants: [conservative, expected]
parameters: [as_of, variant]
grains: []
measures:
    bcr: ratio
    payback_months: months
    roi_without_time: ratio
    benefits: money
    costs: money
    benefit_moves: money
    benefit_exits: money
    benefit_admin: money
    benefit_productivity: money
    cost_licences: money
    cost_content: money
    cost_staff: money
    cost_rollout: money
    cost_tool: money
    cost_learner_time: money
    units_moves: number
    units_exits: number
    units_admin: number
    units_productivity: number
    value_move: money
    value_exit: money
    value_hour: money
    ladder_moves: number
    ladder_exits: number
    pays_back: share
    break_even_moves_per_100: per_100
    most_likely: ratio
    swing_: ratio
nested: {}
reasons: { numerator: [benefit], denominator: [cost] }
rows: sheet
counted_as: sides
population: returned
*/
-- One row per variant and measure; of measures that begin with "swing" one per input, value the swing of the return, lo and hi
-- the return with the input at its low and at its high, all others at their likely amounts (the tornado).
with spent as (
    select
        person_id,
        sum(case when effort > 0 then seconds else nominal_seconds end) / 3600.0 as hours,
    from active_episode($as_of::date)
    where last_on > $as_of::date - 365 and class in ('self_initiated', 'prompted')
    group by person_id
),
house as (
    select
        (select round(coalesce(sum(hours), 0), 6) from spent)::double as hours,
        (select {
            'total': coalesce(sum(hours), 0)::double,
            'top': coalesce(max(hours), 0)::double,
            'two': coalesce(list_sum(max(hours, 2)), 0)::double
        } from spent where hours > 0) as sums,
        (
            select count(*)
            from (
                select person_id
                from voluntary_day
                where day > $as_of::date - 365 and day <= $as_of::date
                group by person_id
                having is_self_directed(sum(completions), sum(seconds))
            )
        )::double as learners,
),
sheet as (
    select *
    from confirmed_input($as_of::date)
),
outcome as materialized (
    select *
    from outcome_range($as_of::date, (select learners from house))
),
span as materialized (
    select input, place::integer as place, low, likely, high, null::double as deviation
    from sheet
    where input not in ('extra_moves', 'avoided_exits')
    union all
    select input, place::integer, low, likely, high, deviation
    from outcome
),
-- Whether one more of what a benefit line counts costs more than it saves.
worth as (
    select
        if(input = 'replacement', 'avoided_exits', 'productivity_units') as input,
        coalesce(likely < 0, false) as is_loss,
    from sheet
    where input in ('replacement', 'productivity_value')
    union all
    select
        'extra_moves' as input,
        coalesce(
            sum(case input when 'external_fill' then likely when 'internal_fill' then -likely when 'backfill' then -likely end) < 0,
            false
        ) as is_loss,
    from sheet
),
scenario as (
    select 'expected' as scenario, input, likely as amount
    from span
    union all
    select
        'conservative', s.input,
        case
            when o.step < 3 and not w.is_loss and o.likely < 0 then o.low
            when o.step < 3 then greatest(if(w.is_loss, o.high, o.low), 0)
            when o.step = 3 then if(w.is_loss, o.high, o.low)
            when s.input = 'productivity_units' then if(w.is_loss, s.high, s.low)
            when s.input = 'assignments_released' then s.low
            else s.likely
        end,
    from span as s
    left join outcome as o on o.input = s.input
    left join worth as w on w.input = s.input
    union all
    select v.input || ' ' || e.edge, s.input, if(s.input = v.input, if(e.edge = 'low', v.low, v.high), s.likely),
    from span as v
    cross join (values ('low'), ('high')) as e (edge)
    cross join span as s
    where v.high > v.low
),
ledger as materialized (
    select *
    from return_ledger('scenario', (select hours from house))
),
draw as (
    select sample as scenario, input, amount
    from drawn_amount('span', 10000)
),
simulated as (
    select
        quantile_cont((benefits - costs) / costs, 0.05) as p5,
        quantile_cont((benefits - costs) / costs, 0.5) as p50,
        quantile_cont((benefits - costs) / costs, 0.95) as p95,
        avg((benefits > costs)::integer) as pays_back,
    from return_ledger('draw', (select hours from house))
    where costs > 0
),
state as (
    select
        case
            when (select count(distinct currency) from sheet where likely is not null) > 1 then 'several_currencies'
            when coalesce(l.costs, 0) <= 0 or coalesce(l.benefit_moves, l.benefit_exits, l.benefit_admin, l.benefit_productivity) is null
                then 'unconfirmed'
        end as refusal,
    from ledger as l
    where l.scenario = 'expected'
),
line as (
    select
        l.scenario as variant,
        unnest([
            {'measure': null, 'value': (benefits - costs) / costs, 'reason': null, 'is_return': true},
            {'measure': 'bcr', 'value': benefits / costs, 'reason': null, 'is_return': true},
            {
                'measure': 'payback_months', 'value': if(benefits > 0, costs / (benefits / 12), null),
                'reason': if(benefits > 0, null, 'no_benefit'), 'is_return': true
            },
            {
                'measure': 'roi_without_time', 'value': (benefits - costs_without_time) / nullif(costs_without_time, 0),
                'reason': null, 'is_return': true
            },
            {'measure': 'benefits', 'value': benefits, 'reason': null, 'is_return': true},
            {'measure': 'costs', 'value': costs, 'reason': null, 'is_return': false},
            {
                'measure': 'benefit_moves', 'value': coalesce(benefit_moves, 0),
                'reason': case
                    when moves is null then 'no_estimate'
                    when move_value is null then 'unconfirmed'
                    when moves = 0 and l.scenario = 'conservative' then 'contains_zero'
                end,
                'is_return': true
            },
            {
                'measure': 'benefit_exits', 'value': coalesce(benefit_exits, 0),
                'reason': case
                    when exits is null then 'no_estimate'
                    when exit_value is null then 'unconfirmed'
                    when exits = 0 and l.scenario = 'conservative' then 'contains_zero'
                end,
                'is_return': true
            },
            {
                'measure': 'benefit_admin', 'value': coalesce(benefit_admin, 0),
                'reason': case when admin_hours is null then 'no_estimate' when hour_value is null then 'unconfirmed' end,
                'is_return': true
            },
            {
                'measure': 'benefit_productivity', 'value': coalesce(benefit_productivity, 0),
                'reason': case
                    when productivity_units is null then 'no_study'
                    when benefit_productivity is null then 'unconfirmed'
                end,
                'is_return': true
            },
            {'measure': 'cost_licences', 'value': licences, 'reason': null, 'is_return': false},
            {'measure': 'cost_content', 'value': content, 'reason': null, 'is_return': false},
            {'measure': 'cost_staff', 'value': staff, 'reason': null, 'is_return': false},
            {'measure': 'cost_rollout', 'value': rollout, 'reason': null, 'is_return': false},
            {'measure': 'cost_tool', 'value': tool, 'reason': null, 'is_return': false},
            {'measure': 'cost_learner_time', 'value': learner_time, 'reason': null, 'is_return': false},
            {'measure': 'units_moves', 'value': moves, 'reason': if(moves is null, 'no_estimate', null), 'is_return': false},
            {'measure': 'units_exits', 'value': exits, 'reason': if(exits is null, 'no_estimate', null), 'is_return': false},
            {
                'measure': 'units_admin', 'value': admin_hours,
                'reason': if(admin_hours is null, 'no_estimate', null), 'is_return': false
            },
            {
                'measure': 'units_productivity', 'value': productivity_units,
                'reason': if(productivity_units is null, 'no_study', null), 'is_return': false
            },
            {'measure': 'value_move', 'value': move_value, 'reason': null, 'is_return': false},
            {'measure': 'value_exit', 'value': exit_value, 'reason': null, 'is_return': false},
            {'measure': 'value_hour', 'value': hour_value, 'reason': null, 'is_return': false},
            {
                'measure': 'break_even_moves_per_100',
                'value': (costs - coalesce(benefit_exits, 0) - coalesce(benefit_admin, 0) - coalesce(benefit_productivity, 0))
                / nullif(greatest(move_value * move_confidence, 0), 0) / nullif(h.learners, 0) * 100,
                'reason': null, 'is_return': false
            }
        ]) as told,
    from ledger as l
    cross join house as h
    where l.scenario in ('conservative', 'expected')
),
told as (
    select
        l.variant,
        l.told.measure as measure,
        l.told.value as value,
        if(l.told.measure is null and l.variant = 'expected', s.p5, null) as lo,
        if(l.told.measure is null and l.variant = 'expected', s.p95, null) as hi,
        l.told.reason as reason,
        l.told.is_return as is_return,
    from line as l
    cross join simulated as s
    union all
    select 'expected', 'most_likely', p50, p5, p95, null, true,
    from simulated
    union all
    select 'expected', 'pays_back', pays_back, null, null, null, true,
    from simulated
    union all
    select 'expected', if(input = 'extra_moves', 'ladder_moves', 'ladder_exits'), step, null, null, null, false,
    from outcome
    union all
    select
        'expected', 'swing_' || s.input, abs(h.benefits / h.costs - l.benefits / l.costs),
        l.benefits / l.costs - 1, h.benefits / h.costs - 1, null, true,
    from span as s
    join ledger as l on l.scenario = s.input || ' low'
    join ledger as h on h.scenario = s.input || ' high'
)
select
    0 as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    'house' as layer,
    t.variant,
    t.measure,
    365 as horizon,
    if(t.is_return and s.refusal is not null, null, round(t.value, 9))::double as value,
    null::double as numerator,
    null::double as denominator,
    h.learners::integer as persons,
    if(s.refusal is not null, null, round(t.lo, 9))::double as lo,
    if(s.refusal is not null, null, round(t.hi, 9))::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    case
        when t.is_return and s.refusal is not null then s.refusal
        when t.value is null then coalesce(t.reason, 'unconfirmed')
        else t.reason
    end as reason,
    [h.sums] as sums,
from told as t
cross join house as h
cross join state as s

-- One row per episode: whether a metric counts it, and why. The first reason that holds is told.
create or replace macro explained_episode(metric, since, until, as_of, horizon, variant) as table
    with judged as (
        select
            *,
            coalesce(horizon, if(metric = 'completion_gap', 90, horizon_days)) as days,
            anchored_on + coalesce(days_to_end, 0) as ended_on,
            least(anchored_on, anchored_on + coalesce(days_to_end, 0)) as open_from,
            least(greatest(anchored_on, anchored_on + coalesce(days_to_end, 1000000)), as_of) as open_to,
            is_variant(
                class,
                case
                    when metric = 'initiation_mix' then 'all'
                    when metric = 'voluntary_completion_rate' then coalesce(variant, 'broad')
                    when metric = 'completion_gap' then coalesce(variant, 'broad')
                    when metric = 'period_completion_rate' then coalesce(variant, 'broad')
                    else variant
                end
            ) or (metric = 'completion_gap' and class = 'assigned_required') as is_member,
        from episode
    ),
    reasoned as (
        select
            *,
            case
                when anchored_on > as_of then 'after_data'
                when metric = 'period_completion_rate'
                    and not (coalesce(open_to >= since, true) and coalesce(open_from < until, true))
                    then 'outside_period'
                when metric <> 'period_completion_rate' and not is_within(anchored_on, since, until)
                    then 'outside_period'
                when standing = 'waived' then 'waived'
                when standing <> 'in' and metric not in ('initiation_mix', 'period_completion_rate')
                    then standing::varchar
                when metric = 'initiation_mix' then null
                when not is_member and class = 'unknown' then 'unknown'
                when not is_member then 'other_class'
                when metric in ('voluntary_completion_rate', 'completion_gap') and anchored_on + days > as_of
                    then 'not_matured'
            end as out_reason,
        from judged
    )
    select
        * exclude (out_reason),
        case
            when out_reason is not null then 'out'
            when metric = 'initiation_mix' then if(class::varchar = variant, 'numerator', 'denominator')
            when metric = 'period_completion_rate'
                then if(outcome = 'completed' and ended_on <= as_of and is_within(ended_on, since, until),
                    'numerator', 'denominator')
            when metric = 'time_to_complete'
                then if(outcome = 'completed' and ended_on <= as_of, 'numerator', 'denominator')
            else if(outcome = 'completed' and days_to_end <= days, 'numerator', 'denominator')
        end as counted,
        case
            when out_reason is not null then out_reason
            when metric = 'initiation_mix' then class::varchar
            when days_to_end is null or ended_on > as_of then 'open'
            when metric in ('voluntary_completion_rate', 'completion_gap') and outcome = 'completed'
                then if(days_to_end <= days, 'completed', 'completed_late')
            when metric = 'period_completion_rate' and outcome = 'completed'
                then if(is_within(ended_on, since, until), 'completed', 'completed_later')
            else outcome::varchar
        end as reason,
    from reasoned;

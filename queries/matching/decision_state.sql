-- One row: what the pairs to decide about depend on, as text that changes whenever they may.
select
    concat_ws(
        ' ',
        (select max(value) from setting where name = 'data_version'),
        (select max(value) from setting where name = 'model_version'),
        count(*),
        count(taken_back_at)
    ) as state,
from match_decision

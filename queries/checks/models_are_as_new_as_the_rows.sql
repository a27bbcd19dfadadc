-- One row when the models were made from other rows than those that stand in the warehouse now.
-- Looks through: setting
-- About: imports
with version as (
    select
        max(value) filter (name = 'data_version') as data_version,
        max(value) filter (name = 'model_version') as model_version,
    from setting
)
select data_version, model_version,
from version
where data_version <> model_version

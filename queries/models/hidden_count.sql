-- One row per often asked table and rule that hides something in it, with how many of its numbers, kept by keepLedger; a rule of
-- null counts all numbers of the table, and a row without a metric says that all tables are counted. A build of the models
-- empties it.
-- Key: program, metric, axes, grain, rule
select
    null::varchar as program,
    null::varchar as metric,
    null::varchar[] as axes,
    null::varchar as grain,
    null::varchar as rule,
    null::integer as cells,
where false

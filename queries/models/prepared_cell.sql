-- One row per number of a question that is often asked, kept by prepareCells, or one without a period where it has none; a
-- build of the models empties it. Cells of a question with the same layer, variant, measure and horizon have the same word_no.
-- Key: question, period_no, key_1, key_2, key_3, layer, variant, measure, horizon
select
    null::varchar as question,
    null::integer as word_no,
    null::integer as period_no,
    null::integer as key_1,
    null::integer as key_2,
    null::integer as key_3,
    null::varchar as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    null::double as value,
    null::double as numerator,
    null::double as denominator,
    null::integer as persons,
    null::double as lo,
    null::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    null::varchar as reason,
    null::integer as apart,
    null::struct(layer varchar, period_no integer, apart integer)[] as within,
    null::struct(total double, top double, two double)[] as sums,
    null::struct(persons integer, lo double, hi double, sums struct(total double, top double, two double)[]) as unknown_part,
where false

-- A told table is named by what it tells (measure, variant, grain, breakdown, period) and no longer by the text of its select,
-- so that a corrected select remembers what was told, and by its breakdown in one order whichever order was asked for.
update told_cell
set
    place = to_json(list_concat(
        [from_json(place, '["JSON"]')[1]],
        list_transform(
            list_grade_up(from_json((question->>'$[0]')::json->'$[3]', '["VARCHAR"]')),
            lambda i: from_json(place, '["JSON"]')[i + 1]
        )
    )),
    question = concat(
        '[', (question->>'$[0]')::json->'$[0]',
        ',', coalesce((question->>'$[0]')::json->'$[5]', 'null'),
        ',', coalesce((question->>'$[0]')::json->'$[2]', 'null'),
        ',', to_json(list_sort(from_json((question->>'$[0]')::json->'$[3]', '["VARCHAR"]'))),
        ',', coalesce(question->'$[1]', 'null'),
        ',', coalesce(question->'$[2]', 'null'),
        ']'
    );

-- The points of a scale stay with an answer only where its file states them, by words of agreement or numbers in the wording.
-- Those that one file's numbers seemed to show are now read from all files together (survey_item).
update survey_answer as a
set points = null
from survey_question as q
where
    q.batch_id = a.batch_id and q.question = a.question and a.points is not null
    and regexp_matches(a.answer, '^\d{1,2}( ?[-–=:.)(] ?\D*)?$')
    and not regexp_matches(q.wording, '\(?\b([01]) ?(?:-|–|to|bis|a|à) ?(5|7|10)\b\)?');

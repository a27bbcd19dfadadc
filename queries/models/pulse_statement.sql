-- One row per statement of the pulse that comes with the product, agreed to from 1 to 5: its construct and our own wording,
-- not psychometrically validated. An analyst's survey key says the same of other questions.
-- Key: construct; wording
-- Of settings alone.
select construct, lower(wording) as wording, is_autonomy,
from (values
    ('choice_of_topic', 'I choose which topics I learn about.', true),
    ('choice_of_time', 'I choose when I learn.', true),
    ('choice_of_format', 'I choose the format in which I learn.', true),
    ('finding', 'I find the learning that I need.', true),
    ('relevance_to_job', 'What I learn matters for my job.', true),
    ('relevance_to_career', 'What I learn matters for my career.', true),
    ('time_at_work', 'I have time at work to learn.', true),
    ('manager_encourages', 'My manager encourages learning goals of my own.', true),
    ('initiative_noticed', 'Showing initiative in learning is noticed here.', true),
    ('progress_visible', 'I can see how my learning progresses.', true),
    ('used_on_the_job', 'I have used on the job what I learned of my own accord.', true),
    ('control', 'I feel in control of my own learning.', true)
) as statement (construct, wording, is_autonomy)

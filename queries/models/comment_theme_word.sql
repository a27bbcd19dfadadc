-- One row per theme of comments: a pattern of English words that speak of it. An analyst overrides it by a row in setting
-- named theme.<theme>, whose words are separated by bars; an empty one switches the theme off.
-- Key: theme_id; theme
-- Of settings alone.
with written as (
    select *,
    from (values
        ('choice', 'choose|choice|choosing|chose|pick|picked|decide|control|own pace|freedom|autonom\w*|without being asked|told to'),
        ('relevance', 'relevan\w*|useful|useless|practical|my job|my work|daily work|apply|applied|used what|outdated|irrelevant'),
        ('time', 'time|busy|workload|deadline\w*|hours?|minutes?|shift|too long|pace'),
        ('finding', 'find|finding|found|search|catalogue|catalog|navigate|navigation|overview|filter\w*'),
        ('quality', 'quality|boring|excellent|clear|slides|video\w*|examples?|explained|translation|outdated|error\w*|crash\w*|progress'),
        ('manager', 'manager\w*|boss|supervisor\w*|team lead\w*|lead'),
        ('recognition', 'recogni[sz]\w*|badge\w*|certificate\w*|reward\w*|praise\w*|noticed|valued'),
        ('career', 'career\w*|promotion\w*|promoted|next role|grow|growth|develop\w*|skills?'),
        ('obligation', 'mandatory|compulsory|required|forced|obligat\w*|reminder\w*|compliance|every year'),
    ) as theme (theme, words)
),
ruled as (
    select substr(name, 7) as theme, value as words,
    from setting
    where name like 'theme.%'
),
joined as (
    select coalesce(r.theme, w.theme) as theme, coalesce(r.words, w.words) as words,
    from written as w
    full join ruled as r on r.theme = w.theme
)
select
    (row_number() over (order by theme))::integer as theme_id,
    theme,
    concat('\b(', words, ')\b') as pattern,
from joined
where trim(words) <> ''

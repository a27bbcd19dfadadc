-- What speaks for an initiation class, packed into bits so that ten million rows are judged by their few combinations.
-- Three bits per origin or obligation, 0 = nothing said, else the place in its enum plus 1:
-- stated origin 0, method 3, enroller 6, obligation 9, due date 12, quick start 13, mandatory list 14,
-- ruled origin 17, ruled obligation 20, assigned origin 23, assigned obligation 26, bulk 29, prompted 30, renewal 31.
-- The arguments are enum_code() of origins and obligations: a macro cannot call it on its own argument.
create or replace macro bits_of(code) as coalesce(code + 1, 0)::uinteger;

-- The bits that an enrolment's own row gives.
create or replace macro evidence_of(stated, method, enroller, obligation, has_due, is_quick) as
    bits_of(stated)
    | (bits_of(method) << 3)
    | (bits_of(enroller) << 6)
    | (bits_of(obligation) << 9)
    | (has_due::uinteger << 12)
    | (coalesce(is_quick, false)::uinteger << 13);

-- Three bits of evidence as a number, null when they say nothing.
create or replace macro evidence_at(evidence, shift) as nullif((evidence >> shift) & 7, 0);

-- One bit of evidence.
create or replace macro evidence_flag(evidence, shift) as ((evidence >> shift) & 1) = 1;

-- Is a row of a list of prompts one of somebody who was left out of it, for comparison (a hold-out)? By its channel or kind.
create or replace macro is_held_out(channel) as
    coalesce(regexp_matches(lower(channel), 'h[eo]ld[ _-]?out|withheld|not shown|control group'
        || '|zurückgehalten|nicht gezeigt|(kontroll|vergleichs)gruppe|groupe (témoin|de contrôle)|non montrée?|grupo (de )?control|no mostrad[oa]'), false);

-- Was somebody enrolled after a prompt and within so many calendar days of it (ruling 9)? On the day of the prompt not before
-- it, where both times of day are known; shown_from is that of the prompt, or the first of all moments.
create or replace macro follows_prompt(anchored_on, anchored_at, is_date_only, shown_on, shown_from, days) as
    anchored_on >= shown_on and anchored_on <= shown_on + days and (is_date_only or anchored_at >= shown_from);

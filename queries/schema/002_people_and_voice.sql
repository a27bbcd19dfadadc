-- What personnel systems, surveys and the analyst's own lists tell: moves, answers, ratings, windows, paths, costs.
-- The same rules as in 001: every row knows its batch and its line, times are UTC, no keys and no indexes.

-- Certificate validity is evidence on renewals (R5): how long a certificate of the item holds, or until when this one does.
alter table enrolment add column certified_until timestamp;
alter table learning_event add column certified_until timestamp;

-- What the catalogue says of an item. Lists are as written, separated by semicolons; the models cut them.
alter table item_alias add column topics varchar;
alter table item_alias add column version varchar;
alter table item_alias add column equivalent_to varchar;
alter table item_alias add column owner_unit varchar;
alter table item_alias add column target_roles varchar;
alter table item_alias add column credential varchar;
alter table item_alias add column validity_months integer;

-- A row may state a start, an end, or both; leave_kind: voluntary, involuntary, other. Hires and departures of an event list
-- stand here too, beside their rows of the job history.
alter table employment add column leave_kind varchar;
alter table employment add column employment_type varchar;

-- manager_key is any key of the manager (number, address, user name, or a name where the system states nothing else).
-- reason is the source's own word, reason_kind what it means: hire, promotion, lateral, demotion, reorganisation, title,
-- manager, cost_centre, progression, secondment, return, leave, leave_end, probation, data_change, termination. sequence orders rows of one day.
alter table job_history drop column manager_identity_id;
alter table job_history add column manager_key varchar;
alter table job_history add column job_title varchar;
alter table job_history add column job_family varchar;
alter table job_history add column cost_centre varchar;
alter table job_history add column fte double;
alter table job_history add column reason varchar;
alter table job_history add column reason_kind varchar;
alter table job_history add column effective_to date;
alter table job_history add column sequence integer;
alter table job_history add column leave_kind varchar;
alter table job_history add column employment_type varchar;

alter table assignment add column campaign varchar;
alter table assignment add column path_code varchar;

-- One unit and the unit above it.
create table unit_tree (
    batch_id integer, line bigint, org_unit varchar, parent_unit varchar, valid_from date, valid_to date
);

-- One vacancy that was filled; identity_id where the file says by whom.
create table vacancy_fill (
    batch_id integer,
    line bigint,
    identity_id integer,
    requisition varchar,
    filled_on date,
    job_code varchar,
    job_family varchar,
    grade varchar,
    org_unit varchar,
    fill_kind varchar
);

-- A stretch of days in which a unit, or everybody (org_unit null), does its mandatory learning; both days included.
create table mandatory_window (
    batch_id integer, line bigint, org_unit varchar, starts_on date, ends_on date, campaign varchar
);

-- One step of a version of an official path.
create table official_path_step (
    batch_id integer,
    line bigint,
    path_code varchar,
    path_title varchar,
    version varchar,
    valid_from date,
    valid_to date,
    step integer,
    item_system varchar,
    item_code varchar,
    item_title varchar
);

-- One person who was asked in one wave of a survey; state: delivered, bounced, opened, started, answered.
create table survey_invitation (
    batch_id integer,
    line bigint,
    identity_id integer,
    survey varchar,
    wave varchar,
    invited_on date,
    state varchar
);

-- One response; identity_id null where the survey is anonymous. wave_closed_on is the day of the wave's last response.
create table survey_response (
    batch_id integer,
    line bigint,
    identity_id integer,
    survey varchar,
    wave varchar,
    response_key varchar,
    submitted_at timestamp,
    is_complete boolean,
    is_preview boolean,
    has_consent boolean,
    language varchar,
    org_unit varchar
);

-- One answered question of a response, as it was written, and where it stands on a scale of so many points: 1 to 5, 1 to 7,
-- 0 to 10 of 11. Null where the answer is no point of a scale ("not applicable", a comment). As it was asked: a question that
-- is worded the other way round is turned in the models, by the survey key.
create table survey_answer (
    batch_id integer, line bigint, question varchar, answer varchar, score double, points integer
);

-- One question of one batch: the code by which the file names it and the words that were asked.
create table survey_question (batch_id integer, question varchar, wording varchar);

-- What the analyst says about a question: its construct (choice_of_topic, control, recommend …), kind (scale, comment,
-- choice), number of points, whether it is worded the other way round, and the item in the measure that it belongs to.
create table survey_key (
    batch_id integer,
    line bigint,
    survey varchar,
    question varchar,
    wording varchar,
    construct varchar,
    kind varchar,
    points integer,
    is_reversed boolean
);

-- The tone of one comment as the import's dictionary found it; language by the response or found, null where unknown.
create table comment_tone (
    batch_id integer, line bigint, question varchar, compound double, language varchar, lexicon_version integer
);

-- What a person said the tone of a comment is: positive, neutral or negative.
create table comment_label (batch_id integer, line bigint, comment varchar, label varchar);

-- One rating of a person by a rater. phase: before or after, where the file says so.
create table manager_rating (
    batch_id integer,
    line bigint,
    identity_id integer,
    rater_key varchar,
    cycle varchar,
    phase varchar,
    rated_on date,
    question varchar,
    score double,
    points integer
);

-- One input of the return, as a range, and who stands for it. An input without confirmed_by is not used.
create table cost_input (
    batch_id integer,
    line bigint,
    input varchar,
    side varchar,
    low double,
    likely double,
    high double,
    currency varchar,
    basis varchar,
    valid_on date,
    confirmed_by varchar,
    confirmed_on date
);

-- A development goal of a person.
create table goal (
    batch_id integer, line bigint, identity_id integer, set_on date, goal varchar, target_role varchar, updated_on date
);

-- What was done about a theme of a survey wave.
create table loop_action (
    batch_id integer, line bigint, survey varchar, wave varchar, theme varchar, action varchar, acted_on date, acted_by varchar
);

-- What a named person declares about a question of the readiness checklist: 0 no, 1 partly, 2 yes.
create table declaration (
    batch_id integer, line bigint, question varchar, score integer, declared_by varchar, declared_on date, note varchar
);

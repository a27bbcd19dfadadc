-- Canonical tables: what the importer writes and the models read. METRICS.md §0.
-- Every row knows its batch and its line. No keys and no indexes: uniqueness is kept by the one writer.
-- Times are UTC; ids are small integers because ten million rows are joined on them.

create type origin as enum ('self', 'manager', 'admin', 'rule');
create type obligation as enum ('mandatory', 'required', 'recommended', 'optional');
create type status as enum (
    'not_started', 'in_progress', 'completed', 'failed',
    'withdrawn', 'expired', 'waived', 'unknown'
);
create type event_kind as enum (
    'enrolled', 'assigned', 'recommended', 'withdrawn', 'started', 'progressed',
    'completed', 'uncompleted', 'failed', 'waived', 'viewed', 'other'
);

-- One value per name: the organisation's time zone, the data version, the models' version.
create table setting (name varchar, value varchar);

-- One imported file. rows_read = rows_loaded + rows_duplicate + rows_rejected; blank lines are no records.
create table batch (
    batch_id integer,
    source_id varchar,
    system varchar,
    file_name varchar,
    sha256 varchar,
    file_bytes bigint,
    confidence double,
    rows_read bigint,
    rows_loaded bigint,
    rows_repaired bigint,
    rows_duplicate bigint,
    rows_rejected bigint,
    rows_blank bigint,
    reading varchar,
    warnings varchar,
    data_from date,
    data_to date,
    imported_by varchar,
    imported_at timestamp,
    undone_by varchar,
    undone_at timestamp
);

-- One refused record and the first column that refused it. Kept until its batch is undone.
create table reject (
    batch_id integer, line bigint, column_name varchar, value varchar, reason varchar, raw varchar
);

-- One kind of repair in one batch.
create table repair (batch_id integer, code varchar, row_count bigint, first_line bigint);

-- One distinct way in which a batch names a person, with the unit that it states. Exact keys merge identities to persons.
create table identity (
    identity_id integer,
    batch_id integer,
    system varchar,
    email varchar,
    email_sha1 varchar,
    username varchar,
    employee_number varchar,
    account varchar,
    manager_key varchar,
    org_unit varchar,
    hired_on date,
    left_on date
);

-- The one table of names; only the analyst's row view reads it.
create table person_name (identity_id integer, batch_id integer, display_name varchar);

-- Which person each identity is: connected components over exact keys, made anew after every import and undo.
create table identity_person (identity_id integer, person_id integer);

-- One distinct way in which a batch names an item.
create table item_alias (
    alias_id integer,
    batch_id integer,
    system varchar,
    code varchar,
    title varchar,
    format varchar,
    nominal_minutes double,
    is_external boolean
);

-- One row of an enrolment report, as it stood in that file. Later batches of the same record win for status.
-- is_repeat: an earlier live batch holds the very same row; it is kept, because it shows that the record still stood.
create table enrolment (
    batch_id integer,
    line bigint,
    identity_id integer,
    alias_id integer,
    natural_key ubigint,
    row_hash ubigint,
    enrolled_at timestamp,
    started_at timestamp,
    completed_at timestamp,
    closed_at timestamp,
    due_at timestamp,
    last_activity_at timestamp,
    status status,
    progress double,
    seconds integer,
    time_basis varchar,
    origin origin,
    origin_rule varchar,
    obligation obligation,
    enrolled_by varchar,
    method varchar,
    is_date_only boolean,
    is_repeat boolean default false
);

-- One event of a log or one xAPI statement. Identical log rows are kept: they are separate events of one minute.
-- occurrence numbers identical rows of one file; is_repeat: an earlier live batch holds that occurrence too.
create table learning_event (
    batch_id integer,
    line bigint,
    identity_id integer,
    alias_id integer,
    row_hash ubigint,
    statement_id varchar,
    happened_at timestamp,
    kind event_kind,
    verb varchar,
    seconds integer,
    progress double,
    score double,
    due_at timestamp,
    origin origin,
    origin_rule varchar,
    obligation obligation,
    enrolled_by varchar,
    method varchar,
    occurrence integer default 1,
    is_repeat boolean default false
);

-- A statement that was taken back by an xAPI voiding statement.
create table voided_statement (batch_id integer, line bigint, statement_id varchar);

-- One line of a mandatory list: which item binds whom, and when. Ruling 19.
create table mandatory_item (
    batch_id integer,
    line bigint,
    system varchar,
    item_code varchar,
    item_title varchar,
    obligation obligation,
    audience_kind varchar,
    audience varchar,
    valid_from date,
    valid_to date
);

-- An assignment that a system records apart from the enrolment.
create table assignment (
    batch_id integer,
    line bigint,
    identity_id integer,
    alias_id integer,
    assigned_at timestamp,
    due_at timestamp,
    obligation obligation,
    assignor origin
);

-- A recommendation or nudge that was shown to a person.
create table prompt (
    batch_id integer, line bigint, identity_id integer, alias_id integer, shown_at timestamp, channel varchar
);

-- What the analyst ruled by hand (R1): an item, or an item for one person.
create table initiation_override (
    identity_id integer, alias_id integer, origin origin, obligation obligation, note varchar
);

-- A period of employment; term_on is the first day on which the person is gone.
create table employment (
    batch_id integer, line bigint, identity_id integer, hired_on date, left_on date, leave_reason varchar
);

-- Where a person worked and for whom, from a day on.
create table job_history (
    batch_id integer,
    line bigint,
    identity_id integer,
    effective_on date,
    org_unit varchar,
    job_code varchar,
    grade varchar,
    manager_identity_id integer,
    location varchar
);

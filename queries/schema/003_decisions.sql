-- What the analyst decides. These rows belong to no batch: they are kept by keys that imports and undos do not change.
-- A person is named by the SHA-256 of a key as identity_keys() writes it, an item by item_reference's key.

-- Whether two people, or two items, are one: same, different or later. The newest row about a pair that was not taken
-- back decides. evidence is what spoke for the pair on that day, as JSON.
create table match_decision (
    decision_id integer,
    subject varchar,
    left_key varchar,
    right_key varchar,
    verdict varchar,
    score double,
    evidence varchar,
    decided_by varchar,
    decided_at timestamp,
    taken_back_by varchar,
    taken_back_at timestamp
);

-- What the analyst ruled by hand. Without an audience it is R1: an item, or an item for one person. With an audience
-- (all, unit or role) it is R4: whom the item binds, and when.
drop table initiation_override;
create table initiation_override (
    override_id integer,
    item_key varchar,
    person_key varchar,
    audience_kind varchar,
    audience varchar,
    valid_from date,
    valid_to date,
    origin origin,
    obligation obligation,
    note varchar
);

-- What a word of a system means here, where the analyst reads it otherwise than its source does. field: method, status
-- or reason; origin and obligation null where the word says nothing about them.
create table vocabulary_word (
    system varchar, field varchar, word varchar, meaning varchar, obligation obligation
);

-- One change of what counts as voluntary. before and after are the rows as JSON, null where there was or is none.
create table rule_change (
    change_id integer,
    kind varchar,
    name varchar,
    before varchar,
    after varchar,
    changed_by varchar,
    changed_at timestamp,
    undone_by varchar,
    undone_at timestamp
);

-- By which keys files name people. An exact key is the same person wherever it stands (METRICS.md §0).
-- One row per identity and key, each in its own space of names; case and spaces around make no difference.
create or replace macro identity_keys() as table
    select identity_id, key,
    from (
        select
            identity_id,
            unnest([
                'email|' || lower(trim(email)),
                'sha1|' || lower(trim(email_sha1)),
                'sha1|' || sha1(lower(trim(email))),
                'username|' || system || '|' || lower(trim(username)),
                'number|' || lower(trim(employee_number)),
                'account|' || replace(lower(trim(account)), '/|', '|')
            ]) as key,
        from identity
    )
    where key is not null;

-- How a decision names a person: the key itself is kept nowhere but with the rows that state it.
create or replace macro person_reference(key) as sha256(key);

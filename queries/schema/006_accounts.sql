-- Who is behind the accounts of a learning system, as its own list of users tells it. It says nothing of employment.
create table learning_account (batch_id integer, line bigint, identity_id integer);

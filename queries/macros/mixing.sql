-- A counter as a number from 0 to 2^32 - 1 that looks drawn: the finaliser of MurmurHash3 (32 bits). Not DuckDB's own hash,
-- so that an upgrade of DuckDB changes no seeded result.
create or replace macro mixed_once(number) as
    xor(number, number >> 16) * 2246822507::ubigint % 4294967296;
create or replace macro mixed_twice(number) as
    xor(number, number >> 13) * 3266489909::ubigint % 4294967296;
create or replace macro mixed_thrice(number) as xor(number, number >> 16);
create or replace macro mixed(number) as
    mixed_thrice(mixed_twice(mixed_once((number % 4294967296)::ubigint)));

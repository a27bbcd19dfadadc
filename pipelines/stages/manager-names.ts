import type { Sql } from '../sources/columns.ts';
import { personKey } from './load-names.ts';

/** A name as it is compared: "Roca, Ines" is Ines Roca. */
export const nameAsWritten = (name: Sql): Sql =>
	`lower(case when contains(${name}, ', ') then split_part(${name}, ', ', 2) || ' ' || split_part(${name}, ', ', 1) else ${name} end)`;

/** The names of a personnel file that one person bears, with that person's key; a name of several people is no key. */
export const bearersOfNames: Sql = `
	select ${nameAsWritten('display_name')} as name, any_value(${personKey}) as key
	from staged where reject_reason is null and display_name is not null
	group by all having count(distinct ${personKey}) = 1`;

/** The rows of a personnel file whose manager is a name that is nobody's alone and no key of the file either. */
export const unknownManagers: Sql = `
	select count(*) as n, count(distinct manager_key) as names from staged
	where reject_reason is null and contains(manager_key, ' ') and not contains(manager_key, '@')
		and ${nameAsWritten('manager_key')} not in (select name from (${bearersOfNames}) where name is not null)`;

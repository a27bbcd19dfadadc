/** A DuckDB expression as text; every name in it is ours, never a file's. */
export type Sql = string;

/** A text from its nth character on, in a third of the time that a slice in brackets takes. */
const from = (text: Sql, place: number): Sql => `substring(${text}, ${place})`;

/** An address without `http://` or `https://`: emitters use both for one and the same thing. */
export const withoutScheme = (text: Sql): Sql =>
	`case when prefix(${text}, 'https://') then ${from(text, 9)} when prefix(${text}, 'http://') then ${from(text, 8)} else ${text} end`;

/** Whether the text looks like an address with a scheme. */
export const isAddress = (text: Sql): Sql =>
	`(contains(${text}, ':') and not contains(${text}, ' '))`;

/** The key of the person in an agent, as it stands in a staged row: e-mail, hash, account or openid. */
export const personKey = (who: string): Sql => `case
        when prefix(lower(${who}_mbox), 'mailto:') then ${from(`lower(${who}_mbox)`, 8)}
        when ${who}_sha1 is not null then lower(${who}_sha1)
        when ${who}_account is not null then rtrim(${who}_home, '/') || '|' || ${who}_account
        else ${who}_openid
    end`;

const momentForm =
	'\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d(:?\\d\\d)?)?)?';

/** Whether a time says its zone. */
export const hasZone = (text: Sql): Sql =>
	`case when suffix(${text}, 'Z') then true else regexp_matches(${text}, '[T ].*[+-]\\d\\d(:?\\d\\d)?$') end`;

/** The offset "minus nothing", which RFC 3339 keeps for unknown zones and xAPI forbids. */
export const isUnknownOffset = (text: Sql): Sql =>
	`case when contains(${text}, '-00') then regexp_matches(${text}, '[T ].*-00(:?00)?$') end`;

/** A time in UTC; one without a zone is local to `$time_zone`. */
export const moment = (text: Sql): Sql => `case
        when not regexp_full_match(${text}, '${momentForm}') then null
        when suffix(${text}, 'Z') then try_cast(${text} as timestamp)
        when (${hasZone(text)}) then timezone('UTC', try_cast(${text} as timestamptz))
        else timezone('UTC', timezone($time_zone, try_cast(${text} as timestamp)))
    end`;

/** The text of a language map: English if it is there, else the first; a plain text as it is. */
export const titleOf = (map: Sql): Sql => `case
        when prefix(${map}, '{"en":"') and not contains(${map}, '\\') and not contains(${map}, '","') then substring(${map}, 8, length(${map}) - 9)
        when prefix(${map}, '{') then try(coalesce(
            json_extract_string(${map}, '$.en'),
            json_extract_string(${map}, '$."en-US"'),
            json_extract_string(${map}, '$."en-GB"'),
            json_extract_string(${map}, '$.*')[1]
        ))
        else ${map}
    end`;

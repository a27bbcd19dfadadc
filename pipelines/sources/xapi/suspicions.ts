import type { Sql } from './casts.ts';
import { isAddress, isUnknownOffset } from './casts.ts';

const hasOddEntry = (list: Sql): Sql =>
	`case when ${list} is not null then len(list_filter(${list}, lambda entry:
            entry.id is null or not contains(entry.id, ':') or contains(entry.id, ' ') or entry."objectType" <> 'Activity')) > 0 end`;

/** Each false for a statement whose core is well formed, so that it need not be looked at one by one. */
export const suspicions: readonly Sql[] = [
	'found is null',
	'identifiers <> 1',
	`not ((actor_mbox like 'mailto:_%@_%' and not contains(actor_mbox, ' ')) or (actor_account <> '' and ${isAddress('actor_home')})
            or regexp_full_match(actor_sha1, '[0-9a-fA-F]{40}') or ${isAddress('actor_openid')})`,
	"actor_type <> 'Agent'",
	'verb is null',
	`not ${isAddress('verb')}`,
	"object_kind <> 'Activity'",
	'object_id is null',
	`not ${isAddress('object_id')}`,
	hasOddEntry('parents'),
	hasOddEntry('groupings'),
	`case when course is null and has_activities then (parents is null and contains(json, '"parent"'))
            or (groupings is null and contains(json, '"grouping"')) or (goal is not null and others is null and contains(json, '"other"')) end`,
	"not regexp_full_match(id, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}')",
	'happened_at is null',
	isUnknownOffset('time_text'),
	'duration is not null and seconds is null',
	'scaled is not null and not coalesce(try_cast(scaled as double) between -1 and 1, false)',
	'score_raw is not null and try_cast(score_raw as double) is null',
	'raw_value > max_value or raw_value < min_value or min_value > max_value',
	'progress is not null and not coalesce(try_cast(progress as double) between 0 and 100, false)',
	"word_actor = 'assigner'",
	"verb_key = 'adlnet.gov/expapi/verbs/voided'"
];

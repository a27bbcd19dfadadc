import type { Sql } from './casts.ts';

const text = 'VARCHAR';
const agent = {
	objectType: text,
	name: text,
	mbox: text,
	mbox_sha1sum: text,
	openid: text,
	account: { homePage: text, name: text }
};
const activity = { objectType: text, id: text, definition: { type: text, name: text } };

/** Addresses of the extensions that are read. */
export const extensions = {
	by: 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/by',
	to: 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/to',
	goalType: 'http://xapi.edlm/goals/activity-extensions/goal-type',
	enrolmentType: 'https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type',
	dueDate: 'https://w3id.org/xapi/tla/extensions/due_date',
	deadline: 'https://id.ustadmobile.com/xapi/extension/deadline',
	progress: 'https://w3id.org/xapi/cmi5/result/extensions/progress',
	reason: 'https://w3id.org/xapi/cmi5/result/extensions/reason'
} as const;

/**
 * All that is read of a statement, in the form that DuckDB's `from_json` takes: one pass over the text, half the time of
 * one path after the other. What is not there, or of another type, is null.
 */
export const shape = {
	id: text,
	/** Not of xAPI: what `mend` keeps of the wrapper of a voided statement. */
	voided: text,
	actor: agent,
	verb: { id: text },
	object: {
		objectType: text,
		id: text,
		definition: {
			type: text,
			name: text,
			extensions: { [extensions.goalType]: text, [extensions.deadline]: text }
		}
	},
	result: {
		duration: text,
		score: { scaled: text, raw: text, min: text, max: text },
		extensions: { [extensions.progress]: text, [extensions.reason]: text }
	},
	timestamp: text,
	stored: text,
	context: {
		instructor: agent,
		team: { objectType: text },
		contextActivities: {
			parent: [activity],
			grouping: [activity],
			other: [activity],
			category: [{ id: text }]
		},
		extensions: {
			[extensions.enrolmentType]: text,
			[extensions.dueDate]: text,
			[extensions.deadline]: text,
			[extensions.by]: agent
		}
	}
} as const;

const agentFields = (name: string, path: Sql): readonly (readonly [string, Sql])[] => [
	[`${name}_mbox`, `${path}.mbox`],
	[`${name}_sha1`, `${path}.mbox_sha1sum`],
	[`${name}_openid`, `${path}.openid`],
	[`${name}_home`, `${path}.account."homePage"`],
	[`${name}_account`, `${path}.account.name`]
];

/** Names for the parts of `found`, a statement read in that shape. */
export const parts: readonly (readonly [string, Sql])[] = [
	['id', 'found.id'],
	['is_voided', "found.voided = 'true'"],
	['actor_type', 'found.actor."objectType"'],
	['actor_name', 'found.actor.name'],
	...agentFields('actor', 'found.actor'),
	['verb', 'found.verb.id'],
	['object_kind', 'found."object"."objectType"'],
	['object_id', 'found."object".id'],
	['object_type', 'found."object".definition.type'],
	['object_name', 'found."object".definition.name'],
	['goal', `upper(found."object".definition.extensions."${extensions.goalType}")`],
	['duration', 'found.result.duration'],
	['scaled', 'found.result.score.scaled'],
	['score_raw', 'found.result.score.raw'],
	['score_min', 'found.result.score."min"'],
	['score_max', 'found.result.score."max"'],
	['progress', `found.result.extensions."${extensions.progress}"`],
	['waiver', `found.result.extensions."${extensions.reason}"`],
	['time_text', 'coalesce(found."timestamp", found.stored)'],
	['is_stored_time', 'found."timestamp" is null and found.stored is not null'],
	['team', 'found.context.team."objectType"'],
	...agentFields('instructor', 'found.context.instructor'),
	...agentFields('by', `found.context.extensions."${extensions.by}"`),
	['has_activities', 'found.context."contextActivities" is not null'],
	['parents', 'found.context."contextActivities".parent'],
	['groupings', 'found.context."contextActivities"."grouping"'],
	['others', 'found.context."contextActivities".other'],
	['category_1', 'found.context."contextActivities".category[1].id'],
	['category_2', 'found.context."contextActivities".category[2].id'],
	['method', `found.context.extensions."${extensions.enrolmentType}"`],
	[
		'due_text',
		`coalesce(found.context.extensions."${extensions.dueDate}", found.context.extensions."${extensions.deadline}", found."object".definition.extensions."${extensions.deadline}")`
	]
];

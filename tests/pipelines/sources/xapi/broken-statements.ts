import { statement } from './statement.ts';

/** An edit of a good statement. */
export type Change = Parameters<typeof statement>[0];
/** An edit that breaks the type on purpose. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a typed draft could not be broken
export const change = (edit: (draft: any) => void) => edit as Change;
const activity = { id: 'https://lms.example/a' };
/** A statement inside a statement. */
export const inner = () => {
	const { actor, verb, object } = statement();
	return { objectType: 'SubStatement', actor, verb, object };
};

/** Code, path, words and change: each breaks one rule. */
export const broken: readonly (readonly [string, string, string, Change])[] = [
	['missing_property', 'actor', 'no actor', change((s) => delete s.actor)],
	['missing_property', 'verb', 'no verb', change((s) => delete s.verb)],
	['missing_property', 'object', 'no object', change((s) => delete s.object)],
	['null_value', 'timestamp', 'null', change((s) => (s.timestamp = null))],
	['null_value', 'actor.name', 'null further in', change((s) => (s.actor.name = null))],
	['unknown_property', 'colour', 'an unknown key', change((s) => (s.colour = 'red'))],
	[
		'unknown_property',
		'verb.Display',
		'a key in the wrong case',
		change((s) => (s.verb.Display = {}))
	],
	['bad_uuid', 'id', 'an id that is no UUID', change((s) => (s.id = '123'))],
	[
		'bad_uuid',
		'context.registration',
		'a registration that is no UUID',
		change((s) => (s.context.registration = 'x'))
	],
	['no_identifier', 'actor', 'an actor without identifier', change((s) => delete s.actor.mbox)],
	['no_identifier', 'actor', 'an actor that is text', change((s) => (s.actor = 'Ada'))],
	[
		'several_identifiers',
		'actor',
		'two identifiers',
		change((s) => (s.actor.openid = 'https://id.example/ada'))
	],
	[
		'bad_mbox',
		'actor.mbox',
		'a mail address without mailto',
		change((s) => (s.actor.mbox = 'ada@firm.example'))
	],
	[
		'bad_sha1',
		'actor.mbox_sha1sum',
		'a short hash',
		change((s) => (s.actor = { mbox_sha1sum: 'abc' }))
	],
	[
		'bad_iri',
		'actor.openid',
		'an openid without scheme',
		change((s) => (s.actor = { openid: 'ada' }))
	],
	[
		'bad_iri',
		'object.id',
		'an object id with a space',
		change((s) => (s.object.id = 'https://lms.example/a b'))
	],
	[
		'bad_account',
		'actor.account',
		'an account without home page',
		change((s) => (s.actor = { account: { name: 'ada' } }))
	],
	[
		'bad_account',
		'actor.account.name',
		'an account name that is a number',
		change((s) => (s.actor = { account: { homePage: 'https://lms.example', name: 7 } }))
	],
	[
		'bad_object_type',
		'actor.objectType',
		'a kind of actor that is none',
		change((s) => (s.actor.objectType = 'agent'))
	],
	[
		'bad_object_type',
		'object.objectType',
		'a kind of object that is none',
		change((s) => (s.object.objectType = 'GroupActivity'))
	],
	[
		'bad_group',
		'actor.member',
		'an anonymous group without members',
		change((s) => (s.actor = { objectType: 'Group' }))
	],
	[
		'bad_object_type',
		'actor.member[0].objectType',
		'a group in a group',
		change(
			(s) =>
				(s.actor = {
					objectType: 'Group',
					member: [{ objectType: 'Group', mbox: 'mailto:a@b.example' }]
				})
		)
	],
	['bad_group', 'actor.member', 'an agent with members', change((s) => (s.actor.member = []))],
	['bad_name', 'actor.name', 'a name that is a number', change((s) => (s.actor.name = 7))],
	['bad_verb', 'verb.id', 'a verb without id', change((s) => delete s.verb.id)],
	['bad_verb', 'verb.display', 'a display that is text', change((s) => (s.verb.display = 'did'))],
	['missing_activity_id', 'object.id', 'an activity without id', change((s) => delete s.object.id)],
	[
		'bad_definition',
		'object.definition',
		'a definition that is text',
		change((s) => (s.object.definition = 'x'))
	],
	[
		'bad_definition',
		'object.definition.type',
		'a type without scheme',
		change((s) => (s.object.definition.type = 'course'))
	],
	[
		'bad_interaction',
		'object.definition.interactionType',
		'an unknown interaction',
		change((s) => (s.object.definition.interactionType = 'drag'))
	],
	[
		'bad_interaction',
		'object.definition.scale',
		'components of another interaction',
		change((s) => Object.assign(s.object.definition, { interactionType: 'choice', scale: [] }))
	],
	[
		'bad_interaction',
		'object.definition.choices[1].id',
		'a component twice',
		change((s) =>
			Object.assign(s.object.definition, {
				interactionType: 'choice',
				choices: [{ id: 'a' }, { id: 'a' }]
			})
		)
	],
	[
		'bad_extensions',
		'context.extensions.plain',
		'an extension without scheme',
		change((s) => (s.context.extensions = { plain: 1 }))
	],
	[
		'bad_extensions',
		'result.extensions',
		'extensions that are a list',
		change((s) => (s.result.extensions = []))
	],
	[
		'bad_language',
		'object.definition.name.en_US',
		'a language with underscore',
		change((s) => (s.object.definition.name = { en_US: 'x' }))
	],
	[
		'bad_language',
		'object.definition.name.en-a-bb-a-cc',
		'two equal singletons',
		change((s) => (s.object.definition.name = { 'en-a-bb-a-cc': 'x' }))
	],
	[
		'bad_language',
		'verb.display.en',
		'a translation that is a number',
		change((s) => (s.verb.display = { en: 1 }))
	],
	[
		'bad_statement_ref',
		'context.statement.objectType',
		'a reference of another kind',
		change((s) => (s.context.statement.objectType = 'Statement'))
	],
	[
		'bad_substatement',
		'object.id',
		'a sub-statement with an id',
		change((s) => (s.object = { ...inner(), id: s.id }))
	],
	[
		'bad_substatement',
		'object.object',
		'a sub-statement in a sub-statement',
		change((s) => (s.object = { ...inner(), object: inner() }))
	],
	[
		'bad_voiding',
		'object',
		'voiding without reference',
		change((s) => (s.verb.id = 'http://adlnet.gov/expapi/verbs/voided'))
	],
	['bad_result', 'result.success', 'success as text', change((s) => (s.result.success = 'true'))],
	['bad_result', 'result.score.raw', 'a score as text', change((s) => (s.result.score.raw = '50'))],
	[
		'bad_score',
		'result.score.scaled',
		'scaled above 1',
		change((s) => (s.result.score.scaled = 1.1))
	],
	['bad_score', 'result.score.raw', 'raw above max', change((s) => (s.result.score.raw = 101))],
	[
		'bad_score',
		'result.score.min',
		'min above max',
		change((s) => (s.result.score = { min: 2, max: 1 }))
	],
	[
		'bad_duration',
		'result.duration',
		'weeks and days',
		change((s) => (s.result.duration = 'P4W1D'))
	],
	['bad_duration', 'result.duration', 'a clock', change((s) => (s.result.duration = '01:00:00'))],
	[
		'bad_context',
		'context.contextActivities.sibling',
		'an unknown kind of context activity',
		change((s) => (s.context.contextActivities.sibling = [activity]))
	],
	[
		'bad_object_type',
		'context.team.objectType',
		'a team that is no group',
		change((s) => (s.context.team = { mbox: 'mailto:a@b.example' }))
	],
	[
		'bad_context',
		'context.instructor',
		'an instructor that is text',
		change((s) => (s.context.instructor = 'Ada'))
	],
	[
		'bad_context',
		'context.revision',
		'a revision of a person',
		change((s) => (s.object = { objectType: 'Agent', mbox: 'mailto:a@b.example' }))
	],
	[
		'bad_context',
		'context.contextAgents[0].objectType',
		'a context agent of another kind',
		change((s) => (s.context.contextAgents = [{ objectType: 'Agent', agent: s.actor }]))
	],
	[
		'bad_context',
		'context.contextGroups[0].relevantTypes',
		'no relevant types',
		change(
			(s) =>
				(s.context.contextGroups = [
					{ objectType: 'contextGroup', group: s.context.team, relevantTypes: [] }
				])
		)
	],
	[
		'bad_timestamp',
		'timestamp',
		'a day that does not exist',
		change((s) => (s.timestamp = '2025-02-30T00:00:00Z'))
	],
	[
		'bad_timestamp',
		'timestamp',
		'the offset minus nothing',
		change((s) => (s.timestamp = '2025-02-03T00:00:00-00:00'))
	],
	['bad_timestamp', 'stored', 'words', change((s) => (s.stored = 'yesterday'))],
	['bad_version', 'version', 'another version', change((s) => (s.version = '0.95'))],
	[
		'bad_authority',
		'authority',
		'an authority of three',
		change((s) => (s.authority = { objectType: 'Group', member: [s.actor, s.actor, s.actor] }))
	],
	[
		'bad_attachment',
		'attachments',
		'an attachment that is no list',
		change((s) => (s.attachments = {}))
	],
	[
		'bad_attachment',
		'attachments[0].sha2',
		'an attachment without hash',
		change((s) => delete s.attachments[0].sha2)
	]
];

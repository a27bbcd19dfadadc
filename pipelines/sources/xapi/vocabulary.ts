/** What a verb means for the item itself, and for something inside of it. */
export interface VerbWord {
	/** The verb's address without scheme. */
	readonly verb: string;
	readonly kind: string;
	readonly within: string;
	readonly origin: string | null;
	readonly obligation: string | null;
	readonly rule: string | null;
	/** Who the actor of an assignment is; null for all other verbs. */
	readonly actor: 'assignee' | 'assigner' | 'unclear' | null;
}

type Signal = Partial<Pick<VerbWord, 'origin' | 'obligation' | 'rule' | 'actor'>>;

const words = (
	prefix: string,
	kind: string,
	within: string,
	names: string,
	signal: Signal = {}
): VerbWord[] =>
	names.split(' ').map((name) => ({
		verb: `${prefix}${name}`,
		kind,
		within,
		origin: null,
		obligation: null,
		rule: null,
		actor: null,
		...signal
	}));

const adlnet = 'adlnet.gov/expapi/verbs/';
const adl = 'w3id.org/xapi/adl/verbs/';
const tla = 'w3id.org/xapi/tla/verbs/';
const across = 'w3id.org/xapi/acrossx/verbs/';
const tincan = 'id.tincanapi.com/verb/';
const streams = 'activitystrea.ms/';
const edlm = 'xapi.edlm/profiles/edlm-lms/concepts/verbs/';
const learndash = 'nextsoftwaresolutions.com/xapi/verbs/';
const video = 'w3id.org/xapi/video/verbs/';

/**
 * The verbs of the emitters in XAPI.md §3 and §4, by address without `http(s)://` and without the `schema/1.0/` of
 * activitystrea.ms. What is not here is `other`: a verb is never read from its display text.
 */
export const verbWords: readonly VerbWord[] = [
	...words(adlnet, 'enrolled', 'other', 'registered'),
	...words(edlm, 'enrolled', 'other', 'enrolled'),
	...words(learndash, 'enrolled', 'other', 'enrolled'),
	...words('www.tincanapi.co.uk/verbs/', 'enrolled', 'other', 'enrolled_onto_learning_plan'),
	...words(tincan, 'withdrawn', 'other', 'unregistered'),
	...words(learndash, 'withdrawn', 'other', 'unenrolled'),
	...words(streams, 'withdrawn', 'other', 'leave'),
	...words(tla, 'withdrawn', 'other', 'deselected'),

	...words(tla, 'enrolled', 'enrolled', 'planned', { origin: 'self', rule: 'S3' }),
	...words(tla, 'assigned', 'assigned', 'directed was-assigned', {
		origin: 'admin',
		rule: 'S3',
		actor: 'assignee'
	}),
	...words(tla, 'assigned', 'assigned', 'assigned', {
		origin: 'admin',
		rule: 'S3',
		actor: 'assigner'
	}),
	...words(tla, 'recommended', 'recommended', 'recommended', {
		obligation: 'recommended',
		rule: 'S3'
	}),
	...words(tla, 'other', 'other', 'requested', { origin: 'self', rule: 'S3' }),
	...words(tla, 'other', 'other', 'prioritized approved achieved forfeited verified'),
	...words(across, 'assigned', 'assigned', 'was-assigned', {
		origin: 'admin',
		rule: 'S4',
		actor: 'assignee'
	}),
	...words(streams, 'assigned', 'assigned', 'assign', { actor: 'unclear' }),

	...words(adlnet, 'started', 'started', 'launched initialized attempted'),
	...words(streams, 'started', 'started', 'start'),
	...words(
		adlnet,
		'progressed',
		'progressed',
		'progressed answered responded terminated exited suspended resumed scored attended'
	),
	...words(adl, 'progressed', 'progressed', 'abandoned'),
	...words(tla, 'progressed', 'progressed', 'suspended resumed scored'),
	...words(edlm, 'progressed', 'progressed', 'restarted exceeded'),
	...words(tincan, 'progressed', 'progressed', 'earned replied'),
	...words(streams, 'progressed', 'progressed', 'submit consume receive'),
	...words(across, 'progressed', 'progressed', 'evaluated posted watched read'),

	...words(adlnet, 'completed', 'progressed', 'completed passed mastered'),
	...words(adl, 'completed', 'progressed', 'satisfied'),
	...words(edlm, 'uncompleted', 'other', 'uncompleted'),
	...words(adlnet, 'failed', 'progressed', 'failed'),
	...words(adl, 'waived', 'progressed', 'waived'),

	...words(adlnet, 'viewed', 'viewed', 'experienced interacted'),
	...words(tincan, 'viewed', 'viewed', 'viewed'),
	...words(tla, 'viewed', 'viewed', 'explored'),
	...words(across, 'viewed', 'viewed', 'accessed'),
	...words('w3id.org/xapi/netc/verbs/', 'viewed', 'viewed', 'opened accessed'),
	...words('w3id.org/xapi/dod-isd/verbs/', 'viewed', 'viewed', 'navigated'),
	...words(video, 'viewed', 'viewed', 'played paused seeked')
];

/** Moodle's enrolment methods (rule R7). Names that are not here, such as lti, say nothing about who decided. */
export const methodWords: readonly { readonly method: string; readonly origin: string }[] = [
	...['self', 'fee', 'paypal', 'stripepayment', 'guest'].map((method) => ({
		method,
		origin: 'self'
	})),
	...['manual', 'cohort', 'meta', 'database', 'ldap', 'flatfile', 'category', 'imsenterprise'].map(
		(method) => ({
			method,
			origin: 'admin'
		})
	)
];

/** Types of containers that are no learning item: a site, an attempt, a group, a category of a profile. */
export const containerTypes: readonly string[] = [
	'id.tincanapi.com/activitytype/lms',
	'id.tincanapi.com/activitytype/site',
	'adlnet.gov/expapi/activities/attempt',
	'adlnet.gov/expapi/activities/profile',
	'xapi.edlm/profiles/edlm-lms/concepts/activity-types/group'
];

import { createHash } from 'node:crypto';
import type { Draft } from './edit.ts';
import { read, remove, write } from './edit.ts';
import { isLanguage, isMailbox, isMoment, isUuid } from './formats.ts';
import type { Path, Problem, ProblemCode } from './judge.ts';
import { isObject } from './judge.ts';

/** What was changed, as a code; 'leave' where the part is not read and may stay; null where nothing helps. */
export type Remedy = string | 'leave' | null;

const knownKeys = [
	'id actor verb object result context timestamp stored authority version attachments',
	'objectType name mbox mbox_sha1sum openid account homePage member display definition description type moreInfo',
	'score scaled raw min max success completion response duration extensions',
	'registration instructor team contextActivities parent grouping category other revision platform language statement'
]
	.join(' ')
	.split(' ');

function renameOrDrop(draft: Draft, path: Path): Remedy {
	const key = String(path.at(-1));
	const known = knownKeys.find((one) => one !== key && one.toLowerCase() === key.toLowerCase());
	const holder = read(draft, path.slice(0, -1));
	const value = read(draft, path);
	remove(draft, path);
	if (known === undefined || !isObject(holder) || Object.hasOwn(holder, known))
		return 'unknown_property_dropped';
	write(draft, [...path.slice(0, -1), known], value);
	return 'key_case_mended';
}

const dropped =
	(code: string) =>
	(draft: Draft, path: Path): Remedy => {
		remove(draft, path);
		return code;
	};

/** Takes out the whole part of the statement to which a path leads: nothing but actor, verb and object is needed. */
function dropPart(draft: Draft, path: Path): Remedy {
	const [top, second] = path;
	if (top === 'context' && second === 'contextActivities' && path.length > 2) {
		remove(draft, path.slice(0, typeof path[3] === 'number' ? 4 : 3));
		return 'context_entry_dropped';
	}
	if (top === 'result' || top === 'context') {
		remove(draft, path.slice(0, 2));
		return `${top}_part_dropped`;
	}
	if (top === 'object' && second === 'definition') {
		remove(draft, path.slice(0, 3));
		return 'definition_part_dropped';
	}
	if (top === 'verb' && second === 'display')
		return dropped('verb_display_dropped')(draft, path.slice(0, 2));
	if (
		top === 'authority' ||
		top === 'attachments' ||
		top === 'version' ||
		top === 'stored' ||
		top === 'id'
	) {
		remove(draft, [top]);
		return `${top}_dropped`;
	}
	return null;
}

function mendMailbox(draft: Draft, { path, value }: Problem): Remedy {
	const text = typeof value === 'string' ? value.trim().replace(/^mailto:\s*/i, '') : '';
	const mended = `mailto:${text}`;
	if (!isMailbox(mended)) return path[0] === 'actor' ? null : dropPart(draft, path);
	write(draft, path, mended);
	return 'mailto_mended';
}

function mendIri(draft: Draft, { path, value }: Problem): Remedy {
	if (
		path[0] === 'actor' &&
		path.at(-1) === 'homePage' &&
		typeof value === 'string' &&
		/^[\w-]+(\.[\w-]+)+(:\d+)?(\/\S*)?$/.test(value)
	) {
		write(draft, path, `https://${value}`);
		return 'home_page_scheme_added';
	}
	if (path[0] === 'object' && path.length === 2 && isUuid(value)) {
		write(draft, path, `urn:uuid:${String(value)}`);
		return 'object_id_scheme_added';
	}
	return dropPart(draft, path);
}

function mendIdentifiers(draft: Draft, { path }: Problem): Remedy {
	const agent = read(draft, path);
	if (path[0] !== 'actor') return dropPart(draft, path);
	if (!isObject(agent) || !isMailbox(agent['mbox'])) return null;
	const hash = createHash('sha1').update(String(agent['mbox']).toLowerCase()).digest('hex');
	if (
		agent['openid'] !== undefined ||
		agent['account'] !== undefined ||
		agent['mbox_sha1sum'] !== hash
	)
		return null;
	remove(draft, [...path, 'mbox_sha1sum']);
	return 'repeated_identifier_dropped';
}

function mendAccount(draft: Draft, { path, value }: Problem): Remedy {
	if (path[0] !== 'actor') return dropPart(draft, path);
	if (path.at(-1) !== 'name' || typeof value !== 'number') return null;
	write(draft, path, String(value));
	return 'account_name_as_text';
}

function mendObjectType(draft: Draft, { path, value }: Problem): Remedy {
	const kind = String(value).toLowerCase();
	const isPerson =
		path[0] === 'actor' ||
		path.includes('instructor') ||
		path.includes('team') ||
		path[0] === 'authority';
	const known = (
		isPerson ? ['Agent', 'Group'] : ['Activity', 'StatementRef', 'SubStatement', 'Agent', 'Group']
	).find((one) => one.toLowerCase() === kind);
	if (known === 'Group' && path[0] === 'authority') return dropPart(draft, path);
	if (known !== undefined && known !== value) {
		write(draft, path, known);
		return 'object_type_mended';
	}
	if (isPerson && path[0] !== 'actor') return dropPart(draft, path);
	if (path.at(-1) !== 'objectType') return null;
	remove(draft, path);
	return kind === 'groupactivity' ? 'group_activity' : 'object_type_mended';
}

function mendLanguage(draft: Draft, { path, value }: Problem): Remedy {
	const tag = String(path.at(-1));
	if (tag === 'language') {
		const mended = String(value).replaceAll('_', '-');
		if (!isLanguage(mended)) return dropPart(draft, path);
		write(draft, path, mended);
		return 'language_tag_mended';
	}
	const mended = tag.replaceAll('_', '-');
	const text = read(draft, path);
	remove(draft, path);
	if (!isLanguage(mended) || typeof text !== 'string') return 'language_dropped';
	write(draft, [...path.slice(0, -1), mended], text);
	return 'language_tag_mended';
}

function mendDuration(draft: Draft, { path, value }: Problem): Remedy {
	const clock = /^(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d+)?)$/.exec(String(value));
	if (!clock) return dropped('duration_dropped')(draft, path);
	write(draft, path, `PT${clock[1]}H${clock[2]}M${clock[3]}S`);
	return 'duration_from_clock';
}

function mendTime(draft: Draft, { path, value }: Problem): Remedy {
	if (path.length > 1) return dropPart(draft, path);
	const mended = typeof value === 'string' ? value.trim().replace(/-00(:?00)?$/, 'Z') : value;
	if (isMoment(mended)) {
		write(draft, path, mended);
		return 'time_offset_mended';
	}
	if (path[0] === 'timestamp' && !isMoment(draft['stored'])) return null;
	remove(draft, path);
	return `${String(path[0])}_dropped`;
}

function mendScore(draft: Draft, { path }: Problem): Remedy {
	const score = path.slice(0, 2);
	if (path.at(-1) === 'scaled') remove(draft, path);
	else for (const key of ['raw', 'min', 'max']) remove(draft, [...score, key]);
	return 'score_out_of_range';
}

const mendById: Partial<Record<ProblemCode, (draft: Draft, problem: Problem) => Remedy>> = {
	unknown_property: (draft, { path }) => renameOrDrop(draft, path),
	null_value: (draft, { path }) => dropped('null_dropped')(draft, path),
	bad_mbox: mendMailbox,
	bad_iri: mendIri,
	several_identifiers: mendIdentifiers,
	bad_account: mendAccount,
	bad_object_type: mendObjectType,
	bad_name: (draft, { path }) => dropped('name_dropped')(draft, path),
	bad_group: (draft, { path }) =>
		path.length === 2 && path[1] === 'member' && !isGroup(draft)
			? dropped('member_dropped')(draft, path)
			: dropPart(draft, path),
	missing_activity_id: (draft, { path }) =>
		path[0] === 'object' ? 'leave' : dropPart(draft, path),
	bad_extensions: (draft, { path }) => dropped('extension_dropped')(draft, path),
	bad_language: mendLanguage,
	bad_duration: mendDuration,
	bad_timestamp: mendTime,
	bad_score: mendScore
};

const isGroup = (draft: Draft): boolean => read(draft, ['actor', 'objectType']) === 'Group';

/** Mends one broken rule in place and says how. What another rule already took away is left alone. */
export function remedy(draft: Draft, problem: Problem): Remedy {
	const kind = read(draft, ['object', 'objectType']);
	const isUnread =
		problem.path[0] === 'object' &&
		problem.path.length > 1 &&
		(kind === 'SubStatement' || kind === 'Agent' || kind === 'Group');
	if (isUnread) return 'leave';
	return (mendById[problem.code] ?? ((one, { path }) => dropPart(one, path)))(draft, problem);
}

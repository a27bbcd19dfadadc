import { isIri, isMailbox, isSha1 } from './formats.ts';
import type { Json, Judge, Path } from './judge.ts';
import { check, has, isObject, isText, objectOf } from './judge.ts';

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;
const agentKeys = ['objectType', 'name', ...identifiers];

function checkAccount(judge: Judge, holder: Json, path: Path): void {
	if (!has(holder, 'account')) return;
	const here = [...path, 'account'];
	const account = objectOf(judge, holder['account'], here, ['homePage', 'name'], 'bad_account');
	if (!account) return;
	if (!has(account, 'homePage') || !has(account, 'name') || account['name'] === '')
		judge.report('bad_account', here, account);
	check(judge, account, 'homePage', here, isIri, 'bad_iri');
	check(judge, account, 'name', here, isText, 'bad_account');
}

/** Exactly one of mbox, mbox_sha1sum, openid, account; answers how many there are. */
function checkIdentifiers(judge: Judge, holder: Json, path: Path): number {
	const found = identifiers.filter((key) => has(holder, key));
	if (found.length > 1) judge.report('several_identifiers', path, holder);
	check(judge, holder, 'mbox', path, isMailbox, 'bad_mbox');
	check(judge, holder, 'mbox_sha1sum', path, isSha1, 'bad_sha1');
	check(judge, holder, 'openid', path, isIri, 'bad_iri');
	checkAccount(judge, holder, path);
	return found.length;
}

/** One person. */
export function checkAgent(judge: Judge, value: unknown, path: Path): void {
	const agent = objectOf(judge, value, path, [...agentKeys, 'member'], 'no_identifier');
	if (!agent) return;
	check(judge, agent, 'objectType', path, (kind) => kind === 'Agent', 'bad_object_type');
	check(judge, agent, 'name', path, isText, 'bad_name');
	if (has(agent, 'member')) judge.report('bad_group', [...path, 'member'], agent['member']);
	if (checkIdentifiers(judge, agent, path) === 0) judge.report('no_identifier', path, agent);
}

/** A group: identified by one identifier, or anonymous with members. */
export function checkGroup(judge: Judge, value: unknown, path: Path): void {
	const group = objectOf(judge, value, path, [...agentKeys, 'member'], 'bad_group');
	if (!group) return;
	if (group['objectType'] !== 'Group')
		judge.report('bad_object_type', [...path, 'objectType'], group['objectType']);
	check(judge, group, 'name', path, isText, 'bad_name');
	const count = checkIdentifiers(judge, group, path);
	const members = group['member'];
	if (!has(group, 'member')) {
		if (count === 0) judge.report('bad_group', [...path, 'member'], null);
		return;
	}
	if (!Array.isArray(members) || (count === 0 && members.length === 0)) {
		judge.report('bad_group', [...path, 'member'], members);
		return;
	}
	for (const [index, member] of members.entries())
		checkAgent(judge, member, [...path, 'member', index]);
}

/** Whoever the value says it is. */
export function checkActor(judge: Judge, value: unknown, path: Path): void {
	if (isObject(value) && value['objectType'] === 'Group') checkGroup(judge, value, path);
	else checkAgent(judge, value, path);
}

/** Who vouches for a statement: one agent, or an anonymous group of an application and a user. */
export function checkAuthority(judge: Judge, value: unknown, path: Path): void {
	if (!isObject(value)) {
		judge.report('bad_authority', path, value);
		return;
	}
	checkActor(judge, value, path);
	if (value['objectType'] !== 'Group') return;
	const members = value['member'];
	const isAnonymous = !identifiers.some((key) => has(value, key));
	if (!isAnonymous || !Array.isArray(members) || members.length !== 2)
		judge.report('bad_authority', path, value);
}

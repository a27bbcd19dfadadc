import { isMoment, isUuid, isVersion } from './formats.ts';
import type { Json, Judge, Path, Problem } from './judge.ts';
import { check, has, isObject, objectOf } from './judge.ts';
import { checkActor, checkAgent, checkAuthority, checkGroup } from './rules-agents.ts';
import { checkContext, checkResult } from './rules-context.ts';
import {
	checkActivity,
	checkAttachments,
	checkStatementRef,
	checkVerb,
	isActivity
} from './rules-objects.ts';

const voided = /^https?:\/\/adlnet\.gov\/expapi\/verbs\/voided$/;
const innerKeys = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];
const outerKeys = [...innerKeys, 'id', 'stored', 'authority', 'version'];

function checkObject(judge: Judge, value: unknown, path: Path, isInner: boolean): void {
	if (!isObject(value)) {
		judge.report('bad_object_type', path, value);
		return;
	}
	const kind = value['objectType'];
	if (kind === undefined || kind === null || kind === 'Activity') checkActivity(judge, value, path);
	else if (kind === 'Agent') checkAgent(judge, value, path);
	else if (kind === 'Group') checkGroup(judge, value, path);
	else if (kind === 'StatementRef') checkStatementRef(judge, value, path);
	else if (kind !== 'SubStatement') judge.report('bad_object_type', [...path, 'objectType'], kind);
	else if (isInner) judge.report('bad_substatement', path, kind);
	else checkSubStatement(judge, value, path);
}

function checkSubStatement(judge: Judge, value: Json, path: Path): void {
	for (const key of ['id', 'stored', 'authority', 'version']) {
		if (Object.hasOwn(value, key)) judge.report('bad_substatement', [...path, key], value[key]);
	}
	const {
		id: _id,
		stored: _stored,
		authority: _authority,
		version: _version,
		objectType: _kind,
		...rest
	} = value;
	checkBody(judge, rest, path, innerKeys, true);
}

function checkBody(
	judge: Judge,
	value: unknown,
	path: Path,
	known: readonly string[],
	isInner: boolean
): void {
	const statement = objectOf(judge, value, path, known, 'not_an_object');
	if (!statement) return;
	for (const key of ['actor', 'verb', 'object']) {
		if (statement[key] === undefined) judge.report('missing_property', [...path, key], null);
	}
	if (has(statement, 'actor')) checkActor(judge, statement['actor'], [...path, 'actor']);
	if (has(statement, 'verb')) checkVerb(judge, statement['verb'], [...path, 'verb']);
	if (has(statement, 'object'))
		checkObject(judge, statement['object'], [...path, 'object'], isInner);
	if (has(statement, 'result')) checkResult(judge, statement['result'], [...path, 'result']);
	if (has(statement, 'context'))
		checkContext(
			judge,
			statement['context'],
			[...path, 'context'],
			isActivity(statement['object'])
		);
	if (has(statement, 'attachments'))
		checkAttachments(judge, statement['attachments'], [...path, 'attachments']);
	check(judge, statement, 'timestamp', path, isMoment, 'bad_timestamp');
	const verb = statement['verb'];
	const object = statement['object'];
	if (isObject(verb) && typeof verb['id'] === 'string' && voided.test(verb['id'])) {
		if (!isObject(object) || object['objectType'] !== 'StatementRef')
			judge.report('bad_voiding', [...path, 'object'], object);
	}
}

/** Everything that breaks the rules of xAPI 1.0.3 and 2.0 in one statement, in reading order; XAPI.md §5. */
export function problemsOf(value: unknown): readonly Problem[] {
	const problems: Problem[] = [];
	const judge: Judge = { report: (code, path, part) => problems.push({ code, path, value: part }) };
	checkBody(judge, value, [], outerKeys, false);
	if (!isObject(value)) return problems;
	check(judge, value, 'id', [], isUuid, 'bad_uuid');
	check(judge, value, 'stored', [], isMoment, 'bad_timestamp');
	check(judge, value, 'version', [], isVersion, 'bad_version');
	if (has(value, 'authority')) checkAuthority(judge, value['authority'], ['authority']);
	return problems;
}

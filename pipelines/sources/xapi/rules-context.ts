import { isDuration, isIri, isLanguage, isUuid } from './formats.ts';
import type { Json, Judge, Path } from './judge.ts';
import { check, checkExtensions, has, isObject, isText, objectOf } from './judge.ts';
import { checkActor, checkAgent, checkGroup } from './rules-agents.ts';
import { checkActivity, checkStatementRef } from './rules-objects.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

function checkScore(judge: Judge, result: Json, path: Path): void {
	if (!has(result, 'score')) return;
	const here = [...path, 'score'];
	const score = objectOf(
		judge,
		result['score'],
		here,
		['scaled', 'raw', 'min', 'max'],
		'bad_result'
	);
	if (!score) return;
	for (const key of ['scaled', 'raw', 'min', 'max'])
		check(judge, score, key, here, isNumber, 'bad_result');
	const { scaled, raw, min, max } = score;
	if (isNumber(scaled) && (scaled < -1 || scaled > 1))
		judge.report('bad_score', [...here, 'scaled'], scaled);
	if (isNumber(raw) && ((isNumber(max) && raw > max) || (isNumber(min) && raw < min)))
		judge.report('bad_score', [...here, 'raw'], raw);
	if (isNumber(min) && isNumber(max) && min > max) judge.report('bad_score', [...here, 'min'], min);
}

/** What came of it: score, success, completion, time. */
export function checkResult(judge: Judge, value: unknown, path: Path): void {
	const known = ['score', 'success', 'completion', 'response', 'duration', 'extensions'];
	const result = objectOf(judge, value, path, known, 'bad_result');
	if (!result) return;
	check(judge, result, 'success', path, isBoolean, 'bad_result');
	check(judge, result, 'completion', path, isBoolean, 'bad_result');
	check(judge, result, 'response', path, isText, 'bad_result');
	check(judge, result, 'duration', path, isDuration, 'bad_duration');
	checkScore(judge, result, path);
	checkExtensions(judge, result, path);
}

function checkContextActivities(judge: Judge, context: Json, path: Path): void {
	if (!has(context, 'contextActivities')) return;
	const here = [...path, 'contextActivities'];
	const held = context['contextActivities'];
	if (!isObject(held)) {
		judge.report('bad_context', here, held);
		return;
	}
	for (const [key, entries] of Object.entries(held)) {
		if (entries === null) judge.report('null_value', [...here, key], entries);
		else if (!['parent', 'grouping', 'category', 'other'].includes(key))
			judge.report('bad_context', [...here, key], entries);
		else if (Array.isArray(entries))
			for (const [index, entry] of entries.entries())
				checkActivity(judge, entry, [...here, key, index]);
		else checkActivity(judge, entries, [...here, key]);
	}
}

/** contextAgents and contextGroups of xAPI 2.0. */
function checkRelated(
	judge: Judge,
	context: Json,
	key: 'contextAgents' | 'contextGroups',
	path: Path
): void {
	if (!has(context, key)) return;
	const here = [...path, key];
	const list = context[key];
	if (!Array.isArray(list)) {
		judge.report('bad_context', here, list);
		return;
	}
	const [kind, holder] =
		key === 'contextAgents' ? ['contextAgent', 'agent'] : ['contextGroup', 'group'];
	for (const [index, entry] of list.entries()) {
		const at = [...here, index];
		const related = objectOf(
			judge,
			entry,
			at,
			['objectType', holder, 'relevantTypes'],
			'bad_context'
		);
		if (!related) continue;
		if (related['objectType'] !== kind)
			judge.report('bad_context', [...at, 'objectType'], related['objectType']);
		if (!isObject(related[holder])) judge.report('bad_context', [...at, holder], related[holder]);
		else if (key === 'contextAgents') checkAgent(judge, related[holder], [...at, holder]);
		else checkGroup(judge, related[holder], [...at, holder]);
		const types = related['relevantTypes'];
		if (
			has(related, 'relevantTypes') &&
			!(Array.isArray(types) && types.length > 0 && types.every(isIri))
		) {
			judge.report('bad_context', [...at, 'relevantTypes'], types);
		}
	}
}

const contextKeys = [
	'registration',
	'instructor',
	'team',
	'contextActivities',
	'contextAgents',
	'contextGroups',
	'revision',
	'platform',
	'language',
	'statement',
	'extensions'
];

/** Where it happened and what it belongs to; revision and platform go with activities only. */
export function checkContext(
	judge: Judge,
	value: unknown,
	path: Path,
	isAboutActivity: boolean
): void {
	const context = objectOf(judge, value, path, contextKeys, 'bad_context');
	if (!context) return;
	check(judge, context, 'registration', path, isUuid, 'bad_uuid');
	check(judge, context, 'language', path, isLanguage, 'bad_language');
	for (const key of ['revision', 'platform']) {
		check(judge, context, key, path, (text) => isText(text) && isAboutActivity, 'bad_context');
	}
	if (has(context, 'instructor')) {
		if (isObject(context['instructor']))
			checkActor(judge, context['instructor'], [...path, 'instructor']);
		else judge.report('bad_context', [...path, 'instructor'], context['instructor']);
	}
	if (has(context, 'team')) {
		if (isObject(context['team'])) checkGroup(judge, context['team'], [...path, 'team']);
		else judge.report('bad_context', [...path, 'team'], context['team']);
	}
	if (has(context, 'statement'))
		checkStatementRef(judge, context['statement'], [...path, 'statement']);
	checkContextActivities(judge, context, path);
	checkRelated(judge, context, 'contextAgents', path);
	checkRelated(judge, context, 'contextGroups', path);
	checkExtensions(judge, context, path);
}

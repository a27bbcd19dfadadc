import { isIri, isUuid } from './formats.ts';
import type { Json, Judge, Path } from './judge.ts';
import {
	check,
	checkExtensions,
	checkLanguageMap,
	has,
	isObject,
	isText,
	objectOf
} from './judge.ts';

/** Which lists of components each kind of interaction may have. */
const componentsOf: Readonly<Record<string, readonly string[]>> = {
	'true-false': [],
	choice: ['choices'],
	'fill-in': [],
	'long-fill-in': [],
	matching: ['source', 'target'],
	performance: ['steps'],
	sequencing: ['choices'],
	likert: ['scale'],
	numeric: [],
	other: []
};
const components = ['choices', 'scale', 'source', 'target', 'steps'];
const definitionKeys = [
	'name',
	'description',
	'type',
	'moreInfo',
	'interactionType',
	'correctResponsesPattern',
	'extensions',
	...components
];

function checkComponents(judge: Judge, definition: Json, key: string, path: Path): void {
	const here = [...path, key];
	const list = definition[key];
	const fitting = componentsOf[String(definition['interactionType'])];
	if (!Array.isArray(list) || !fitting?.includes(key)) {
		judge.report('bad_interaction', here, list);
		return;
	}
	const ids = new Set<unknown>();
	for (const [index, entry] of list.entries()) {
		const component = objectOf(
			judge,
			entry,
			[...here, index],
			['id', 'description'],
			'bad_interaction'
		);
		if (!component) continue;
		const id = component['id'];
		if (!isText(id) || id === '' || ids.has(id))
			judge.report('bad_interaction', [...here, index, 'id'], id);
		ids.add(id);
		checkLanguageMap(judge, component, 'description', [...here, index], 'bad_language');
	}
}

function checkDefinition(judge: Judge, activity: Json, path: Path): void {
	if (!has(activity, 'definition')) return;
	const here = [...path, 'definition'];
	const definition = objectOf(
		judge,
		activity['definition'],
		here,
		definitionKeys,
		'bad_definition'
	);
	if (!definition) return;
	checkLanguageMap(judge, definition, 'name', here, 'bad_language');
	checkLanguageMap(judge, definition, 'description', here, 'bad_language');
	check(judge, definition, 'type', here, isIri, 'bad_definition');
	check(judge, definition, 'moreInfo', here, isIri, 'bad_definition');
	check(
		judge,
		definition,
		'interactionType',
		here,
		(kind) => isText(kind) && Object.hasOwn(componentsOf, kind),
		'bad_interaction'
	);
	const patterns = definition['correctResponsesPattern'];
	if (has(definition, 'correctResponsesPattern')) {
		const isFitting =
			has(definition, 'interactionType') && Array.isArray(patterns) && patterns.every(isText);
		if (!isFitting) judge.report('bad_interaction', [...here, 'correctResponsesPattern'], patterns);
	}
	for (const key of components)
		if (has(definition, key)) checkComponents(judge, definition, key, here);
	checkExtensions(judge, definition, here);
}

/** Something that can be done or taken. */
export function checkActivity(judge: Judge, value: unknown, path: Path): void {
	const activity = objectOf(judge, value, path, ['objectType', 'id', 'definition'], 'bad_context');
	if (!activity) return;
	check(judge, activity, 'objectType', path, (kind) => kind === 'Activity', 'bad_object_type');
	if (!has(activity, 'id')) judge.report('missing_activity_id', [...path, 'id'], activity['id']);
	check(judge, activity, 'id', path, isIri, 'bad_iri');
	checkDefinition(judge, activity, path);
}

/** A pointer to another statement. */
export function checkStatementRef(judge: Judge, value: unknown, path: Path): void {
	const ref = objectOf(judge, value, path, ['objectType', 'id'], 'bad_statement_ref');
	if (!ref) return;
	if (ref['objectType'] !== 'StatementRef')
		judge.report('bad_statement_ref', [...path, 'objectType'], ref['objectType']);
	if (!has(ref, 'id')) judge.report('bad_statement_ref', [...path, 'id'], ref['id']);
	check(judge, ref, 'id', path, isUuid, 'bad_uuid');
}

/** A verb: an address, with a name for people. */
export function checkVerb(judge: Judge, value: unknown, path: Path): void {
	const verb = objectOf(judge, value, path, ['id', 'display'], 'bad_verb');
	if (!verb) return;
	if (!has(verb, 'id')) judge.report('bad_verb', [...path, 'id'], verb['id']);
	check(judge, verb, 'id', path, isIri, 'bad_iri');
	checkLanguageMap(judge, verb, 'display', path, 'bad_verb');
}

/** A file that belongs to a statement. */
export function checkAttachments(judge: Judge, value: unknown, path: Path): void {
	if (!Array.isArray(value)) {
		judge.report('bad_attachment', path, value);
		return;
	}
	const required = ['usageType', 'display', 'contentType', 'length', 'sha2'];
	for (const [index, entry] of value.entries()) {
		const here = [...path, index];
		const attachment = objectOf(
			judge,
			entry,
			here,
			[...required, 'description', 'fileUrl'],
			'bad_attachment'
		);
		if (!attachment) continue;
		for (const key of required)
			if (!has(attachment, key)) judge.report('bad_attachment', [...here, key], null);
		check(judge, attachment, 'usageType', here, isIri, 'bad_attachment');
		check(judge, attachment, 'fileUrl', here, isIri, 'bad_attachment');
		check(judge, attachment, 'contentType', here, isText, 'bad_attachment');
		check(
			judge,
			attachment,
			'length',
			here,
			(length) => Number.isInteger(length) && Number(length) >= 0,
			'bad_attachment'
		);
		check(judge, attachment, 'sha2', here, (hash) => isText(hash) && hash !== '', 'bad_attachment');
		checkLanguageMap(judge, attachment, 'display', here, 'bad_attachment');
		checkLanguageMap(judge, attachment, 'description', here, 'bad_attachment');
	}
}

/** Whether the object of a statement is an activity; that is so where it does not say. */
export const isActivity = (value: unknown): boolean =>
	isObject(value) && (value['objectType'] === undefined || value['objectType'] === 'Activity');

import { isIri, isLanguage } from './formats.ts';

/** Why a statement is refused: the rules of XAPI.md §5, one code each; its rule 32 needs other statements and is the loader's. */
export const problemCodes = [
	'not_an_object',
	'missing_property',
	'null_value',
	'unknown_property',
	'bad_uuid',
	'no_identifier',
	'several_identifiers',
	'bad_mbox',
	'bad_sha1',
	'bad_iri',
	'bad_account',
	'bad_object_type',
	'bad_group',
	'bad_name',
	'bad_verb',
	'missing_activity_id',
	'bad_definition',
	'bad_interaction',
	'bad_extensions',
	'bad_language',
	'bad_statement_ref',
	'bad_substatement',
	'bad_voiding',
	'bad_result',
	'bad_score',
	'bad_duration',
	'bad_context',
	'bad_timestamp',
	'bad_version',
	'bad_authority',
	'bad_attachment'
] as const;

/** One of those codes. */
export type ProblemCode = (typeof problemCodes)[number];

/** The way to a value inside a statement. */
export type Path = readonly (string | number)[];

/** A broken rule, where, and the value that breaks it. */
export interface Problem {
	readonly code: ProblemCode;
	readonly path: Path;
	readonly value: unknown;
}

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object; arrays and null are none. */
export const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects what is wrong with one statement. */
export interface Judge {
	readonly report: (code: ProblemCode, path: Path, value: unknown) => void;
}

/** The value as an object whose keys are all known and not null; null where it is no object. */
export function objectOf(
	judge: Judge,
	value: unknown,
	path: Path,
	known: readonly string[],
	code: ProblemCode
): Json | null {
	if (!isObject(value)) {
		judge.report(code, path, value);
		return null;
	}
	for (const [key, part] of Object.entries(value)) {
		if (!known.includes(key)) judge.report('unknown_property', [...path, key], part);
		else if (part === null) judge.report('null_value', [...path, key], part);
	}
	return value;
}

/** Whether a key is there with a value; null was reported when the object was read. */
export const has = (value: Json, key: string): boolean =>
	value[key] !== undefined && value[key] !== null;

/** Reports a present value that fails the test. */
export function check(
	judge: Judge,
	holder: Json,
	key: string,
	path: Path,
	test: (value: unknown) => boolean,
	code: ProblemCode
): void {
	if (has(holder, key) && !test(holder[key])) judge.report(code, [...path, key], holder[key]);
}

/** Whether a value is text. */
export const isText = (value: unknown): value is string => typeof value === 'string';

/** A language map: RFC 5646 tags to text. */
export function checkLanguageMap(
	judge: Judge,
	holder: Json,
	key: string,
	path: Path,
	code: ProblemCode
): void {
	const map = holder[key];
	if (map === undefined || map === null) return;
	if (!isObject(map)) {
		judge.report(code, [...path, key], map);
		return;
	}
	for (const [tag, text] of Object.entries(map)) {
		if (text === null) judge.report('null_value', [...path, key, tag], text);
		else if (!isLanguage(tag) || !isText(text))
			judge.report('bad_language', [...path, key, tag], isText(text) ? tag : text);
	}
}

/** Extensions: an object with addresses as keys; what they hold is free. */
export function checkExtensions(judge: Judge, holder: Json, path: Path): void {
	const extensions = holder['extensions'];
	if (extensions === undefined || extensions === null) return;
	if (!isObject(extensions)) {
		judge.report('bad_extensions', [...path, 'extensions'], extensions);
		return;
	}
	for (const key of Object.keys(extensions)) {
		if (!isIri(key)) judge.report('bad_extensions', [...path, 'extensions', key], key);
	}
}

import type { Draft } from './edit.ts';
import { read, write } from './edit.ts';
import type { Path, Problem, ProblemCode } from './judge.ts';
import { isObject } from './judge.ts';
import { remedy } from './remedies.ts';
import { isActivity } from './rules-objects.ts';
import { problemsOf } from './rules.ts';
import { extensions } from './shape.ts';

/** A statement that can be read, with what was changed to make it so. */
export interface Mended {
	readonly statement: Draft;
	readonly repairs: readonly string[];
}

/** A statement that nobody can be credited with, and why. */
export interface Quarantined {
	readonly code: ProblemCode | 'group_actor' | 'missing_timestamp';
	readonly path: Path;
	readonly value: unknown;
}

const passes = 5;
const assigning =
	/^https?:\/\/(?:w3id\.org\/xapi\/tla\/verbs\/assigned|activitystrea\.ms\/(?:schema\/1\.0\/)?assign)$/;

/** Learning Locker's database export wraps each statement, and writes `&46;` for dots in keys. */
function unwrap(value: Draft, repairs: Set<string>): Draft {
	const inner = value['statement'];
	if (value['actor'] !== undefined || !isObject(inner) || !isObject(inner['actor'])) return value;
	repairs.add('unwrapped');
	return JSON.parse(JSON.stringify(inner).replaceAll('&46;', '.')) as Draft;
}

/** An assigner as actor and the learner in an extension become the learner as actor; else the wrong person is credited. */
function turnRound(draft: Draft, repairs: Set<string>): void {
	const to = read(draft, ['context', 'extensions', extensions.to]);
	const learner: unknown = Array.isArray(to) ? to[0] : to;
	if (!assigning.test(String(read(draft, ['verb', 'id']))) || !isObject(learner)) return;
	write(draft, ['context', 'extensions', extensions.by], draft['actor']);
	draft['actor'] = learner;
	write(draft, ['verb', 'id'], 'https://w3id.org/xapi/tla/verbs/was-assigned');
	repairs.add('assigner_and_learner_swapped');
}

const voiding = /^https?:\/\/adlnet\.gov\/expapi\/verbs\/voided$/;
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A table of chosen columns may lack the one that says that the object of a voiding statement is a statement. */
function sayWhatIsVoided(draft: Draft, repairs: Set<string>): void {
	const object = draft['object'];
	if (!voiding.test(String(read(draft, ['verb', 'id']))) || !isObject(object)) return;
	if (object['objectType'] !== undefined || !uuid.test(String(object['id']))) return;
	write(draft, ['object', 'objectType'], 'StatementRef');
	repairs.add('voiding_without_type');
}

/** Forms of times and durations that are valid, yet not what our SQL reads. */
function settleForms(draft: Draft): void {
	for (const key of ['timestamp', 'stored']) {
		const time = draft[key];
		if (typeof time !== 'string') continue;
		const found =
			/^(\d{4}-\d\d-\d\d)(?:([Tt ])(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/.exec(
				time
			);
		if (!found) continue;
		const [, day, between, hour, minute = '00', second = '00', fraction, zone = ''] = found;
		if (hour === undefined) continue;
		const clock = `${hour}:${minute}:${second === '60' ? '59' : second}${fraction === undefined ? '' : `.${fraction}`}`;
		draft[key] = `${day}${between === ' ' ? ' ' : 'T'}${clock}${zone.toUpperCase()}`;
	}
	const duration = read(draft, ['result', 'duration']);
	if (typeof duration === 'string')
		write(draft, ['result', 'duration'], duration.replaceAll(',', '.'));
}

function listActivities(draft: Draft, repairs: Set<string>): void {
	const held = read(draft, ['context', 'contextActivities']);
	if (!isObject(held)) return;
	for (const [key, entries] of Object.entries(held)) {
		if (!isObject(entries)) continue;
		write(draft, ['context', 'contextActivities', key], [entries]);
		repairs.add('single_activity_as_list');
	}
}

/** Mends until nothing is left or nothing more helps; later problems first, so that positions in lists hold. */
function mendAll(draft: Draft, repairs: Set<string>): Problem | null {
	for (let pass = 0; pass < passes; pass++) {
		let helpless: Problem | null = null;
		let isMended = false;
		for (const problem of problemsOf(draft).toReversed()) {
			const done = remedy(draft, problem);
			if (done === null) helpless = problem;
			else if (done !== 'leave') {
				repairs.add(done);
				isMended = true;
			}
		}
		if (!isMended) return helpless;
	}
	return problemsOf(draft)[0] ?? null;
}

/**
 * Default mode: what real systems break is mended and said, what is not read may stay; a statement without a clear
 * actor, verb, object or time is put into quarantine. XAPI.md §5, Tiers.
 */
export function mend(value: unknown): Mended | Quarantined {
	if (!isObject(value)) return { code: 'not_an_object', path: [], value };
	const repairs = new Set<string>();
	const draft = unwrap(structuredClone(value) as Draft, repairs);
	turnRound(draft, repairs);
	sayWhatIsVoided(draft, repairs);
	const unmended = mendAll(draft, repairs);
	if (unmended) return unmended;
	if (read(draft, ['actor', 'objectType']) === 'Group')
		return { code: 'group_actor', path: ['actor'], value: draft['actor'] };
	if (draft['timestamp'] === undefined && draft['stored'] === undefined)
		return { code: 'missing_timestamp', path: ['timestamp'], value: null };
	if (isActivity(draft['object']) && read(draft, ['object', 'id']) === undefined)
		repairs.add('object_without_id');
	listActivities(draft, repairs);
	settleForms(draft);
	// The wrapper alone may say so, because the statement that voids this one is in no file.
	if (repairs.has('unwrapped') && value['voided'] === true) draft['voided'] = true;
	return { statement: draft, repairs: [...repairs] };
}
